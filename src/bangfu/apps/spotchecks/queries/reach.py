"""Who sees which draw, check and finding, and for whom they act.

That a draw is held is known to all who take part in the programme. Who was drawn is known, until
the checks are done, to organisers only, and to each checker their own. Others see recorded checks.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.models import (
    Check,
    CheckQuerySet,
    Draw,
    DrawQuerySet,
    Finding,
    FindingQuerySet,
    Presence,
    Seat,
)
from bangfu.apps.voice.models import PublicRequest, PublicRequestQuerySet
from bangfu.apps.voice.queries import reach as requests
from bangfu.core.spotchecks.finding_life import Side

VIEW = "spotchecks.view_check"
MANAGE = "spotchecks.manage_check"
RECORD = "spotchecks.record_check"
ANSWER = "spotchecks.answer_finding"


def draws_visible_to(user: User) -> DrawQuerySet:
    """Draws of the areas in reach, and of programmes in which the reader takes part."""
    scope = user.scope_of(VIEW)
    among = programmes.visible_to(user, VIEW).order_by().values("pk")
    return Draw.objects.filter(scope.filter(area="area_code") | Q(programme__in=among))


def manages(user: User, draw: Draw) -> bool:
    """Whether a reader organises a draw."""
    return user.scope_of(MANAGE).covers(area=draw.area_code)


def knows_outcome(user: User, draw: Draw) -> bool:
    """Whether a reader may see who was drawn."""
    if not draw.revealed_at:
        return False
    return draw.state in (Draw.State.PUBLISHED, Draw.State.REPLACED) or manages(user, draw)


def own_checks(user: User) -> CheckQuerySet:
    """Those the lot gave to a reader."""
    return Check.objects.filter(_seated(user))


def checks_visible_to(user: User) -> CheckQuerySet:
    """Checks that a reader organises or carries out, and recorded ones of their place."""
    view, manage = user.scope_of(VIEW), user.scope_of(MANAGE)
    places = view.filter(area="area_code", institution="host__code")
    staff = Presence.objects.filter(
        view.filter(institution="posting__home__code"), check_made=OuterRef("pk")
    )
    recorded = Q(state=Check.State.RECORDED) & (places | Q(Exists(staff)))
    return Check.objects.filter(manage.filter(area="area_code") | recorded | _seated(user))


def homes_shown(user: User, check: Check) -> frozenset[str] | None:
    """Whose staff a reader may see of a check: everybody's, or that of their own units alone."""
    scope = user.scope_of(VIEW)
    if scope.covers(area=check.area_code, institution=check.host.code) or is_seated(user, check):
        return None
    return frozenset(scope.institutions)


def findings_visible_to(user: User) -> FindingQuerySet:
    """Findings of a reader's area or institution, and those of checks they carried out."""
    scope = user.scope_of(VIEW)
    places = scope.filter(
        area="area_code", institution=("institution__code", "check_made__host__code")
    )
    seats = Seat.objects.filter(check_to_do=OuterRef("check_made"), account=user)
    return Finding.objects.filter(places | Q(Exists(seats)))


def sides_of(user: User, finding: Finding) -> tuple[Side, ...]:
    """For whom a reader acts on a finding; it comes with its institution."""
    found = []
    unit = finding.institution
    if user.scope_of(ANSWER).covers(area=unit.area_code, institution=unit.code):
        found.append(Side.UNIT)
    if user.scope_of(RECORD).covers(area=finding.area_code):
        found.append(Side.CHECKER)
    if user.scope_of(MANAGE).covers(area=finding.area_code):
        found.append(Side.AUTHORITY)
    return tuple(found)


def is_seated(user: User, check: Check) -> bool:
    """Whether the lot gave a check to a reader."""
    return Seat.objects.filter(check_to_do=check, account=user).exists()


def held_by(user: User) -> QuerySet[Programme]:
    """Programmes within which a reader may hold a draw: those with postings in their areas."""
    scope = user.scope_of(MANAGE)
    inside = scope.filter(area=("area_code", "postings__host__area_code"))
    return Programme.objects.filter(inside).distinct().order_by("-ends_before", "code")


def requests_to_take_up(user: User) -> PublicRequestQuerySet:
    """Public requests that an office may take up as findings: those it reads, in its areas."""
    manage = user.scope_of(MANAGE)
    return requests.visible_to(user).filter(manage.filter(area="area_code"))


def programmes_for(user: User, request: PublicRequest) -> QuerySet[Programme]:
    """Programmes of the office within which the institution that handles a request takes part."""
    return held_by(user).filter(parties__institution=request.institution_id)


def units_for(request: PublicRequest) -> QuerySet[Institution]:
    """Who may answer for what a request told: its handler, and whose staff was there that day."""
    there = Posting.objects.filter(host=request.institution_id).on(request.asked_on)
    own, homes = Q(pk=request.institution_id), Q(pk__in=there.order_by().values("home"))
    return Institution.objects.filter(own | homes).order_by("name")


def _seated(user: User) -> Exists:
    return Exists(Seat.objects.filter(check_to_do=OuterRef("pk"), account=user))
