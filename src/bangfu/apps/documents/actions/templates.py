"""An office's own templates, and the words its numbers begin with."""

import hashlib
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import as_filled
from bangfu.apps.documents.models import NumberWord, Template
from bangfu.apps.evidence.actions import store
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.filling import refuse_template
from bangfu.core.documents.numbering import Series, cleaned_word
from bangfu.core.evidence import Clean, Kind
from bangfu.core.programmes.vocabulary_review import DocumentKind


@transaction.atomic
def put_template(
    *,
    office: Institution,
    kind: DocumentKind,
    content: bytes,
    name: str,
    by: User | None,
    at: datetime,
) -> Template:
    """Use a Word file for one kind of paper from now on; the one before is retired.

    Raises what ``core.documents.filling.refuse_template`` raises: nothing is kept of a template
    that cannot be filled.
    """
    of_kind = KINDS[kind]
    refuse_template(content, as_filled(of_kind, of_kind.example), name=name)
    held = Institution.objects.select_for_update(no_key=True).get(pk=office.pk)
    digest = hashlib.sha256(content).hexdigest()
    in_use = Template.objects.in_use().filter(office=held, kind=kind.value)
    if (same := in_use.filter(file__digest=digest).first()) is not None:
        return same
    in_use.update(retired_by=by, retired_at=at)
    clean = Clean(
        name=name[:120], kind=Kind.DOCX, content=content, digest=digest, upload_digest=digest
    )
    made = Template.objects.create(
        office=held,
        kind=kind.value,
        file=store(clean=clean, by=by, at=at),
        name=name[:120],
        put_by=by,
        put_at=at,
    )
    _record("document.template_put", made, kind, by=by, digest=digest[:16])
    return made


@transaction.atomic
def retire_template(*, template: Template, by: User | None, at: datetime) -> Template:
    """Go back to the product's template; one retired already stays so."""
    held = Template.objects.select_for_update(of=("self",)).select_related("office")
    row = held.get(pk=template.pk)
    if row.retired_at is None:
        row.retired_by, row.retired_at = by, at
        row.save(update_fields=["retired_by", "retired_at"])
        _record("document.template_retired", row, DocumentKind.of(row.kind), by=by)
    return row


@transaction.atomic
def set_number_word(
    *, office: Institution, series: Series, word: str, by: User | None
) -> NumberWord:
    """Set the word that an office's numbers of a series begin with; serials run on.

    Raises ``WordUnfit``.
    """
    row, _created = NumberWord.objects.update_or_create(
        office=office, series=series.value, defaults={"word": cleaned_word(word)}
    )
    journal.record(
        actor=by,
        verb="document.word_set",
        subject=row,
        area_code=office.area_code,
        institution_code=office.code,
        facts={"series": series.zh, "number_word": row.word},
    )
    return row


def _record(
    verb: str, row: Template, kind: DocumentKind, *, by: User | None, **facts: object
) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=row,
        area_code=row.office.area_code,
        institution_code=row.office.code,
        facts={"document_kind": kind.zh, "template": row.name, **facts},
    )
