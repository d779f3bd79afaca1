from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bangfu.core.programmes import load_all, share_due, shipped
from bangfu.core.programmes.parties import Term
from bangfu.core.programmes.work import PacePoint, Target

YEAR = Term(starts_on=date(2009, 1, 1), ends_before=date(2010, 1, 1))
EVENLY = Target(indicator="people_posted", at_least=10)


class TestShareDue:
    @given(st.lists(st.tuples(st.dates(date(2009, 1, 1), date(2009, 12, 31)), st.floats(0, 1))))
    @example([(date(2009, 1, 1), 0.722814033714202), (date(2009, 1, 2), 0.20651520569449328)])
    def test_never_falls_and_meets_every_point(self, drawn: list[tuple[date, float]]) -> None:
        days = sorted({day for day, _share in drawn})
        shares = sorted(share for _day, share in drawn)
        pace = tuple(PacePoint(by=by, share=share) for by, share in zip(days, shares, strict=False))
        target = Target(indicator="people_posted", at_least=1, pace=pace)

        due = [share_due(target, YEAR, YEAR.starts_on + timedelta(days=n)) or 0 for n in range(400)]

        assert all(later >= earlier - 1e-12 for earlier, later in pairwise(due))
        assert [share_due(target, YEAR, point.by) for point in pace] == [p.share for p in pace]

    @pytest.mark.parametrize(
        ("on", "share"),
        [
            (date(2008, 12, 31), 0.0),
            (date(2009, 3, 31), 0.25),
            (date(2009, 6, 30), 0.5),
            (date(2009, 7, 1), (6 + 1 / 31) / 12),
            (date(2009, 12, 31), 1.0),
            (date(2010, 6, 1), 1.0),
        ],
    )
    def test_without_a_curve_it_is_due_evenly(self, on: date, share: float) -> None:
        assert share_due(EVENLY, YEAR, on) == pytest.approx(share)

    def test_a_campaign_asks_for_nothing_before_it_begins(self) -> None:
        programme = load_all(shipped())["fukang_mulei_support"]
        (clinic,) = [t for t in programme.targets if t.indicator == "free_clinic.times"]

        assert share_due(clinic, programme.term, date(2009, 5, 20)) == 0.0
        assert share_due(clinic, programme.term, date(2009, 5, 31)) == 1.0

    def test_half_the_tasks_are_due_when_half_the_year_is_gone(self) -> None:
        programme = load_all(shipped())["wolong_half_year_review"]

        assert share_due(programme.targets[0], programme.term, date(2015, 6, 30)) == 0.5

    @pytest.mark.parametrize(
        "target",
        [
            Target(indicator="on_post_rate", at_least=0.9),
            Target(indicator="uncovered_days", exactly=0),
            Target(indicator="medicine.value", at_most=100),
        ],
    )
    def test_what_holds_at_any_time_is_due_at_no_pace(self, target: Target) -> None:
        assert share_due(target, YEAR, date(2009, 7, 1)) is None

    def test_without_a_term_nothing_can_be_said(self) -> None:
        assert share_due(EVENLY, None, date(2009, 7, 1)) is None
