"""The doors to certificates, and to those for whom calendars and rosters are kept."""

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import Certificate, CertificateQuerySet
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.postings.queries.lives import AUTHORITY
from bangfu.apps.registry.models import Institution, InstitutionQuerySet, Worker

VIEW = "certificates.view_certificate"
PRINT_FORM = "certificates.print_form"
KEEP_CALENDAR = "certificates.keep_calendar"
OPEN_ROSTER = "certificates.open_roster"


def visible_to(user: User) -> CertificateQuerySet:
    """Certificates of postings from or to a place in reach, and the person's own."""
    seen = postings.visible_to(user, permission=VIEW)
    return Certificate.objects.filter(posting__in=seen.values("pk"))


def certifiable_by(user: User) -> PostingQuerySet:
    """Closed postings without a standing certificate, for which the reader is the authority."""
    scope = user.scope_of(AUTHORITY).filter(area=("host__area_code", "home__area_code"))
    stands = Certificate.objects.standing().values("posting")
    return Posting.objects.filter(scope, closed_on__isnull=False).exclude(pk__in=stands)


def printable_by(user: User) -> PostingQuerySet:
    """Postings whose registration form the reader may have: the own unit's, and the person's."""
    scope = user.scope_of(PRINT_FORM)
    return Posting.objects.filter(
        scope.filter(area="home__area_code", institution="home__code", owner="worker__account")
    )


def hosts_kept_by(user: User, permission: str) -> InstitutionQuerySet:
    """Institutions for which the reader keeps the calendar, or decides on the public roster."""
    scope = user.scope_of(permission)
    found: InstitutionQuerySet = Institution.objects.filter(
        scope.filter(area="area_code", institution="code")
    )
    return found


def worker_of(user: User) -> Worker | None:
    """Who the reader is among the workers, where calendars are kept for oneself."""
    if not user.scope_of(KEEP_CALENDAR).own:
        return None
    return Worker.objects.select_related("home").filter(account=user).first()
