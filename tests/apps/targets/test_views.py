"""Pages of targets: who sees what, how many queries they take, what they weigh."""

import csv
from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.intake import world
from tests.apps.targets.conftest import (
    CLINICS,
    DEFINITION,
    FIRST,
    MEMBERS,
    TALKS,
    TODAY,
    City,
    at,
    city,
)

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party
from bangfu.apps.targets import actions
from bangfu.core.targets.lags import Cause

pytestmark = pytest.mark.django_db
ASKED = {"programme": "county_support", "on": "2025-06-30"}
PAGES = ("/targets/", "/targets/lags/", "/targets/reviews/")
MATRIX = "/targets/matrix/county_support/2025-06-30/"


def queries(client: Client, path: str, asked: dict[str, str]) -> tuple[int, str]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return len(found), answer.content.decode()


def every_page(here: City) -> list[tuple[str, dict[str, str]]]:
    one = {**ASKED, "target": TALKS}
    return [
        *((path, ASKED) for path in PAGES),
        (MATRIX, {}),
        ("/targets/one/", one),
        (f"/targets/of/{here.hosts[0].pk}/", ASKED),
        ("/targets/share/", {**ASKED, "target": CLINICS, "way": "staff"}),
        ("/targets/report/", {**ASKED, "target": MEMBERS}),
        ("/targets/lags/explain/", {**one, "institution": str(here.hosts[0].pk)}),
    ]


MOST_QUERIES = 12
TECHNIQUES = """
[[targets]]
indicator = "techniques_alone"
at_least = 1
per = "year"
party = "hosts"
each = true
"""
PRESENCE = """
[[targets]]
indicator = "on_post_rate"
at_least = 0.9
party = "hosts"
"""


class TestPages:
    def test_take_as_many_queries_for_few_institutions_as_for_many(
        self, client: Client, clerk: User
    ) -> None:
        client.force_login(clerk)
        here = city(senders=2, hosts=3)
        few = {path: queries(client, path, asked)[0] for path, asked in every_page(here)}

        for number in range(45):
            place = world.institution(f"M{number}", f"增加{number}卫生院", "370523102")
            Party.objects.create(
                programme=here.programme,
                institution=place,
                role="host",
                party_code="hosts",
                starts_on=date(2025, 1, 1),
            )
            here.hosts.append(place)
        here.did("lecture.times", 2, host=20)

        many = {path: queries(client, path, asked)[0] for path, asked in every_page(here)}

        assert many == few
        assert max(few.values()) <= MOST_QUERIES, few

    def test_take_no_more_queries_in_the_middle_of_a_month_or_for_part_of_it(
        self, client: Client, clerk: User
    ) -> None:
        here = city(text=DEFINITION + TECHNIQUES)
        office = world.user("office", "host_office", at="H0")
        middle = {**ASKED, "on": "2025-06-12"}
        pages = ("/targets/", "/targets/lags/", f"/targets/of/{here.hosts[0].pk}/")

        for reader in (clerk, office):
            client.force_login(reader)
            for path in pages:
                assert queries(client, path, middle)[0] <= MOST_QUERIES, path

    def test_presence_takes_four_queries_more(self, client: Client, clerk: User) -> None:
        client.force_login(clerk)
        here = city(text=DEFINITION + PRESENCE)
        here.post("林知远")

        assert queries(client, "/targets/", ASKED)[0] <= MOST_QUERIES + 4

    def test_a_host_sees_its_own_part_only(
        self, client: Client, here: City, host_office: User
    ) -> None:
        here.did("lecture.times", 3, host=0)
        client.force_login(host_office)

        for path, asked in [*((path, ASKED) for path in PAGES), (MATRIX, {})]:
            answer = client.get(path, asked)
            assert answer.status_code == 200
            text = answer.content.decode()
            assert "受援1卫生院" not in text
            assert "派出医院" not in text
        assert client.get(f"/targets/of/{here.hosts[1].pk}/", ASKED).status_code == 404

    def test_targets_that_others_bear_are_not_told_as_undone(
        self, client: Client, here: City, sender_office: User
    ) -> None:
        client.force_login(sender_office)

        text = client.get("/targets/", ASKED).content.decode()

        assert "义诊" in text
        assert "下转" not in text

    def test_who_bears_none_is_told_so(self, client: Client, db: None) -> None:
        head, *targets = DEFINITION.split("[[targets]]")
        of_senders = [target for target in targets if 'party = "senders"' in target]
        city(text="[[targets]]".join([head, *of_senders]))
        client.force_login(world.user("office", "host_office", at="H0"))

        text = client.get("/targets/", ASKED).content.decode()

        assert "本单位没有需要完成的目标" in text

    def test_out_of_reach_it_is_absent(self, client: Client, here: City, far_clerk: User) -> None:
        client.force_login(far_clerk)

        for path, asked in every_page(here):
            assert client.get(path, asked).status_code == 404, path
        assert client.get("/targets/").status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/targets/?on=2025-02-31",
            "/targets/?on=9999-99-99",
            "/targets/?programme=nobody",
            "/targets/one/?programme=county_support&target=nobody",
            "/targets/share/?programme=county_support&target=lecture.times/hosts//year",
            "/targets/report/?programme=county_support&target=lecture.times/hosts//year",
            "/targets/lags/explain/?programme=county_support&institution=x",
            "/targets/matrix/county_support/2025-02-31/",
            "/targets/matrix/county_support/2025-06-30/999999/0",
            "/targets/of/999999/",
        ],
    )
    def test_a_faulty_address_is_answered(
        self, client: Client, here: City, clerk: User, path: str
    ) -> None:
        client.force_login(clerk)

        assert client.get(path).status_code in (200, 404)


class TestMatrix:
    def test_each_figure_leads_to_its_rows(self, client: Client, here: City, clerk: User) -> None:
        here.did("lecture.times", 3, host=0)
        client.force_login(clerk)

        page = client.get(MATRIX).content.decode()

        cell = f"{here.hosts[0].pk}/0"
        assert f"<td class=w><a href={cell}>30%▼</a>" in page
        answer = client.get(MATRIX + cell)
        assert answer.status_code == 302
        assert answer["Location"] == (
            "/activities/?kind=lecture&programme=county_support&host=H0"
            "&since=2025-01-01&until=2025-06-30&state=standing"
        )

    def test_of_fifty_institutions_by_thirty_targets_weighs_little(
        self, client: Client, clerk: User
    ) -> None:
        head = DEFINITION.partition("[[targets]]")[0]
        asked = [
            f'[[targets]]\nindicator = "{one}"\nat_least = 7\nper = "{per}"\nparty = "hosts"\n'
            "each = true\n"
            for one in ("lecture.times", "training.times", "free_clinic.times")
            for per in ("week", "month", "quarter", "half_year", "year", "term")
        ] + [
            f'[[targets]]\nindicator = "{one}"\nat_least = 7\nper = "{per}"\nparty = "hosts"\n'
            for one in ("medicine.value", "operation.operations")
            for per in ("week", "month", "quarter", "half_year", "year", "term")
        ]
        city(hosts=50, text=head + "".join(asked))
        client.force_login(clerk)

        page = client.get(MATRIX).content
        main = page[page.index(b"<main") : page.index(b"</main>")]

        assert main.count(b"<td") >= 50 * 30
        assert len(main) <= 90 * 1024


class TestOpening:
    def test_shows_the_programme_most_of_whose_targets_lag(
        self, client: Client, here: City, clerk: User
    ) -> None:
        head = DEFINITION.partition("[[targets]]")[0].replace("county_support", "calm_support")
        calm = (
            '[[targets]]\nindicator = "lecture.times"\nat_least = 0\nparty = "hosts"\neach = true\n'
        )
        adopt_edition(text=head + calm, by=None, on=FIRST)
        client.force_login(clerk)

        with patch("bangfu.apps.targets.views.framing.timezone.localdate", return_value=TODAY):
            first = client.get("/targets/").content.decode()
            chosen = client.get("/targets/", {"programme": "calm_support"}).content.decode()

        assert "/targets/lags/?programme=county_support" in first
        assert "/targets/lags/?programme=calm_support" in chosen


class TestExport:
    def test_has_one_row_for_each_institution_and_target_in_reach(
        self, client: Client, here: City, clerk: User, host_office: User
    ) -> None:
        here.did("lecture.times", 3, host=0)
        told = {"why": "汛期", "measures": "远程", "responsible": "医务科"}
        actions.explain_lag(
            programme=here.programme,
            key=TALKS,
            institution=here.hosts[0],
            on=TODAY,
            cause=Cause.OBJECTIVE,
            new_due=date(2025, 9, 1),
            by=None,
            at=at(),
            **told,
        )
        rows = {}
        for user in (clerk, host_office):
            client.force_login(user)
            answer = client.get("/targets/export/", {**ASKED, "as": "csv", "target": TALKS})
            written = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
            rows[user.username] = list(csv.reader(written.splitlines()))[1:]

        assert [row[0] for row in rows["clerk"]] == ["受援0卫生院", "受援1卫生院", "受援2卫生院"]
        assert [row[0] for row in rows["host"]] == ["受援0卫生院"]
        own = rows["host"][0]
        assert own[10] == "滞后"
        assert own[13:17] == ["客观原因", "汛期", "远程", "医务科"]
        assert Entry.objects.filter(verb="list.exported").count() == 2

    def test_of_the_lag_list_has_the_lags_it_shows(
        self, client: Client, here: City, clerk: User
    ) -> None:
        here.did("lecture.times", 9, host=0)
        client.force_login(clerk)
        asked = {**ASKED, "as": "csv", "target": TALKS}

        page = client.get("/targets/lags/", {**ASKED, "target": TALKS}).content.decode()
        answer = client.get("/targets/lags/export/", asked)

        written = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
        rows = list(csv.reader(written.splitlines()))[1:]
        assert [row[0] for row in rows] == ["受援1卫生院", "受援2卫生院"]
        assert "导出2条" in page
