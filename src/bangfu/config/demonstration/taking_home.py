"""What people took home: certificates of those who left, one revoked and issued anew; calendars.

A few closed postings still wait for their certificate, for whoever tries the product.
"""

from datetime import date, datetime, time, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal

from .dongying import SECOND
from .duty import SHANGHAI

ISSUED = 60
"""So many of the latest: enough to fill two screens, and no longer to build than is borne."""
LEFT_TO_ISSUE = 4
WRONG = "任职填写有误"


def tell(*, on: date, clerk: User, host: User) -> None:
    """Issue, revoke, open and renew, within the caller's transaction."""
    closed = Posting.objects.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")
    chosen = list(closed[LEFT_TO_ISSUE : LEFT_TO_ISSUE + ISSUED])
    issued = [row for posting in reversed(chosen) if (row := _issued(posting, clerk, on=on))]
    if issued:
        _revoke_and_issue_anew(issued[-1], clerk, on=on)
    second = Institution.objects.get(name=SECOND)
    actions.open_roster(host=second, by=host, at=_at(on))
    actions.renew_address(owner=second, by=host, at=_at(on))
    for worker in Worker.objects.filter(account__isnull=False).select_related("home", "account"):
        actions.renew_address(owner=worker, by=worker.account, at=_at(on))


def _issued(posting: Posting, clerk: User, *, on: date) -> Certificate | None:
    """A certificate a week after closing; none where nothing was ever confirmed."""
    closed_on = posting.closed_on or posting.ends_before
    at = _at(min(on, closed_on + timedelta(days=7)))
    # A clerk issues for places in reach; another prefecture's own clerk is not on this stage.
    by = clerk if clerk.scope_of("postings.change_posting").covers(area=_area(posting)) else None
    try:
        return actions.issue_certificate(posting=posting, side=Side.AUTHORITY, by=by, at=at)
    except Refusal:
        return None


def _revoke_and_issue_anew(row: Certificate, clerk: User, *, on: date) -> None:
    at = _at(on)
    actions.revoke_certificate(row=row, reason=WRONG, side=Side.AUTHORITY, by=clerk, at=at)
    actions.issue_certificate(posting=row.posting, side=Side.AUTHORITY, by=clerk, at=at)


def _area(posting: Posting) -> str:
    return posting.host.area_code


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=SHANGHAI)
