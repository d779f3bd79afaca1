"""Lists and notices are written from the records of their day."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.publicity.lists import rows_of
from bangfu.apps.publicity.models import PublicList
from bangfu.core.refusal import Refusal

from .releasing import TermMissing, held_draft, record, refuse_personal, said


class ListEmpty(Refusal):
    """The programme has nobody to list."""


@transaction.atomic
def write_list(
    *,
    programme: Programme,
    kind: str,
    title: str,
    office: str,
    by: User,
    on: date,
    at: datetime,
    words: str = "",
    telephone: str = "",
    shown_until: date | None = None,
) -> PublicList:
    """Write a list as the records stand on a day; nobody outside sees it yet.

    Raises ``Unsaid``, ``TermMissing``, ``ListEmpty`` or ``PersonalInside``.
    """
    row = PublicList(programme=programme, kind=PublicList.Kind(kind), area_code=programme.area_code)
    _fill(row, title, office, words, telephone, shown_until, on=on)
    row.written_by, row.written_at = by, at
    row.save()
    record("written", row, by=by)
    return row


@transaction.atomic
def revise_list(
    *,
    row: PublicList,
    title: str,
    office: str,
    by: User,
    on: date,
    at: datetime,
    words: str = "",
    telephone: str = "",
    shown_until: date | None = None,
) -> PublicList:
    """Write a list anew before it is released, from the records of the day; as ``write_list``.

    Who revises it is its writer from then on. Raises ``NotReleasable`` besides.
    """
    held = held_draft(row)
    _fill(held, title, office, words, telephone, shown_until, on=on)
    held.written_by, held.written_at = by, at
    held.save()
    record("revised", held, by=by)
    return held


def _fill(
    row: PublicList,
    title: str,
    office: str,
    words: str,
    telephone: str,
    shown_until: date | None,
    *,
    on: date,
) -> None:
    row.title = said(title, "请填写标题。", "Give it a title.")
    row.office = said(office, "请填写公开单位。", "Name the office.")
    row.words, row.telephone, row.shown_until = words.strip(), telephone.strip(), shown_until
    if row.kind == PublicList.Kind.NOTICE:
        row.words = said(words, "请填写正文。", "Write the text.")
    if row.kind == PublicList.Kind.PERSONS and shown_until is None:
        raise TermMissing(
            zh="人员名单须填写公示截止日期。", en="A list of people needs its last public day."
        )
    if shown_until is not None and shown_until < on:
        raise TermMissing(zh="公示截止日期应在今天或以后。", en="The last public day has passed.")
    refuse_personal(row.title, row.words)
    row.rows = rows_of(row.kind, row.programme, on=on)
    if row.kind != PublicList.Kind.NOTICE and not row.rows:
        raise ListEmpty(
            zh="此项目目前没有可以列入名单的记录。", en="This programme has nothing to list yet."
        )
