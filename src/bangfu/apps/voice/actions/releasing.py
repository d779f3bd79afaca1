"""An answer is published in its own words, without anything personal, by two people."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.voice.models import PublicRequest, Release
from bangfu.core.refusal import Refusal
from bangfu.core.voice.personal import personal_in
from bangfu.core.voice.request_life import State

from .taking import record


class NotAnswered(Refusal):
    """Only what was answered is published, and in words."""


class StillPersonal(Refusal):
    """The text still names somebody or holds a number."""


class ApprovedAlone(Refusal):
    """Who wrote the text does not approve it."""


class AlreadyReleased(Refusal):
    """The answer is public already, or is not."""


@transaction.atomic
def draft_release(
    *, request: PublicRequest, question: str, answer: str, by: User | None, at: datetime
) -> Release:
    """Write what would be published; nobody outside sees it yet.

    Raises ``NotAnswered``, ``StillPersonal`` or ``AlreadyReleased``.
    """
    found = _locked(request)
    if found.state not in (State.ANSWERED.value, State.CLOSED.value):
        raise NotAnswered(zh="答复以后才能公开。", en="It is published after its answer.")
    if not question.strip() or not answer.strip():
        raise NotAnswered(zh="请写明公开的问题和答复。", en="Write the question and the answer.")
    refuse_personal(found, question, answer)
    known = Release.objects.filter(request=found).first()
    if known is not None and known.approved_at and not known.withdrawn_at:
        raise AlreadyReleased(
            zh="答复已公开，更改前请先撤下。", en="Take it off before changing it."
        )
    row = known or Release(request=found)
    row.question, row.answer = question.strip(), answer.strip()
    row.written_by, row.written_at = by, at
    row.approved_by = row.approved_at = row.withdrawn_by = row.withdrawn_at = None
    row.withdrawn_reason = ""
    row.save()
    record("request.release_drafted", found, by=by)
    return row


@transaction.atomic
def approve_release(*, release: Release, by: User, at: datetime) -> Release:
    """Publish what somebody else wrote. Raises ``ApprovedAlone`` or ``StillPersonal``."""
    found = _locked(release.request)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if row.approved_at is not None:
        raise AlreadyReleased(zh="答复已公开。", en="It is public already.")
    writers = {row.written_by_id, *found.steps.filter(step="answer").values_list("by", flat=True)}
    if by.pk in writers:
        raise ApprovedAlone(
            zh="公开答复须由拟稿人和答复人以外的人审核。",
            en="Somebody other than its writer approves an answer.",
        )
    refuse_personal(found, row.question, row.answer)
    row.approved_by, row.approved_at = by, at
    row.save()
    record("request.released", found, by=by)
    return row


@transaction.atomic
def withdraw_release(*, release: Release, reason: str, by: User | None, at: datetime) -> Release:
    """Take a published answer off the public page, with a reason."""
    found = _locked(release.request)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if row.approved_at is None or row.withdrawn_at is not None:
        raise AlreadyReleased(zh="此答复没有公开。", en="It is not public.")
    if not reason.strip():
        raise NotAnswered(zh="请写明撤下原因。", en="Say why it is taken off.")
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, reason.strip()[:200]
    row.save()
    record("request.release_withdrawn", found, by=by, reason=row.withdrawn_reason)
    return row


def _locked(request: PublicRequest) -> PublicRequest:
    rows = PublicRequest.objects.select_for_update(of=("self",))
    return rows.select_related("code__programme", "institution").get(pk=request.pk)


def refuse_personal(request: PublicRequest, *texts: str) -> None:
    """Raise ``StillPersonal`` where a text that others will read says who asked."""
    names = (request.name, request.telephone)
    found = [one for text in texts for one in personal_in(text, names=names)]
    if found:
        listed = "、".join(f"{one.kind.zh}“{one.text}”" for one in found[:5])
        raise StillPersonal(
            zh=f"公开前请删去个人信息：{listed}。",
            en=f"Remove what is personal first: {', '.join(one.text for one in found[:5])}.",
        )
