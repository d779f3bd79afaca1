"""Whose hand-over somebody may look at, and for whom they act in it."""

from dataclasses import dataclass

from django.db.models import Q

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Handover
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.postings.queries.lives import AUTHORITY, HOST, SENDER, WORKER
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side
from bangfu.web.scope import NOWHERE

VIEW = "completion.view_handover"
HEAR = "completion.hear_quietly"


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom a reader acts in one posting, and what they may sign."""

    sides: frozenset[Side]
    signatories: tuple[Signatory, ...]

    @property
    def may_change(self) -> bool:
        """Whether the list is theirs to fill in: sending unit and authority only read it."""
        return bool(self.signatories)


def visible_to(user: User) -> PostingQuerySet:
    """Postings whose end a reader may look at: those in reach, and those they take over."""
    seen = postings.visible_to(user, permission=VIEW)
    own = user.scope_of(VIEW).own
    if own is None:
        return seen
    # Each by itself, so that a database looks up the few rows of a person in its indexes.
    taken = Handover.objects.filter(successor__worker__account=own).values("posting")
    relieved = Posting.objects.filter(worker__account=own, predecessor__isnull=False)
    return Posting.objects.filter(
        Q(pk__in=seen.values("pk")) | Q(pk__in=taken) | Q(pk__in=relieved.values("predecessor"))
    )


def standing_of(user: User, posting: Posting, row: Handover | None) -> Standing:
    """For whom a reader acts; asks nothing of the database but the grants.

    ``posting`` comes in full, ``row`` with its successor's worker.
    """
    host, home = posting.host, posting.home
    within = {
        Side.AUTHORITY: user.scope_of(AUTHORITY).covers(area=host.area_code)
        or user.scope_of(AUTHORITY).covers(area=home.area_code),
        Side.HOST: user.scope_of(HOST).covers(area=host.area_code, institution=host.code),
        Side.SENDER: user.scope_of(SENDER).covers(area=home.area_code, institution=home.code),
        Side.WORKER: _is_own(user, posting),
    }
    signing = {
        Signatory.LEAVER: within[Side.WORKER],
        Signatory.SUCCESSOR: bool(row and row.successor and _is_own(user, row.successor)),
        Signatory.HOST: within[Side.HOST],
    }
    return Standing(
        sides=frozenset(side for side, inside in within.items() if inside),
        signatories=tuple(each for each, inside in signing.items() if inside),
    )


def of_side(user: User, side: Side) -> Q:
    """Postings in which a reader acts for a side."""
    if side is Side.HOST:
        return user.scope_of(HOST).filter(area="host__area_code", institution="host__code")
    if side is Side.SENDER:
        return user.scope_of(SENDER).filter(area="home__area_code", institution="home__code")
    if side is Side.WORKER:
        return user.scope_of(WORKER).filter(owner="worker__account")
    return user.scope_of(AUTHORITY).filter(area=("host__area_code", "home__area_code"))


def acts_for(user: User, side: Side) -> bool:
    """Whether a reader acts for a side anywhere."""
    return of_side(user, side) != NOWHERE


def _is_own(user: User, posting: Posting) -> bool:
    return user.scope_of(WORKER).own == user.pk == posting.worker.account_id
