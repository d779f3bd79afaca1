"""Papers drafted, filled in, issued with their number, withdrawn."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Absolute
from bangfu.apps.documents.making import (
    digest_of,
    drafted,
    form_in_use,
    gathered_of,
    ground,
    kind_of,
    paper_of,
    pdf_of,
    word_of,
)
from bangfu.apps.documents.models import Document, NumberWord
from bangfu.apps.evidence.actions import store
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series, WordMissing, number_of
from bangfu.core.evidence import Clean, Kind
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.refusal import Refusal


class NotADraft(Refusal):
    """Only drafts are changed."""

    def __init__(self) -> None:
        super().__init__(
            zh="该文书已签发或已作废，不能再修改；需要更正的，请撤回后重新起草。",
            en="This paper is issued or abandoned; withdraw it and draft another to correct it.",
        )


class ChangedMeanwhile(Refusal):
    """Somebody else filled in the draft since it was opened."""

    def __init__(self, who: str) -> None:
        super().__init__(
            zh=f"{who}刚刚修改了这份草稿；您填写的内容仍在下面，请对照后再保存。",
            en=f"{who} has just changed this draft; what you wrote is below, compare and save.",
        )


class RecordMoved(Refusal):
    """What is on record is not what the issuer saw any more."""

    def __init__(self) -> None:
        super().__init__(
            zh="您打开后，这份文书的数据有变化；请查看下面的最新内容，确认后再签发。",
            en="Its figures have changed since you opened it; look at it again, then issue it.",
        )


class WordsMissing(Refusal):
    """A field that the office fills in is empty."""

    def __init__(self, labels: str, english: str) -> None:
        super().__init__(
            zh=f"签发前请先填写：{labels}。", en=f"Before it is issued, fill in: {english}."
        )


class NotIssued(Refusal):
    """Only papers that stand are withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            zh="只有已签发、未撤回的文书才能撤回。", en="Only an issued paper can be withdrawn."
        )


class NoReason(Refusal):
    """A withdrawal says why."""

    def __init__(self) -> None:
        super().__init__(zh="请写明撤回原因。", en="Say why it is withdrawn.")


@transaction.atomic
def draft_document(
    *,
    kind: DocumentKind,
    subject: str,
    office: Institution,
    by: User | None,
    at: datetime,
    absolute: Absolute,
) -> Document:
    """Begin a paper; the office's standing draft about the same is given back.

    Raises ``SubjectGone``.
    """
    held = Institution.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = Document.objects.drafts().filter(kind=kind.value, subject=subject, office=held)
    if found := known.first():
        return found
    on = timezone.localdate(at)
    gathered = gathered_of(KINDS[kind], subject, on=on, absolute=absolute)
    made = Document.objects.create(
        kind=kind.value,
        office=held,
        area_code=held.area_code,
        programme=gathered.programme,
        subject=subject,
        title=gathered.title[:200],
        typed=dict(gathered.initial),
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    _record("document.drafted", made, by=by)
    return made


@transaction.atomic
def fill_in(
    *, document: Document, words: Mapping[str, str], seen: str, by: User | None, at: datetime
) -> Document:
    """Put the office's own words into a draft.

    ``seen`` is the moment of the last change as the page showed it. Raises ``NotADraft`` or
    ``ChangedMeanwhile``.
    """
    held = _held(document)
    if not held.is_draft:
        raise NotADraft
    if seen and seen != held.changed_at.isoformat():
        raise ChangedMeanwhile(str(held.changed_by or held.office.name))
    known = {one.name for one in kind_of(held).typed}
    held.typed = {name: text.strip() for name, text in words.items() if name in known}
    held.title = (held.typed.get("title") or held.title)[:200]
    held.changed_by, held.changed_at = by, at
    held.save(update_fields=["typed", "title", "changed_by", "changed_at"])
    _record("document.filled_in", held, by=by)
    return held


@transaction.atomic
def issue_document(
    *, document: Document, seen: str | None, by: User | None, at: datetime, absolute: Absolute
) -> Document:
    """Issue a draft: it takes the next number of its office's year, and never changes again.

    ``seen`` is the digest of what the issuer looked at, nothing where it is issued as it stands.
    Raises ``NotADraft``, ``RecordMoved``, ``WordsMissing``, ``WordMissing``, or what filling the
    template raises.
    """
    on = timezone.localdate(at)
    held = _held(document)
    if not held.is_draft:
        raise NotADraft
    kind = kind_of(held)
    draft = drafted(held, on=on, absolute=absolute)
    if seen is not None and draft.digest != seen:
        raise RecordMoved
    if draft.empty:
        lacking = [one.label for one in kind.typed if one.name in draft.empty]
        raise WordsMissing(
            "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
        )
    _number(held, kind.series, on.year)
    values = {**draft.values, **ground(held.office, number=held.number, on=on)}
    form = form_in_use(held.office, kind)
    word = word_of(kind, form, values)
    pdf = pdf_of(paper_of(kind, form, values), title=held.title, at=at, draft=False)
    held.values, held.digest = values, digest_of(held.number, values, form.digest)
    held.word_file = _kept(word, held.title, Kind.DOCX, by=by, at=at)
    held.pdf_file = _kept(pdf, held.title, Kind.PDF, by=by, at=at)
    held.issued_by, held.issued_at, held.changed_at = by, at, at
    held.save()
    _record("document.issued", held, by=by, document_number=held.number, digest=held.digest)
    return held


@transaction.atomic
def withdraw_document(
    *, document: Document, reason: str, by: User | None, at: datetime
) -> Document:
    """Withdraw an issued paper; it stays on record with its number and the reason.

    Raises ``NotIssued`` or ``NoReason``.
    """
    held = _held(document)
    if held.issued_at is None or held.withdrawn_at is not None:
        raise NotIssued
    if not reason.strip():
        raise NoReason
    held.withdrawn_by, held.withdrawn_at, held.changed_at = by, at, at
    held.withdraw_reason = reason.strip()[:200]
    held.save()
    _record(
        "document.withdrawn", held, by=by, document_number=held.number, reason=held.withdraw_reason
    )
    return held


@transaction.atomic
def drop_draft(*, document: Document, by: User | None, at: datetime) -> Document:
    """Give up a draft; it stays on record. Raises ``NotADraft``."""
    held = _held(document)
    if not held.is_draft:
        raise NotADraft
    held.dropped_at, held.changed_at = at, at
    held.save(update_fields=["dropped_at", "changed_at"])
    _record("document.dropped", held, by=by)
    return held


def _held(document: Document) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related("office", "programme")
    return rows.get(pk=document.pk)


def _number(document: Document, series: Series, year: int) -> None:
    """The next number of the office's year; numbers of withdrawn papers are not given again."""
    office = Institution.objects.select_for_update(no_key=True).get(pk=document.office_id)
    word = NumberWord.objects.filter(office=office, series=series.value).first()
    if word is None:
        raise WordMissing(
            zh=f"{office.name}还没有设置“{series.zh}”的发文字，请先在“模板和文号”中设置。",
            en=f'{office.name} has no word for numbers of "{series.en}" yet; set it first.',
        )
    taken = Document.objects.filter(office=office, series=series.value, year=year)
    latest: int = taken.aggregate(latest=Max("serial"))["latest"] or 0
    document.series, document.year, document.serial = series.value, year, latest + 1
    document.number = number_of(word.word, year, latest + 1)


def _kept(content: bytes, title: str, kind: Kind, *, by: User | None, at: datetime) -> StoredFile:
    digest = hashlib.sha256(content).hexdigest()
    name = f"{title[:100]}{kind.ending}"
    clean = Clean(name=name, kind=kind, content=content, digest=digest, upload_digest=digest)
    return store(clean=clean, by=by, at=at)


def _record(verb: str, document: Document, *, by: User | None, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=document,
        area_code=document.area_code,
        institution_code=document.office.code,
        programme=document.programme.code if document.programme else "",
        facts={
            "document_kind": DocumentKind.of(document.kind).zh,
            "title": document.title,
            **facts,
        },
    )
