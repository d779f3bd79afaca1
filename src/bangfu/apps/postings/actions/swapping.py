"""Two people exchange their posts, or one moves to another: recalled and opened, or neither."""

from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.days import said
from bangfu.core.duty.posting_steps import SamePerson
from bangfu.core.refusal import Refusal

from .opening import Draft, open_postings
from .steps import held_posting, recall_posting


class OtherProgramme(Refusal):
    """Posts of two programmes are not exchanged: each has nominations and rules of its own."""


class SamePost(Refusal):
    """Both serve on the same post, or the person is there already."""


class NothingLeft(Refusal):
    """On the day of the change no day of the posting, or of the other post, is left."""


@transaction.atomic
def swap_postings(
    *, posting: Posting, other: Posting, on: date, reason: str, by: User | None, document: str = ""
) -> list[Posting]:
    """Exchange the posts of two people from a day on, each until the other's end.

    Both postings are recalled and two new ones opened, each naming its predecessor. Raises
    ``SamePerson``, ``SamePost``, ``OtherProgramme`` or ``NothingLeft``, and as
    :func:`recall_posting` and :func:`open_postings`; then nothing has changed.
    """
    first, second = sorted((posting, other), key=lambda one: one.pk)
    held = {one.pk: held_posting(one) for one in (first, second)}
    here, there = held[posting.pk], held[other.pk]
    _refuse_pair(here, there)
    ends = {one.pk: one.ends_before for one in (here, there)}
    for one in (here, there):
        if on >= ends[one.pk]:
            raise _nothing_left(one, on)
    _recall((here, there), on=on, reason=reason, by=by)
    drafts = [
        _draft(taken=there, by_whom=here, on=on, ends_before=ends[there.pk]),
        _draft(taken=here, by_whom=there, on=on, ends_before=ends[here.pk]),
    ]
    return open_postings(drafts=drafts, by=by, batch=here.batch, appointment_document=document)


@transaction.atomic
def move_posting(
    *, posting: Posting, need: Need, on: date, reason: str, by: User | None, document: str = ""
) -> Posting:
    """Move one person to another post from a day on, until the own end or that of the need.

    Raises as :func:`swap_postings`.
    """
    held = held_posting(posting)
    if held.need_id == need.pk:
        raise SamePost(
            zh=f"{held.worker}已在该岗位，无需调整。", en=f"{held.worker} is on that post already."
        )
    if held.programme_id != need.programme_id:
        raise _other_programme()
    ends_before = min(held.ends_before, need.ends_before)
    if on >= ends_before:
        raise _nothing_left(held, on)
    _recall((held,), on=on, reason=reason, by=by)
    draft = Draft(
        need=need,
        worker=held.worker,
        starts_on=max(on, held.starts_on, need.starts_on),
        ends_before=ends_before,
    )
    opened = open_postings(drafts=[draft], by=by, batch=held.batch, appointment_document=document)
    return opened[0]


def _recall(postings: tuple[Posting, ...], *, on: date, reason: str, by: User | None) -> None:
    for one in postings:
        recall_posting(posting=one, on=on, reason=reason, by=by)


def _draft(*, taken: Posting, by_whom: Posting, on: date, ends_before: date) -> Draft:
    return Draft(
        need=taken.need,
        worker=by_whom.worker,
        starts_on=max(on, taken.starts_on),
        ends_before=ends_before,
        sessions_per_week=taken.sessions_per_week,
        predecessor=taken,
    )


def _refuse_pair(here: Posting, there: Posting) -> None:
    if here.worker_id == there.worker_id:
        raise SamePerson(zh="请选择另一人的派驻进行对调。", en="Choose another person's posting.")
    if here.need_id == there.need_id:
        raise SamePost(
            zh="两人在同一岗位，无需对调。", en="Both serve on the same post; nothing to exchange."
        )
    if here.programme_id != there.programme_id:
        raise _other_programme()


def _other_programme() -> OtherProgramme:
    return OtherProgramme(
        zh="不同项目的人选和规定不同，不能跨项目调换。",
        en="Posts of two programmes are not exchanged.",
    )


def _nothing_left(posting: Posting, on: date) -> NothingLeft:
    return NothingLeft(
        zh=f"{said(on)}起{posting.worker}的派驻或对方岗位已无剩余期限，请提前调换日期。",
        en=f"Nothing is left of the posting of {posting.worker}, or of the post, on {on}.",
    )
