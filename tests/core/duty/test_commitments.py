"""What rules ask of one sender: its own figures, shared ones, lengths of stay, days covered."""

from datetime import date

import pytest

from bangfu.core.duty import Days
from bangfu.core.duty.commitments import Commitment, Sender, Sent, commitments, given_months
from bangfu.core.programmes import load_all, shipped
from bangfu.core.programmes.quota_rules import (
    ByLevel,
    Counted,
    Coverage,
    MinimumStay,
    Number,
    Rule,
    TierQuota,
)
from bangfu.core.programmes.vocabulary import Each, Per
from bangfu.core.programmes.words import Text

ON = date(2025, 7, 1)


def sent(worker: str, first: date, end: date, *, post: str = "", planned: date | None = None):
    return Sent(
        worker=worker, post=post, days=Days(first, end), planned=Days(first, planned or end)
    )


SPRING = sent("甲", date(2025, 1, 1), date(2025, 4, 1))
AUTUMN = sent("甲", date(2024, 9, 1), date(2025, 1, 1))
LONG = sent("乙", date(2025, 3, 1), date(2026, 3, 1))


def of(rule: Rule, *people: Sent, level: int = 3, parties: frozenset[str] = frozenset()):
    return commitments([rule], Sender(parties=parties, level=level, sent=people), on=ON)


def figures(found: list[Commitment]) -> list[tuple[int, int, int]]:
    return [(one.needed, one.given, one.short) for one in found]


class TestNumber:
    def test_of_each_sender_is_its_own(self) -> None:
        rule = Number(at_least=3, each=Each.SENDER)

        (found,) = of(rule, SPRING, AUTUMN, LONG)

        assert (found.needed, found.given, found.short, found.together) == (3, 2, 1, False)

    def test_counts_person_times_of_the_year(self) -> None:
        rule = Number(at_least=3, of=Counted.PERSON_TIMES, per=Per.YEAR, each=Each.SENDER)

        assert figures(of(rule, SPRING, AUTUMN, LONG)) == [(3, 2, 1)]

    def test_of_all_together_is_never_short_for_one(self) -> None:
        (found,) = of(Number(at_least=10), SPRING)

        assert (found.together, found.short, found.given) == (True, 0, 1)
        assert found.what.zh.startswith("项目期内")
        assert "合计" in found.what.zh

    def test_a_ceiling_is_never_owed(self) -> None:
        (found,) = of(Number(at_most=5, each=Each.SENDER), SPRING)

        assert (found.at_most, found.short) == (True, 0)

    def test_of_hosts_or_of_other_senders_is_no_business_of_this_one(self) -> None:
        assert of(Number(exactly=1, each=Each.HOST), SPRING) == []
        other = Number(exactly=4, senders=("tcm_hospital",))
        assert of(other, SPRING, parties=frozenset({"city_hospital"})) == []
        assert figures(of(other, SPRING, parties=frozenset({"tcm_hospital"}))) == [(4, 1, 3)]

    def test_of_a_batch_counts_the_latest_one_and_names_its_post(self) -> None:
        people = [
            Sent(worker=name, post="clinic", batch=batch, days=days, planned=days)
            for name, batch, days in (
                ("甲", "首批", Days(date(2024, 1, 1), date(2025, 1, 1))),
                ("乙", "第二批", Days(date(2025, 1, 1), date(2026, 1, 1))),
            )
        ]
        rule = Number(exactly=2, per=Per.BATCH, each=Each.SENDER, posts=("clinic",))

        (found,) = commitments(
            [rule],
            Sender(parties=frozenset(), level=3, sent=people),
            on=ON,
            posts={"clinic": Text(zh="坐诊专家", en="clinic experts")},
        )

        assert (found.given, found.short) == (1, 1)
        over = commitments([rule], Sender(parties=frozenset(), level=3, sent=people[:1]), on=ON)
        assert [one.given for one in over] == [1]
        assert found.what.zh.startswith("坐诊专家：")

    def test_recalled_before_the_first_day_is_not_sent(self) -> None:
        never = sent("丙", date(2025, 3, 1), date(2025, 3, 1), planned=date(2025, 9, 1))

        assert figures(of(Number(exactly=1, each=Each.SENDER), never)) == [(1, 0, 1)]


class TestOtherRules:
    @pytest.mark.parametrize(("level", "needed"), [(3, [9]), (2, [5]), (1, []), (0, [])])
    def test_a_share_is_that_of_the_own_level(self, level: int, needed: list[int]) -> None:
        rule = TierQuota(exactly=ByLevel(tertiary=9, secondary=5))

        found = of(rule, SPRING, level=level)

        assert [one.needed for one in found] == needed
        assert all(one.together for one in found)

    def test_a_stay_is_measured_as_appointed(self) -> None:
        recalled = sent("丙", date(2025, 1, 1), date(2025, 2, 1), planned=date(2026, 1, 1))

        assert figures(of(MinimumStay(months=12), SPRING, LONG, recalled)) == [(3, 2, 1)]

    def test_a_post_of_the_sender_is_covered_day_by_day(self) -> None:
        rule = Coverage(each=Each.SENDER)
        later = sent("丁", date(2025, 4, 11), date(2025, 12, 1))

        (found,) = of(rule, SPRING, later)

        assert (found.needed - found.given, found.short) == (10, 10)

    def test_only_posts_of_the_rule_count(self) -> None:
        rule = Coverage(each=Each.SENDER, posts=("clinic",))

        assert of(rule, SPRING) == []


def test_months_given_are_whole_ones_up_to_the_day() -> None:
    assert given_months([SPRING, LONG], on=ON) == 3 + 4


@pytest.mark.parametrize("code", ["dongying_clinical_deputies", "fukang_mulei_support"])
def test_shipped_programmes_ask_something_of_a_sender(code: str) -> None:
    definition = load_all(shipped())[code]
    parties = frozenset({"city_hospital", "tertiary_hospitals"})
    sender = Sender(parties=parties, level=3, sent=(SPRING,))

    assert definition.dispatch is not None
    assert commitments(definition.dispatch.rules, sender, on=ON)
