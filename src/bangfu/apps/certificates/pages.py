"""What the pages of certificates, calendars and rosters show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf

from bangfu.web.components import Fact, Tab
from bangfu.web.pages import Page

from .forms import CodeForm, RevokeForm
from .queries.calendars import Kept
from .queries.certificates import FormRow, ReadyRow, Row, Shown
from .queries.experts import Department


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateList(Page):
    """Certificates within reach."""

    tabs: Sequence[Tab]
    leaf: Leaf[Row]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyList(Page):
    """Closed postings without a certificate."""

    tabs: Sequence[Tab]
    leaf: Leaf[ReadyRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormList(Page):
    """Postings whose registration form may be printed."""

    tabs: Sequence[Tab]
    leaf: Leaf[FormRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Page):
    """One certificate for those within whose reach it is."""

    pk: int
    shown: Shown
    posting: int
    reason: str
    revoked_by: str
    issued_by: str
    may_revoke: bool
    sound: bool
    changes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate(Page):
    """What would stand on a certificate, before it is issued; or why it cannot be."""

    posting: int
    worker: str
    host: str
    facts: Sequence[Fact]
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate(Page):
    """Asks for the reason before a certificate is revoked."""

    pk: int
    number: str
    name: str
    form: RevokeForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Page):
    """The public page on which a code is typed, with what came of the last one."""

    form: CodeForm
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified(Page):
    """What is printed on the certificate of a code, and whether it stands.

    Where it is not ``sound``, the row is not what was issued: then nothing of it is shown.
    """

    shown: Shown
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinics(Page):
    """Calendar addresses, and whether a host's roster is open to the public."""

    calendars: Sequence["CalendarShown"]
    rosters: Sequence["RosterShown"]


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """A calendar with the whole address that programs read."""

    kept: Kept
    address: str


@dataclass(frozen=True, slots=True)
class RosterShown:
    """A host's public roster: its address, and since when it is open."""

    host: int
    code: str
    name: str
    address: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicExpertsList(Page):
    """Hosts that show who comes when: codes and names."""

    hosts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicExperts(Page):
    """Visiting experts of one host, for everybody."""

    host: str
    first: date
    last: date
    departments: Sequence[Department]
