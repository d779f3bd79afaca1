"""Where points of dropped items go, what caps take off, what depends on what."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.appraisal.tables import HEAD, INPUTS, LEVELS, SMALL, subject, table

from bangfu.core.appraisal import Measured, Sheet, Subject, score_round

TWO = (
    HEAD
    + """
[total]
base = 100

[[blocks]]
code  = "one"
title = { zh = "一", en = "one" }
base  = 60

[[blocks]]
code  = "two"
title = { zh = "二", en = "two" }
base  = 40

[[groups]]
code  = "inner"
title = { zh = "组", en = "group" }
block = "one"

[[items]]
code   = "weeks"
title  = { zh = "周", en = "weeks" }
block  = "one"
group  = "inner"
points = 20
rule   = { kind = "ratio_to_target", input = "weeks", target = 10 }
absent = { within = "group" }

[[items]]
code   = "found"
title  = { zh = "发现", en = "found" }
block  = "one"
group  = "inner"
points = 10
rule   = { kind = "ratio_to_target", input = "found", target = 10 }

[[items]]
code   = "done"
title  = { zh = "完成", en = "done" }
block  = "one"
points = 30
rule   = { kind = "ratio_to_target", input = "done", target = 10 }

[[items]]
code   = "lectures"
title  = { zh = "讲座", en = "lectures" }
block  = "two"
points = 40
rule   = { kind = "ratio_to_target", input = "lectures", target = 10 }
"""
    + LEVELS
)


def scored(text: str = TWO, /, **figures: float | None) -> Sheet:
    """The sheet of one; figures are tenths of full points, those left out are full."""
    given = {"weeks": 10, "found": 10, "done": 10, "lectures": 10, **figures}
    measured = {
        code: Measured(value=Decimal(str(value)))
        for code, value in given.items()
        if value is not None
    }
    one = Subject(key="s", measured=measured, closed=("self", "bureau"))
    return score_round(table(text), [one], inputs=INPUTS).sheet("s")


def replaced(old: str, new: str, text: str = TWO) -> str:
    assert old in text
    return text.replace(old, new, 1)


class TestDropped:
    def test_points_stay_in_the_group(self) -> None:
        sheet = scored(weeks=None, found=5, done=10)

        # 5 of 10 stand for the 30 of the group.
        assert sheet.block("one").points == Decimal("45.00")
        assert sheet.total == Decimal("85.00")

    def test_points_of_an_empty_group_stay_in_the_block(self) -> None:
        text = TWO.replace(
            'input = "found", target = 10 }',
            'input = "found", target = 10 }\nabsent = { within = "group" }',
        )

        sheet = scored(text, weeks=None, found=None, done=5)

        # 15 of 30 stand for the 60 of the block, and the other block weighs what it did.
        assert sheet.block("one").points == Decimal("30.00")
        assert sheet.total == Decimal("70.00")

    def test_points_go_to_the_whole_table_where_it_says_so(self) -> None:
        text = replaced('absent = { within = "group" }', 'absent = { within = "total" }')

        sheet = scored(text, weeks=None, done=5)

        # 10 + 15 of 40 and 40 of 40: 65 of 80.
        assert sheet.block("one").points == Decimal("25.00")
        assert sheet.total == Decimal("81.25")
        assert [block.contribution for block in sheet.blocks] == [
            Decimal("31.25"),
            Decimal("50.00"),
        ]


class TestCaps:
    BONUS = """
[[items]]
code   = "more"
title  = { zh = "加", en = "more" }
block  = "one"
sort   = "bonus"
points = 20
rule   = { kind = "per_unit_bonus", input = "asked", each = 2 }
"""
    OFF = BONUS.replace('"bonus"', '"deduction"').replace("per_unit_bonus", "per_unit_deduction")

    def test_a_bonus_fills_its_block_and_no_more(self) -> None:
        sheet = scored(TWO + self.BONUS, done=8, asked=9)

        line = sheet.block("one")
        assert (line.items, line.capped, line.points) == (72, -12, 60)

    def test_unless_the_block_may_exceed(self) -> None:
        text = replaced("base  = 60", "base  = 60\nmay_exceed = true", TWO + self.BONUS)

        sheet = scored(text, done=8, asked=9)

        assert sheet.block("one").points == 72
        assert (sheet.total, sheet.capped) == (100, -12)

    @pytest.mark.parametrize(
        ("where", "old"),
        [("block", "base  = 60"), ("group", 'title = { zh = "组", en = "group" }')],
    )
    def test_deductions_end_where_the_table_says_so(self, where: str, old: str) -> None:
        text = replaced(old, f"{old}\ndeduction_at_most = 6", TWO + self.OFF)
        if where == "group":
            text = text.replace('sort   = "deduction"', 'group = "inner"\nsort   = "deduction"')

        line = scored(text, asked=9).block("one")

        assert (line.items, line.capped, line.points) == (42, 12, 54)

    def test_a_block_never_falls_below_nothing(self) -> None:
        line = scored(TWO + self.OFF, weeks=0, found=1, done=0, asked=9).block("one")

        assert (line.items, line.capped, line.points) == (-17, 17, 0)


class TestDependence:
    def test_a_gate_may_stand_before_the_item_it_looks_at(self) -> None:
        gate = 'kind = "threshold_gate", item = "lectures", at_least = 30, input = "weeks"'
        ratio = 'kind = "ratio_to_target", input = "weeks", target = 10'
        text = replaced(ratio, f"{gate}, full_at = 10")

        assert scored(text, lectures=8, weeks=5).item("weeks").points == 10
        assert scored(text, lectures=7, weeks=5).item("weeks").points == 0

    def test_an_item_that_takes_its_peers_mean_waits_until_they_are_judged(self) -> None:
        text = SMALL.replace("evidence = 1 }", 'evidence = 1 }\nabsent = { how = "peer_mean" }', 1)
        exempt = subject("a", typed={}, declared={"judged": "不评"})
        waiting = subject("b", typed={}, closed=())

        found = score_round(table(text), [exempt, waiting], inputs=INPUTS)
        judged = score_round(table(text), [exempt, subject("b")], inputs=INPUTS)

        assert found.sheet("a").awaiting == ("judged",)
        assert judged.sheet("a").item("judged").points == Decimal("12.50")

    def test_pooled_peers_are_the_sums_of_all_divided_once(self) -> None:
        rule = 'kind = "peer_mean", input = "rate", full_at = 2'
        figures = (("a", 1, 2), ("b", 90, 100))
        known = [
            replace(
                subject(key),
                measured={
                    **subject(key, done=None, asked=None).measured,
                    "rate": Measured(numerator=Decimal(part), denominator=Decimal(whole)),
                },
            )
            for key, part, whole in figures
        ]

        def first(further: str) -> Decimal | None:
            text = replaced(
                'kind = "ratio_to_target", input = "done", target_input = "asked"',
                rule + further,
                SMALL,
            )
            return score_round(table(text), known, inputs=INPUTS).sheet("a").item("done").points

        # A half against the mean 0.7 of two rates; against 91 of 102 when pooled. Full at twice.
        assert first("") == Decimal("8.93")
        assert first(", pooled = true") == Decimal("7.01")
