"""What targets come to by institution, and that parts make the whole."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.intake import world
from tests.apps.targets.conftest import (
    BOTH,
    CAMPAIGN,
    CEILING,
    CLINICS,
    DOWN,
    EMPTY,
    FIRST,
    MEMBERS,
    PEOPLE,
    PRIMARY,
    TALKS,
    TASKS,
    TIMES,
    TODAY,
    City,
    at,
)

from bangfu.apps.supervision.actions import open_task
from bangfu.apps.targets.actions import report_figure, share_target
from bangfu.apps.targets.queries.board import Line, lines
from bangfu.core.targets import State, Verdict

pytestmark = pytest.mark.django_db


def values(line: Line) -> list[object]:
    return [one.amount.done.value for one in line.members]


class TestLedger:
    def test_counts_for_who_received_or_who_gave_by_the_party(self, here: City) -> None:
        here.did("lecture.times", 3, giver=1, host=2)
        here.did("free_clinic.times", 2, giver=1, host=2)

        assert values(here.line(TALKS)) == [0, 0, 3]
        assert values(here.line(CLINICS)) == [0, 2]

    def test_adds_what_counts_together(self, here: City) -> None:
        here.did("training.times", 2)
        here.did("lecture.times", 3)

        assert here.line(BOTH).whole.done.value == 5

    def test_shows_apart_what_waits(self, here: City) -> None:
        here.did("lecture.times", 3, confirmed=False)

        done = here.line(TALKS).whole.done
        assert (done.value, done.waiting) == (0, 3)

    def test_knows_nothing_of_what_comes_after_the_day(self, here: City) -> None:
        here.did("lecture.times", 1, on=date(2025, 3, 10))
        here.did("lecture.times", 2, on=date(2025, 3, 20))
        here.did("lecture.times", 4, on=date(2025, 3, 21), confirmed=False)
        here.did("lecture.times", 8, on=date(2025, 4, 1))

        seen = [here.line(TALKS, on=day).whole.done for day in (date(2025, 3, 9),)]
        seen += [here.line(TALKS, on=date(2025, 3, 15)).whole.done]
        later = here.line(TALKS, on=date(2025, 3, 31)).whole.done

        assert [one.value for one in seen] == [0, 1]
        assert [one.waiting for one in seen] == [0, 0]
        assert (later.value, later.waiting) == (3, 4)

    def test_a_rate_is_divided_last(self, here: City) -> None:
        here.did("referral_down.patients", 1, host=0)
        here.did("referral_up.patients", 1, host=0)
        here.did("referral_down.patients", 2, host=1)
        here.did("referral_up.patients", 18, host=1)

        line = here.line(DOWN)

        assert [float(v) if v is not None else None for v in values(line)] == [0.5, 0.1, None]
        assert float(line.whole.done.value or 0) == pytest.approx(3 / 22)
        assert [one.amount.state for one in line.members] == [
            State.HELD,
            State.BROKEN,
            State.UNKNOWN,
        ]

    def test_a_ceiling_may_not_be_passed(self, here: City) -> None:
        here.did("operation.operations", 6)

        assert here.line(CEILING).whole.state is State.BROKEN
        assert here.line(CEILING, on=date(2025, 3, 1)).whole.state is State.HELD


class TestRecords:
    def test_people_are_counted_once_they_have_arrived(self, here: City) -> None:
        here.post("林知远", arrived=date(2025, 2, 1))
        here.post("陈思源", host=1, arrived=None)

        before, after = here.line(PEOPLE, on=date(2025, 1, 31)), here.line(PEOPLE)

        assert (before.whole.done.value, before.whole.state) == (0, State.ON_COURSE)
        assert (after.whole.done.value, after.whole.state) == (1, State.MISSED)

    def test_exactly_so_many_are_asked_at_once(self, here: City) -> None:
        here.post("林知远", ends_before=date(2025, 6, 1))
        here.post("陈思源", arrived=date(2025, 6, 1))

        assert here.line(PEOPLE).whole.done.value == 1

    def test_arrivals_are_person_times(self, here: City) -> None:
        for number, name in enumerate(("林知远", "陈思源", "周明朗")):
            here.post(name, arrived=date(2025, 1 + number, 5))

        assert here.line(TIMES, on=date(2025, 2, 28)).whole.done.value == 2

    def test_days_without_anybody_are_counted_place_by_place(self, here: City) -> None:
        here.post("林知远", ends_before=date(2025, 1, 11))

        held, empty = (here.line(EMPTY, on=date(2025, 1, day)) for day in (10, 15))

        assert (values(held), held.whole.state) == ([0, 0, 0], State.HELD)
        assert (values(empty), empty.whole.state) == ([5, 0, 0], State.BROKEN)

    def test_progress_of_tasks_comes_from_their_ledger(self, here: City) -> None:
        open_task(
            programme=here.programme,
            title="建立制度",
            institution=here.hosts[0],
            by=None,
            on=FIRST,
            at=at(FIRST),
            due=date(2025, 12, 1),
        )

        line = here.line(TASKS)

        assert values(line) == [0, None, None]
        assert line.members[0].amount.state is State.BEHIND


class TestReported:
    def test_figures_of_institutions_add_up(self, here: City) -> None:
        for number, amount in enumerate((2, 1)):
            report_figure(
                programme=here.programme,
                key=MEMBERS,
                institution=here.senders[number],
                on=date(2025, 6, 1),
                amount=Decimal(amount),
                document="组织部门统计表",
                by=None,
                at=at(),
                today=TODAY,
            )

        line = here.line(MEMBERS)

        assert line.reported
        assert (values(line), line.whole.done.value) == ([2, 1], 3)

    def test_without_one_nothing_is_said(self, here: City) -> None:
        assert here.line(PRIMARY).whole.state is State.UNKNOWN

    def test_the_newest_by_the_day_counts(self, here: City) -> None:
        for day, share in ((date(2025, 3, 31), "0.60"), (date(2025, 6, 20), "0.70")):
            report_figure(
                programme=here.programme,
                key=PRIMARY,
                institution=None,
                on=day,
                amount=Decimal(share),
                document="医保统计月报",
                by=None,
                at=at(),
                today=TODAY,
            )

        states = [here.line(PRIMARY, on=day).whole.state for day in (date(2025, 4, 1), TODAY)]

        assert states == [State.BROKEN, State.HELD]


class TestWhole:
    def test_each_institution_bears_the_whole_of_an_each_target(self, here: City) -> None:
        line = here.line(TALKS)

        assert line.whole.bound
        assert line.whole.bound.amount == 30
        assert [one.amount.bound.amount for one in line.members if one.amount.bound] == [10] * 3

    def test_shares_are_what_each_is_judged_by(self, here: City) -> None:
        one, other = here.senders
        here.did("free_clinic.times", 4, giver=0)
        share_target(
            programme=here.programme,
            key=CLINICS,
            amounts={one.pk: Decimal(8), other.pk: Decimal(4)},
            by=None,
            at=at(),
            on=TODAY,
        )

        line = here.line(CLINICS)

        assert [m.amount.state for m in line.members] == [State.ON_COURSE, State.BEHIND]
        assert line.whole.state is State.BEHIND

    @settings(
        max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(1, 9))))
    def test_parts_make_the_whole(self, here: City, work: list[tuple[int, int, int]]) -> None:
        before = here.line(BOTH).whole.done.value or 0
        for giver, host, amount in work:
            here.did("lecture.times", amount, giver=giver, host=host)

        found = {line.key: line for line in lines(here.stage(), on=TODAY)}

        for key in (TALKS, CLINICS, BOTH):
            assert sum(v or 0 for v in values(found[key])) == found[key].whole.done.value
        assert found[BOTH].whole.done.value == before + sum(amount for *_, amount in work)


class TestJudging:
    def test_a_campaign_is_not_behind_before_its_days(self, here: City) -> None:
        days = (date(2025, 4, 30), date(2025, 5, 31))

        states = [here.line(CAMPAIGN, on=day).whole.state for day in days]

        assert states == [State.ON_COURSE, State.MISSED]

    def test_nothing_is_judged_before_the_term(self, here: City) -> None:
        found = lines(here.stage(), on=date(2024, 12, 31))

        assert found
        assert not [line.key for line in found if line.whole.state.is_judged]
        assert not [1 for line in found for one in line.members if one.amount.state.lags]

    def test_foresees_who_will_miss(self, here: City) -> None:
        for month in range(1, 7):
            here.did("lecture.times", 1, on=date(2025, month, 10), host=0)
        here.did("lecture.times", 1, on=date(2025, 1, 10), host=1)

        line = here.line(TALKS)

        verdicts = [one.amount.forecast and one.amount.forecast.verdict for one in line.members]
        assert verdicts == [Verdict.ON_TIME, Verdict.WILL_MISS, Verdict.WILL_MISS]


class TestReach:
    def test_a_stranger_to_the_party_bears_nothing(self, here: City) -> None:
        world.institution("X", "无关医院", "370502")

        assert len(here.line(CLINICS).members) == 2
