"""What waits for somebody in duty and in talks: counted for the first page, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Correction, Leave, TypedException
from bangfu.apps.postings.queries import appointable, offers_visible_to, waiting_for
from bangfu.core.duty import HalfDay
from bangfu.core.programmes.vocabulary_review import DutyException

from .oversight import arrivals_due, corrections_to_answer, reach
from .reach import ASK, CLOSE, CONFIRM, DECIDE, OVERSEE, changeable_by_host, own_of, sent_by

OFFERS = "postings.view_offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many things of each kind wait for a reader; 0 where they are no business of theirs.

    Arrivals: ``unreported`` nobody has reported, ``unconfirmed`` are the host's to confirm, ``own``
    is the reader's own to report, ``unseen`` are those an authority is alarmed about. Names in
    talks: ``to_answer`` wait for the reader's side, ``to_appoint`` both sides have agreed on.
    """

    unconfirmed: int = 0
    unreported: int = 0
    leave_asked: int = 0
    own_arrival: int = 0
    unseen: int = 0
    returns: int = 0
    own_returns: int = 0
    to_finish: int = 0
    corrections: int = 0
    absent: int = 0
    to_answer: int = 0
    to_appoint: int = 0


def due(user: User, *, on: date) -> Due:
    """What waits for a reader on a day: one query, none for who holds no permission of duty."""
    return Due(**counted(user, waiting(user, on=on)))


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader, by the fields of ``Due``; none of it is read yet."""
    return {
        **_of_talks(user),
        **_of_host(user, on=on),
        **_of_sender(user, on=on),
        **_of_worker(user, on=on),
        **_of_authority(user, on=on),
    }


def counted(user: User, found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of some queries has: one query for all of them, none for none."""
    return read_at_once(user, {name: count_of(rows) for name, rows in found.items()})


def read_at_once(user: User, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Figures of a first page, each a subquery by itself: one query for all, none for none."""
    if not columns:
        return {}
    row = User.objects.filter(pk=user.pk).values_list(*columns.values()).get()
    return dict(zip(columns, row, strict=True))


def overdue_returns(*, on: date) -> QuerySet[Leave]:
    """Approved leave that is over and not reported back from."""
    over = HalfDay(on).slot
    return Leave.objects.filter(state=Leave.State.APPROVED, ends_slot__lte=over)


def _of_talks(user: User) -> dict[str, QuerySet[Any]]:
    if not user.has_perm(OFFERS):
        return {}
    talks = offers_visible_to(user)
    return {
        "to_answer": talks.filter(waiting_for(user)),
        "to_appoint": talks.filter(appointable(user)),
    }


def _of_host(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    if not user.has_perm(CONFIRM):
        return {}
    here = changeable_by_host(user)
    granted = Correction.State.GRANTED
    return {
        "unconfirmed": arrivals_due(here, on=on),
        "returns": overdue_returns(on=on).filter(posting__in=here),
        "to_finish": Correction.objects.filter(posting__in=here, state=granted),
    }


def _of_sender(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    if not user.has_perm(DECIDE):
        return {}
    sent = sent_by(user)
    return {
        "unreported": arrivals_due(sent, on=on).filter(reported_on__isnull=True),
        "leave_asked": Leave.objects.filter(posting__in=sent, state=Leave.State.ASKED),
    }


def _of_worker(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    if not user.has_perm(ASK):
        return {}
    own = own_of(user)
    return {
        "own_arrival": arrivals_due(own, on=on).filter(reported_on__isnull=True),
        "own_returns": overdue_returns(on=on).filter(posting__in=own),
    }


def _of_authority(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    found: dict[str, QuerySet[Any]] = {}
    if user.has_perm(OVERSEE):
        first = HalfDay(on).slot
        absence = DutyException.ABSENCE.value
        today = Q(exception=absence, starts_slot__lt=first + 2, ends_slot__gt=first)
        found["unseen"] = arrivals_due(reach(user), on=on)
        found["absent"] = TypedException.objects.standing().filter(today, posting__in=reach(user))
    if user.has_perm(CLOSE):
        found["corrections"] = corrections_to_answer(user)
    return found


class _CountOf(Subquery):
    """How many rows a query has, as a column; what a query's own grouping costs is left out."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def count_of(found: QuerySet[Any]) -> Subquery:
    """A count of different rows as a column."""
    return _CountOf(found.order_by().values("pk").distinct())
