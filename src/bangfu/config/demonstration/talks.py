"""Names in talks between the city medical group's two hospitals, each as far as talks go.

Beside the batch that serves, the host asks for a few more people for the rest of the year: some
names wait for the host, some for the sender, one for the appointment, and one was declined.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.intake import actions as intake
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.postings import actions
from bangfu.apps.postings.models import Offer
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.core.duty.sides import Side

from . import group
from .dongying import OIL_FIELD, SECOND
from .duty import SHANGHAI

BEGINS_AFTER, PUT_FORWARD = timedelta(days=24), timedelta(days=5)
TASKS = "每周门诊和教学查房，带教本院医师，协助完善诊疗规范。"
DECLINED = "本院暂无独立病区，希望改派每周坐诊的专家。"


@dataclass(frozen=True, slots=True)
class Talk:
    """A need and how far the talks about it are: who agreed, or why the host declined."""

    subject: str
    sessions: int | None
    put_forward_by: Side
    agreed: tuple[Side, ...] = ()
    declined: str = ""


TALKS = (
    Talk("13", 2, Side.AUTHORITY),
    Talk("03.06", None, Side.SENDER),
    Talk("50", 3, Side.AUTHORITY, (Side.SENDER,)),
    Talk("31", 2, Side.AUTHORITY, (Side.HOST,)),
    Talk("28", None, Side.AUTHORITY, (Side.HOST, Side.SENDER)),
    Talk("19", None, Side.AUTHORITY, declined=DECLINED),
)


def tell(*, on: date, clerk: User, host: User, sender: User) -> None:
    """State the needs, nominate and put forward, within the caller's transaction."""
    programme = Programme.objects.get(code=group.CODE)
    at = datetime.combine(on - PUT_FORWARD, time(9, 30), SHANGHAI)
    people = {Side.AUTHORITY: clerk, Side.HOST: host, Side.SENDER: sender}
    for talk, worker in _pairs(on):
        need = _need(talk, programme, worker, on=on, by=host)
        _nominate(need, worker, by=sender)
        draft = actions.Draft(
            need=need, worker=worker, starts_on=need.starts_on, ends_before=need.ends_before
        )
        (offer,) = actions.make_offers(
            proposals=[actions.Proposal(draft=draft)],
            side=talk.put_forward_by,
            by=people[talk.put_forward_by],
            at=at,
        )
        _answer(offer, talk, people, at=at + timedelta(days=2))


def _answer(offer: Offer, talk: Talk, people: dict[Side, User], *, at: datetime) -> None:
    for side in talk.agreed:
        actions.agree_offers(offers=[offer], side=side, by=people[side], at=at)
    if talk.declined:
        actions.withdraw_offer(
            offer=offer, side=Side.HOST, reason=talk.declined, by=people[Side.HOST], at=at
        )


def _pairs(on: date) -> Iterator[tuple[Talk, Worker]]:
    """For each talk somebody of the fitting department whom nobody has asked for anything yet."""
    home = Institution.objects.get(name=OIL_FIELD)
    free = Worker.objects.filter(
        home=home, rank__lte=3, nominations__isnull=True, postings__isnull=True
    ).exclude(valid_to__lt=on + timedelta(days=366))
    for talk in TALKS:
        worker = free.filter(department__subject_code=talk.subject).order_by("rank", "pk").first()
        if worker is not None:
            yield talk, worker


def _need(talk: Talk, programme: Programme, worker: Worker, *, on: date, by: User) -> Need:
    host = Institution.objects.get(name=SECOND)
    own = Department.objects.filter(institution=host, subject_code=talk.subject).first()
    return intake.state_need(
        programme=programme,
        host=host,
        department_name=own.name if own else (worker.department or host).name,
        subject_codes=[talk.subject],
        form="visiting" if talk.sessions else "resident",
        sessions_per_week=talk.sessions,
        rank_floor=3,
        starts_on=on + BEGINS_AFTER,
        ends_before=group.one_year_after(group.current_start(on)),
        equipment_ready=True,
        counterpart="科主任",
        tasks=TASKS,
        by=by,
    )


def _nominate(need: Need, worker: Worker, *, by: User) -> Nomination:
    return intake.nominate(
        programme=need.programme,
        worker=worker,
        forms=[need.form],
        available_from=need.starts_on,
        available_before=need.ends_before,
        consented=True,
        by=by,
    )
