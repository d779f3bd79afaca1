"""A paper as files: its values, filled into the template in use, and the pages that this gives."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec
from django.utils.translation import override

from bangfu.apps.evidence import folder
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.evidence.refusals import ContentGone
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.filling import filled
from bangfu.core.documents.paper import Paper
from bangfu.core.documents.reading import read_paper
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.web.printing import paper_pdf

from .kinds import KINDS
from .kinds.frame import DAY, NUMBER, OFFICE, Absolute, Gathered, Kind, as_filled, paragraphs_of
from .models import Document, Template

DRAFT_NUMBER = "（草稿，未编号）"
DRAFT_MARK = "草稿"
LONG_NAME = 9
"""Characters; a longer office's name with 文件 does not fit one line of large red type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper as it stands now: what is on record with what was typed, and a digest of it all."""

    gathered: Gathered
    values: Mapping[str, Any]
    digest: str
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The file a paper is made from, and its name."""

    content: bytes
    name: str
    digest: str


def kind_of(document: Document) -> Kind:
    """What its kind says of it."""
    return KINDS[DocumentKind.of(document.kind)]


def drafted(document: Document, *, on: date, absolute: Absolute) -> Draft:
    """A draft with what is on record on a day, in Chinese. Raises ``SubjectGone``."""
    kind = kind_of(document)
    gathered = gathered_of(kind, document.subject, on=on, absolute=absolute)
    values = dict(gathered.values)
    for field in kind.typed:
        typed = str(document.typed.get(field.name, gathered.initial.get(field.name, "")))
        values[field.name] = paragraphs_of(typed) if field.shape == "paragraphs" else typed
    empty = tuple(one.name for one in kind.typed if one.needed and not values[one.name])
    values |= ground(document.office)
    return Draft(gathered=gathered, values=values, digest=digest_of("", values, ""), empty=empty)


def gathered_of(kind: Kind, subject: str, *, on: date, absolute: Absolute) -> Gathered:
    """What is on record, in Chinese whatever the reader's language. Raises ``SubjectGone``."""
    with override("zh-hans"):
        return kind.gather(subject, on, absolute)


def ground(
    office: Institution, *, number: str = DRAFT_NUMBER, on: date | None = None
) -> dict[str, Any]:
    """The values that every paper has."""
    return {
        OFFICE: office.name,
        "office_long": len(office.name) > LONG_NAME,
        NUMBER: number,
        DAY: day(on).zh if on else "　　年　月　日",
    }


def kept(file: StoredFile, name: str) -> bytes:
    """The content of a file as it was issued; raises ``ContentGone``."""
    try:
        return folder.path_of(file.digest).read_bytes()
    except FileNotFoundError:
        raise ContentGone(name) from None


def form_in_use(office: Institution, kind: Kind) -> Form:
    """The office's own template of a kind, or else the one that comes with the product."""
    own = Template.objects.in_use().filter(office=office, kind=kind.code.value)
    if row := own.select_related("file").first():
        return Form(kept(row.file, row.name), row.name, row.file.digest)
    return shipped_form(kind.code)


@cache
def shipped_form(code: DocumentKind) -> Form:
    """The template that comes with the product: drawn once, the same on every machine."""
    content = KINDS[code].draw()
    return Form(content, f"{code.zh}.docx", hashlib.sha256(content).hexdigest())


def word_of(kind: Kind, form: Form, values: Mapping[str, Any]) -> bytes:
    """The paper in Word; raises what :func:`core.documents.filling.filled` raises."""
    return filled(form.content, as_filled(kind, values), name=form.name)


def paper_of(kind: Kind, form: Form, values: Mapping[str, Any]) -> Paper:
    """What its pages show."""
    return read_paper(word_of(kind, form, values), name=form.name)


def pdf_of(paper: Paper, *, title: str, at: datetime, draft: bool) -> bytes:
    """The paper as PDF; a draft says so across each page."""
    return paper_pdf(paper, title=title, at=at, mark=DRAFT_MARK if draft else "")


def digest_of(number: str, values: Mapping[str, Any], form: str) -> str:
    """What a paper is known by: SHA-256 of number, values and template, in hexadecimal."""
    whole = msgspec.json.encode([number, dict(values), form], order="deterministic")
    return hashlib.sha256(whole).hexdigest()
