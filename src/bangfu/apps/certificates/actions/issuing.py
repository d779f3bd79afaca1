"""Certificates issued and revoked. Whether one may be is the core's answer, from what is on record.

A certificate takes its figures from the same reckoning as the passbook, within the transaction that
writes it: nobody types any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.issuers import issuer_of, works_for
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import as_plain, digest_of
from bangfu.apps.certificates.statement import Statement, printed_of, statement_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.actions import event_about
from bangfu.apps.postings.actions.steps import held_posting
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import certificate_code
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal


class IssuerUnknown(Refusal):
    """No health authority is registered that could issue it."""


class IssuedElsewhere(Refusal):
    """Only the authority that issued a certificate revokes it."""


class CorrectionUnderWay(Refusal):
    """Something in the record of this posting is still to be put right."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of issuing several: the certificates, and whose were refused with which words."""

    certificates: tuple[Certificate, ...]
    refused: tuple[tuple[str, Refusal], ...]


def issue_certificates(
    *, postings: Iterable[Posting], side: Side, by: User | None, at: datetime
) -> Issued:
    """Issue several, each by itself: what is refused for one keeps none of the others."""
    certificates, refused = [], []
    for posting in postings:
        try:
            row = issue_certificate(posting=posting, side=side, by=by, at=at)
        except Refusal as refusal:
            refused.append((posting.worker.name, refusal))
        else:
            certificates.append(row)
    return Issued(tuple(certificates), tuple(refused))


@transaction.atomic
def issue_certificate(
    *, posting: Posting, side: Side, by: User | None, at: datetime
) -> Certificate:
    """Issue the certificate of a closed posting, with the next number of its authority's year.

    Raises ``CorrectionUnderWay`` or ``IssuerUnknown`` beside the core's ``NotYours``, ``NotNow``,
    ``WeeksWaiting`` and ``NothingConfirmed``. Of two at once the second is told it is issued.
    """
    on = timezone.localdate(at)
    held = held_posting(posting)
    stated = statement_of(held, on=on)
    code = _new_code()
    refuse_unready(held, stated, side=side, code=code)
    issuer = _locked_issuer(held, by)
    issued = Certificate(
        posting=held,
        issuer=issuer,
        year=on.year,
        serial=_next_serial(issuer, on.year),
        code=code,
        issued_by=by,
        issued_at=at,
    )
    issued.printed = as_plain(printed_of(held, stated, issuer=issuer, number=issued.number, on=on))
    issued.save(force_insert=True)
    _record("certificate.issued", issued, by=by, digest=digest_of(code, issued.printed))
    return issued


def refuse_unready(posting: Posting, stated: Statement, *, side: Side, code: str = "") -> None:
    """Refuse what cannot be certified now, for the action and for a page that says so before."""
    standing = posting.certificates.filter(revoked_at__isnull=True).values_list("code", flat=True)
    life = life_of(posting, certificate=standing.first() or "")
    served = stated.served if stated.line else 0
    steps.certify(life, by=side, certificate=code, served=served, waiting=stated.waiting)
    if stated.correction_open:
        raise CorrectionUnderWay(
            zh="该派驻有更正申请尚未办结，办结后方可出具证明。",
            en="A correction of this posting is under way; the certificate waits for it.",
        )


@transaction.atomic
def revoke_certificate(
    *, row: Certificate, reason: str, side: Side, by: User | None, at: datetime
) -> Certificate:
    """Revoke a certificate, with a reason; whoever checks its code is told so from now on.

    Raises ``IssuedElsewhere`` beside the core's ``NotYours``, ``NotNow`` and ``ReasonMissing``.
    """
    if by is not None and not works_for(by, row.issuer):
        raise IssuedElsewhere(
            zh=f"该证明由{row.issuer.name}出具，请由其撤销。",
            en=f"It was issued by {row.issuer.name}, who alone may revoke it.",
        )
    posting = held_posting(row.posting)
    held = Certificate.objects.select_for_update(of=("self",)).get(pk=row.pk)
    standing = "" if held.revoked_at else held.code
    life = steps.revoke(life_of(posting, certificate=standing), by=side, reason=reason)
    held.revoked_by, held.revoked_at, held.revoke_reason = by, at, life.reason
    held.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
    _record("certificate.revoked", held, by=by, reason=held.revoke_reason)
    return held


def issuer_unknown() -> IssuerUnknown:
    """The refusal where nobody is registered who could issue."""
    return IssuerUnknown(
        zh="尚未登记可以出具证明的卫生健康行政部门，请先在“机构”中登记。",
        en="No health authority in your reach is registered that could issue it.",
    )


def _locked_issuer(posting: Posting, by: User | None) -> Institution:
    """The authority, held so that its numbers are given one after the other."""
    found = issuer_of(posting, by=by)
    if found is None:
        raise issuer_unknown()
    return Institution.objects.select_for_update(no_key=True).get(pk=found.pk)


def _next_serial(issuer: Institution, year: int) -> int:
    """One more than the last; numbers of revoked certificates are not given again."""
    rows = Certificate.objects.filter(issuer=issuer, year=year)
    latest: int | None = rows.aggregate(latest=Max("serial"))["latest"]
    return (latest or 0) + 1


def _new_code() -> str:
    code = certificate_code.new()
    while Certificate.objects.filter(code=code).exists():
        code = certificate_code.new()
    return code


def _record(verb: str, row: Certificate, *, by: User | None, **facts: object) -> None:
    event = event_about(
        verb, row.posting, worker=row.posting.worker.name, certificate=row.number, **facts
    )
    journal.record_many(actor=by, events=[event])
