"""Signing a hand-over, and the host's step that records it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Handover, Signature
from bangfu.apps.completion.sheets import begun, recorded_sheet, title_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.actions import event_about, hand_over_posting
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import handover as core
from bangfu.core.duty.days import said
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal

from .evaluating import HasAnAccount
from .handing_over import (
    held_for_handover,
    held_list,
    next_of,
    refuse_unready,
    refuse_unseen,
)


class NotTheDayYet(Refusal):
    """A hand-over is signed on its day or later."""


class SignedForTwo(Refusal):
    """One person signs for one side."""


@transaction.atomic
def sign_handover(
    *,
    posting: Posting,
    signatory: Signatory,
    seen: int,
    by: User | None,
    at: datetime,
    on_paper: bool = False,
) -> Signature:
    """One side signs the list of revision ``seen``; the host's, where last, also records it.

    ``on_paper``: the host enters the signature of somebody without an account, from the printed
    sheet. Raises ``ItemsOpen``, ``AlreadySigned``, ``NoSuchSignatory``, ``ListChanged``,
    ``NotTheDayYet``, ``SignedForTwo``, ``HasAnAccount``, ``HandoverDayWrong`` where the days have
    changed since, ``SuccessorGone``, ``NotNow`` or ``NoList``.
    """
    held = held_for_handover(posting)
    row = held_list(held)
    refuse_unready(held)
    refuse_unseen(row, seen)
    sheet = core.sign(recorded_sheet(row), signatory)
    _refuse_changed_days(held, row)
    _refuse_early(row, at)
    _refuse_for_two(row, by, on_paper=on_paper)
    if on_paper:
        _refuse_paper(held, row, signatory)
    name = _name_of(held, row, signatory, by)
    signature = Signature.objects.create(
        handover=row, signatory=signatory.value, by=by, name=name, at=at, on_paper=on_paper
    )
    entry = event_about(
        "handover.signed",
        held,
        worker=held.worker.name,
        signatory=signatory.zh,
        on_paper=on_paper,
    )
    journal.record_many(actor=by, events=[entry])
    if sheet.complete and signatory is Signatory.HOST:
        _complete(held, row, sheet, by=by)
    return signature


@transaction.atomic
def finish_handover(*, posting: Posting, by: User | None) -> Posting:
    """The host records a hand-over that everybody has signed.

    Raises ``HandoverOpen``, ``HandoverDayWrong``, ``SuccessorGone``, ``NotNow`` or ``NoList``.
    """
    held = held_for_handover(posting)
    row = held_list(held)
    refuse_unready(held)
    _refuse_changed_days(held, row)
    return _complete(held, row, recorded_sheet(row), by=by)


def _complete(posting: Posting, row: Handover, sheet: core.Handover, *, by: User | None) -> Posting:
    return hand_over_posting(
        posting=posting, on=row.on, complete=sheet.complete, side=Side.HOST, by=by
    )


def _refuse_changed_days(posting: Posting, row: Handover) -> None:
    """A recall or a late arrival since the list was begun may have moved the days apart."""
    following = next_of(posting, row.successor)
    items = [title_of(one) for one in row.items.all()]
    begun(posting, successor=following, on=row.on, items=items)


def _refuse_early(row: Handover, at: datetime) -> None:
    if timezone.localdate(at) < row.on:
        raise NotTheDayYet(
            zh=f"交接日期为{said(row.on)}，请当日签字；日期有变的，请先修改交接日期。",
            en=f"The hand-over is on {row.on}; sign on that day, or change the day first.",
        )


def _refuse_for_two(row: Handover, by: User | None, *, on_paper: bool) -> None:
    standing = row.signatures.filter(fell_at=None, on_paper=False)
    if by is not None and not on_paper and (other := standing.filter(by=by).first()):
        as_whom = Signatory.of(other.signatory)
        raise SignedForTwo(
            zh=f"您已作为{as_whom.zh}签字，一人只能代表一方，请由其他人员签字。",
            en=f"You have signed as {as_whom.en}; somebody else signs for the other side.",
        )


def _refuse_paper(posting: Posting, row: Handover, signatory: Signatory) -> None:
    stays = {Signatory.LEAVER: posting, Signatory.SUCCESSOR: row.successor}
    stay = stays.get(signatory)
    if stay is None or stay.worker.account_id is not None:
        raise HasAnAccount(
            zh=f"{signatory.zh}可以登录本系统签字，不用纸质签字。",
            en=f"The {signatory.en} can sign in this system; no paper is needed.",
        )


def _name_of(posting: Posting, row: Handover, signatory: Signatory, by: User | None) -> str:
    if signatory is Signatory.LEAVER:
        return posting.worker.name
    if signatory is Signatory.SUCCESSOR and row.successor:
        return row.successor.worker.name
    return by.name if by else posting.host.name
