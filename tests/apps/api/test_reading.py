"""Reading: the rows of the pages, no others, page by page, and nothing when nothing changed."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.api.nouns import resources
from bangfu.apps.programmes.models import Programme

pytestmark = pytest.mark.django_db
AsProgram = Callable[..., Client]


class TestAList:
    def test_holds_the_rows_of_the_accounts_pages_and_no_others(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        seen, foreign = world.need(places.north, programme), world.need(places.far, programme)

        found = as_program(clerk).get("/api/v1/needs").json()["items"]

        assert [item["id"] for item in found] == [seen.pk]
        assert found[0]["host_code"] == "NORTH"
        absent = as_program(clerk).get("/api/v1/needs/999999")
        hidden = as_program(clerk).get(f"/api/v1/needs/{foreign.pk}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)

    def test_goes_on_by_a_cursor_that_inserts_do_not_disturb(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        needs = [world.need(places.north, programme) for _ in range(5)]
        program = as_program(clerk)
        first = program.get("/api/v1/needs?limit=2").json()
        late = world.need(places.south, programme)

        numbers, following = [item["id"] for item in first["items"]], first["next"]
        while following:
            page = program.get(following).json()
            numbers += [item["id"] for item in page["items"]]
            following = page["next"]

        assert numbers == [need.pk for need in [*needs, late]]

    def test_is_narrowed_by_value_and_by_day(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        world.need(places.south, programme)
        wanted = world.need(places.north, programme)

        answer = as_program(clerk).get(
            "/api/v1/needs?host_code=NORTH&starts_on_from=2025-01-01&starts_on_before=2025-02-01"
        )

        assert [item["id"] for item in answer.json()["items"]] == [wanted.pk]

    @pytest.mark.parametrize(
        "query",
        ["colour=red", "limit=0", "limit=201", "starts_on_from=soon", "cursor=x", "host_id=1e3"],
    )
    def test_refuses_what_it_cannot_read(
        self, query: str, clerk: User, as_program: AsProgram
    ) -> None:
        answer = as_program(clerk).get(f"/api/v1/needs?{query}")

        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_speaks_the_language_that_was_asked_for(
        self, clerk: User, as_program: AsProgram
    ) -> None:
        program = as_program(clerk)

        chinese = program.get("/api/v1/needs/999999").json()["title"]
        english = program.get("/api/v1/needs/999999", headers={"Accept-Language": "en"}).json()

        assert chinese.startswith("没有这条记录")
        assert english["title"].startswith("There is no such record")

    def test_is_unchanged_until_something_changes(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        need, program = world.need(places.north, programme), as_program(clerk)
        tag = program.get("/api/v1/needs").headers["ETag"]

        same = program.get("/api/v1/needs", headers={"If-None-Match": tag})
        need.headcount = 3
        need.save()
        other = program.get("/api/v1/needs", headers={"If-None-Match": tag})

        assert (same.status_code, same.content) == (304, b"")
        assert other.status_code == 200

    @pytest.mark.parametrize("code", resources())
    def test_is_refused_without_the_grant(self, code: str, as_program: AsProgram) -> None:
        nobody = User.objects.create(username="nobody", name="nobody")

        assert as_program(nobody).get(f"/api/v1/{code}").status_code == 403

    @pytest.mark.parametrize("code", resources())
    def test_can_be_asked_for_by_whoever_holds_the_grant(
        self, code: str, clerk: User, as_program: AsProgram
    ) -> None:
        noun = resources()[code]
        clerk.grants.create(role="auditor", reach="area", area_prefix="37", starts_on=world.SINCE)

        answer = as_program(clerk).get(f"/api/v1/{code}?limit=1")

        assert answer.status_code == 200, answer.content
        assert noun.rows(clerk).count() >= len(answer.json()["items"])

    def test_takes_the_same_queries_for_ten_rows_as_for_a_hundred(
        self,
        places: world.Places,
        clerk: User,
        as_program: AsProgram,
        django_assert_max_num_queries: Callable[..., object],
    ) -> None:
        program = as_program(clerk)
        program.get("/api/v1/workers")
        for number in range(100):
            world.worker(f"林知远{number}", places.sender)

        for limit in (10, 100):
            with django_assert_max_num_queries(7) as asked:  # type: ignore[attr-defined]
                assert len(program.get(f"/api/v1/workers?limit={limit}").json()["items"]) == limit
            assert len(asked) == 6


class TestARecord:
    def test_masks_what_the_page_masks(
        self, places: world.Places, clerk: User, as_program: AsProgram
    ) -> None:
        worker = world.worker("林知远", places.sender)
        worker.id_number = "370502198001010017"
        worker.save()

        text = as_program(clerk).get(f"/api/v1/workers/{worker.pk}").content.decode()

        assert "370502198001010017" not in text
        assert '"id_number_masked":"3705' in text

    def test_cookies_open_nothing(self, clerk: User, client: Client) -> None:
        client.force_login(clerk)

        assert client.get("/api/v1/needs").status_code == 401


class TestAScreen:
    def test_is_read_as_the_value_of_its_page(
        self, places: world.Places, programme: Programme, clerk: User, as_program: AsProgram
    ) -> None:
        world.need(places.north, programme)

        board = as_program(clerk).get("/api/v1/screens/board/")
        needs = as_program(clerk).get("/api/v1/screens/needs/").json()

        assert board.status_code == 200
        assert as_program(clerk).get("/api/v1/screens/").status_code == 200
        assert needs["leaf"]["count"] == 1

    def test_is_refused_where_the_page_is(
        self, places: world.Places, as_program: AsProgram
    ) -> None:
        auditor = world.user("auditor", "auditor", area="37")

        assert as_program(auditor).get("/api/v1/screens/needs/").status_code == 403
        assert as_program(auditor).get("/api/v1/screens/needs/new/").status_code == 404
        assert as_program(auditor).get("/api/v1/screens/password/").status_code == 404
