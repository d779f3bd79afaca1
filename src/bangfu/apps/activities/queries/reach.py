"""The doors to the ledger: who sees an entry, who may make one, and whose answer it awaits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, ActivityQuerySet
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import Side
from bangfu.web.scope import NOWHERE, Scope

VIEW = "activities.view_activity"
RECORD = "activities.record_activity"
CONFIRM = "activities.confirm_activity"
CLOSE = "activities.close_month"
SOME = 500
"""Up to so many institutions are named in the question; more are looked up one by one."""
FEW = 12
"""Up to so many institutions, their entries are gathered and sorted (``bench ledger``)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The entries somebody may see; ``of_few`` where they are those of a few institutions."""

    entries: ActivityQuerySet
    of_few: bool


def reach_of(user: User, *, permission: str = VIEW) -> Reach:
    """Entries of which a side lies in reach, and those of the person's own postings."""
    condition, of_few = _either_side(user.scope_of(permission))
    return Reach(Activity.objects.filter(condition), of_few)


def visible_to(user: User, *, permission: str = VIEW) -> ActivityQuerySet:
    """The only door to the ledger: the entries of ``reach_of``."""
    return reach_of(user, permission=permission).entries


def correctable_by(user: User) -> ActivityQuerySet:
    """Entries the reader may correct or take back: their own, or those of the side they speak for.

    An institution speaks for what it entered, the authority for everything below it.
    """
    scope = user.scope_of(RECORD)
    entered = Q(_of(scope, "giver"), entered_by=Side.GIVER.value) | Q(
        _of(scope, "host"), entered_by=Side.HOST.value
    )
    own = Q(recorded_by=user)
    return Activity.objects.filter(_above(scope) | entered | own)


def answerable_by(user: User) -> ActivityQuerySet:
    """Entries that wait for the reader's side to confirm them, but for the reader's own."""
    scope = user.scope_of(CONFIRM)
    asked = Q(_of(scope, "giver"), confirming=Side.GIVER.value) | Q(
        _of(scope, "host"), confirming=Side.HOST.value
    )
    asked |= Q(_above(scope), confirming=Side.AUTHORITY.value)
    return Activity.objects.waiting().filter(asked, same_as__isnull=True).exclude(recorded_by=user)


def side_of(user: User, *, giver: str, host: str) -> Side:
    """The side an account speaks for in an activity between two institutions, by their codes."""
    scope = user.scope_of(RECORD)
    if host and host in scope.institutions:
        return Side.HOST
    if giver in scope.institutions or scope.own:
        return Side.GIVER
    return Side.AUTHORITY


def _either_side(scope: Scope) -> tuple[Q, bool]:
    """Entries with a side in reach, told so that a database finds them by the right index.

    Few institutions are named by number, and the indexes of the two sides lead to their entries.
    Of many, most entries are in reach anyway: the newest are read and each is looked at.
    """
    if scope.is_everything:
        return Q(), False
    found, of_few = NOWHERE, True
    if scope.areas or scope.institutions:
        inside = Institution.objects.filter(scope.filter(area="area_code", institution="code"))
        named = _numbers(inside.order_by()[: SOME + 1])
        of_few = len(named) <= FEW
        if of_few:
            found = Q(host__in=named) | Q(giver__in=named)
        else:
            found = _looked_at(named) if len(named) <= SOME else _looked_up(inside)
    if scope.own:
        found |= Q(posting__in=_numbers(Posting.objects.filter(worker__account=scope.own)))
    return found, of_few


def _looked_at(named: list[int]) -> Q:
    """A side is one of these, told as an expression that no index holds."""
    return Q(In(Coalesce("host", "host"), named)) | Q(In(Coalesce("giver", "giver"), named))


def _looked_up(inside: QuerySet[Institution]) -> Q:
    """A side is one of too many to name; each entry's is looked up."""
    hosts, givers = inside.filter(pk=OuterRef("host")), inside.filter(pk=OuterRef("giver"))
    return Q(Exists(hosts)) | Q(Exists(givers))


def _numbers(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))


def _of(scope: Scope, side: str) -> Q:
    """Entries whose side is an institution the scope names itself."""
    if not scope.institutions:
        return NOWHERE
    own = Institution.objects.filter(code__in=scope.institutions)
    return Q(**{f"{side}__in": own.values("pk")})


def _above(scope: Scope) -> Q:
    """Entries with a side below an area of the scope; nothing is read for it."""
    if scope.is_everything:
        return Q()
    if not scope.areas:
        return NOWHERE
    return _looked_up(Institution.objects.filter(Scope(areas=scope.areas).filter(area="area_code")))
