"""What the pages of papers show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf

from bangfu.core.documents.paper import Block
from bangfu.web.components import Fact, Progress, Tab, Tone
from bangfu.web.pages import Page

from .forms import papers as forms
from .kinds.frame import Subject
from .queries.lists import DocumentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentList(Page):
    """Papers, the latest first."""

    tabs: Sequence[Tab]
    filters: forms.DocumentFilterForm
    leaf: Leaf[DocumentRow]
    makes: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of paper that can be made."""

    code: str
    title: str
    about: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument(Page):
    """The kinds of papers, to choose from."""

    tabs: Sequence[Tab]
    groups: Sequence[tuple[str, Sequence[KindRow]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSubject(Page):
    """What a paper of a kind may be about, to choose from."""

    code: str
    title: str
    about: str
    filters: forms.SubjectFilterForm
    office: forms.OfficeForm
    subjects: Sequence[Subject]
    narrowed: bool
    words: str
    batches: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch(Page):
    """What would be made at once, to be confirmed."""

    code: str
    title: str
    words: str
    count: str
    names: Sequence[str]
    more: bool
    form: forms.OfficeForm


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentBatch(Page):
    """A batch while it is made, and what came of it."""

    pk: int
    title: str
    box: Progress
    made: int
    finished: bool
    failed: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure of a paper and where its rows are."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Page):
    """One paper: what it says, what is filled in, and what may be done with it."""

    pk: int
    title: str
    kind: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    is_draft: bool
    blocks: Sequence[Block]
    fault: str
    form: forms.TypedForm | None
    behind: Sequence[Behind]
    seen: str
    lacking: Sequence[str]
    issues: bool
    drops: bool
    withdraws: bool
    has_files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDocument(Page):
    """The form of a withdrawal."""

    pk: int
    title: str
    number: str
    form: forms.ReasonForm


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The template in use for one kind."""

    code: str
    title: str
    office: int
    name: str
    put_on: date | None
    put_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates(Page):
    """Templates and number words of an office."""

    tabs: Sequence[Tab]
    offices: Sequence[Tab]
    office: str
    rows: Sequence[TemplateRow]
    words: Sequence[tuple[str, str, str]]
    form: forms.NumberWordForm


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a kind, as it is written in a template."""

    written: str
    label: str
    example: str
    typed: bool
    deeper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateOf(Page):
    """The template of one kind: its fields, a download, a new one."""

    code: str
    title: str
    office: int
    own: int | None
    name: str
    fields: Sequence[FieldRow]
    form: forms.TemplateForm
