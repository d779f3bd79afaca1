"""Which programme and which day a page of targets is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import decoded

from .reach import visible_to


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme with targets that a reader may follow."""

    programme: Programme
    targets: int


def choices(user: User, *, on: date) -> list[Choice]:
    """Programmes in sight that have targets, those running first, then the latest: one query."""
    newest = Edition.objects.filter(programme=OuterRef("programme")).order_by("-number")
    rows = Edition.objects.filter(
        programme__in=visible_to(user), number=Subquery(newest.values("number")[:1])
    ).select_related("programme")
    found = [
        Choice(row.programme, len(decoded(row).targets))
        for row in rows.order_by(F("programme__starts_on").desc(nulls_last=True), "programme__code")
    ]
    return sorted(
        (choice for choice in found if choice.targets),
        key=lambda choice: not _runs(choice.programme, on),
    )


def chosen(found: Sequence[Choice], code: str) -> Programme | None:
    """The programme of a code, or without one the first; nothing where it is not in sight."""
    if not code:
        return found[0].programme if found else None
    return next((one.programme for one in found if one.programme.code == code), None)


def usual_day(programme: Programme, *, today: date) -> date:
    """Today while a programme runs, else its last day, so that a past one shows how it ended."""
    if programme.ends_before and programme.ends_before <= today:
        return programme.ends_before - timedelta(days=1)
    return today


def _runs(programme: Programme, on: date) -> bool:
    started = programme.starts_on is not None and programme.starts_on <= on
    return started and (programme.ends_before is None or on < programme.ends_before)
