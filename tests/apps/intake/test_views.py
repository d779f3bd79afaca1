"""The pages of needs and nominations, as hosts, senders and strangers meet them."""

from datetime import date

import pytest
from django.test import Client
from tests.apps.intake import world
from tests.apps.intake.world import TERM, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Worker


@pytest.fixture(autouse=True)
def parties(programme: Programme, places: Places) -> None:
    for institution, role in ((places.sender, "sender"), (places.north, "host")):
        Party.objects.create(
            programme=programme, institution=institution, role=role, starts_on=TERM[0]
        )


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


STATED = {
    "programme": "deputies",
    "host": "hkzwsy",
    "department_name": "内科",
    "subject_codes": "心血管内科、内科",
    "form": "leadership",
    "rank_floor": "2",
    "headcount": "1",
    "starts_on": "2025-03-01",
    "ends_before": "2025-12-31",
    "priority": "1",
}


class TestNeedList:
    @pytest.mark.parametrize("rows", [10, 1000])
    def test_asks_as_many_queries_for_many_rows_as_for_few(
        self,
        client: Client,
        clerk: User,
        programme: Programme,
        places: Places,
        django_assert_num_queries,
        rows: int,
    ) -> None:
        Need.objects.bulk_create(
            Need(
                programme=programme,
                host=places.north,
                department_name=f"内科{row}",
                subject_codes=["03"],
                form="resident",
                starts_on=TERM[0],
                ends_before=TERM[1],
            )
            for row in range(rows)
        )
        signed_in(client, clerk)

        # Session, account, grants, programmes, count, rows; who is posted, who is in talks.
        with django_assert_num_queries(9):
            shown = client.get("/needs/")

        assert shown.content.decode().count('scope="row"') == min(rows, 50)
        assert len(shown.content) < 100 * 1024

    def test_is_narrowed_by_its_address(
        self, client: Client, clerk: User, programme: Programme, places: Places
    ) -> None:
        world.need(places.north, programme)
        world.need(places.south, programme)

        shown = signed_in(client, clerk).get("/needs/", {"words": "清水"}).content.decode()

        assert "清水镇卫生院" in shown
        assert "河口镇卫生院" not in shown

    def test_hides_what_is_out_of_reach(
        self, client: Client, programme: Programme, places: Places, host_office: User
    ) -> None:
        other = world.need(places.south, programme)
        signed_in(client, host_office)

        assert "清水镇卫生院" not in client.get("/needs/").content.decode()
        assert client.get(f"/needs/{other.pk}/").status_code == 404
        assert client.get(f"/needs/{other.pk}/withdraw/").status_code == 404


class TestNewNeed:
    def test_is_stated_by_the_host(self, client: Client, host_office: User) -> None:
        answer = signed_in(client, host_office).post("/needs/new/", STATED)

        held = Need.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"/needs/{held.pk}/")
        assert (held.host.code, held.stated_by) == ("NORTH", host_office)
        assert held.subject_codes == ["03.04", "03"]
        assert held.ends_before == date(2026, 1, 1)

    def test_names_the_only_host_by_itself(self, client: Client, host_office: User) -> None:
        shown = signed_in(client, host_office).get("/needs/new/?programme=deputies")

        assert 'value="河口镇卫生院"' in shown.content.decode()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"host": "清水镇卫生院"}, "没有找到“清水镇卫生院”"),
            ({"subject_codes": "心血管内科、占星科"}, "没有“占星科”"),
            ({"form": "visiting"}, "须填写每周半天数"),
            ({"ends_before": "2025-02-01"}, "截止日期早于起始日期"),
            ({"starts_on": "2025-02-30"}, "is-invalid"),
        ],
    )
    def test_shows_beside_the_field_what_is_wrong(
        self, client: Client, host_office: User, changed: dict, said: str
    ) -> None:
        answer = signed_in(client, host_office).post("/needs/new/", STATED | changed)

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Need.objects.exists()

    def test_asks_which_one_where_a_word_means_several(self, client: Client, clerk: User) -> None:
        answer = signed_in(client, clerk).post("/needs/new/", STATED | {"host": "卫生院"})

        shown = answer.content.decode()
        assert "河口镇卫生院（NORTH）" in shown
        assert "清水镇卫生院（SOUTH）" in shown

    def test_is_closed_to_senders(self, client: Client, sender_office: User) -> None:
        assert signed_in(client, sender_office).get("/needs/new/").status_code == 403


class TestWithdrawNeed:
    def test_asks_why_and_keeps_the_row(
        self, client: Client, host_office: User, programme: Programme, places: Places
    ) -> None:
        held = world.need(places.north, programme)
        signed_in(client, host_office)

        assert client.post(f"/needs/{held.pk}/withdraw/", {"reason": ""}).status_code == 422
        answer = client.post(f"/needs/{held.pk}/withdraw/", {"reason": "已自行招聘"}, follow=True)

        assert "已自行招聘" in answer.content.decode()
        assert Need.objects.get().state == Need.State.WITHDRAWN
        again = client.post(f"/needs/{held.pk}/withdraw/", {"reason": "再撤一次"})
        assert again.status_code == 422
        assert "无需重复办理" in again.content.decode()


class TestNominations:
    OFFERED = {  # noqa: RUF012
        "programme": "deputies",
        "worker": "lzy",
        "forms": ["resident", "leadership"],
        "available_from": "2025-01-01",
        "available_before": "2025-12-31",
        "consented": "on",
    }

    def test_are_made_and_withdrawn_by_the_sender(
        self, client: Client, sender_office: User, doctor: Worker
    ) -> None:
        signed_in(client, sender_office)

        assert client.post("/nominations/new/", self.OFFERED).status_code == 302
        held = Nomination.objects.get()
        assert (held.worker, held.forms, held.consented) == (
            doctor,
            ["resident", "leadership"],
            True,
        )
        assert "林知远" in client.get("/nominations/", {"words": "lzy"}).content.decode()

        again = client.post("/nominations/new/", self.OFFERED)
        assert again.status_code == 422
        assert "已被推荐" in again.content.decode()

        client.post(f"/nominations/{held.pk}/withdraw/", {"reason": "身体原因"})
        assert Nomination.objects.get().withdrawal_reason == "身体原因"

    def test_cannot_offer_another_units_people(
        self, client: Client, places: Places, sender_office: User
    ) -> None:
        world.worker("林知远", places.far)

        answer = signed_in(client, sender_office).post("/nominations/new/", self.OFFERED)

        assert answer.status_code == 422
        assert not Nomination.objects.exists()

    @pytest.mark.parametrize("rows", [10, 1000])
    def test_list_asks_as_many_queries_for_many_rows_as_for_few(
        self,
        client: Client,
        clerk: User,
        programme: Programme,
        places: Places,
        django_assert_num_queries,
        rows: int,
    ) -> None:
        workers = Worker.objects.bulk_create(
            Worker(
                name="林知远",
                staff_number=str(row),
                home=places.sender,
                rank=2,
                valid_from=world.SINCE,
            )
            for row in range(rows)
        )
        Nomination.objects.bulk_create(
            Nomination(
                programme=programme,
                worker=each,
                forms=["resident"],
                available_from=TERM[0],
                available_before=TERM[1],
            )
            for each in workers
        )
        signed_in(client, clerk)

        with django_assert_num_queries(6):
            shown = client.get("/nominations/")

        assert shown.content.decode().count('scope="row"') == min(rows, 50)
        assert len(shown.content) < 100 * 1024
