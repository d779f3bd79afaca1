"""What the pages of the registry show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf
from django.forms import Form

from bangfu.web.components import Fact, Tile, Words
from bangfu.web.pages import Page

from .actions import ImportReport
from .models import Upload
from .queries import institutions, workers


@dataclass(frozen=True, slots=True)
class InstitutionList(Page):
    """Institutions somebody may see, narrowed."""

    leaf: Leaf[institutions.Row]
    filters: Form
    may_register: bool


@dataclass(frozen=True, slots=True)
class Institution(Page):
    """One institution with its departments, people and past."""

    details: institutions.Details
    facts: Sequence[Fact]
    tiles: Sequence[Tile]
    warnings: Sequence[str]
    may_change: bool
    may_register_worker: bool


@dataclass(frozen=True, slots=True)
class InstitutionForm(Page):
    """A form about an institution or one of its departments; ``cancel_url`` leads back."""

    title: Words
    lead: Words
    form: Form
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Ending(Page):
    """A question before something ends: closing, merging, retiring."""

    question: Words
    action: Words
    form: Form
    cancel_url: str
    consequences: Sequence[Words]
    danger: bool = True


@dataclass(frozen=True, slots=True)
class WorkerList(Page):
    """Workers somebody may see, narrowed; ``institution`` where it is one institution's staff."""

    leaf: Leaf[workers.Row]
    filters: Form
    institution: tuple[int, str] | None
    may_import: bool
    may_view_homes: bool


@dataclass(frozen=True, slots=True)
class Worker(Page):
    """One worker with where they were employed."""

    details: workers.Details
    facts: Sequence[Fact]
    warnings: Sequence[str]
    may_change: bool


@dataclass(frozen=True, slots=True)
class WorkerForm(Page):
    """A form about a worker; ``departments`` are offered while typing."""

    title: Words
    lead: Words
    form: Form
    cancel_url: str
    departments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ImportForm(Page):
    """Where a workbook is uploaded; with the template and what was imported before."""

    kind: str
    title: Words
    lead: Words
    form: Form
    template_url: str
    list_title: Words
    list_url: str
    earlier: Sequence[Upload]


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One thing to mend in a workbook."""

    sheet: str
    cell: str
    value: str
    says: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row that would be entered or changed; ``fields`` are label, before, after."""

    place: str
    label: str
    is_new: bool
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Trial(Page):
    """What an import would do, or what stands in its way."""

    upload: Upload
    report: ImportReport
    tiles: Sequence[Tile]
    errors: Sequence[ErrorRow]
    warnings: Sequence[ErrorRow]
    changes: Sequence[ChangeRow]
    form_url: str
