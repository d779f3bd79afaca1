"""Windows of targets: they tile the term, and what is due grows with the day."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.days import Days
from bangfu.core.programmes.parties import Term
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.words import Text
from bangfu.core.programmes.work import PacePoint, Target
from bangfu.core.targets import (
    in_window,
    key_of,
    keyed,
    last_day_due,
    months_of,
    share_due,
    window_of,
)

TERM = Term(starts_on=date(2019, 8, 23), ends_before=date(2021, 8, 23))
YEAR = Term(starts_on=date(2009, 1, 1), ends_before=date(2010, 1, 1))
CAMPAIGN = Target(
    indicator="free_clinic.times",
    at_least=4,
    per=Per.YEAR,
    due=date(2009, 5, 31),
    pace=(PacePoint(by=date(2009, 5, 20), share=0.0), PacePoint(by=date(2009, 5, 31), share=1.0)),
)
PERS = (Per.WEEK, Per.MONTH, Per.QUARTER, Per.HALF_YEAR, Per.YEAR, Per.TERM)
days = st.dates(date(2018, 1, 1), date(2023, 1, 1))


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """Targets with any curve that a definition may state over the two years."""
    by = sorted(draw(st.sets(st.dates(TERM.starts_on, date(2021, 8, 22)), max_size=4)))
    shares = sorted(draw(st.lists(st.floats(0, 1), min_size=len(by), max_size=len(by))))
    return Target(
        indicator="lecture.times",
        at_least=draw(st.integers(1, 500)),
        per=draw(st.sampled_from(PERS)),
        pace=tuple(PacePoint(by=d, share=s) for d, s in zip(by, shares, strict=True)),
    )


class TestWindowOf:
    @given(st.sampled_from(PERS), days)
    def test_holds_the_day_and_stays_within_the_term(self, per: Per, on: date) -> None:
        window = window_of(per, TERM, on)

        assert TERM.starts_on <= window.starts_on < window.ends_before <= TERM.ends_before
        if TERM.starts_on <= on < TERM.ends_before:
            assert on in window

    @given(st.sampled_from(PERS))
    def test_tiles_the_term_and_each_month_counts_once(self, per: Per) -> None:
        day, months = TERM.starts_on, []
        while day < TERM.ends_before:
            window = window_of(per, TERM, day)
            assert window.starts_on == day
            counted = months_of(window, term=TERM, until=date(2030, 1, 1))
            months += sorted({found.replace(day=1) for found in counted})
            day = window.ends_before

        if per is not Per.WEEK:
            assert months == sorted(set(months))
            assert months[0] == date(2019, 8, 1)
            assert months[-1] == date(2021, 8, 1)

    def test_a_year_of_the_programme_begins_on_its_anniversary(self) -> None:
        assert window_of(Per.YEAR, TERM, date(2020, 8, 22)).starts_on == date(2019, 8, 23)
        assert window_of(Per.YEAR, TERM, date(2020, 8, 23)).starts_on == date(2020, 8, 23)


class TestShareDue:
    @given(targets(), days, st.integers(0, 400))
    def test_never_falls_within_a_window(self, target: Target, on: date, later: int) -> None:
        window = window_of(target.per, TERM, on)
        after = on + timedelta(days=later)

        now, then = share_due(target, window, on), share_due(target, window, after)

        assert now is not None
        assert then is not None
        assert 0 <= now <= then <= 1

    @given(targets(), days)
    def test_nothing_is_due_before_the_window(self, target: Target, on: date) -> None:
        window = window_of(target.per, TERM, on)

        assert share_due(target, window, window.starts_on - timedelta(days=1)) == 0

    def test_knows_a_campaign(self) -> None:
        window = window_of(Per.YEAR, YEAR, date(2009, 3, 1))

        due = [share_due(CAMPAIGN, window, date(2009, *day)) for day in ((5, 20), (5, 31), (7, 1))]

        assert due == [0.0, 1.0, 1.0]
        assert last_day_due(CAMPAIGN, window) == date(2009, 5, 31)

    def test_repeats_a_campaign_every_year(self) -> None:
        three = Term(starts_on=date(2009, 1, 1), ends_before=date(2012, 1, 1))
        window = window_of(Per.YEAR, three, date(2011, 3, 1))

        assert share_due(CAMPAIGN, window, date(2011, 5, 20)) == 0.0
        assert share_due(CAMPAIGN, window, date(2011, 5, 31)) == 1.0

    def test_keeps_the_words_of_a_campaign_in_every_year(self) -> None:
        three = Term(starts_on=date(2009, 1, 1), ends_before=date(2012, 1, 1))
        told = msgspec.structs.replace(CAMPAIGN.pace[1], note=Text(zh="5月下旬集中开展"))
        target = msgspec.structs.replace(CAMPAIGN, pace=(CAMPAIGN.pace[0], told))

        moved = in_window(target, window_of(Per.YEAR, three, date(2010, 7, 1)))

        assert moved.due == date(2010, 5, 31)
        assert [(p.by, p.note and p.note.zh) for p in moved.pace] == [
            (date(2010, 5, 20), None),
            (date(2010, 5, 31), "5月下旬集中开展"),
        ]

    def test_a_zero_and_a_ceiling_hold_throughout(self) -> None:
        window = Days(YEAR.starts_on, YEAR.ends_before)

        for target in (
            Target(indicator="uncovered_days", exactly=0),
            Target(indicator="lecture.times", at_most=3),
        ):
            assert share_due(target, window, date(2009, 6, 30)) is None


class TestKeys:
    def test_a_target_keeps_its_key_when_it_is_raised(self) -> None:
        raised = Target(indicator="free_clinic.times", at_least=9, per=Per.YEAR)

        assert key_of(raised) == key_of(CAMPAIGN)

    @given(st.lists(targets(), max_size=6))
    def test_every_target_has_one_of_its_own(self, found: list[Target]) -> None:
        assert list(keyed(found).values()) == found
