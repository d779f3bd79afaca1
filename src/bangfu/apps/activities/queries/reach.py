"""The doors to the ledger: who sees an entry, who may make one, and whose answer it awaits."""

from django.db.models import Q

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, ActivityQuerySet
from bangfu.core.activities import Side
from bangfu.web.scope import Scope

VIEW = "activities.view_activity"
RECORD = "activities.record_activity"
CONFIRM = "activities.confirm_activity"
CLOSE = "activities.close_month"


def visible_to(user: User, *, permission: str = VIEW) -> ActivityQuerySet:
    """Entries of which a side lies in reach, and those of the person's own postings."""
    return Activity.objects.filter(_either_side(user.scope_of(permission)))


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


def _either_side(scope: Scope) -> Q:
    return scope.filter(
        area=("host__area_code", "giver__area_code"),
        institution=("host__code", "giver__code"),
        owner="posting__worker__account",
    )


def _of(scope: Scope, side: str) -> Q:
    """Entries whose side is an institution the scope names itself."""
    return Scope(institutions=scope.institutions).filter(institution=f"{side}__code")


def _above(scope: Scope) -> Q:
    """Entries with a side below an area of the scope."""
    return Scope(areas=scope.areas).filter(area=("host__area_code", "giver__area_code"))
