"""What raises a finding: a check that found something wrong, or what somebody asked in public."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.models import Check, Finding
from bangfu.apps.voice.actions import tie_to_finding
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.duty import working_days
from bangfu.core.spotchecks import settings

from .findings import HasTask, Unsaid, record


@transaction.atomic
def raise_finding(
    *,
    check: Check,
    kind: str,
    title: str,
    institution: Institution,
    by: User | None,
    on: date,
    at: datetime,
    posting: Posting | None = None,
    detail: str = "",
) -> Finding:
    """Put on record what a check found wrong; the same of one check is given back.

    Raises ``Unsaid`` where it is not said, or the check is not on record.
    """
    held = Check.objects.select_for_update(of=("self",)).select_related("draw__programme")
    made = held.get(pk=check.pk)
    if made.state != Check.State.RECORDED:
        raise Unsaid(zh="请先记录检查结果，再登记问题。", en="Record the check first.")
    if not title.strip():
        raise Unsaid(zh="请写明问题。", en="Say what was found.")
    if kind not in {one.code for one in settings.shipped().kinds}:
        raise Unsaid(zh="请选择问题类别。", en="Choose the kind of finding.")
    same = {
        "check_made": made,
        "institution": institution,
        "kind": kind,
        "title": title.strip(),
    }
    if known := Finding.objects.filter(**same).first():
        return known
    return _raised(
        **same,
        programme=made.draw.programme,
        area_code=made.area_code,
        posting=posting,
        detail=detail.strip(),
        found_on=made.on or on,
        by=by,
        on=on,
        at=at,
    )


@transaction.atomic
def finding_for_request(
    *,
    request: PublicRequest,
    programme: Programme,
    kind: str,
    title: str,
    institution: Institution,
    by: User | None,
    on: date,
    at: datetime,
    detail: str = "",
) -> Finding:
    """The office takes up what a public request told, as a finding to be remedied.

    Both records lead to each other; nobody's own words go over. Raises ``HasTask`` where it was
    done already, ``Unsaid``, or what a request refuses that cannot be tied or is quoted personally.
    """
    if not title.strip():
        raise Unsaid(zh="请写明问题。", en="Say what was found.")
    if kind not in {one.code for one in settings.shipped().kinds}:
        raise Unsaid(zh="请选择问题类别。", en="Choose the kind of finding.")
    asked = tie_to_finding(
        request=request, title=title.strip(), detail=detail.strip(), by=by, on=on, at=at
    )
    # Asked under the lock that tying holds: of two at once one is refused in words.
    if Finding.objects.filter(request=asked).exists():
        raise HasTask(zh="此件已列为抽查问题。", en="It is a finding already.")
    return _raised(
        request=asked,
        programme=programme,
        institution=institution,
        kind=kind,
        title=title.strip(),
        area_code=asked.area_code,
        detail=detail.strip(),
        found_on=asked.asked_on,
        by=by,
        on=on,
        at=at,
    )


def _raised(*, by: User | None, on: date, at: datetime, **stated: Any) -> Finding:
    """A finding on record, with the term of its reply."""
    finding = Finding.objects.create(
        **stated,
        due=settings.shipped().reply.ends_on(on, working_days.shipped()),
        raised_by=by,
        raised_at=at,
    )
    record("finding.raised", finding, by=by, due=finding.due)
    return finding
