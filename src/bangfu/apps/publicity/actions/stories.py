"""Stories are written by an office, with a photo where it has one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.programmes.models import Programme
from bangfu.apps.publicity.models import Story
from bangfu.apps.registry.models import Institution
from bangfu.core.evidence import Clean

from .releasing import held_draft, record, refuse_personal, said


@transaction.atomic
def write_story(
    *,
    institution: Institution,
    title: str,
    lead: str,
    words: str,
    by: User,
    at: datetime,
    programme: Programme | None = None,
    caption: str = "",
    agreed: bool = False,
    files: Iterable[Clean] = (),
) -> Story:
    """Write a story; nobody outside sees it yet. Raises ``Unsaid`` or ``PersonalInside``."""
    row = Story(institution=institution, area_code=institution.area_code, office=institution.name)
    _fill(row, title, lead, words, caption, agreed, programme)
    row.written_by, row.written_at = by, at
    row.save()
    attached = add_to_record(files=files, to=row, by=by, at=at)
    record("written", row, by=by, **facts_of(attached))
    return row


@transaction.atomic
def revise_story(
    *,
    row: Story,
    title: str,
    lead: str,
    words: str,
    by: User,
    at: datetime,
    programme: Programme | None = None,
    caption: str = "",
    agreed: bool = False,
    files: Iterable[Clean] = (),
) -> Story:
    """Change a story before it is released; a new photo takes the place of the one before.

    Raises ``NotReleasable``, ``Unsaid`` or ``PersonalInside``.
    """
    held = held_draft(row)
    _fill(held, title, lead, words, caption, agreed, programme)
    held.written_by, held.written_at = by, at
    held.save()
    given = list(files)
    if given:
        files_on(held).update(detached_at=at, detached_by=by, reason="拟稿时更换照片")
    attached = add_to_record(files=given, to=held, by=by, at=at)
    record("revised", held, by=by, **facts_of(attached))
    return held


def _fill(
    row: Story,
    title: str,
    lead: str,
    words: str,
    caption: str,
    agreed: bool,
    programme: Programme | None,
) -> None:
    row.title = said(title, "请填写标题。", "Give it a title.")
    row.lead = said(lead, "请填写提要。", "Write the lead.")
    row.words = said(words, "请填写正文。", "Write the text.")
    row.caption, row.agreed, row.programme = caption.strip(), agreed, programme
    refuse_personal(row.title, row.lead, row.words, row.caption)
