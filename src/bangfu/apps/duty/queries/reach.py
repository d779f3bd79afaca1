"""The doors to postings, one for each side that acts on their duty."""

from bangfu.apps.accounts.models import User
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting, PostingQuerySet

VIEW = "duty.view_duty"
OVERSEE = "duty.oversee"
CLOSE = "duty.close_month"
CONFIRM = "duty.confirm_week"
DECIDE = "duty.decide_leave"
ASK = "duty.ask_leave"


def visible_to(user: User, *, permission: str = VIEW) -> PostingQuerySet:
    """Postings from or to a place in reach, and the person's own."""
    return postings.visible_to(user, permission=permission)


def changeable_by_host(user: User) -> PostingQuerySet:
    """Postings to hosts for which the reader confirms weeks and agrees rosters."""
    scope = user.scope_of(CONFIRM)
    return Posting.objects.filter(scope.filter(area="host__area_code", institution="host__code"))


def sent_by(user: User) -> PostingQuerySet:
    """Postings from units for which the reader decides on leave."""
    scope = user.scope_of(DECIDE)
    return Posting.objects.filter(scope.filter(area="home__area_code", institution="home__code"))


def own_of(user: User) -> PostingQuerySet:
    """The reader's own postings, where the reader may ask for leave from them."""
    return Posting.objects.filter(user.scope_of(ASK).filter(owner="worker__account"))
