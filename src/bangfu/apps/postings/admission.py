"""What a posting must meet before it is opened, each refusal naming what stands against it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.apps.intake.actions.checks import refuse_out_of_service, refuse_wrong_sessions
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.service_form import CALLED
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal
from bangfu.core.standards.titles import RANKS

from .models import Posting
from .workload import clash


@dataclass(frozen=True, slots=True)
class Clash:
    """A posting that leaves no room for the one wanted; it may be of the same batch, unsaved."""

    wanted: Posting
    held: Posting


class AlreadyPosted(Refusal):
    """The worker holds another posting in that period that leaves no room for this one.

    ``clashes`` name every one found; the sentence says the first.
    """

    def __init__(self, *, zh: str, en: str, clashes: Sequence[Clash] = ()) -> None:
        super().__init__(zh=zh, en=en)
        self.clashes = tuple(clashes)


class HostIsHome(Refusal):
    """Nobody is posted to the institution that employs them."""


class RankBelowFloor(Refusal):
    """The worker's professional rank is below the lowest the need accepts."""


class OutsideTerm(Refusal):
    """The posting reaches beyond the days the host asked for."""


class NeedNotOpen(Refusal):
    """The host has withdrawn the need."""


class OtherSender(Refusal):
    """The need is tied to a sending unit, and the worker belongs to another."""


def refuse_unfit(posting: Posting) -> None:
    """Raise where person, need and days do not go together; asks nothing of the database."""
    need, worker = posting.need, posting.worker
    if need.state != Need.State.OPEN:
        raise NeedNotOpen(
            zh=f"“{need}”的需求已撤回，不能再据此派驻。",
            en=f"The need of {need} was withdrawn; nobody can be posted for it.",
        )
    if posting.host_id == posting.home_id:
        raise HostIsHome(
            zh=f"{worker}就是{posting.host}的职工，不能派驻到本单位。",
            en=f"{worker} is employed by {posting.host} and cannot be posted there.",
        )
    if need.sender is not None and need.sender_id != posting.home_id:
        raise OtherSender(
            zh=f"“{need}”的需求指定由{need.sender}派出，{worker}属于{posting.home}。",
            en=f"The need of {need} is for {need.sender} to fill; {worker} is of {posting.home}.",
        )
    if worker.rank > need.rank_floor:
        (held_zh, held_en), (asked_zh, asked_en) = RANKS[worker.rank], RANKS[need.rank_floor]
        raise RankBelowFloor(
            zh=f"{worker}的职称级别为{held_zh}，低于“{need}”要求的{asked_zh}。",
            en=f"{worker} is of {held_en} rank; {need} asks for {asked_en} rank at least.",
        )
    if not need.starts_on <= posting.starts_on < posting.ends_before <= need.ends_before:
        raise OutsideTerm(
            zh=f"“{need}”的需求期限为{days_said(need.starts_on, need.ends_before)}，"
            f"派驻期限{days_said(posting.starts_on, posting.ends_before)}超出此期限或起止颠倒。",
            en=f"{need} asks for {need.starts_on} to before {need.ends_before}; "
            f"{posting.starts_on} to before {posting.ends_before} is not within that term.",
        )
    refuse_wrong_sessions(posting.form, posting.sessions_per_week)
    refuse_out_of_service(worker, posting.ends_before)


def refuse_second_place(opened: Sequence[Posting], *, among_themselves: bool = True) -> None:
    """Raise ``AlreadyPosted`` where a worker has no room for a posting, one query for all of them.

    ``among_themselves`` is that the postings take room from each other as well.
    The workers are locked by the caller, so that nobody opens another meanwhile; the database
    guards the same on its own.
    """
    if not opened:
        return
    held: dict[int, list[Posting]] = defaultdict(list)
    for other in (
        Posting.objects.overlapping(
            min(posting.starts_on for posting in opened),
            max(posting.ends_before for posting in opened),
        )
        .filter(worker__in={posting.worker_id for posting in opened})
        .exclude(pk__in=[posting.pk for posting in opened if posting.pk])
        .select_related("host")
    ):
        held[other.worker_id].append(other)
    clashes = []
    for posting in opened:
        if in_the_way := clash(posting, held[posting.worker_id]):
            clashes.append(Clash(posting, in_the_way))
        if among_themselves:
            held[posting.worker_id].append(posting)
    if clashes:
        raise already_posted(clashes)


def already_posted(clashes: Sequence[Clash]) -> AlreadyPosted:
    """The refusal that names every clash; its sentence says the first and counts the others."""
    posting, other = clashes[0].wanted, clashes[0].held
    more_zh = f"另有{len(clashes) - 1}处冲突。" if len(clashes) > 1 else ""
    more_en = f" There are {len(clashes) - 1} more such clashes." if len(clashes) > 1 else ""
    called, days = CALLED[other.form], days_said(other.starts_on, other.ends_before)
    weekly_zh = f"，每周{other.load}个半天" if other.sessions_per_week else ""
    weekly_en = f", {other.load} half-days a week" if other.sessions_per_week else ""
    return AlreadyPosted(
        zh=f"{posting.worker}{days}已派驻{other.host}（{called.zh}{weekly_zh}），"
        f"不能在同一时期再派驻{posting.host}。{more_zh}",
        en=f"{posting.worker} is posted to {other.host} ({called.en}{weekly_en}) from "
        f"{other.starts_on} to before {other.ends_before}; no room is left for {posting.host}."
        f"{more_en}",
        clashes=clashes,
    )


def days_said(starts_on: date, ends_before: date) -> str:
    """Days as first and last one, in Chinese: refusals are said in both languages at once."""
    last = ends_before - timedelta(days=1)
    return "至".join(map(said, (starts_on, last)))
