"""Points given at a level, items that do not apply, veto facts, and what the appraised says."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Exemption, Mark, Round, Statement, Subject, VetoFact
from bangfu.apps.appraisal.queries import reach, sheets
from bangfu.apps.evidence import actions as evidence
from bangfu.apps.evidence.queries import attachments_of
from bangfu.core.appraisal.arithmetic import canonical, exact
from bangfu.core.appraisal.changes import LevelOutOfTurn, UnknownItem, open_level, require_change
from bangfu.core.appraisal.reviewers import Reviewer, reviewer_of
from bangfu.core.appraisal.rules.judgement import (
    Judgement,
    WithoutEvidence,
    WithoutReason,
    require_within,
)
from bangfu.core.appraisal.scheme import Item, Scheme
from bangfu.core.appraisal.subjects import Change
from bangfu.core.appraisal.vocabulary import Sort
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal

from .holding import NotAllowed, held_subject, record_of_subject
from .rounds import ReasonMissing, restate

STATED_WHILE = {
    Statement.Sort.REPORT: Round.State.OPEN,
    Statement.Sort.OPINION: Round.State.ANNOUNCED,
}


class NotYours(NotAllowed):
    """The level is filled in by somebody else."""


class SameHand(Refusal):
    """Who closed one level of a sheet does not fill in another."""


class PointsMovedOn(Refusal):
    """Somebody else gave points to the item in the meantime."""


class UnknownVeto(Refusal):
    """The table names no such veto."""


class AlreadySo(Refusal):
    """It stands already, or does no longer."""


@transaction.atomic
def give_points(
    *,
    subject: Subject,
    item: str,
    points: Decimal,
    reason: str = "",
    files: Sequence[Clean] = (),
    seen: int | None = None,
    by: User,
    at: datetime,
) -> Mark:
    """Give an item points at the level whose turn it is.

    ``seen`` is the key of the mark that stood on the form, 0 for none: who was overtaken is told.
    Raises ``NotYours``, ``SameHand``, ``PointsMovedOn``, and what the table refuses:
    ``LevelOutOfTurn``, ``UnknownItem``, ``WithoutReason``, ``AboveCap``, ``BelowFloor``.
    """
    held = held_subject(subject)
    level = turn_of(sheets.scheme_of(held.round), held, by=by)
    mark, before, attached = marked(
        held, level, item, points, reason=reason, files=files, seen=seen, by=by, at=at
    )
    restate(held.round, held)
    record_of_subject(
        "sheet.marked",
        held,
        by=by,
        item=item_of(sheets.scheme_of(held.round), item).title.zh,
        level=level,
        before=canonical(before.points) if before else "",
        points=canonical(points),
        reason=reason.strip(),
        **attached,
    )
    return mark


def marked(
    held: Subject,
    level: str,
    item: str,
    points: Decimal,
    *,
    reason: str,
    files: Sequence[Clean],
    seen: int | None,
    by: User,
    at: datetime,
) -> tuple[Mark, Mark | None, dict[str, object]]:
    """One mark kept in place of the one before, which is answered with what to say of the files.

    The subject is locked and it is the level's turn. Raises what ``give_points`` does.
    """
    scheme = sheets.scheme_of(held.round)
    known = item_of(scheme, item)
    before = Mark.objects.standing().filter(subject=held, item=item, level=level).first()
    if seen is not None and seen != (before.pk if before else 0):
        raise PointsMovedOn(
            zh=f"“{known.title.zh}”刚由他人评为{canonical(before.points) if before else '—'}分，"
            "您填写的内容还没有保存；核对后仍要改的，请再次提交。",
            en="Somebody else has just given points to this item; look at them, and submit again "
            "to change them.",
        )
    _require(scheme, held, known, level, points, reason)
    _require_evidence(scheme, known, level, points, len(files), before)
    Mark.objects.standing().filter(subject=held, item=item, level=level).update(ended_at=at)
    mark = Mark.objects.create(
        subject=held, item=item, level=level, points=points, reason=reason.strip(), by=by, at=at
    )
    if before:
        evidence.carry_over(of=before, to=mark, by=by, at=at)
    attached = evidence.add_to_record(files=files, to=mark, by=by, at=at)
    return mark, before, evidence.facts_of(attached)


@transaction.atomic
def exempt_item(*, subject: Subject, item: str, reason: str, by: User, at: datetime) -> Exemption:
    """Declare that an item does not apply.

    Raises ``ReasonMissing``, ``AlreadySo`` or ``NotYours``.
    """
    held = held_subject(subject)
    scheme = sheets.scheme_of(held.round)
    known = item_of(scheme, item)
    _require_authority(held, by)
    _require_reason(reason)
    if Exemption.objects.standing().filter(subject=held, item=item).exists():
        raise AlreadySo(
            zh=f"“{known.title.zh}”已认定不适用。", en="The item was declared not applicable."
        )
    row = Exemption.objects.create(subject=held, item=item, reason=reason.strip(), by=by, at=at)
    restate(held.round, held)
    record_of_subject("sheet.exempted", held, by=by, item=known.title.zh, reason=row.reason)
    return row


@transaction.atomic
def lift_exemption(*, exemption: Exemption, reason: str, by: User, at: datetime) -> None:
    """Let an item apply again. Raises ``ReasonMissing``, ``AlreadySo`` or ``NotYours``."""
    held = held_subject(exemption.subject)
    _require_authority(held, by)
    _require_reason(reason)
    standing = Exemption.objects.standing().filter(pk=exemption.pk)
    _end(standing.update(ended_at=at, ended_reason=reason.strip()))
    restate(held.round, held)
    title = item_of(sheets.scheme_of(held.round), exemption.item).title.zh
    record_of_subject("sheet.exemption_lifted", held, by=by, item=title, reason=reason.strip())


@transaction.atomic
def establish_veto(
    *,
    subject: Subject,
    veto: str,
    reason: str,
    files: Sequence[Clean] = (),
    by: User,
    at: datetime,
) -> VetoFact:
    """Establish a fact that the table names as a veto, on a stated basis.

    Raises ``UnknownVeto``, ``ReasonMissing``, ``AlreadySo`` or ``NotYours``.
    """
    held = held_subject(subject)
    scheme = sheets.scheme_of(held.round)
    _require_authority(held, by)
    named = next((one for one in scheme.vetoes if one.fact == veto), None)
    if named is None:
        raise UnknownVeto(zh="考核表没有这一否决事项，请核对。", en="The table names no such veto.")
    _require_reason(reason)
    if VetoFact.objects.standing().filter(subject=held, veto=veto).exists():
        raise AlreadySo(zh=f"“{named.title.zh}”已经认定。", en="This veto stands already.")
    row = VetoFact.objects.create(subject=held, veto=veto, reason=reason.strip(), by=by, at=at)
    attached = evidence.add_to_record(files=files, to=row, by=by, at=at)
    restate(held.round, held)
    record_of_subject(
        "sheet.vetoed",
        held,
        by=by,
        veto=named.title.zh,
        reason=row.reason,
        **evidence.facts_of(attached),
    )
    return row


@transaction.atomic
def lift_veto(*, fact: VetoFact, reason: str, by: User, at: datetime) -> None:
    """Take a veto back with the reason. Raises ``ReasonMissing``, ``AlreadySo`` or ``NotYours``."""
    held = held_subject(fact.subject)
    _require_authority(held, by)
    _require_reason(reason)
    standing = VetoFact.objects.standing().filter(pk=fact.pk)
    _end(standing.update(ended_at=at, ended_reason=reason.strip()))
    restate(held.round, held)
    vetoes = sheets.scheme_of(held.round).vetoes
    title = next((one.title.zh for one in vetoes if one.fact == fact.veto), fact.veto)
    record_of_subject("sheet.veto_lifted", held, by=by, veto=title, reason=reason.strip())


@transaction.atomic
def state_own(
    *,
    subject: Subject,
    sort: Statement.Sort,
    text: str,
    agrees: bool | None = None,
    by: User,
    at: datetime,
) -> Statement:
    """Say something as the one appraised: a report while scoring, or an opinion of the result.

    Raises ``ReasonMissing`` for no words, ``NotYours`` or ``RoundNotOpen``.
    """
    held = held_subject(subject, STATED_WHILE[sort])
    if not reach.acts_at(by, held, Reviewer.OWN):
        raise NotYours(zh="只有考核对象本身可以填写。", en="Only the one appraised writes this.")
    _require_reason(text)
    Statement.objects.standing().filter(subject=held, sort=sort).update(ended_at=at)
    row = Statement.objects.create(
        subject=held, sort=sort, text=text.strip(), agrees=agrees, by=by, at=at
    )
    record_of_subject("sheet.stated", held, by=by, sort=Statement.Sort(sort).label)
    return row


def turn_of(scheme: Scheme, held: Subject, *, by: User) -> str:
    """The level whose turn it is, if it is this person's to fill in.

    Raises ``LevelOutOfTurn``, ``NotYours`` or ``SameHand``.
    """
    closings = list(held.closings.standing())
    closed = {one.level for one in closings}
    level = open_level(scheme, tuple(code for code in scheme.level_codes if code in closed))
    if level is None:
        raise LevelOutOfTurn(
            zh="各层级都已结束，如需改动请先退回。", en="All levels are closed; send it back first."
        )
    if not reach.acts_at(by, held, reviewer_of(scheme, level)):
        title = next(one.title for one in scheme.levels if one.code == level)
        raise NotYours(
            zh=f"现在轮到“{title.zh}”，不由您办理。",
            en=f'It is the turn of "{title.in_language("en")}", not yours.',
        )
    if any(one.by_id == by.pk for one in closings):
        raise SameHand(
            zh="您已办理本表的另一层级，同一人不能办理两个层级。",
            en="You closed another level of this sheet; one person does not review twice.",
        )
    return level


def item_of(scheme: Scheme, code: str) -> Item:
    """An item of the table; raises ``UnknownItem``."""
    if code not in scheme.by_item:
        raise UnknownItem(
            zh=f"评分表没有项目“{code}”，请核对。", en=f'The table has no item "{code}".'
        )
    return scheme.by_item[code]


def _require(
    scheme: Scheme, held: Subject, item: Item, level: str, points: Decimal, reason: str
) -> None:
    if scheme.judged_at(item) != level:
        [known] = sheets.known_of(held.round, [held])
        change = Change(level=level, item=item.code, points=points, reason=reason)
        require_change(scheme, known, change)
        return
    require_within(item, exact(points), scheme.total.item_places, where=held.key)
    if points != item.points and not reason.strip():
        raise WithoutReason(
            zh=f"“{item.title.zh}”没有给满分，请写明理由。",
            en="Fewer than full points need a reason.",
        )


def _require_evidence(
    scheme: Scheme, item: Item, level: str, points: Decimal, files: int, before: Mark | None
) -> None:
    """As many files as the table asks for, those of the mark before among them."""
    if not isinstance(item.rule, Judgement) or scheme.judged_at(item) != level:
        return
    owed = points < 0 if item.sort is Sort.DEDUCTION else points > 0
    kept = len(attachments_of([before])[before.pk]) if before else 0
    if owed and files + kept < item.rule.evidence:
        raise WithoutEvidence(
            zh=f"“{item.title.zh}”须附至少{item.rule.evidence}份佐证材料，现有{files + kept}份，"
            "请补充后提交。",
            en=f'"{item.title.in_language("en")}" needs {item.rule.evidence} pieces of evidence, '
            f"{files + kept} given.",
        )


def _require_authority(held: Subject, by: User) -> None:
    if not reach.acts_at(by, held, Reviewer.AUTHORITY):
        raise NotYours(
            zh="由主管部门的考核人员认定。", en="An assessor of the authority does this."
        )


def _require_reason(text: str) -> None:
    if not text.strip():
        raise ReasonMissing(zh="请填写理由或内容。", en="Say why, in words.")


def _end(changed: int) -> None:
    if not changed:
        raise AlreadySo(
            zh="已经撤销，请刷新页面。", en="It was taken back before; reload the page."
        )
