"""Where a programme stands on paper and who takes part: basis, term, parties, leading groups."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from .vocabulary import Category, Level, PartyRole
from .words import AreaCode, Code, Coded, Count, Section, Text


class DocumentRole(Coded):
    """What a document is to a programme."""

    ISSUED = "issued", "项目文件", "issued for the programme"
    LEGAL_BASIS = "legal_basis", "上级依据", "legal basis"
    REPORT = "report", "公开报道", "public report"
    ANNEX = "annex", "附件", "annex"


class BasisDocument(Section, frozen=True, kw_only=True):
    """A document the programme rests on or is known from; ``number`` is its 发文字号."""

    code: Code
    role: DocumentRole
    title: Text
    number: str = ""
    publisher: Text | None = None
    on: date | None = None
    note: Text | None = None


class Headline(Coded):
    """What stands at the head of a definition, where no table carries a ``source``."""

    TITLE = "title", "项目名称", "title"
    EDITION = "edition", "版本", "edition"
    AREA = "area", "行政区划", "area"
    ISSUER = "issuer", "发文单位", "issuer"
    DOCUMENT = "document", "文号与日期", "number and day"
    PRINCIPLES = "principles", "工作原则", "principles"


Quote = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        extra={
            "zh": "原文中的一句话，1 至 600 字",
            "en": "a sentence of the document, 1 to 600 characters",
        },
    ),
]


class Passage(Section, frozen=True, kw_only=True):
    """Sentences of a basis document that something was taken from; ××× stands for persons.

    A table names a passage as its ``source``; what stands at the head is named in ``states``.
    """

    code: Code
    document: Code
    quotes: Annotated[
        tuple[Quote, ...],
        Meta(min_length=1, extra={"zh": "至少一句原文", "en": "at least one sentence"}),
    ]
    states: tuple[Headline, ...] = ()


class Basis(Section, frozen=True, kw_only=True):
    """What the programme rests on."""

    documents: tuple[BasisDocument, ...] = ()
    principles: tuple[Text, ...] = ()
    passages: tuple[Passage, ...] = ()

    def document_of(self, source: str | None) -> BasisDocument | None:
        """The document a source names, itself or by one of its passages."""
        quoted = next((p.document for p in self.passages if p.code == source), source)
        return next((one for one in self.documents if one.code == quoted), None)


class Assumption(Section, frozen=True, kw_only=True):
    """Something the definition sets that its documents do not say: what, and why so.

    A figure elsewhere names an assumption, or a basis document, as its ``source``.
    """

    code: Code
    what: Text
    why: Text


class Aim(Section, frozen=True, kw_only=True):
    """One aim of the programme, in the words of its notice."""

    code: Code
    title: Text
    source: Code | None = None


class Term(Section, frozen=True, kw_only=True):
    """The days a programme runs; ``ends_before`` is the first day no longer covered."""

    starts_on: date
    ends_before: date
    label: Text | None = None
    source: Code | None = None


class Selection(Section, frozen=True, kw_only=True):
    """Which institutions of the registry a party gathers; every condition given must hold."""

    levels: tuple[Level, ...] = ()
    categories: tuple[Category, ...] = ()
    area: AreaCode | None = None
    weak: bool | None = None


class NamedInstitution(Section, frozen=True, kw_only=True):
    """One institution a party gathers by name; ``registered`` is its registry code, if known."""

    title: Text
    category: Category | None = None
    level: Level | None = None
    area: AreaCode | None = None
    registered: str = ""


class Party(Section, frozen=True, kw_only=True):
    """A party: one institution, or institutions of one role that are spoken of together.

    ``count`` is how many there are, where the documents say so.
    """

    code: Code
    title: Text
    role: PartyRole
    count: Count | None = None
    institutions: tuple[NamedInstitution, ...] = ()
    selects: Selection | None = None
    duties: tuple[Text, ...] = ()
    source: Code | None = None


class Office(Section, frozen=True, kw_only=True):
    """An office or post, never a person's name."""

    title: Text
    party: Code | None = None


class LeadingGroup(Section, frozen=True, kw_only=True):
    """A leading group or guidance committee and the offices in it."""

    title: Text
    head: Office | None = None
    offices: tuple[Office, ...] = ()
    secretariat: Office | None = None
    duties: tuple[Text, ...] = ()
    source: Code | None = None


class Meeting(Section, frozen=True, kw_only=True):
    """A meeting the programme holds: kick-off, review, welcome."""

    title: Text
    on: date | None = None
    people: Count | None = None
    or_more: bool = False
    source: Code | None = None


class Parties(Section, frozen=True, kw_only=True):
    """Who takes part, who leads, and which meetings bind them."""

    members: Annotated[
        tuple[Party, ...],
        Meta(min_length=1, extra={"zh": "至少一个参与方", "en": "at least one party"}),
    ]
    leading_groups: tuple[LeadingGroup, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    principles: tuple[Text, ...] = ()

    def by_code(self, code: str) -> Party | None:
        """The party of a code, or nothing."""
        return next((party for party in self.members if party.code == code), None)
