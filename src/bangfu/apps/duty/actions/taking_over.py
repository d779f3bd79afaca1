"""Confirmations kept elsewhere before are taken over, many weeks at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.recorded import (
    Recorded,
)
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import (
    Days,
    confirmable,
)
from bangfu.core.refusal import Refusal

from .entries import locked
from .gathering import Gathered, Typed, known_of, refuse_what_cannot_stand, write


@transaction.atomic
def record_confirmations(
    *,
    weeks: Iterable[tuple[Days, datetime]],
    postings: Iterable[int],
    by: User | None,
    typed: Mapping[int, Sequence[Typed]] | None = None,
) -> int:
    """Take over confirmations kept elsewhere before: many weeks of many postings, entry by host.

    Months that are closed by now were open when they were confirmed, so only days to come, days
    outside a stay and days confirmed before are left out. How many confirmations were added.
    """
    weeks = list(weeks)
    if not weeks:
        return 0
    rows = list(locked(Posting.objects.filter(pk__in=list(postings))))
    known = known_of(rows)
    by_host: dict[int, tuple[Institution, Gathered]] = {}
    for key, one in known.items():
        host = one.posting.host
        _, gathered = by_host.setdefault(host.pk, (host, Gathered(_over(weeks), by, weeks[0][1])))
        _take_over(gathered, one, weeks, (typed or {}).get(key, ()))
    if not by_host:
        return 0
    written = [gathered for _host, gathered in by_host.values()]
    for gathered in written:
        refuse_what_cannot_stand(gathered, known)
    whole = Gathered(
        _over(weeks),
        by,
        weeks[0][1],
        confirmations=[row for each in written for row in each.confirmations],
        exceptions=[row for each in written for row in each.exceptions],
    )
    write(whole, list(by_host.values()))
    return len(whole.confirmations)


def _over(weeks: Sequence[tuple[Days, datetime]]) -> Days:
    return Days(
        min(days.starts_on for days, _at in weeks), max(days.ends_before for days, _at in weeks)
    )


def _take_over(
    gathered: Gathered,
    one: Recorded,
    weeks: Sequence[tuple[Days, datetime]],
    typed: Sequence[Typed],
) -> None:
    own = one.stay.days
    for days, at in weeks:
        on = timezone.localdate(at)
        if not days.meets(own):
            continue
        try:
            found = confirmable(
                days,
                stay=one.stay.days,
                confirmed=one.confirmed_days,
                on=on,
                closed_before=date.min,
            )
        except Refusal:
            continue
        for part in found:
            row = gathered.confirmation(one.posting, part, on)
            row.at = at
            gathered.confirmations.append(row)
    gathered.type(one, typed, closed=date.min, again=[])
