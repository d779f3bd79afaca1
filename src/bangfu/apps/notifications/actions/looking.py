"""Looking at what waits for an account, and keeping since when.

The lines are the first page's own, read by the same queries. Nothing here is journalled: a notice
is a shadow of rows that are, and comes and goes with them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.desks import matters_of
from bangfu.apps.desk.queries.matters import Matter
from bangfu.apps.notifications.models import Notice, Way

KEPT = timedelta(days=90)
"""How long what is over stays, for who asks since when they were told."""
ABSENT = timedelta(days=30)
"""Who has not signed in for so long and is told nowhere is looked at when they return."""


@dataclass(frozen=True, slots=True)
class Found:
    """What waits, as the first page has it, and the notice of each line by its key."""

    matters: list[Matter]
    notices: dict[str, Notice]


def look(*, user: User, at: datetime) -> Found:
    """What waits for an account now, kept with since when.

    A line that appears or grows is new; one that shrinks is the same; one that is gone ends.
    """
    matters = matters_of(user, on=timezone.localdate(at))
    waiting = {matter.key: matter.count for matter in matters}
    with transaction.atomic():
        # One look at a time: two would enter the same line twice.
        held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        known = {notice.key: notice for notice in Notice.objects.standing().filter(user=held)}
        gone = [notice.pk for key, notice in known.items() if key not in waiting]
        Notice.objects.filter(pk__in=gone).update(ended_at=at)
        changed = _changed(known.values(), waiting, at)
        Notice.objects.bulk_update(changed, ["count", "since", "seen_at"])
        made = Notice.objects.bulk_create(
            Notice(user=held, key=key, count=count, since=at)
            for key, count in waiting.items()
            if key not in known
        )
        standing = [*(known[key] for key in waiting if key in known), *made]
        _keep_unseen(held, sum(notice.seen_at is None for notice in standing))
    user.unseen = held.unseen
    return Found(matters, {notice.key: notice for notice in standing})


def _changed(known: Iterable[Notice], waiting: dict[str, int], at: datetime) -> list[Notice]:
    changed = []
    for notice in known:
        count = waiting.get(notice.key, notice.count)
        if count > notice.count:
            notice.since, notice.seen_at = at, None
        if count != notice.count:
            notice.count = count
            changed.append(notice)
    return changed


def _keep_unseen(user: User, unseen: int) -> None:
    if unseen != user.unseen:
        user.unseen = unseen
        user.save(update_fields=["unseen"])


@transaction.atomic
def see(*, user: User, at: datetime) -> None:
    """Everything that waits was shown to its reader."""
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    Notice.objects.standing().filter(user=held, seen_at=None).update(seen_at=at)
    _keep_unseen(held, 0)
    user.unseen = held.unseen


def look_at_everybody(*, at: datetime) -> int:
    """Look at every account that comes here or is told elsewhere; how many were looked at."""
    told = Way.objects.confirmed().filter(user=OuterRef("pk"))
    comes = Q(last_login__gte=at - ABSENT) | Q(Exists(told))
    users = list(User.objects.filter(comes, is_active=True).order_by("pk"))
    for user in users:
        look(user=user, at=at)
    Notice.objects.filter(ended_at__lt=at - KEPT).delete()
    return len(users)
