"""What one person wrote is released by another, and withdrawn with a reason."""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.publicity.models import Publication, PublicList, Story
from bangfu.core.refusal import Refusal
from bangfu.core.voice.personal import personal_in

P = TypeVar("P", PublicList, Story)
VERBS = {PublicList: "public_list", Story: "story"}


class Unsaid(Refusal):
    """A title, a text or a reason is missing."""


class PersonalInside(Refusal):
    """The text holds a number or an address of somebody."""


class TermMissing(Refusal):
    """A list of people is public for a time, and that time is not over."""


class NotReleasable(Refusal):
    """It is public already, or was withdrawn."""


class NotConsented(Refusal):
    """Those whom a story shows have not agreed to it."""


class ReleasedAlone(Refusal):
    """Who wrote it does not release it."""


@transaction.atomic
def release(*, row: P, by: User, on: date, at: datetime) -> P:
    """Let everybody read what somebody else wrote.

    Raises ``NotReleasable``, ``ReleasedAlone``, ``TermMissing``, ``NotConsented`` or
    ``PersonalInside``.
    """
    held = held_draft(row)
    if by.pk == held.written_by_id:
        raise ReleasedAlone(
            zh="公开须由拟稿人以外的人审核。", en="Somebody other than its writer releases it."
        )
    if held.shown_until is not None and held.shown_until < on:
        raise TermMissing(
            zh="公开截止日期已过，请先修改。", en="Its last public day has passed; change it first."
        )
    if not getattr(held, "agreed", True):
        raise NotConsented(
            zh="请先确认涉及人员已同意公开。", en="Confirm first that those concerned agreed."
        )
    refuse_personal(*texts_of(held))
    held.approved_by, held.approved_at = by, at
    held.save(update_fields=["approved_by", "approved_at"])
    record("released", held, by=by)
    return held


@transaction.atomic
def withdraw(*, row: P, reason: str, by: User, at: datetime) -> P:
    """Take off what is public, or drop what was only written; the record stays.

    Raises ``NotReleasable`` or ``Unsaid``.
    """
    held: P = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise NotReleasable(zh="此件已撤下。", en="It was withdrawn already.")
    held.withdrawn_reason = said(reason, "请写明撤下原因。", "Say why it is taken off.")[:200]
    held.withdrawn_by, held.withdrawn_at = by, at
    held.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record("withdrawn", held, by=by, reason=held.withdrawn_reason)
    return held


def held_draft(row: P) -> P:
    """A row, locked, that was neither released nor withdrawn. Raises ``NotReleasable``."""
    held: P = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise NotReleasable(zh="此件已撤下，请重新拟稿。", en="It was withdrawn; write it anew.")
    if held.approved_at is not None:
        raise NotReleasable(
            zh="此件已公开；要更改的，请撤下后重新拟稿。",
            en="It is public; withdraw it and write it anew to change it.",
        )
    return held


def texts_of(row: Publication) -> list[str]:
    """What somebody wrote in it, without what records say."""
    if isinstance(row, Story):
        return [row.title, row.lead, row.words, row.caption]
    return [row.title, getattr(row, "words", "")]


def refuse_personal(*texts: str) -> None:
    """Raise ``PersonalInside`` where a text holds numbers or addresses of somebody."""
    found = [one for text in texts for one in personal_in(text)]
    if found:
        listed = "、".join(f"{one.kind.zh}“{one.text}”" for one in found[:5])
        raise PersonalInside(
            zh=f"公开前请删去个人信息：{listed}。",
            en=f"Remove what is personal first: {', '.join(one.text for one in found[:5])}.",
        )


def said(words: str, zh: str, en: str) -> str:
    """The words without blanks around them. Raises ``Unsaid``."""
    if not words.strip():
        raise Unsaid(zh=zh, en=en)
    return words.strip()


def record(what: str, row: PublicList | Story, *, by: User, **facts: object) -> None:
    """The one entry of a change."""
    journal.record(
        actor=by,
        verb=f"{VERBS[type(row)]}.{what}",
        subject=row,
        area_code=row.area_code,
        institution_code=row.institution.code if isinstance(row, Story) else "",
        programme=row.programme.code if row.programme else "",
        facts={"title": row.title, **facts},
    )
