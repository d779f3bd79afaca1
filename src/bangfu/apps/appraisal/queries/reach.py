"""Whose appraisals somebody may look at, and for whom they act in them."""

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition, Round, Scheme, Subject
from bangfu.apps.postings.models import Posting
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.web.scope import Scope

VIEW = "appraisal.view_sheet"
REPORT = "appraisal.report_sheet"
SCORE = "appraisal.score_sheet"
MANAGE = "appraisal.manage_round"
CHANGE = "appraisal.change_scheme"


def subjects_visible_to(user: User, permission: str = VIEW) -> QuerySet[Subject]:
    """The only door to sheets: those of units in reach, and a worker's own."""
    return Subject.objects.filter(_in_reach(user.scope_of(permission)))


def rounds_visible_to(user: User, permission: str = VIEW) -> QuerySet[Round]:
    """Rounds of an area in reach, and those in which a sheet in reach is scored."""
    scope = user.scope_of(permission)
    theirs = Subject.objects.filter(_in_reach(scope)).order_by().values("round")
    return Round.objects.filter(scope.filter(area="area_code") | Q(pk__in=theirs))


def rounds_held_by(user: User) -> QuerySet[Round]:
    """Rounds that somebody may hold: open, decide, announce, publish."""
    return Round.objects.filter(user.scope_of(MANAGE).filter(area="area_code"))


def schemes_visible_to(user: User) -> QuerySet[Scheme]:
    """Score tables shipped for everybody, and those of an area in reach or above it."""
    scope = user.scope_of(VIEW)
    above = Q(area_code="")
    for prefix in scope.areas:
        above |= Q(area_code__in=[prefix[:digits] for digits in range(2, len(prefix) + 1, 2)])
    used = rounds_visible_to(user).order_by().values("edition__scheme")
    return Scheme.objects.filter(scope.filter(area="area_code") | above | Q(pk__in=used))


def editions_changeable_by(user: User) -> QuerySet[Edition]:
    """Drafts that somebody may change: of tables of an area in reach."""
    inside = user.scope_of(CHANGE).filter(area="scheme__area_code")
    return Edition.objects.filter(inside, state=Edition.State.DRAFT)


def acts_at(user: User, subject: Subject, reviewer: Reviewer) -> bool:
    """Whether somebody may fill in a level for whoever reviews there.

    An authority acts by its area: an office of the unit itself never scores from above.
    """
    if reviewer is Reviewer.AUTHORITY:
        area = Scope(areas=user.scope_of(SCORE).areas)
        return area.covers(area=subject.institution.area_code)
    scope = user.scope_of(REPORT)
    if reviewer is Reviewer.PARTNER:
        return subject.partner is not None and subject.partner.code in scope.institutions
    if reviewer is Reviewer.OWN and subject.kind == Kind.POSTING.value:
        return scope.own is not None and _is_own(subject, scope.own)
    return subject.institution.code in scope.institutions


def holds(user: User, held: Round) -> bool:
    """Whether somebody may open, decide, announce and publish a round."""
    return user.scope_of(MANAGE).covers(area=held.area_code)


def _is_own(subject: Subject, account: int) -> bool:
    return Posting.objects.filter(pk=subject.ref, worker__account=account).exists()


def _in_reach(scope: Scope) -> Q:
    """Sheets by their unit or its partner; a worker's own posting."""
    found = scope.filter(
        area=("institution__area_code", "partner__area_code"),
        institution=("institution__code", "partner__code"),
    )
    if scope.own is None or scope.is_everything:
        return found
    own = Posting.objects.filter(worker__account=scope.own).values("pk")
    return found | Q(kind=Kind.POSTING.value, ref__in=own)
