"""How postings ended: handed over, evaluated, closed; of the latest batch some still wait.

Whoever has a successor at the host hands over to them. One list stands open for the posted worker
of the demonstration to settle and sign, one is begun; a host has left a few notes, one unheard.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.db.models import F

from bangfu.apps.accounts.models import User
from bangfu.apps.completion import actions
from bangfu.apps.completion.actions import Settled
from bangfu.apps.completion.models import Handover
from bangfu.apps.completion.queries.handovers import candidates
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import evaluation
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_life import EVALUATORS
from bangfu.core.duty.sides import Side

from . import group
from .duty import SHANGHAI

NOTHING = "无此项"
LATELY = 10
"""People of the latest batch whose end is still being dealt with."""
WORDS = {
    Side.HOST: "服从安排，按时坐诊带教，科室业务有明显提高。",
    Side.SENDER: "完成派驻任务，受援单位反映良好。",
    Side.WORKER: "按计划完成诊疗、带教和查房，已将在诊患者和带教人员交接清楚。",
}
NOTES = (
    ("often_away", "连续两周周五下午未到岗，事先没有说明，希望与派出单位沟通排班。"),
    ("specialty_unfit", "来的是亚专业专家，本院常见病指导不多，下一批希望派全科方向。"),
    ("praise", "带教两名青年医师已能独立开展胃镜检查，建议延长。"),
    ("little_work", "门诊量不大，建议改为每周两个半天加查房。"),
)


def tell(*, on: date, clerk: User, host: User) -> None:
    """Enter how everybody left, within the caller's transaction."""
    over = Posting.objects.filter(ends_before__lte=on, ends_before__gt=F("starts_on"))
    served = list(over.exclude(arrived_on=None).in_full().order_by("ends_before", "pk"))
    lately = served[-LATELY:]
    for posting in served[:-LATELY]:
        _hand_over(posting)
        _evaluate(posting, EVALUATORS)
        actions.close(posting=posting, by=clerk, on=posting.ends_before + timedelta(days=10))
    for posting, given in zip(
        lately, cycle((EVALUATORS, (Side.HOST,), EVALUATORS, None, ())), strict=False
    ):
        if given is not None:
            _hand_over(posting)
            _evaluate(posting, given)
    _leave_notes(served, clerk, host)
    _begin(on=on)


def _hand_over(posting: Posting) -> None:
    """Settled, signed by all and recorded on the day after the last."""
    on = posting.ends_before
    row = _arranged(posting, on=on)
    positions = row.items.values_list("position", flat=True)
    settled = {
        place: Settled(done=False, note=NOTHING) if place == len(positions) else Settled(done=True)
        for place in positions
    }
    row = actions.settle_items(posting=posting, settled=settled, seen=row.revision, by=None)
    for signatory in Signatory:
        if signatory is not Signatory.SUCCESSOR or row.successor_id:
            actions.sign_handover(
                posting=posting, signatory=signatory, seen=row.revision, by=None, at=_at(on)
            )


def _arranged(posting: Posting, *, on: date) -> Handover:
    """A list to whoever is arranged to relieve, if anybody is."""
    arranged = next((pk for pk, _name, _day, relieves in candidates(posting) if relieves), None)
    successor = Posting.objects.get(pk=arranged) if arranged else None
    return actions.arrange_handover(
        posting=posting, on=on, successor=successor, by=None, at=_at(on - timedelta(days=7))
    )


def _evaluate(posting: Posting, sides: Iterable[Side]) -> None:
    """Mostly good, now and then very good or barely so."""
    settings = evaluation.shipped()
    for side in sides:
        grades = [
            "excellent"
            if (posting.pk + n) % 4 == 0
            else "barely"
            if (posting.pk + n) % 17 == 0
            else "satisfactory"
            for n, _aspect in enumerate(settings.aspects_of(side))
        ]
        marks = {a.code: g for a, g in zip(settings.aspects_of(side), grades, strict=True)}
        actions.give_evaluation(
            posting=posting,
            side=side,
            marks=marks,
            words=WORDS[side],
            by=None,
            at=_at(posting.ends_before + timedelta(days=3)),
        )


def _leave_notes(served: list[Posting], clerk: User, host: User) -> None:
    """The last one is not heard yet."""
    of_group = [one for one in served if one.programme.code == group.CODE]
    for number, (posting, (kind, words)) in enumerate(zip(of_group, NOTES, strict=False)):
        at = _at(posting.ends_before - timedelta(days=40 - number))
        row = actions.leave_note(posting=posting, kind=kind, words=words, by=host, at=at)
        if number < len(NOTES) - 1:
            actions.hear_note(row=row, by=clerk, at=at + timedelta(days=1))


def _begin(*, on: date) -> None:
    """Two who leave soon: one hands over today to the posted worker, one list is begun."""
    resident = Posting.objects.on(on).filter(programme__code=group.CODE, form="resident").in_full()
    staying = resident.order_by("pk").first()
    soon = resident.filter(ends_before__lte=on + timedelta(days=40)).order_by("ends_before", "pk")
    for posting in soon.exclude(arrived_on=None):
        relieved = any(relieves for _pk, _name, _day, relieves in candidates(posting))
        if relieved or staying is None or staying.pk == posting.pk:
            _arranged(posting, on=posting.ends_before)
            continue
        row = actions.arrange_handover(
            posting=posting, on=on, successor=staying, by=None, at=_at(on - timedelta(days=2))
        )
        said = {1: Settled(done=True), 4: Settled(done=True)}
        actions.settle_items(posting=posting, settled=said, seen=row.revision, by=None)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(16, 20), tzinfo=SHANGHAI)
