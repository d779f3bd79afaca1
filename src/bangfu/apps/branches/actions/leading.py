"""Who leads a branch: another secretary, and elections at the end of a term."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Election, Secretary

from .founding import SecretaryDraft, open_secretary
from .holding import held_branch, note, refuse_before, refuse_later
from .refusals import AlreadyKnown, DayWrong, NothingChanges, NotOfThisBranch

LARGEST_COMMITTEE = 9


@transaction.atomic
def change_secretary(
    *, branch: Branch, secretary: SecretaryDraft, on: date, by: User | None, today: date
) -> Secretary:
    """Let somebody else lead a branch from a day; who led before stays on record.

    Raises ``NothingChanges``, ``NotOfThisBranch`` for somebody employed elsewhere, ``DayWrong``
    or ``BranchEnded``.
    """
    held = held_branch(branch)
    refuse_later(on, today=today)
    refuse_before(on, held.founded_on, what="党支部成立日期", what_en="its founding")
    if not secretary.name.strip():
        raise NothingChanges(zh="请填写书记姓名。", en="Name the secretary.")
    _refuse_stranger(held, secretary)
    before = held.secretaries.filter(ends_before__isnull=True).first()
    if before is not None:
        if (before.worker_id, before.name, before.is_backbone, before.is_head) == (
            secretary.worker.pk if secretary.worker else None,
            secretary.name.strip(),
            secretary.is_backbone,
            secretary.is_head,
        ):
            raise NothingChanges(
                zh=f"{before}已是现任书记，没有变化。", en=f"{before} leads the branch already."
            )
        if on <= before.starts_on:
            raise DayWrong(
                zh="任职日期应晚于现任书记的任职日期，请核对。",
                en="The day lies after the present secretary's first day.",
            )
        before.ends_before = on
        before.save(update_fields=["ends_before"])
    row = open_secretary(held, secretary, on)
    note(
        "branch.secretary",
        held,
        by=by,
        on=on,
        secretary=row.name,
        previous=before.name if before else "",
    )
    return row


@transaction.atomic
def hold_election(
    *,
    branch: Branch,
    on: date,
    committee: Sequence[tuple[str, str]],
    by: User | None,
    at: datetime,
    today: date,
) -> Election:
    """Enter an election: a new term runs from that day. ``committee`` are pairs of post and name.

    Raises ``DayWrong``, ``AlreadyKnown`` or ``BranchEnded``.
    """
    held = held_branch(branch)
    refuse_later(on, today=today)
    refuse_before(on, held.founded_on, what="党支部成立日期", what_en="its founding")
    if held.elections.filter(on__gte=on).exists():
        raise AlreadyKnown(
            zh="当日或以后已登记过换届，请核对日期。",
            en="An election on that day or later is entered already.",
        )
    if len(committee) > LARGEST_COMMITTEE:
        raise AlreadyKnown(
            zh=f"支部委员会最多登记{LARGEST_COMMITTEE}人。",
            en=f"A committee has at most {LARGEST_COMMITTEE} names here.",
        )
    row = Election.objects.create(
        branch=held, on=on, committee=[[post, name] for post, name in committee], by=by, at=at
    )
    named = "、".join(f"{post}{name}" for post, name in committee)
    note("branch.elected", held, by=by, on=on, committee=named)
    return row


def _refuse_stranger(branch: Branch, secretary: SecretaryDraft) -> None:
    """A secretary of the registry is employed where the branch is."""
    if secretary.worker is None:
        return
    places = branch.seats.filter(ends_before__isnull=True)
    if not places.filter(institution=secretary.worker.home_id).exists():
        raise NotOfThisBranch(
            zh=f"{secretary.worker}不在“{branch}”所在单位，请核对；外派的书记只填写姓名。",
            en=f'{secretary.worker} is not employed where "{branch}" is.',
        )
