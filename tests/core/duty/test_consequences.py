from datetime import date
from fractions import Fraction

import msgspec

from bangfu.core.duty.account import Tally
from bangfu.core.duty.consequences import occasions, possible
from bangfu.core.duty.days import Days, year_of
from bangfu.core.duty.flags import Flag
from bangfu.core.duty.progress import Progress
from bangfu.core.programmes.quota_rules import YearlyDays
from bangfu.core.programmes.vocabulary_review import DutyCase
from bangfu.core.programmes.words import Text
from bangfu.core.programmes.work import Duty

# The rules that Gansu applied in 2014: absence costs the subsidy and two years of promotion, too
# few working days the year.
GANSU = msgspec.convert(
    {
        "consequences": [
            {
                "case": "absent_without_reason",
                "measures": ["subsidy_withdrawn", "no_promotion"],
                "years": 2,
            },
            {"case": "days_short", "measures": ["year_unqualified", "service_repeated"]},
        ]
    },
    Duty,
)
YEAR = year_of(date(2014, 1, 1))


def days_in_year(have: int, waiting: int = 0) -> Progress:
    return Progress(
        rule=YearlyDays(at_least=180, working_days=True),
        what=Text(zh="2014年服务时间", en="Service in 2014"),
        needed=Fraction(180),
        have=Fraction(have),
        waiting=Fraction(waiting),
        span=YEAR,
    )


class TestOccasions:
    def test_are_absence_and_days_short_once_the_year_is_over(self) -> None:
        tally = Tally(expected=500, served=490, absent=3)

        found = list(occasions(tally, progress=[days_in_year(150)], until=YEAR.ends_before))
        before = list(occasions(tally, progress=[days_in_year(150)], until=date(2014, 12, 31)))

        assert [one.case for one in found] == [DutyCase.ABSENT_WITHOUT_REASON, DutyCase.DAYS_SHORT]
        assert found[0].fact.zh == "登记缺勤1.5天"
        assert [one.case for one in before] == [DutyCase.ABSENT_WITHOUT_REASON]

    def test_are_none_while_the_host_may_still_confirm(self) -> None:
        asked = [days_in_year(150, waiting=40), days_in_year(180)]

        assert list(occasions(Tally(), progress=asked, until=YEAR.ends_before)) == []

    def test_are_leave_that_nobody_came_back_from(self) -> None:
        days = Days(date(2014, 5, 1), date(2014, 5, 8))
        flags = [
            Flag(
                code=code, stays=("1",), days=days, zh="请假至2014年5月7日，尚未销假。", en="Leave."
            )
            for code in ("not_reported_back", "two_places")
        ]

        (found,) = occasions(Tally(), flags=flags, until=YEAR.ends_before)

        assert found.case is DutyCase.LEAVE_IRREGULAR


class TestPossible:
    def test_names_fact_rule_and_who_decides(self) -> None:
        found = possible(occasions(Tally(absent=2), until=YEAR.ends_before), GANSU)

        assert [one.sentence.zh for one in found] == [
            "登记缺勤1天。经核实属于“无故脱岗”的，项目规定：取消补助、不得晋升（2年）；由主管部门认定。"
        ]
        assert "2 years" in found[0].sentence.en

    def test_is_nothing_where_the_programme_says_nothing(self) -> None:
        found = list(occasions(Tally(absent=2), until=YEAR.ends_before))

        assert possible(found, Duty()) == possible(found, None) == []
