"""Entering work, and correcting what was entered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import (
    Activity,
    Figure,
    GivenItem,
    LockedMonth,
    Participant,
    ReferredCase,
    Revision,
)
from bangfu.apps.activities.snapshots import snapshot_of
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.planning.rules import group_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.activities import (
    CaseLine,
    Entry,
    GivenLine,
    Problem,
    Side,
    Surroundings,
    confirming,
    line_problems,
    problems,
)
from bangfu.core.duty.days import said as day_said
from bangfu.core.evidence import Clean
from bangfu.core.programmes import ActivityKind, Definition, shipped_kinds
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .doubles import note_resemblances
from .drafts import take_over_draft
from .entries import about
from .sums import move, weights_held
from .work import Work, digest_of


class EntryRefused(Refusal):
    """The entry cannot stand as it is; ``problems`` say what and in which field."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(
            zh="".join(problem.said.zh for problem in found),
            en=" ".join(problem.said.en for problem in found),
        )
        self.problems = tuple(found)


class KindNotKept(Refusal):
    """The programme keeps no such kind of work in its ledger."""


class NotTakingPart(Refusal):
    """The institution did not take part in the programme on that day."""


class KeyUsed(Refusal):
    """The number of the entry was used for another entry."""


class NotCorrectable(Refusal):
    """The entry was taken back, or counts as another one."""


@transaction.atomic
def record_activity(
    *,
    key: UUID,
    work: Work,
    side: Side,
    by: User | None,
    at: datetime,
    today: date,
    files: Sequence[Clean] = (),
) -> Activity:
    """Enter a piece of work; the same entry sent again is answered with the first.

    ``side`` is the side the account speaks for, ``files`` prove the work beside those kept with a
    draft of the same key. Raises ``EntryRefused`` with every problem found, ``KindNotKept``,
    ``NotTakingPart``, or ``KeyUsed``.
    """
    programme = _held(work.programme)
    before = Activity.objects.filter(key=key).first()
    if before is not None:
        return _same(before, work, by)
    kind, definition = _checked(programme, work, today=today)
    activity = as_activity(work, kind, definition, key=key, side=side, by=by, at=at)
    activity.save(force_insert=True)
    _write_parts(activity, kind, work)
    move(before=[], after=[weights_held(activity)])
    take_over_draft(key, activity)
    attached = add_to_record(files=files, to=activity, by=by, at=at)
    note_resemblances(activity)
    event = about("activity.recorded", activity, **facts_of(attached))
    journal.record_many(actor=by, events=[event])
    return activity


@transaction.atomic
def correct_activity(
    *,
    activity: Activity,
    work: Work,
    reason: str,
    by: User | None,
    at: datetime,
    today: date,
    files: Sequence[Clean] = (),
) -> Activity:
    """Correct an entry; what it said stays beside it, and the other side confirms it anew.

    ``files`` are added to its proof; what was attached stays.

    Neither programme, kind nor institutions change: such an entry is withdrawn. Raises what
    ``record_activity`` raises, ``NotCorrectable``, or ``ReasonMissing``.
    """
    programme = _held(activity.programme)
    held = Activity.objects.in_full().select_for_update(of=("self",)).get(pk=activity.pk)
    if held.state == Activity.State.WITHDRAWN or held.same_as_id is not None:
        raise NotCorrectable(
            zh="该条已撤回或已认定为重复，不能更正；请重新登记。",
            en="It was taken back or counts as another entry; enter it anew.",
        )
    said = reason_given(reason)
    kind, _definition = _checked(programme, work, today=today, stood_on={held.happened_on})
    revision = Revision(
        activity=held,
        before=snapshot_of(held),
        was_confirmed=held.state == Activity.State.CONFIRMED,
        reason=said,
        changed_by=by,
        changed_at=at,
    )
    weights = weights_held(held)
    for name, value in _said(work.entry).items():
        setattr(held, name, value)
    held.state, held.said = Activity.State.RECORDED, ""
    held.confirmed_by, held.confirmed_at = None, None
    held.save()
    revision.save()
    for parts in (held.figures, held.participants, held.items, held.cases):
        parts.all().delete()
    _write_parts(held, kind, work)
    move(before=[weights], after=[weights_held(held)])
    attached = add_to_record(files=files, to=held, by=by, at=at)
    note_resemblances(held)
    event = about("activity.corrected", held, reason=said, **facts_of(attached))
    journal.record_many(actor=by, events=[event])
    return held


def problems_of(work: Work, *, today: date) -> list[Problem]:
    """Everything in a piece of work that the ledger would not take, without writing anything."""
    return all_problems(work, kind_kept(work, definition_of(work.programme)), today=today)


def all_problems(
    work: Work,
    kind: ActivityKind,
    *,
    today: date,
    stood_on: Collection[date] = (),
    locked: Collection[date] | None = None,
) -> list[Problem]:
    """What the ledger would not take; ``locked`` months are asked for where not given."""
    if locked is None:
        locked = locked_months(work.programme)
    place = work.host or work.giver
    within = Surroundings(
        today=today,
        starts_on=work.programme.starts_on,
        ends_before=work.programme.ends_before,
        locked=locked,
        population=place.population_served,
        stood_on=stood_on,
    )
    found = problems(work.entry, kind, within)
    return [*found, *line_problems(work.entry, kind, work.lines, today=today)]


def _checked(
    programme: Programme, work: Work, *, today: date, stood_on: Collection[date] = ()
) -> tuple[ActivityKind, Definition]:
    definition = definition_of(programme)
    kind = kind_kept(work, definition)
    if found := all_problems(work, kind, today=today, stood_on=stood_on):
        raise EntryRefused(found)
    _refuse_strangers(work)
    return kind, definition


def locked_months(programme: Programme) -> set[date]:
    """The months of a programme in which nothing changes."""
    standing = LockedMonth.objects.standing().filter(programme=programme)
    return set(standing.values_list("month", flat=True))


def kind_kept(work: Work, definition: Definition) -> ActivityKind:
    """The kind of a piece of work; raises ``KindNotKept`` where its programme keeps none such."""
    kept = definition.activities.kinds if definition.activities else ()
    kind = shipped_kinds().get(work.kind)
    if kind is None or kind.code not in kept:
        title = kind.title if kind else None
        raise KindNotKept(
            zh=f"本项目的台账不登记“{title.zh if title else work.kind}”，请选择所列类别。",
            en=f'This programme keeps no "{title.en if title else work.kind}"; choose one listed.',
        )
    return kind


def _refuse_strangers(work: Work) -> None:
    if work.posting is not None:
        return
    taking_part = set(
        Party.objects.filter(programme=work.programme)
        .on(work.entry.on)
        .values_list("institution", flat=True)
    )
    refuse_strangers(work, taking_part)


def refuse_strangers(work: Work, taking_part: Collection[int]) -> None:
    """Raise ``NotTakingPart`` unless both sides are among those who take part on the day."""
    for place in (work.giver, work.host):
        if place is not None and place.pk not in taking_part:
            on = work.entry.on
            raise NotTakingPart(
                zh=f"{place.name}在{day_said(on)}未参加本项目，请核对日期和单位。",
                en=f"{place.name} did not take part in the programme on {on}.",
            )


def _held(programme: Programme) -> Programme:
    """The programme, held so that no month of it is locked or opened meanwhile."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def _same(before: Activity, work: Work, by: User | None) -> Activity:
    own = before.recorded_by_id == (by.pk if by else None)
    if not own or before.sent_digest != digest_of(work):
        raise KeyUsed(
            zh="该登记编号已用于另一条登记，请刷新页面后重新登记。",
            en="That number belongs to another entry; reload the page and enter it again.",
        )
    return before


def _post_group(posting: Posting | None, definition: Definition) -> str:
    if posting is None or definition.dispatch is None:
        return ""
    need = posting.need
    group = group_of(definition.dispatch, form=need.form, code=need.post_group)
    return group.code if group else ""


def as_activity(
    work: Work,
    kind: ActivityKind,
    definition: Definition,
    *,
    key: UUID,
    side: Side,
    by: User | None,
    at: datetime,
) -> Activity:
    """The entry that a piece of work becomes, not saved yet."""
    return Activity(
        key=key,
        programme=work.programme,
        kind=kind.code,
        giver=work.giver,
        host=work.host,
        posting=work.posting,
        posts=_post_group(work.posting, definition),
        entered_by=side.value,
        confirming=confirming(
            entered_by=side,
            has_host=work.host is not None,
            asked=definition.activities.confirmed_by,  # type: ignore[union-attr]  # kept, so there
        ).value,
        recorded_by=by,
        recorded_at=at,
        sent_digest=digest_of(work),
        **_said(work.entry),
    )


def _said(entry: Entry) -> dict[str, Any]:
    return {
        "happened_on": entry.on,
        "last_day": entry.until,
        "place": entry.place.strip(),
        "details": {code: said.strip() for code, said in entry.details.items() if said.strip()},
        "note": entry.note.strip(),
        "explained": entry.explained.strip(),
    }


def figures_of(activity: Activity, kind: ActivityKind, work: Work) -> list[Figure]:
    """The figures of an entry, not saved yet."""
    return [
        Figure(activity=activity, indicator=kind.indicator(measured), amount=amount)
        for measured in kind.measures
        if (amount := work.entry.figures.get(measured.code)) is not None
    ]


def participants_of(activity: Activity, work: Work) -> list[Participant]:
    """Who took part, those of the registry first; not saved yet."""
    known = [Participant(activity=activity, worker=who, name=who.name) for who in work.workers]
    return [*known, *(Participant(activity=activity, name=name.strip()) for name in work.names)]


def _write_parts(activity: Activity, kind: ActivityKind, work: Work) -> None:
    Figure.objects.bulk_create(figures_of(activity, kind, work))
    Participant.objects.bulk_create(participants_of(activity, work))
    GivenItem.objects.bulk_create(
        GivenItem(
            activity=activity,
            name=line.name.strip(),
            quantity=line.quantity,
            unit=line.unit.strip(),
            value=line.value,
        )
        for line in work.lines
        if isinstance(line, GivenLine)
    )
    ReferredCase.objects.bulk_create(
        ReferredCase(
            activity=activity,
            label=line.label.strip(),
            department=line.department.strip(),
            by_channel=line.by_channel,
            asked_on=line.asked_on,
            answered_on=line.answered_on,
        )
        for line in work.lines
        if isinstance(line, CaseLine)
    )
