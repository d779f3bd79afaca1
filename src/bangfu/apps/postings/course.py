"""A posting's rows as the life that ``bangfu.core.duty.posting_life`` knows, and back."""

from collections.abc import Iterable
from datetime import date

from bangfu.core.duty import Days
from bangfu.core.duty.posting_life import BOTH_SIDES, Life, State
from bangfu.core.duty.sides import Side

from .models import Posting


def life_of(posting: Posting, *, evaluated: Iterable[Side] = (), certificate: str = "") -> Life:
    """A posting as a life; what only later stages know of it is theirs to say."""
    return Life(
        worker=str(posting.worker_id),
        state=_state(posting, certificate),
        days=Days(posting.starts_on, posting.ends_before),
        planned_ends_before=posting.planned_ends_before,
        agreed=BOTH_SIDES,
        document=posting.appointment_document,
        arrived_on=posting.arrived_on or posting.reported_on,
        suspended_from=None if posting.resumes_on else posting.suspended_from,
        pauses=pauses_of(posting),
        reason=posting.end_reason,
        handed_over_on=posting.handed_over_on,
        evaluated=frozenset(evaluated),
        certificate=certificate,
    )


def pauses_of(posting: Posting) -> tuple[Days, ...]:
    """The pauses whose end is known, in order."""
    earlier = [Days(*map(date.fromisoformat, pair)) for pair in posting.earlier_pauses]
    if posting.suspended_from is None or posting.resumes_on is None:
        return tuple(earlier)
    return (*earlier, Days(posting.suspended_from, posting.resumes_on))


def _state(posting: Posting, certificate: str) -> State:
    if posting.closed_on is not None:
        return State.CERTIFIED if certificate else State.CLOSED
    if posting.handed_over_on is not None:
        return State.HANDED_OVER
    if posting.suspended_from is not None and posting.resumes_on is None:
        return State.SUSPENDED
    if posting.arrived_on is not None:
        return State.SERVING
    if posting.ends_before == posting.starts_on:
        return State.WITHDRAWN
    return State.APPOINTED if posting.reported_on is None else State.ARRIVED


def set_course(posting: Posting, life: Life) -> list[str]:
    """Write a life's days back to its posting; the names of the fields to be saved."""
    posting.ends_before = life.days.ends_before
    posting.planned_ends_before = life.planned_ends_before
    posting.end_reason = life.reason if life.recalled else ""
    if life.state is State.ARRIVED:
        posting.reported_on = life.arrived_on
    elif life.state is not State.APPOINTED:
        posting.arrived_on = life.arrived_on
    if life.state is State.WITHDRAWN:
        posting.reported_on = None
    pauses = list(life.paused)
    latest = pauses.pop() if pauses else None
    posting.suspended_from = latest.starts_on if latest else None
    posting.resumes_on = latest.ends_before if latest and not life.suspended_from else None
    posting.earlier_pauses = [
        [one.starts_on.isoformat(), one.ends_before.isoformat()] for one in pauses
    ]
    posting.handed_over_on = life.handed_over_on
    return [
        "ends_before",
        "planned_ends_before",
        "end_reason",
        "reported_on",
        "arrived_on",
        "suspended_from",
        "resumes_on",
        "earlier_pauses",
        "handed_over_on",
    ]
