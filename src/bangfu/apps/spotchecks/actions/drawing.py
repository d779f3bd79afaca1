"""Holding a draw: committed to, drawn with the public value, published; redrawn by two."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.models import Check, Draw, Seat, Subjects
from bangfu.apps.spotchecks.queries.listing import Drawable, Scheme, list_of, pool_of
from bangfu.core import draws
from bangfu.core.draws import DrawList
from bangfu.core.draws.drawing import PublicValueMissing, public_value
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal

REDRAWN = "本次抽取作废，重新抽取"


FURTHEST = timedelta(days=366)
"""A value further off is a slip of the pen: its draw would wait for ever."""


class NobodyListed(Refusal):
    """Nobody is on post there on that day."""


class NotDrawnYet(Refusal):
    """The step does not follow from where the draw stands."""


class ValueToCome(Refusal):
    """The public value cannot be known yet."""


class ListAltered(Refusal):
    """The list kept is not the one committed to."""


class StillChecking(Refusal):
    """Checks are still to be carried out."""


class CheckedAlready(Refusal):
    """A check of the draw is on record, so the draw stands."""


class SamePerson(Refusal):
    """A redraw needs a second person."""


@transaction.atomic
def commit_draw(
    *,
    scheme: Scheme,
    checkers: Sequence[User],
    title: str,
    public_event: str,
    public_after: datetime,
    by: User | None,
    at: datetime,
    replaces: Draw | None = None,
    seed: bytes | None = None,
) -> Draw:
    """Fix the list of a draw and a secret seed, and publish the commitment to both.

    ``replaces`` is a draw that was given up for this one. The seed is made here; tests and the
    demonstration name one. Raises ``ListRefused``, ``NobodyListed`` or ``NotDrawnYet``.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=scheme.programme.pk)
    if public_after - at > FURTHEST:
        raise NotDrawnYet(
            zh=f"公共数应在{FURTHEST.days}天内产生，请核对年份。",
            en=f"The public value is to come within {FURTHEST.days} days; check the year.",
        )
    pool = pool_of(scheme)
    if not pool:
        raise NobodyListed(
            zh=f"{said(scheme.as_of)}该范围内没有在岗的派驻人员，请调整项目、范围或日期。",
            en=f"Nobody is on post there on {scheme.as_of}; choose another scope or day.",
        )
    round_ = _next_round(replaces)
    listed = list_of(
        scheme,
        pool,
        checkers,
        title=title,
        public_event=public_event,
        public_after=public_after,
        committed_at=at,
        round_=round_,
    )
    secret = seed or draws.fresh_seed()
    fixed = draws.commit(listed, secret)
    draw = Draw.objects.create(
        programme=scheme.programme,
        area_code=scheme.area_code,
        title=listed.title,
        subjects=scheme.subjects,
        way=scheme.way,
        as_of=scheme.as_of,
        round=round_,
        replaces=replaces,
        listed=listed.plain(),
        size=len(listed.subjects),
        take=sum(stratum.take for stratum in listed.strata),
        list_digest=fixed.list_digest,
        commitment=fixed.commitment,
        seed=secret.hex(),
        public_event=listed.public_event,
        public_after=public_after,
        committed_by=by,
        committed_at=at,
    )
    _record("draw.committed", draw, by=by, rows=draw.size, digest=draw.commitment)
    return draw


@transaction.atomic
def reveal_draw(*, draw: Draw, value: str, by: User | None, at: datetime) -> Draw:
    """Mix in the public value: who is drawn, and who checks them.

    Raises ``NotDrawnYet``, ``ValueToCome``, ``ListAltered`` or ``PublicValueMissing``.
    """
    held = _held(draw)
    _refuse_unless(held, Draw.State.COMMITTED)
    if at < held.public_after:
        raise ValueToCome(
            zh="约定的公共数尚未产生，到时间后再抽取。", en="The public value is still to come."
        )
    listed = list_kept(held)
    held.public_value = _number(value)
    held.record = draws.record_of(listed, bytes.fromhex(held.seed), value)
    held.state, held.revealed_by, held.revealed_at = Draw.State.DRAWN, by, at
    held.save(update_fields=["public_value", "record", "state", "revealed_by", "revealed_at"])
    _give_out(held)
    _record("draw.revealed", held, by=by, amount=held.take, digest=held.record["digest"])
    return held


def _number(written: str) -> str:
    """The value as it counts; a slip without any digit could never be taken back."""
    value = public_value(written)
    if not re.search("[0-9]", value):
        raise PublicValueMissing(
            zh="公共数中没有数字，请按公布的号码照录。",
            en="There is no digit in the public value; enter it as it was announced.",
        )
    return value


@transaction.atomic
def publish_draw(*, draw: Draw, by: User | None, at: datetime) -> Draw:
    """Let everybody who takes part see who was drawn, and take the record home.

    Raises ``NotDrawnYet`` or ``StillChecking``.
    """
    held = _held(draw)
    _refuse_unless(held, Draw.State.DRAWN)
    if left := held.checks.waiting().count():
        raise StillChecking(
            zh=f"还有{left}项检查没有完成，完成后再公开，以免提前通知被查单位。",
            en=f"{left} checks are still to be carried out; publish afterwards.",
        )
    held.state, held.published_by, held.published_at = Draw.State.PUBLISHED, by, at
    held.save(update_fields=["state", "published_by", "published_at"])
    _record("draw.published", held, by=by)
    return held


@transaction.atomic
def ask_redraw(*, draw: Draw, reason: str, by: User, at: datetime) -> Draw:
    """Ask that a draw be given up and held anew; a second person agrees or not.

    Raises ``NotDrawnYet`` or ``CheckedAlready``.
    """
    held = _held(draw)
    _refuse_unless(held, Draw.State.COMMITTED, Draw.State.DRAWN)
    if held.redraw_asked_at:
        raise NotDrawnYet(zh="已申请重新抽取，待另一人同意。", en="A redraw is asked for already.")
    if not reason.strip():
        raise NotDrawnYet(zh="请写明重新抽取的原因。", en="Say why it should be drawn again.")
    _refuse_checked(held)
    held.redraw_reason, held.redraw_asked_by, held.redraw_asked_at = reason.strip(), by, at
    held.save(update_fields=["redraw_reason", "redraw_asked_by", "redraw_asked_at"])
    _record("draw.redraw_asked", held, by=by, reason=held.redraw_reason)
    return held


@transaction.atomic
def agree_redraw(*, draw: Draw, by: User, at: datetime) -> Draw:
    """Give a draw up: it stays on record as it is, its checks are not carried out.

    Raises ``NotDrawnYet``, ``SamePerson`` or ``CheckedAlready``.
    """
    held = _asked(draw, by)
    # A check recorded at this moment is waited for: then the draw stands.
    list(held.checks.select_for_update(of=("self",)).order_by("pk"))
    _refuse_checked(held)
    held.state = Draw.State.REPLACED
    held.redraw_agreed_by, held.redraw_agreed_at = by, at
    held.save(update_fields=["state", "redraw_agreed_by", "redraw_agreed_at"])
    held.checks.waiting().update(
        state=Check.State.DROPPED, dropped_reason=REDRAWN, dropped_by=by, dropped_at=at
    )
    _record("draw.redraw_agreed", held, by=by, reason=held.redraw_reason)
    return held


@transaction.atomic
def refuse_redraw(*, draw: Draw, by: User) -> Draw:
    """Let a draw stand. Raises ``NotDrawnYet`` or ``SamePerson``."""
    held = _asked(draw, by)
    reason, held.redraw_reason = held.redraw_reason, ""
    held.redraw_asked_by = held.redraw_asked_at = None
    held.save(update_fields=["redraw_reason", "redraw_asked_by", "redraw_asked_at"])
    _record("draw.redraw_refused", held, by=by, reason=reason)
    return held


def list_kept(draw: Draw) -> DrawList:
    """The list as it was committed to; raises ``ListAltered`` where the rows are not those."""
    try:
        listed = msgspec.convert(draw.listed, DrawList)
        seed = bytes.fromhex(draw.seed)
        sound = draws.commit(listed, seed).commitment == draw.commitment
    except (msgspec.ValidationError, ValueError, Refusal):
        sound = False
    if not sound:
        raise ListAltered(
            zh="保存的名单或种子与已公布的承诺不符，不能抽取。请核对日志，并重新组织抽取。",
            en="The list or the seed kept is not the one committed to; hold another draw.",
        )
    return listed


def _next_round(replaces: Draw | None) -> int:
    if replaces is None:
        return 1
    held = _held(replaces)
    _refuse_unless(held, Draw.State.REPLACED)
    if Draw.objects.filter(replaces=held).exists():
        raise NotDrawnYet(
            zh="作废的抽取已经重新组织过。", en="The draw given up was held anew already."
        )
    return held.round + 1


def _give_out(draw: Draw) -> None:
    """Rows for the checks drawn and who carries them out."""
    assert draw.record is not None  # noqa: S101 - the caller has just drawn
    result = {row["subject"]: row["checkers"] for row in draw.record["result"]}
    strata = {row["key"]: row["name"] for row in draw.listed["strata"]}
    stratum_of = {row["key"]: strata[row["stratum"]] for row in draw.listed["subjects"]}
    places = _places(draw, list(result))
    checks = Check.objects.bulk_create(
        Check(
            draw=draw,
            subject_key=key,
            stratum=stratum_of[key][:60],
            host=places[key].host,
            area_code=places[key].host.area_code,
            posting=places[key].posting,
            way=draw.way,
        )
        for key in result
    )
    Seat.objects.bulk_create(
        Seat(check_to_do=check, account_id=int(person.partition(":")[2]))
        for check in checks
        for person in result[check.subject_key]
    )


def _places(draw: Draw, keys: Sequence[str]) -> dict[str, Drawable]:
    named = [key.partition(":")[2] for key in keys]
    if draw.subjects == Subjects.POSTINGS:
        rows = Posting.objects.filter(pk__in=named).select_related("host", "home")
        return {
            f"posting:{row.pk}": Drawable(f"posting:{row.pk}", "", row.host, row, "", "")
            for row in rows
        }
    hosts = Institution.objects.filter(code__in=named)
    return {
        f"host:{host.code}": Drawable(f"host:{host.code}", "", host, None, "", "") for host in hosts
    }


def _held(draw: Draw) -> Draw:
    held = Draw.objects.select_for_update(of=("self",)).select_related("programme")
    return held.get(pk=draw.pk)


def _asked(draw: Draw, by: User) -> Draw:
    held = _held(draw)
    _refuse_unless(held, Draw.State.COMMITTED, Draw.State.DRAWN)
    if held.redraw_asked_at is None:
        raise NotDrawnYet(zh="没有待同意的重新抽取申请。", en="No redraw is asked for.")
    if held.redraw_asked_by_id == by.pk:
        raise SamePerson(
            zh="重新抽取须由申请人以外的另一人同意。",
            en="Somebody other than who asked for the redraw agrees to it.",
        )
    return held


def _refuse_unless(draw: Draw, *states: Draw.State) -> None:
    if draw.state not in states:
        state = draw.get_state_display()
        raise NotDrawnYet(
            zh=f"本次抽取当前为“{state}”，不能办理此事项。",
            en="This does not follow from where the draw stands.",
        )


def _refuse_checked(draw: Draw) -> None:
    if draw.checks.filter(state=Check.State.RECORDED).exists():
        raise CheckedAlready(
            zh="已有检查结果，不能重新抽取。", en="A check is on record; the draw stands."
        )


def _record(verb: str, draw: Draw, *, by: User | None, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=draw,
        area_code=draw.area_code,
        programme=draw.programme.code,
        facts=facts,
    )
