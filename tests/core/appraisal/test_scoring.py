"""A round from figures to totals: what applies, what is filled, how it adds up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.appraisal.tables import INPUTS, JUDGED, SMALL, amount, subject, table

from bangfu.core.appraisal import (
    Filling,
    Part,
    Sheet,
    State,
    Subject,
    score_round,
    shipped,
    subtotal,
)
from bangfu.core.appraisal.rules import DivisionByNothing
from bangfu.core.appraisal.scoring import (
    NothingApplies,
    NotJudged,
    PeerMeanOfNobody,
    RateNotAShare,
    SubjectTwice,
    UnknownCode,
)


def scored(*subjects: Subject, text: str = SMALL) -> tuple[Sheet, ...]:
    return score_round(table(text), subjects, inputs=INPUTS).sheets


def only(one: Subject, text: str = SMALL) -> Sheet:
    (sheet,) = scored(one, text=text)
    return sheet


PEER_FILLED = SMALL.replace(
    'expected = "due", each = 0.5 }',
    'expected = "due", each = 0.5 }\nabsent = { how = "peer_mean", peers_at_least = 1 }',
)
DECLARED_ONLY = PEER_FILLED.replace(
    'how = "peer_mean", peers_at_least = 1', 'how = "full", declared_only = true'
)


class TestScoreRound:
    def test_adds_up_items_blocks_and_bonus(self) -> None:
        sheet = only(subject())

        assert [line.points for line in sheet.items] == [
            Decimal(points) for points in ("20.00", "39.00", "20.00", "12.50", "2.00")
        ]
        assert sheet.total == Decimal("93.50")
        assert sheet.grade == "good"  # one in three would be excellent, of one it is none

    def test_tells_each_part_in_both_languages(self) -> None:
        line = only(subject()).item("weeks")

        assert [step.zh for step in line.steps] == ["weeks：应为52次，实为50次", "扣2×0.5=1分"]
        assert [step.en for step in line.steps] == [
            "weeks: 52 times expected, 50 times found",
            "2 × 0.5 = 1 points off",
        ]

    def test_a_missing_figure_is_never_a_zero(self) -> None:
        sheet = only(subject(done=None))

        line = sheet.item("done")
        assert (line.state, line.points, line.filled) == (
            State.NOT_APPLICABLE,
            None,
            Filling.RESCALE,
        )
        assert line.steps[0].zh == "“done”没有数据"
        # 12.5 of 15 becomes 33.33 of 40: the block keeps its full points.
        assert sheet.block("work").points == Decimal("33.33")
        assert sheet.block("work").rescaled == Decimal("20.83")

    def test_fills_by_the_peers_of_the_same_group(self) -> None:
        near = [subject("a", weeks=52, group="x"), subject("b", weeks=44, group="x")]
        far = subject("c", weeks=12, group="y")
        without = subject("d", weeks=None, group="x")

        sheets = scored(*near, far, without, text=PEER_FILLED)

        line = sheets[-1].item("weeks")
        assert (line.points, line.filled) == (Decimal("38.00"), Filling.PEER_MEAN)

    def test_refuses_the_mean_of_nobody(self) -> None:
        with pytest.raises(PeerMeanOfNobody, match=r"“甲”的项目“到岗周数”.*0个有得分，至少要1个"):
            only(subject(weeks=None), PEER_FILLED)

    def test_waits_where_only_a_person_may_say_that_an_item_does_not_apply(self) -> None:
        waiting = only(subject(weeks=None), DECLARED_ONLY)
        declared = only(subject(weeks=None, declared={"weeks": "本年停派"}), DECLARED_ONLY)

        assert (waiting.awaiting, waiting.grade) == (("weeks",), None)
        assert declared.item("weeks").points == Decimal("40.00")
        assert declared.complete

    def test_an_item_not_judged_yet_leaves_the_sheet_open(self) -> None:
        sheet = only(subject(typed={}, closed=()))

        assert sheet.awaiting == ("judged",)
        assert sheet.grade is None
        # 20 of 25 so far stand for the block.
        assert sheet.block("work").points == Decimal("32.00")

    def test_refuses_a_subject_to_which_nothing_applies(self) -> None:
        nothing = dict.fromkeys(("signed", "weeks", "done", "lectures"), None)

        with pytest.raises(NothingApplies, match="“甲”没有一个计分项目适用"):
            only(subject(typed={}, declared={"judged": "不评"}, **nothing))

    def test_hands_the_points_of_an_empty_block_on_to_the_table(self) -> None:
        sheet = only(subject(done=None, typed={}, declared={"judged": "不评"}))

        assert sheet.block("work").points == 0
        assert sheet.block("basic").contribution == Decimal("98.33")  # 59 of 60
        assert sheet.total == Decimal("100.00")  # 98.33 and the bonus of 2, capped
        assert sheet.capped == Decimal("-0.33")

    def test_refuses_what_nobody_asked_for(self) -> None:
        unknown = replace(subject(), measured={"wekks": amount(1)})

        with pytest.raises(UnknownCode, match="“甲”带有评分表没有的数据项“wekks”"):
            only(unknown)
        with pytest.raises(UnknownCode, match="一票否决事项“rain”"):
            only(subject(facts={"rain": "?"}))
        with pytest.raises(NotJudged, match="项目“weeks”由系统计算"):
            only(subject(typed={"weeks": JUDGED}))
        with pytest.raises(SubjectTwice):
            scored(subject(), subject())

    def test_refuses_to_divide_by_nothing(self) -> None:
        with pytest.raises(DivisionByNothing, match="目标值为0，无法计算完成比例"):
            only(subject(asked=0))

        rated = replace(
            subject(),
            measured={**subject().measured, "done": replace(amount(0), value=None)},
        )
        broken = replace(rated.measured["done"], numerator=Decimal(3), denominator=Decimal(0))
        with pytest.raises(DivisionByNothing, match="分子不为0而分母为0"):
            only(replace(rated, measured={**rated.measured, "done": broken}))


class TestWeightsAndConversion:
    WEIGHTED = (
        SMALL.replace("base  = 60", "base  = 60\nweight = 0.7")
        .replace("base  = 40", "base  = 40\nweight = 0.3")
        .replace("base = 100\n", "base = 1000\nconverted_to = 100\n", 1)
    )

    def test_a_block_is_a_share_of_its_base_times_its_weight(self) -> None:
        sheet = only(subject(lectures=0), self.WEIGHTED)

        # 59/60 × 700 + 32.5/40 × 300 = 932.083…, of 1,000; a tenth of it.
        assert sheet.total == Decimal("93.21")
        assert sum(block.contribution for block in sheet.blocks) + sheet.capped == sheet.total

    def test_may_exceed_full_points_only_where_the_table_says_so(self) -> None:
        best = subject(
            weeks=52, done=10, lectures=4, typed={"judged": replace(JUDGED, points=Decimal(15))}
        )
        beyond = SMALL.replace("base = 100\n", "base = 100\nmay_exceed = true\n", 1)

        assert only(best).total == Decimal(100)
        assert only(best).capped == Decimal(-5)
        assert only(best, beyond).total == Decimal(105)


class TestParts:
    def test_daily_and_year_end_parts_of_a_group_are_told_apart(self) -> None:
        scheme = shipped()["wolong_performance"]
        figures = {"spot_check_findings": 3, "target_attainment": "0.9", "targets_lagging": 1}
        one = Subject(
            key="u",
            measured={code: amount(value) for code, value in figures.items()},
            typed={"mid_year": replace(JUDGED, points=Decimal(12))},
            closed=scheme.level_codes,
        )

        sheet = score_round(scheme, [one]).sheet("u")

        parts = [
            subtotal(scheme, sheet, group="public_health", part=part)
            for part in (Part.DAILY, Part.YEAR_END, None)
        ]
        assert [(part.points, part.full) for part in parts] == [(7, 10), (12, 15), (19, 25)]

    def test_refuses_percent_typed_as_a_rate(self) -> None:
        scheme = shipped()["wolong_performance"]
        one = Subject(key="u", measured={"target_attainment": amount(95)})

        with pytest.raises(RateNotAShare, match=r"95%写成0\.95"):
            score_round(scheme, [one])
