"""Certificates and closed postings that wait for theirs, in lists and one by one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import DAYS, Printed, digest_of, from_plain, said
from bangfu.apps.certificates.statement import Statement
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, in_own_language, span

from .reach import certifiable_by, printable_by, visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A certificate in a list."""

    pk: int
    number: str
    name: str
    home: str
    host: str
    days: str
    amount: str
    state: str
    tone: Tone
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyRow:
    """A closed posting without a certificate."""

    posting: int
    worker: str
    home: str
    host: str
    days: str
    closed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A posting whose registration form may be printed."""

    posting: int
    worker: str
    host: str
    programme: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows of a certificate: what is printed, and whether it stands."""

    title: str
    name: str
    number: str
    code: str
    facts: tuple[Fact, ...]
    revoked_at: datetime | None


def rows(user: User, *, words: str = "", page: str | None = None) -> Leaf[Row]:
    """A screenful of certificates, the latest first."""
    found = visible_to(user).order_by("-issued_at", "-pk")
    if words:
        by_number = Q(serial=int(words)) if words.isdecimal() and len(words) < 9 else Q()
        places = named("posting__worker", words) | named("posting__host", words)
        found = found.filter(places | named("posting__home", words) | by_number)
    return leaf_of(found, _row, page)


def ready_rows(user: User, *, page: str | None = None) -> Leaf[ReadyRow]:
    """A screenful of closed postings that wait for their certificate, the longest waiting first."""
    found = certifiable_by(user).select_related("worker", "home", "host")
    return leaf_of(found.order_by("closed_on", "pk"), _ready_row, page)


def form_rows(user: User, *, page: str | None = None) -> Leaf[FormRow]:
    """A screenful of postings whose form may be printed, the latest first."""
    found = printable_by(user).exclude(arrived_on=None, reported_on=None)
    ordered = found.select_related("worker", "host", "programme").order_by("-starts_on", "-pk")
    return leaf_of(ordered, _form_row, page)


def shown(certificate: Certificate) -> Shown:
    """Everything that stands on a certificate, and nothing else."""
    printed = from_plain(certificate.printed)
    return Shown(
        title=in_own_language(printed.title),
        name=printed.name,
        number=printed.number,
        code=certificate.code,
        facts=tuple(facts_of(printed)),
        revoked_at=certificate.revoked_at,
    )


def as_recorded(certificate: Certificate) -> bool:
    """Whether a row still is what the journal says was issued, and revoked or not: one query.

    Whoever changes a certificate past the product cannot change the journal's chain with it.
    """
    entries = Entry.objects.filter(
        subject_type=Posting._meta.label_lower,
        subject_id=str(certificate.posting_id),
        verb__in=("certificate.issued", "certificate.revoked"),
    )
    told = [one for one in entries if one.facts.get("certificate") == certificate.number]
    digest = digest_of(certificate.code, certificate.printed)
    issued = any(one.facts.get("digest") == digest for one in told)
    revoked = any(one.verb == "certificate.revoked" for one in told)
    return issued and revoked == (certificate.revoked_at is not None)


def changes_since(printed: Printed, stated: Statement) -> list[str]:
    """What the record says today where it is no longer what is printed, each in a sentence."""
    line, days = stated.line, stated.days
    amount = said(str(line.amount), line.unit.label) if line else None
    credited = said(str(line.credited), DAYS) if line else None
    now = (
        (_("服务期限"), span(printed.starts_on, printed.ends_before), _days(days)),
        (
            _("经确认的服务时间"),
            in_own_language(printed.amount_said),
            in_own_language(amount) if amount else "—",
        ),
        (
            _("折算服务时间"),
            in_own_language(printed.credited_said),
            in_own_language(credited) if credited else "—",
        ),
    )
    return [
        _("%(what)s：证明为%(then)s，现有记录为%(now)s")
        % {"what": what, "then": then, "now": today}
        for what, then, today in now
        if then != today
    ]


def facts_of(printed: Printed) -> list[Fact]:
    """What is printed, in the reader's language as far as it has one."""
    stated = [
        Fact(_("证明编号"), printed.number),
        Fact(_("姓名"), printed.name),
        Fact(_("派出单位"), printed.home),
        Fact(_("受援单位"), printed.host),
        Fact(_("科室"), printed.department),
        Fact(_("派驻形式"), in_own_language(printed.form)),
        Fact(_("项目"), in_own_language(printed.programme)),
        Fact(_("服务期限"), span(printed.starts_on, printed.ends_before)),
        Fact(_("经确认的服务时间"), in_own_language(printed.amount_said)),
        Fact(_("折算服务时间"), in_own_language(printed.credited_said)),
        Fact(_("出具单位"), printed.issuer),
        Fact(_("出具日期"), day(printed.issued_on)),
    ]
    if printed.role:
        stated.insert(6, Fact(_("任职"), printed.role))
    return stated


def _days(days: Days) -> str:
    return span(days.starts_on, days.ends_before) if days else "—"


def _row(one: Certificate) -> Row:
    printed = from_plain(one.printed)
    return Row(
        pk=one.pk,
        number=one.number,
        name=printed.name,
        home=printed.home,
        host=printed.host,
        days=span(printed.starts_on, printed.ends_before),
        amount=in_own_language(printed.amount_said),
        state=_("已撤销") if one.revoked_at else _("有效"),
        tone="danger" if one.revoked_at else "ok",
        on=day(one.revoked_at or printed.issued_on),
    )


def _ready_row(one: Posting) -> ReadyRow:
    return ReadyRow(
        posting=one.pk,
        worker=one.worker.name,
        home=one.home.name,
        host=one.host.name,
        days=span(one.arrived_on or one.starts_on, one.ends_before),
        closed_on=one.closed_on,
    )


def _form_row(one: Posting) -> FormRow:
    return FormRow(
        posting=one.pk,
        worker=one.worker.name,
        host=one.host.name,
        programme=str(one.programme),
        days=span(one.arrived_on or one.reported_on or one.starts_on, one.ends_before),
    )
