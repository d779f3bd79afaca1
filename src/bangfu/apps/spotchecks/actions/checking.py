"""Carrying a check out: recorded once, by who drew it; dropped with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.spotchecks.models import Check, Draw, Presence
from bangfu.apps.spotchecks.queries.reach import is_seated
from bangfu.apps.spotchecks.queries.rosters import Rostered, rostered
from bangfu.core.duty.days import Half, said
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal
from bangfu.core.spotchecks.presence import Found, counts_as_off


class NotYourCheck(Refusal):
    """The lot gave the check to others."""


class AlreadyRecorded(Refusal):
    """The check is on record, or will not be carried out."""


class CheckedTooEarly(Refusal):
    """The day of a check lies between the draw and today."""


class SomebodyLeftOut(Refusal):
    """Of everybody on the roster it is said whether they were there."""


@dataclass(frozen=True, slots=True)
class Person:
    """What was found of one posted person, and how they explain it."""

    found: Found
    reason: str = ""


@transaction.atomic
def record_check(
    *,
    check: Check,
    people: Mapping[int, Person],
    on: date,
    half: Half,
    by: User,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    words: str = "",
    met: str = "",
    called: str = "",
    called_back: bool = False,
    files: Iterable[Clean] = (),
) -> Check:
    """Put on record what a check found; ``people`` by posting. What the roster said is filled in.

    Raises ``NotYourCheck``, ``AlreadyRecorded``, ``CheckedTooEarly`` or ``SomebodyLeftOut``.
    """
    held = _held(check)
    if not is_seated(by, held):
        raise NotYourCheck(
            zh="此项检查由抽中的检查人员记录。", en="The checkers drawn record this check."
        )
    _refuse_done(held)
    _refuse_untimely(held, on, today=timezone.localdate(at))
    concerned = rostered(held, on=on, half=half)
    _refuse_left_out(concerned, people)
    held.state, held.on, held.half = Check.State.RECORDED, on, half.value
    held.met, held.words = met.strip(), words.strip()
    held.called = called.strip()
    held.called_back_at = at if called_back and held.way == Draw.Way.TELEPHONE else None
    held.answers = dict(answers or {})
    held.recorded_by, held.recorded_at = by, at
    held.save()
    present = _present(held, concerned, people)
    attached = add_to_record(files=files, to=held, by=by, at=at)
    journal.record(
        actor=by,
        verb="check.recorded",
        subject=held,
        area_code=held.area_code,
        institution_code=held.host.code,
        programme=held.draw.programme.code,
        facts={
            "on": on,
            "host": held.host.name,
            "workers": len(present),
            "off_post": sum(row.off_post for row in present),
            **facts_of(attached),
        },
    )
    return held


@transaction.atomic
def drop_check(*, check: Check, reason: str, by: User | None, at: datetime) -> Check:
    """Say that a check will not be carried out, and why. Raises ``AlreadyRecorded``."""
    held = _held(check)
    _refuse_done(held)
    if not reason.strip():
        raise AlreadyRecorded(zh="请写明不再检查的原因。", en="Say why it is not carried out.")
    held.state, held.dropped_reason = Check.State.DROPPED, reason.strip()
    held.dropped_by, held.dropped_at = by, at
    held.save(update_fields=["state", "dropped_reason", "dropped_by", "dropped_at"])
    journal.record(
        actor=by,
        verb="check.dropped",
        subject=held,
        area_code=held.area_code,
        institution_code=held.host.code,
        programme=held.draw.programme.code,
        facts={"reason": held.dropped_reason},
    )
    return held


def _held(check: Check) -> Check:
    found = Check.objects.select_for_update(of=("self",))
    return found.select_related("draw__programme", "host", "posting").get(pk=check.pk)


def _refuse_done(check: Check) -> None:
    if check.state == Check.State.RECORDED and check.on:
        raise AlreadyRecorded(
            zh=f"此项检查已由{check.recorded_by}记录（{said(check.on)}），不能重复记录。",
            en=f"{check.recorded_by} has recorded this check ({check.on}) already.",
        )
    if check.state == Check.State.DROPPED:
        raise AlreadyRecorded(
            zh=f"此项检查不再进行：{check.dropped_reason}",
            en=f"This check is not carried out: {check.dropped_reason}",
        )


def _refuse_untimely(check: Check, on: date, *, today: date) -> None:
    drawn = timezone.localdate(check.draw.revealed_at) if check.draw.revealed_at else today
    if not drawn <= on <= today:
        raise CheckedTooEarly(
            zh=f"检查日期应在抽取当日（{said(drawn)}）到今天之间，请改正。",
            en=f"The day of a check lies between the draw ({drawn}) and today.",
        )


def _refuse_left_out(concerned: Sequence[Rostered], people: Mapping[int, Person]) -> None:
    missing = [one.posting.worker.name for one in concerned if one.posting.pk not in people]
    strange = people.keys() - {one.posting.pk for one in concerned}
    if missing or strange:
        raise SomebodyLeftOut(
            zh=(f"请逐人选择检查结果：{'、'.join(missing)}未选。" if missing else "")
            + ("所选日期的派驻人员有变化，请核对名单后重新提交。" if strange else ""),
            en="Say of everybody on the roster of that day what was found"
            + (f": {', '.join(missing)} left out." if missing else "."),
        )


def _present(
    check: Check, concerned: Sequence[Rostered], people: Mapping[int, Person]
) -> list[Presence]:
    return Presence.objects.bulk_create(
        Presence(
            check_made=check,
            posting=one.posting,
            expected=one.expected.value,
            found=people[one.posting.pk].found.value,
            off_post=counts_as_off(one.expected, people[one.posting.pk].found),
            reason=people[one.posting.pk].reason.strip(),
        )
        for one in concerned
    )
