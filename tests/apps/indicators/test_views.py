"""Pages of indicators: who sees what, what they show, how many queries they take."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.apps.indicators.conftest import at, fact
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.indicators import actions
from bangfu.apps.indicators.models import Statistic
from bangfu.apps.indicators.queries.indicator_facts import statistic_facts
from bangfu.apps.journal.models import Entry
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators import Fact, month_number
from bangfu.core.indicators.facts import first_day, months_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
MARCH, APRIL = 202503, 202504
ASKED = "first=2025-03&last=2025-04"
RATE = "/indicators/one/on_post_rate/"
Make = Callable[[str, str], Institution]


@pytest.fixture
def filled(facts: list[Fact], hospital: Make) -> list[Fact]:
    """Two institutions of one county, one of another city: 1 of 4, 3 of 4, 4 of 4 half-days."""
    for code, area in (("A", "370523"), ("B", "370523"), ("C", "370611")):
        hospital(code, area)
    facts += [
        fact("duty", "A", "370523", MARCH, expected=4, served=1),
        fact("duty", "B", "370523", APRIL, expected=4, served=3),
        fact("duty", "C", "370611", APRIL, expected=4, served=4),
        fact("lasting", "A", "370523", APRIL, "technique", "alone", count=2),
    ]
    refill(MARCH, APRIL)
    return facts


def refill(first: int, last: int) -> None:
    now = timezone.now()
    actions.refill(first=first, last=last, by=None, at=now, on=timezone.localdate(now))


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(user)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.fixture
def province(db: None) -> Client:
    return signed_in(world.user("province", "commission_clerk", area="37"))


class TestIndicatorPage:
    def test_divides_the_sums_of_places_and_months(
        self, filled: list[Fact], province: Client
    ) -> None:
        page = text(province, f"{RATE}?{ASKED}")

        assert "66.7%" in page  # 8 of 12, not the mean of 25 %, 75 % and 100 %
        assert "东营市" in page
        assert "烟台市" in page

    def test_a_month_in_which_nothing_was_done_is_nothing_and_not_unknown(
        self, facts: list[Fact], hospital: Make, province: Client
    ) -> None:
        hospital("A", "370523")
        facts += [fact("duty", "A", "370523", month, arrivals=2) for month in (MARCH, 202505)]
        refill(MARCH, 202505)

        page = text(province, "/indicators/one/person_times/?first=2025-03&last=2025-05&place=A")

        assert "2025年4月 0" in page

    def test_leads_down_the_ladder_to_institutions(
        self, filled: list[Fact], province: Client
    ) -> None:
        city = text(province, f"{RATE}?{ASKED}&place=3705")
        county = text(province, f"{RATE}?{ASKED}&place=370523")
        own = text(province, f"{RATE}?{ASKED}&place=A")

        assert "广饶县" in city
        assert "福山区" not in city
        assert "50.0%" in county
        assert "A卫生院" in county
        assert "C卫生院" not in county
        assert "25.0%" in own

    def test_says_what_it_is_and_how_it_is_worked_out(
        self, filled: list[Fact], province: Client
    ) -> None:
        page = text(province, f"{RATE}?{ASKED}")

        assert "卫医管发〔2009〕72号" in page
        assert "75÷80" in page

    def test_opens_the_rows_of_the_ledger(
        self, facts: list[Fact], hospital: Make, province: Client
    ) -> None:
        hospital("A", "370523")
        facts += [fact("work", "A", "370523", MARCH, "lecture.times", confirmed=300)]
        refill(MARCH, MARCH)

        page = text(province, f"/indicators/one/lecture.times/?{ASKED}&place=370523")

        assert (
            "/activities/?kind=lecture&amp;host=A&amp;since=2025-03-01&amp;until=2025-04-30" in page
        )

    def test_shows_what_a_past_month_said_before(
        self, filled: list[Fact], province: Client
    ) -> None:
        filled[0] = fact("duty", "A", "370523", MARCH, expected=4, served=2)
        actions.refill(
            first=MARCH, last=MARCH, by=None, at=at(), on=at().date(), reason="补登一次出勤"
        )

        page = text(province, f"{RATE}?{ASKED}&place=A")

        assert "补登一次出勤" in page
        assert "25.0%" in page
        assert "50.0%" in page

    @pytest.mark.parametrize(
        "asked", ["first=2025-13", "first=2025-06&last=2025-01", "last=x", "side=z"]
    )
    def test_months_nobody_can_read_are_the_usual_ones(self, province: Client, asked: str) -> None:
        assert "指标" in text(province, f"{RATE}?{asked}")

    def test_an_unknown_indicator_or_place_is_absent(self, province: Client) -> None:
        text(province, "/indicators/one/nothing/", 404)
        text(province, f"{RATE}?place=999999", 404)
        text(province, f"{RATE}?place={'9' * 300}", 404)


class TestReach:
    def test_a_city_does_not_see_the_province_or_its_neighbour(self, filled: list[Fact]) -> None:
        city = signed_in(world.user("city", "commission_clerk", area="3705"))

        assert "50.0%" in text(city, f"{RATE}?{ASKED}")
        for place in ("37", "3706", "370611", "C"):
            text(city, f"{RATE}?{ASKED}&place={place}", 404)
        assert "C卫生院" not in text(city, f"{RATE}institutions/?{ASKED}")

    def test_an_institution_sees_itself_alone(self, filled: list[Fact]) -> None:
        office = signed_in(world.user("office", "host_office", at="A"))

        assert "25.0%" in text(office, f"{RATE}?{ASKED}")
        for place in ("B", "370523", "37"):
            text(office, f"{RATE}?{ASKED}&place={place}", 404)
        text(office, "/indicators/statistics/enter/", 403)

    def test_a_hospital_that_only_sends_begins_with_what_it_gave(
        self, facts: list[Fact], hospital: Make
    ) -> None:
        hospital("S", "370502")
        facts += [fact("duty", "S", "370502", MARCH, side="giver", arrivals=7)]
        refill(MARCH, MARCH)
        office = signed_in(world.user("sends", "sender_office", at="S"))

        page = text(office, f"/indicators/one/person_times/?{ASKED}")

        assert "支援方" in page
        assert '<option value="giver" selected>' in page

    def test_a_posted_worker_sees_none(self, filled: list[Fact]) -> None:
        worker = signed_in(world.user("worker", "posted_worker"))

        text(worker, "/indicators/", 403)


class TestRanking:
    def test_puts_the_best_first_and_names_institutions(
        self, filled: list[Fact], province: Client
    ) -> None:
        page = text(province, f"{RATE}institutions/?{ASKED}")

        assert page.index("C卫生院") < page.index("B卫生院") < page.index("A卫生院")

    def test_of_what_is_better_low_the_lowest_is_first(
        self, facts: list[Fact], hospital: Make, province: Client
    ) -> None:
        for code, days in (("A", 5), ("B", 2)):
            hospital(code, "370523")
            facts.append(fact("places", code, "370523", MARCH, due_days=31, uncovered_days=days))
        refill(MARCH, MARCH)

        page = text(province, f"/indicators/one/uncovered_post_days/institutions/?{ASKED}")

        assert page.index("B卫生院") < page.index("A卫生院")

    def test_is_exported_with_both_sums(self, filled: list[Fact], province: Client) -> None:
        answer = province.get(f"{RATE}export/?{ASKED}")

        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert rows[1][:6] == ["C卫生院", "C", "370611", 100.0, 4.0, 4.0]
        assert len(rows) == 4
        assert Entry.objects.filter(verb="list.exported").count() == 1


class TestCatalogue:
    def test_finds_by_words_and_theme(self, filled: list[Fact], province: Client) -> None:
        found = text(province, "/indicators/?words=在岗率")
        capacity = text(province, "/indicators/?theme=capacity")

        assert "在岗率" in found
        assert "核验保持率" not in found
        assert "核验保持率" in capacity
        assert "派驻人次" not in capacity

    def test_is_complete_in_english_but_for_the_frame(self, filled: list[Fact]) -> None:
        client = signed_in(world.user("city", "commission_clerk", area="3705"))

        page = client.get("/indicators/", headers={"accept-language": "en"}).content.decode()

        assert "On-post rate" in page
        assert "Techniques done alone by local staff" in page


class TestOutcome:
    def test_shows_what_changed_and_names_what_is_unknown(
        self, filled: list[Fact], province: Client
    ) -> None:
        page = text(province, f"/indicators/outcome/?{ASKED}")

        assert "本地人员独立开展的技术" in page
        assert "还没有数据的成效指标" in page
        assert "县域内住院率" in page


GIVEN = {
    "item": "residents",
    "area_code": "370523",
    "institution": "",
    "first": "2025-01",
    "last": "2025-01",
    "amount": "500000",
    "document": "2025年统计公报",
}


class TestStatistics:
    def test_a_county_figure_is_entered_with_its_source_and_counts(
        self, filled: list[Fact], province: Client
    ) -> None:
        answer = province.post("/indicators/statistics/enter/", GIVEN)

        assert answer.status_code == 302
        row = Statistic.objects.get()
        assert (row.first, row.amount, row.document) == (202501, 500000, "2025年统计公报")
        assert "广饶县" in text(province, "/indicators/statistics/")
        assert Entry.objects.filter(verb="statistic.entered").count() == 1

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"amount": "-1"}, "不能小于0"),
            ({"amount": "1.5"}, "请填整数"),
            ({"document": " "}, "必填"),
            ({"first": "2025-02"}, "从早到晚"),
            ({"area_code": "3705"}, "六位区划代码"),
            ({"area_code": "650102"}, "不在您的管理范围内"),
            ({"item": "beds", "institution": "NONE"}, "没有代码为"),
            ({"last": "2025-13"}, "2025-03"),
        ],
    )
    def test_what_cannot_be_right_is_refused_by_a_sentence(
        self, filled: list[Fact], province: Client, changed: dict[str, str], said: str
    ) -> None:
        answer = province.post("/indicators/statistics/enter/", {**GIVEN, **changed})

        assert answer.status_code == 422
        assert said in answer.content.decode() or said == "必填"
        assert not Statistic.objects.exists()

    def test_a_part_larger_than_its_whole_is_refused(
        self, filled: list[Fact], province: Client
    ) -> None:
        whole = {**GIVEN, "item": "visits_county", "amount": "100"}
        province.post("/indicators/statistics/enter/", whole)

        part = {**whole, "item": "visits_primary", "amount": "101"}
        answer = province.post("/indicators/statistics/enter/", part)

        assert answer.status_code == 422
        assert "大于同期的" in answer.content.decode()

    def test_the_same_months_are_reported_once_until_taken_back(
        self, filled: list[Fact], province: Client
    ) -> None:
        province.post("/indicators/statistics/enter/", GIVEN)
        again = province.post("/indicators/statistics/enter/", {**GIVEN, "amount": "1"})
        row = Statistic.objects.get()

        address = f"/indicators/statistics/{row.pk}/withdraw/"
        province.post(address, {"reason": "录错一位"})
        after = province.post("/indicators/statistics/enter/", {**GIVEN, "amount": "1"})

        assert again.status_code == 422
        assert after.status_code == 302
        assert "录错一位" in text(province, "/indicators/statistics/")


class TestQueries:
    @pytest.mark.parametrize(
        "address",
        [
            f"{RATE}?{ASKED}&place=370523",
            f"{RATE}institutions/?{ASKED}",
            f"/indicators/?{ASKED}",
            f"/indicators/outcome/?{ASKED}",
        ],
    )
    def test_are_as_many_for_ten_as_for_a_hundred(
        self, facts: list[Fact], hospital: Make, province: Client, address: str
    ) -> None:
        counts = []
        for start, end in ((0, 10), (10, 100)):
            for n in range(start, end):
                hospital(f"N{n:03d}", "370523")
                facts.append(fact("duty", f"N{n:03d}", "370523", MARCH, expected=4, served=3))
            refill(MARCH, MARCH)
            with CaptureQueriesContext(connection) as found:
                text(province, address)
            counts.append(len(found))

        assert counts[0] == counts[1] <= 15

    def test_a_stock_stands_until_the_next_report(self, areas: None, facts: list[Fact]) -> None:
        today = timezone.localdate()
        this = month_number(today)
        for first, amount in ((months_on(this, -6), 100), (months_on(this, -2), 120)):
            actions.enter_statistic(
                item="residents",
                area_code="370523",
                first=first,
                last=first,
                amount=Decimal(amount),
                document="公报",
                by=None,
                at=timezone.now(),
                on=today,
            )

        found = {
            each.month: each.amounts[0]
            for each in statistic_facts(
                first_day(months_on(this, -7)), first_day(months_on(this, 1)), on=today
            )
        }

        assert months_on(this, -7) not in found
        assert found[months_on(this, -6)] == found[months_on(this, -3)] == 100
        assert found[months_on(this, -2)] == found[this] == 120
