"""Objections: raised within the term, looked at again by two persons, decided by a third."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Mark, Objection, Recheck, Round, Subject
from bangfu.apps.appraisal.queries import reach, sheets
from bangfu.apps.evidence import actions as evidence
from bangfu.core.appraisal.arithmetic import canonical, exact
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.appraisal.rules.judgement import require_within
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal

from .deciding import keep_results
from .holding import held_subject, record_of_subject
from .marking import NotYours, item_of
from .rounds import ReasonMissing, restate

TWO = 2
"""Persons who look again, independently of each other and of the first look."""


class TermOver(Refusal):
    """The days for objections are over."""


class ObjectedAlready(Refusal):
    """An objection to this is being looked at."""


class NotIndependent(Refusal):
    """Who scored, or looked already, does not look again; who looked does not decide."""


class RecheckMissing(Refusal):
    """An objection is decided after two persons looked again."""


class ObjectionClosed(Refusal):
    """The objection was decided or withdrawn."""


@transaction.atomic
def object_to(
    *,
    subject: Subject,
    item: str = "",
    text: str,
    files: Sequence[Clean] = (),
    by: User,
    at: datetime,
    on: date,
) -> Objection:
    """Object to a result, or to one item of it, while the term runs.

    Raises ``NotYours``, ``TermOver``, ``ObjectedAlready``, ``ReasonMissing`` or ``UnknownItem``.
    """
    held = held_subject(subject, Round.State.ANNOUNCED)
    if not reach.acts_at(by, held, Reviewer.OWN):
        raise NotYours(zh="由考核对象提出异议。", en="The one appraised objects.")
    until = held.round.objections_until
    if until and on > until:
        raise TermOver(
            zh=f"异议期已于{until:%Y年%-m月%-d日}结束。", en=f"Objections ended on {until}."
        )
    if not text.strip():
        raise ReasonMissing(zh="请写明异议内容和理由。", en="Say what you object to, and why.")
    title = item_of(sheets.scheme_of(held.round), item).title.zh if item else ""
    waiting = (Objection.State.RECEIVED, Objection.State.RECHECKED)
    if Objection.objects.filter(subject=held, item=item, state__in=waiting).exists():
        raise ObjectedAlready(
            zh="对此已有一件异议正在复核，无需重复提出。", en="This is being looked at already."
        )
    row = Objection.objects.create(subject=held, item=item, text=text.strip(), by=by, at=at)
    attached = evidence.add_to_record(files=files, to=row, by=by, at=at)
    record_of_subject(
        "objection.raised", held, by=by, item=title, text=row.text, **evidence.facts_of(attached)
    )
    return row


@transaction.atomic
def recheck(
    *, objection: Objection, opinion: str, points: Decimal | None = None, by: User, at: datetime
) -> Recheck:
    """Look again as one of two persons, neither of whom scored the sheet.

    Raises ``NotYours``, ``NotIndependent``, ``ObjectionClosed``, ``ReasonMissing``, ``AboveCap``.
    """
    row, held = _held_objection(objection)
    _require_independent(held, by)
    if row.rechecks.filter(by=by).exists():
        raise NotIndependent(
            zh="您已复核过，需由另一人复核。", en="You looked already; another person does."
        )
    if row.rechecks.count() >= TWO:
        raise ObjectionClosed(
            zh="两人已复核，请作出决定。", en="Two persons have looked; it is to be decided."
        )
    if not opinion.strip():
        raise ReasonMissing(zh="请填写复核意见。", en="Say what you found.")
    _require_points(held, row, points)
    found = Recheck.objects.create(
        objection=row, opinion=opinion.strip(), points=points, by=by, at=at
    )
    if row.rechecks.count() == TWO:
        row.state = Objection.State.RECHECKED
        row.save(update_fields=["state"])
    record_of_subject(
        "objection.rechecked",
        held,
        by=by,
        points=canonical(points) if points is not None else "",
        opinion=found.opinion,
    )
    return found


@transaction.atomic
def decide_objection(
    *,
    objection: Objection,
    upheld: bool,
    decision: str,
    points: Decimal | None = None,
    by: User,
    at: datetime,
) -> Objection:
    """Decide after two have looked; an upheld one changes the item's points at the last level.

    Raises ``NotYours``, ``RecheckMissing``, ``NotIndependent``, ``ObjectionClosed``,
    ``ReasonMissing``, ``AboveCap``.
    """
    row, held = _held_objection(objection)
    if not reach.holds(by, held.round):
        raise NotYours(zh="由组织考核的部门决定。", en="The office that holds the round decides.")
    looked = set(row.rechecks.values_list("by", flat=True))
    if len(looked) < TWO:
        raise RecheckMissing(
            zh="须由两人复核后才能决定。", en="Two persons look again before it is decided."
        )
    if by.pk in looked or by.pk == row.by_id:
        raise NotIndependent(
            zh="复核人不能作出决定，请由他人决定。", en="Who looked again does not decide."
        )
    if not decision.strip():
        raise ReasonMissing(zh="请写明决定和理由。", en="Give the decision and its reason.")
    _require_points(held, row, points if upheld else None)
    row.state = Objection.State.UPHELD if upheld else Objection.State.REJECTED
    row.decision, row.decided_by, row.decided_at = decision.strip(), by, at
    row.points = points if upheld else None
    row.save(update_fields=["state", "decision", "decided_by", "decided_at", "points"])
    if upheld and points is not None:
        _put_right(held, row, points, by=by, at=at)
    record_of_subject(
        "objection.decided",
        held,
        by=by,
        upheld=upheld,
        points=canonical(points) if upheld and points is not None else "",
        decision=row.decision,
    )
    return row


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: User, at: datetime) -> Objection:
    """Take an objection back. Raises ``NotYours`` or ``ObjectionClosed``."""
    row, held = _held_objection(objection)
    if not reach.acts_at(by, held, Reviewer.OWN):
        raise NotYours(zh="由提出异议的一方撤回。", en="Who objected withdraws it.")
    row.state = Objection.State.WITHDRAWN
    row.save(update_fields=["state"])
    record_of_subject("objection.withdrawn", held, by=by)
    return row


def _put_right(held: Subject, row: Objection, points: Decimal, *, by: User, at: datetime) -> None:
    """The decided points stand as those of the last level; every result is reckoned anew."""
    level = sheets.scheme_of(held.round).level_codes[-1]
    before = Mark.objects.standing().filter(subject=held, item=row.item, level=level)
    before.update(ended_at=at)
    Mark.objects.create(
        subject=held,
        item=row.item,
        level=level,
        points=points,
        reason=f"异议复核：{row.decision}"[:500],
        by=by,
        at=at,
    )
    restate(held.round, held)
    keep_results(held.round, sheets.scored_round(held.round), at=at)


def _held_objection(objection: Objection) -> tuple[Objection, Subject]:
    """The objection and its subject, locked; refused once it is decided or withdrawn."""
    held = held_subject(objection.subject, Round.State.ANNOUNCED)
    row = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if row.state not in (Objection.State.RECEIVED, Objection.State.RECHECKED):
        raise ObjectionClosed(
            zh="这件异议已经办结，请刷新页面。", en="This objection is closed; reload the page."
        )
    return row, held


def _require_independent(held: Subject, by: User) -> None:
    if not reach.acts_at(by, held, Reviewer.AUTHORITY):
        raise NotYours(zh="由主管部门的考核人员复核。", en="Assessors of the authority look again.")
    marked = Mark.objects.filter(subject=held, by=by).exists()
    if marked or held.closings.filter(by=by).exists():
        raise NotIndependent(
            zh="您参加过本表评分，须由未参加评分的人员复核。",
            en="You scored this sheet; somebody who did not looks again.",
        )


def _require_points(held: Subject, row: Objection, points: Decimal | None) -> None:
    if points is None:
        return
    scheme = sheets.scheme_of(held.round)
    if not row.item:
        raise ReasonMissing(
            zh="异议未指明项目，不能直接改分；请说明意见。",
            en="The objection names no item, so no points can be changed.",
        )
    require_within(
        item_of(scheme, row.item), exact(points), scheme.total.item_places, where=held.key
    )
