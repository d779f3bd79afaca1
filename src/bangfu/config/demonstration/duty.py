"""Duty of everybody posted: sessions agreed, weeks confirmed, some leave and exceptions.

Most weeks are as life is: nobody was away. A few people are on leave, one has not reported back,
one host confirmed a month of weeks at once; the last week of some hosts still waits.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import F

from bangfu.apps.duty import actions as duty
from bangfu.apps.duty.actions import Typed
from bangfu.apps.duty.models import Leave, TypedException
from bangfu.apps.duty.queries.leaves import who_may_stand_in
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days, Entered, Half, HalfDay, Session, Sessions, week_of
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.programmes.vocabulary_review import DutyCase, DutyException

SEED = 13
_WEEKDAYS = "一二三四五六日"
_NAMED = re.compile(f"周([{_WEEKDAYS}])(上午|下午)")
AT_NINE = time(9, 10)
SHANGHAI = ZoneInfo("Asia/Shanghai")
LATE_WEEKS = 5
"""Weeks that one host confirmed within a minute."""

Week = tuple[Days, datetime]


@dataclass(frozen=True, slots=True)
class Absence:
    """Leave asked for one posting: what kind, which days, and how far it went."""

    kind: str
    days: Days
    reason: str
    decided: bool = True
    returned: bool = True


def tell(*, on: date) -> None:
    """Enter the duty of every posting there is, within the caller's transaction."""
    postings = list(_served().filter(starts_on__lte=on).order_by("host", "pk"))
    _agree(postings)
    chance = Random(SEED)  # noqa: S311 - invented data, the same in every run
    at_host: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        at_host[posting.host_id].append(posting)
    running = [posting for posting in postings if posting.ends_before > on]
    for turn, own in enumerate(at_host.values()):
        _confirm(own, turn, chance, on=on)
    _take_leave(running, on=on)
    _stand_in(on=on)
    _served_before(running, on=on)
    _decide(on=on)


def in_bulk(*, on: date) -> None:
    """Confirm every week of every posting that has none yet, for measuring."""
    postings = _served().filter(starts_on__lt=on, confirmations__isnull=True)
    keys = list(postings.order_by("pk").values_list("pk", flat=True))
    first = postings.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is not None:
        weeks = list(_weeks(Days(first, week_of(on).starts_on - timedelta(7))))
        duty.record_confirmations(weeks=weeks, postings=keys, by=None)


def _served() -> PostingQuerySet:
    served = Posting.objects.filter(ends_before__gt=F("starts_on"))
    return served.select_related("worker", "host", "programme")


def _agree(postings: Iterable[Posting]) -> None:
    """Experts with clinic days come on their half-days, spread over the week."""
    places = cycle((day, half) for half in Half for day in range(5))
    agreed = []
    for posting in postings:
        if posting.sessions_per_week:
            sessions = _stated(posting) or {next(places) for _ in range(posting.sessions_per_week)}
            pattern = Sessions(
                tuple(Session(day, half, posting.department_name) for day, half in sorted(sessions))
            )
            agreed.append(
                duty.Agreed(posting=posting, pattern=pattern, starts_on=posting.starts_on)
            )
    if agreed:
        duty.agree_rosters(agreed=agreed, by=None, at=_at(min(p.posting.starts_on for p in agreed)))


def _stated(posting: Posting) -> set[tuple[int, Half]]:
    """The half-days that a role names, as in 坐诊专家（周五下午）."""
    return {
        (_WEEKDAYS.index(day), Half.MORNING if half == "上午" else Half.AFTERNOON)
        for day, half in _NAMED.findall(posting.role_title)
    }


def _confirm(own: list[Posting], turn: int, chance: Random, *, on: date) -> None:
    """The host's weeks up to the one before last; every third host has done the last one, too."""
    first = min(posting.starts_on for posting in own)
    end = min(max(posting.ends_before for posting in own), week_of(on).starts_on)
    if turn % 3:
        end = min(end, week_of(on).starts_on - timedelta(days=7))
    weeks = list(_weeks(Days(first, max(first, end))))
    if turn == 1:
        weeks = _in_one_minute(weeks)
    if weeks:
        typed = {posting.pk: list(_typed(posting, chance, before=end)) for posting in own}
        keys = [posting.pk for posting in own]
        duty.record_confirmations(weeks=weeks, postings=keys, by=None, typed=typed)


def _weeks(days: Days) -> Iterator[Week]:
    """Each whole week with the Monday morning after it."""
    monday = week_of(days.starts_on).starts_on
    while monday + timedelta(7) <= week_of(days.ends_before).ends_before:
        week = week_of(monday)
        if week.ends_before > days.ends_before:
            return
        yield week, _at(week.ends_before)
        monday = week.ends_before


def _in_one_minute(weeks: list[Week]) -> list[Week]:
    """The last weeks confirmed together, on the Monday after the last of them."""
    together = weeks[-1][1] if weeks else None
    late = [(days, together) for days, _at in weeks[-LATE_WEEKS:] if together]
    return [*weeks[:-LATE_WEEKS], *late]


def _typed(posting: Posting, chance: Random, *, before: date) -> Iterator[Typed]:
    """Now and then a day away on other work, seldom an absence; never twice on one day."""
    for n, monday in enumerate(_mondays(posting, before=before)):
        if chance.random() > 0.03:
            continue
        day = monday + timedelta(days=chance.randrange(5))
        if day < posting.starts_on or day >= min(posting.ends_before, before):
            continue
        if n % 4 == 0:
            yield _whole(DutyException.ABSENCE, day, "电话未能联系上，已请本单位了解情况")
        else:
            yield _whole(DutyException.OTHER_WORK, day, "参加县里组织的技术指导")


def _mondays(posting: Posting, *, before: date) -> Iterator[date]:
    monday = week_of(posting.starts_on).starts_on
    while monday < min(posting.ends_before, before):
        yield monday
        monday += timedelta(days=7)


def _whole(exception: DutyException, day: date, note: str) -> Typed:
    days = Days(day, day + timedelta(days=1))
    return Typed(entered=Entered.for_days(exception, days), note=note)


def _take_leave(running: list[Posting], *, on: date) -> None:
    """One on leave today, one that waits for an answer, one overdue, one over and done with."""
    residents = [posting for posting in running if posting.sessions_per_week is None]
    for number, posting in enumerate(residents):
        if number % 4 == 0:
            _leave(posting, _plan(number // 4, on), on=on)


def _plan(turn: int, on: date) -> Absence:
    week = timedelta(days=7)
    monday = week_of(on).starts_on
    return (
        Absence("annual", Days(on - timedelta(2), on + timedelta(3)), "年休假", returned=False),
        Absence("family_visit", Days(monday + 2 * week, monday + 3 * week), "探亲", decided=False),
        Absence("sick", Days(on - timedelta(6), on - timedelta(2)), "住院", returned=False),
        Absence("personal", Days(monday - week, monday - week + timedelta(2)), "家中有事"),
    )[turn % 4]


def _leave(posting: Posting, away: Absence, *, on: date) -> None:
    days = away.days.within(Days(posting.starts_on, posting.ends_before))
    if days != away.days:
        return
    asked_at = _at(min(days.starts_on - timedelta(days=3), on))
    row = duty.ask_leave(
        posting=posting,
        kind=away.kind,
        starts_at=HalfDay(days.starts_on),
        ends_before=HalfDay(days.ends_before),
        reason=away.reason,
        side=Side.WORKER,
        by=None,
        at=asked_at,
    )
    if away.decided:
        duty.approve_leave(row=row, by=None, at=asked_at + timedelta(hours=2))
    if away.decided and away.returned:
        back = HalfDay(days.ends_before)
        duty.report_back(row=row, back_at=back, side=Side.WORKER, by=None, at=_at(back.day))


def _stand_in(*, on: date) -> None:
    """The sender names somebody for leave that has begun or is to come, where somebody is free."""
    rows = Leave.objects.filter(state=Leave.State.APPROVED, ends_slot__gt=HalfDay(on).slot)
    for row in rows.select_related("posting__need", "posting__worker").order_by("pk")[:2]:
        for one in who_may_stand_in(row)[:1]:
            home = row.posting.home_id
            worker = Worker.objects.get(home=home, staff_number=one.staff_number)
            duty.name_substitute(row=row, worker=worker, by=None)


def _served_before(running: list[Posting], *, on: date) -> None:
    """One of the people served at township hospitals before this system was there."""
    for posting in running[:1]:
        duty.enter_earlier_service(
            worker=posting.worker,
            place=Place.TOWNSHIP_HOSPITAL,
            years=3,
            proof="乡镇卫生院任职文件（2012年至2015年）",
            by=None,
            at=_at(on),
        )


def _decide(*, on: date) -> None:
    """One absence was looked into and had its reason; the others wait for the authority."""
    absent = TypedException.objects.standing().filter(exception=DutyException.ABSENCE.value)
    first = absent.select_related("posting").order_by("starts_slot", "pk").first()
    if first is None:
        return
    rows = absent.filter(posting=first.posting)
    half_days = sum(row.ends_slot - row.starts_slot for row in rows)
    duty.decide_occasion(
        posting=first.posting,
        case=DutyCase.ABSENT_WITHOUT_REASON,
        fact=f"登记缺勤{half_days / 2:g}天",
        upheld=False,
        text="经了解，当日本人就诊，已补交病历；双方单位均无异议。",
        by=None,
        at=_at(on),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, AT_NINE, tzinfo=SHANGHAI)
