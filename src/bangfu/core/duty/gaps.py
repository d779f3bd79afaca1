"""Posts about to be empty, and posts empty today: alarms in time for somebody to follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .account import Account, Status
from .days import Days, Half, HalfDay, said
from .flags import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A stay that ends without anybody on post the next day.

    ``within`` is the warning it falls under: the smallest number of days of the programme's
    ``gap_warning_days`` that still covers it, 0 once the post is empty. ``empty`` are the days
    nobody covers; open-ended where nobody follows.
    """

    stay: str
    within: int
    empty: Days
    flag: Flag


def ending(
    stay: str,
    days: Days,
    *,
    follows_on: date | None,
    on: date,
    warn_days: Iterable[int],
    wanted_before: date = date.max,
) -> Ending | None:
    """The alarm for a stay's end, or nothing where it is far, covered, or nobody is wanted after.

    ``follows_on`` is when the next one arrives, where that is settled; ``wanted_before`` the first
    day the host no longer asks for anybody. A hand-over on the same day leaves no gap.
    """
    empty_until = min(follows_on or date.max, wanted_before)
    if empty_until <= days.ends_before:
        return None
    left = (days.ends_before - on).days
    covering = [0] if left <= 0 else sorted(limit for limit in warn_days if left <= limit)
    if not covering:
        return None
    empty = Days(days.ends_before, empty_until)
    return Ending(
        stay=stay, within=covering[0], empty=empty, flag=_said(stay, empty, follows_on, left)
    )


def missing_on(account: Account, day: date) -> list[tuple[HalfDay, Status]]:
    """The half-days of a day on which somebody was expected and is not there, with why."""
    if day not in account.stay.days:
        return []
    part = account.part(Days(day, day + timedelta(days=1)))
    found = [Status(code) for code in account.status[part].tolist()]
    gone = (Status.EXCUSED, Status.ABSENT)
    return [
        (HalfDay(day, half), status)
        for half, status in zip(Half, found, strict=True)
        if status in gone
    ]


def _said(stay: str, empty: Days, follows_on: date | None, left: int) -> Flag:
    last, first = said(empty.last_day), said(empty.starts_on)
    when = f"还有{left}天期满" if left > 0 else f"自{first}起空岗"
    en_when = f"{left} day(s) left" if left > 0 else f"empty since {empty.starts_on}"
    if follows_on is not None and follows_on == empty.ends_before:
        zh = (
            f"{when}，接续人员{said(follows_on)}才到岗，"
            f"{first}至{last}空岗{len(empty)}天，请提前衔接。"
        )
        en = f"{en_when}; the next one comes on {follows_on}, {len(empty)} day(s) stay empty."
    else:
        zh = f"{when}，尚无接续人员，请及时补派。"
        en = f"{en_when}, and nobody follows yet."
    return Flag(code="post_ends", stays=(stay,), days=empty, zh=zh, en=en)
