"""Review levels change points in turn, with reasons, within bounds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.appraisal.tables import INPUTS, JUDGED, SMALL, subject, table

from bangfu.core.appraisal import Change, open_level, require_change, score_round, with_change
from bangfu.core.appraisal.changes import (
    ChangedTwice,
    EarlierLevelOpen,
    LevelOutOfTurn,
    StillAwaiting,
    UnknownItem,
    UnknownLevel,
    with_closed,
)
from bangfu.core.appraisal.rules.judgement import (
    AboveCap,
    BelowFloor,
    TooManyPlaces,
    WithoutEvidence,
    WithoutReason,
)
from bangfu.core.refusal import Refusal

SELF = Change(level="self", item="weeks", points=Decimal("36.5"), reason="漏计一周")
BUREAU = Change(level="bureau", item="weeks", points=Decimal("38"), reason="核对排班")


class TestColumns:
    def test_each_level_carries_on_the_one_before(self) -> None:
        reviewed = subject(changes=(SELF, BUREAU))

        (sheet,) = score_round(table(), [reviewed], inputs=INPUTS).sheets

        line = sheet.item("weeks")
        assert line.computed == Decimal("39.00")
        assert line.by_level == (Decimal("36.50"), Decimal("38.00"))
        assert line.points == Decimal("38.00")
        assert sheet.levels == (Decimal("91.00"), Decimal("92.50"))
        assert sheet.total == sheet.levels[-1]

    def test_a_level_may_score_what_did_not_apply(self) -> None:
        given = subject(done=None, changes=(replace(BUREAU, item="done", points=Decimal(10)),))

        (sheet,) = score_round(table(), [given], inputs=INPUTS).sheets

        assert sheet.item("done").by_level == (None, Decimal("10.00"))
        assert sheet.item("done").filled is None
        assert sheet.block("work").rescaled == 0


class TestRequireChange:
    @pytest.mark.parametrize(
        ("change", "closed", "refusal", "said"),
        [
            (replace(SELF, points=Decimal("40.01")), (), AboveCap, "最高40分，不能评40.01分"),
            (replace(SELF, points=Decimal("-0.01")), (), BelowFloor, "最低0分，不能评-0.01分"),
            (replace(SELF, points=Decimal("36.555")), (), TooManyPlaces, "最多保留2位小数"),
            (replace(SELF, reason="  "), (), WithoutReason, "改分没有写明理由"),
            (replace(SELF, item="week"), (), UnknownItem, "没有项目“week”"),
            (replace(SELF, level="king"), (), UnknownLevel, "没有考核层级“king”"),
            (BUREAU, (), LevelOutOfTurn, "“局评”不能改分：现在由“自评”评定"),
            (SELF, ("self",), LevelOutOfTurn, "“自评”不能改分：现在由“局评”评定"),
            (BUREAU, ("self", "bureau"), LevelOutOfTurn, "各层级都已结束"),
        ],
    )
    def test_refuses(
        self, change: Change, closed: tuple[str, ...], refusal: type[Refusal], said: str
    ) -> None:
        with pytest.raises(refusal, match=said):
            require_change(table(), subject(closed=closed), change)

    def test_a_later_change_replaces_the_earlier_one_of_the_level(self) -> None:
        once = with_change(table(), subject(closed=()), SELF)
        again = replace(SELF, points=Decimal(30), reason="再核")

        assert with_change(table(), subject(closed=(), changes=once), again) == (again,)
        with pytest.raises(ChangedTwice):
            score_round(table(), [subject(closed=(), changes=(SELF, again))], inputs=INPUTS)

    def test_scoring_trusts_no_change_either(self) -> None:
        for wrong in (replace(SELF, points=Decimal(41)), replace(BUREAU, reason="")):
            with pytest.raises(Refusal):
                score_round(table(), [subject(changes=(wrong,))], inputs=INPUTS)
        with pytest.raises(LevelOutOfTurn, match="还没有到“局评”"):
            score_round(table(), [subject(closed=(), changes=(BUREAU,))], inputs=INPUTS)


class TestClosing:
    def test_levels_close_from_below(self) -> None:
        scheme, fresh = table(), subject(closed=())
        (sheet,) = score_round(scheme, [fresh], inputs=INPUTS).sheets

        with pytest.raises(EarlierLevelOpen, match="“自评”还没有结束，“局评”不能先结束"):
            with_closed(scheme, fresh, "bureau", sheet)
        closed = with_closed(scheme, fresh, "self", sheet)
        assert (closed, open_level(scheme, closed)) == (("self",), "bureau")
        with pytest.raises(LevelOutOfTurn, match="“自评”已经结束"):
            with_closed(scheme, replace(fresh, closed=closed), "self", sheet)

    def test_no_level_closes_before_what_it_judges_is_typed(self) -> None:
        scheme, fresh = table(), subject(closed=(), typed={})
        (sheet,) = score_round(scheme, [fresh], inputs=INPUTS).sheets

        with pytest.raises(StillAwaiting, match="还有1项没有评分，“自评”不能结束：评议"):
            with_closed(scheme, fresh, "self", sheet)

    def test_a_level_leaves_to_others_what_they_judge(self) -> None:
        text = SMALL.replace("evidence = 1 }", 'evidence = 1, level = "bureau" }')
        scheme, fresh = table(text), subject(closed=(), typed={})
        (sheet,) = score_round(scheme, [fresh], inputs=INPUTS).sheets

        assert with_closed(scheme, fresh, "self", sheet) == ("self",)
        with pytest.raises(StillAwaiting):
            with_closed(scheme, replace(fresh, closed=("self",)), "bureau", sheet)


class TestJudgement:
    @pytest.mark.parametrize(
        ("typed", "refusal"),
        [
            (replace(JUDGED, points=Decimal(16)), AboveCap),
            (replace(JUDGED, points=Decimal(-1)), BelowFloor),
            (replace(JUDGED, points=Decimal("1.001")), TooManyPlaces),
            (replace(JUDGED, reason=""), WithoutReason),
            (replace(JUDGED, evidence=()), WithoutEvidence),
        ],
    )
    def test_refuses(self, typed: object, refusal: type[Refusal]) -> None:
        with pytest.raises(refusal, match="评议"):
            score_round(table(), [subject(typed={"judged": typed})], inputs=INPUTS)
