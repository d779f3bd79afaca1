"""What the database holds on its own, and that it agrees with what Python says."""

from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.workload import clash
from bangfu.apps.registry.models import Worker

BEGIN = date(2025, 1, 1)
STAYS = st.tuples(
    st.integers(0, 12), st.integers(1, 8), st.none() | st.integers(1, 10), st.booleans()
)


def posting(need: Need, worker: Worker, first: int, days: int, sessions: int | None) -> Posting:
    starts_on = BEGIN + timedelta(first)
    return Posting(
        need=need,
        programme=need.programme,
        worker=worker,
        home=worker.home,
        host=need.host,
        form="visiting" if sessions else "resident",
        department_name=need.department_name,
        starts_on=starts_on,
        ends_before=starts_on + timedelta(days),
        planned_ends_before=starts_on + timedelta(days),
        sessions_per_week=sessions,
    )


def recalled_at_once(stay: Posting) -> Posting:
    stay.ends_before, stay.end_reason = stay.starts_on, "方案调整"
    return stay


class TestOnePlaceAtATime:
    @given(stays=st.lists(STAYS, min_size=2, max_size=7))
    @settings(
        max_examples=120,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_the_database_refuses_exactly_what_python_refuses(
        self, post: Need, outgoing: Worker, stays: list[tuple[int, int, int | None, bool]]
    ) -> None:
        held: list[Posting] = []
        with transaction.atomic():
            for first, days, sessions, never_begun in stays:
                stay = posting(post, outgoing, first, days, sessions)
                stay = recalled_at_once(stay) if never_begun else stay
                try:
                    with transaction.atomic():
                        stay.save()
                except IntegrityError:
                    assert clash(stay, held) is not None
                else:
                    assert clash(stay, held) is None
                    held.append(stay)
            transaction.set_rollback(True)

    def test_holds_when_many_are_written_at_once(self, post: Need, outgoing: Worker) -> None:
        both = [posting(post, outgoing, 0, 5, None), posting(post, outgoing, 4, 5, None)]

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.bulk_create(both)

        assert not Posting.objects.exists()

    def test_holds_when_days_are_changed(self, post: Need, outgoing: Worker) -> None:
        posting(post, outgoing, 0, 5, None).save()
        later = posting(post, outgoing, 5, 5, None)
        later.save()

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=later.pk).update(starts_on=BEGIN + timedelta(4))

        Posting.objects.filter(pk=later.pk).update(starts_on=BEGIN + timedelta(6))

    def test_holds_when_a_posting_changes_hands(
        self, post: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        posting(post, outgoing, 0, 5, None).save()
        other = posting(post, incoming, 0, 5, None)
        other.save()

        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=other.pk).update(worker=outgoing)


class TestConstraints:
    @pytest.mark.parametrize(
        "changed",
        [
            {"ends_before": date(2024, 12, 31)},
            {"ends_before": date(2025, 1, 4)},
            {"end_reason": "没有提前结束"},
            {"planned_ends_before": date(2025, 1, 1)},
            {"form": "by_post"},
            {"form": "visiting"},
            {"sessions_per_week": 3},
        ],
    )
    def test_refuse(self, post: Need, outgoing: Worker, changed: dict) -> None:
        stay = posting(post, outgoing, 0, 5, None)
        for name, value in changed.items():
            setattr(stay, name, value)

        with pytest.raises(IntegrityError), transaction.atomic():
            stay.save()

    def test_refuse_a_host_that_is_the_home(self, post: Need, outgoing: Worker) -> None:
        stay = posting(post, outgoing, 0, 5, None)
        stay.home = stay.host

        with pytest.raises(IntegrityError), transaction.atomic():
            stay.save()


class TestState:
    DAYS: ClassVar[list[date]] = [BEGIN + timedelta(day) for day in range(-1, 8)]

    def test_is_the_same_in_python_and_in_sql(
        self, post: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        cut = posting(post, outgoing, 1, 5, None)
        cut.ends_before, cut.end_reason = BEGIN + timedelta(3), "调整"
        stays = [cut, posting(post, incoming, 0, 4, None)]
        stays.append(recalled_at_once(posting(post, incoming, 5, 2, None)))
        Posting.objects.bulk_create(stays)

        for day in self.DAYS:
            for stay in stays:
                found = [
                    state
                    for state in Posting.State
                    if Posting.objects.filter(pk=stay.pk).in_state(state, on=day).exists()
                ]
                assert found == [stay.state_on(day)]
