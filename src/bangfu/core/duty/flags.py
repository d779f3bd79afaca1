"""Checks that find what should be looked at again: a sentence each, never an accusation.

Every check here was prompted by a case that public circulars describe: days present and days of
rest that add up to more than the month has, one person in two places, sheets copied month after
month, everything confirmed in the last minute. A flag goes to the authority; nothing is blocked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from bangfu.core.standards.finding import Finding

from .account import Account, Status
from .confirming import Confirmation
from .days import HALVES, Days, HalfDay, month_of, months_later, said, week_of
from .settings import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Finding):
    """Something to look at: what kind, which stays, which days, one sentence in two languages."""

    stays: tuple[str, ...]
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """A month's sheet as somebody filled it in: days present, at rest, on leave, absent.

    ``month`` is any day of it. ``other`` are its further figures, such as patients seen, in a
    fixed order; ``text`` what was written.
    """

    stay: str
    month: date
    present: float
    rest: float = 0
    leave: float = 0
    absent: float = 0
    other: tuple[float, ...] = ()
    text: str = ""

    @property
    def days(self) -> Days:
        """The calendar month."""
        return month_of(self.month)


def overfull(sheet: MonthSheet) -> Iterator[Flag]:
    """Days present, of rest, on leave and absent that are more than the month has."""
    total = sheet.present + sheet.rest + sheet.leave + sheet.absent
    if total > len(sheet.days):
        month = sheet.days.starts_on
        yield Flag(
            code="month_overfull",
            stays=(sheet.stay,),
            days=sheet.days,
            zh=f"{month.year}年{month.month}月只有{len(sheet.days)}天，表中各项合计{total:g}天，请核对。",
            en=f"{month:%Y-%m} has {len(sheet.days)} days, the sheet adds up to {total:g}.",
        )


def unlike_account(sheet: MonthSheet, account: Account) -> Iterator[Flag]:
    """A sheet that says more days present than the confirmed roster could hold."""
    tally = account.tally(sheet.days)
    most = max(tally.served + tally.waiting, tally.days) / HALVES
    if sheet.present > most:
        month = sheet.days.starts_on
        yield Flag(
            code="sheet_above_roster",
            stays=(sheet.stay,),
            days=sheet.days,
            zh=f"{month.year}年{month.month}月表中在岗{sheet.present:g}天，按排班和确认至多{most:g}天，"
            "请核对。",
            en=f"The sheet of {month:%Y-%m} has {sheet.present:g} days on post, roster and "
            f"confirmation allow {most:g}.",
        )


def two_places(accounts: Sequence[Account]) -> Iterator[Flag]:
    """Half-days on which one worker is rostered in two stays; ``accounts`` are all of one worker.

    Half-days excused in one of them do not clash: who is on leave here may serve there.
    """
    for index, one in enumerate(accounts):
        for other in accounts[index + 1 :]:
            if clash := _both_on_post(one, other):
                first, last = HalfDay.of_slot(clash[0]), HalfDay.of_slot(clash[-1])
                yield Flag(
                    code="two_places",
                    stays=(one.stay.key, other.stay.key),
                    days=Days(first.day, last.day + timedelta(days=1)),
                    zh=f"{said(first.day)}{first.half.zh}起有{len(clash)}个半天同时记在两处在岗，"
                    "请核对排班。",
                    en=f"{len(clash)} half-days from {first.day} on are on post in two places.",
                )


def outside_stay(
    stay: str, days: Days, happened: Iterable[date], *, what_zh: str, what_en: str
) -> Iterator[Flag]:
    """Work entered for days before the arrival or after the end; ``days`` are those of the stay."""
    astray = sorted({day for day in happened if day not in days})
    if astray:
        yield Flag(
            code="outside_stay",
            stays=(stay,),
            days=Days(astray[0], astray[-1] + timedelta(days=1)),
            zh=f"有{len(astray)}天的{what_zh}记在到岗前或期满后（最早{said(astray[0])}），请核对日期。",
            en=f"{what_en} on {len(astray)} day(s) before the arrival or after the end, "
            f"the first {astray[0]}.",
        )


def copied(sheets: Iterable[MonthSheet], thresholds: Thresholds) -> Iterator[Flag]:
    """The same figures, or the same words, month after month for one stay.

    Figures of which none is above zero say nothing and are let be; so are absent words.
    """
    ordered = sorted(sheets, key=lambda sheet: (sheet.stay, sheet.days.starts_on))
    for stay, own in groupby(ordered, key=lambda sheet: sheet.stay):
        kept = list(own)
        yield from _alike(
            stay, kept, [_figures(sheet) for sheet in kept], thresholds, "数字", "figures"
        )
        yield from _alike(
            stay, kept, [sheet.text.strip() for sheet in kept], thresholds, "文字", "words"
        )


def confirmed_at_once(
    confirmations: Iterable[Confirmation], thresholds: Thresholds
) -> Iterator[Flag]:
    """Many different weeks of one stay confirmed within one minute.

    A host that confirms one week for all its people in a minute does what it should.
    """
    ordered = sorted(confirmations, key=lambda one: (one.stay, one.at))
    for stay, own in groupby(ordered, key=lambda one: one.stay):
        kept = list(own)
        begin = 0
        while begin < len(kept):
            until = kept[begin].at + timedelta(minutes=1)
            together = [one for one in kept[begin:] if one.at < until]
            weeks = {week_of(day) for one in together for day in one.days}
            if len(weeks) >= thresholds.weeks_in_one_minute:
                at = kept[begin].at
                yield Flag(
                    code="confirmed_at_once",
                    stays=(stay,),
                    days=Days(min(weeks).starts_on, max(weeks).ends_before),
                    zh=f"{said(at.date())}{at:%H:%M}的一分钟内确认了{len(weeks)}周在岗，"
                    "建议抽查核实。",
                    en=f"{len(weeks)} weeks were confirmed within one minute on "
                    f"{at:%Y-%m-%d %H:%M}.",
                )
            begin += len(together)


def nothing_ever_happened(
    host: str, accounts: Sequence[Account], months: Iterable[date], thresholds: Thresholds
) -> Iterator[Flag]:
    """A host with several people and not one exception in months on end.

    ``months`` are days of the months looked at; each must be confirmed for enough people.
    """
    run: list[Days] = []
    for month in sorted({month_of(day) for day in months}):
        if run and run[-1].ends_before != month.starts_on:
            run = []
        run = [*run, month] if _perfect(accounts, month, thresholds) else []
        if len(run) == thresholds.perfect_months:
            span = Days(run[0].starts_on, run[-1].ends_before)
            yield Flag(
                code="never_an_exception",
                stays=tuple(one.stay.key for one in accounts if one.stay.days.meets(span)),
                days=span,
                zh=f"{said(span.starts_on)}至{said(span.last_day)}，该单位派驻人员无一次请假或其他例外，"
                "建议了解考勤登记情况。",
                en=f"No leave or other exception at {host} from {span.starts_on} to "
                f"{span.last_day}.",
            )


def _both_on_post(one: Account, other: Account) -> list[int]:
    shared = one.stay.days.within(other.stay.days)
    if not shared:
        return []
    here, there = one.status[one.part(shared)], other.status[other.part(shared)]
    on_post = (int(Status.SERVED), int(Status.WAITING))
    both = np.isin(here, on_post) & np.isin(there, on_post)
    slots: list[int] = (np.flatnonzero(both) + shared.first_slot).tolist()
    return slots


def _figures(sheet: MonthSheet) -> tuple[float, ...]:
    """What a copied sheet repeats: leave and the work done; days present alike are no wonder."""
    figures = (sheet.leave, sheet.absent, *sheet.other)
    return figures if any(figure > 0 for figure in figures) else ()


def _alike(
    stay: str,
    sheets: Sequence[MonthSheet],
    said_in: Sequence[object],
    thresholds: Thresholds,
    what_zh: str,
    what_en: str,
) -> Iterator[Flag]:
    begin = 0
    for index in range(1, len(sheets) + 1):
        if index < len(sheets) and _repeats(sheets, said_in, index):
            continue
        months = index - begin
        if said_in[begin] and months >= thresholds.copied_months:
            first, last = sheets[begin].days, sheets[index - 1].days
            yield Flag(
                code="copied_months",
                stays=(stay,),
                days=Days(first.starts_on, last.ends_before),
                zh=f"自{first.starts_on.year}年{first.starts_on.month}月起连续{months}个月填报的{what_zh}"
                "完全相同，请核对。",
                en=f"The {what_en} of {months} months from {first.starts_on:%Y-%m} are the same.",
            )
        begin = index


def _repeats(sheets: Sequence[MonthSheet], said_in: Sequence[object], index: int) -> bool:
    follows = months_later(sheets[index - 1].days.starts_on, 1) == sheets[index].days.starts_on
    return follows and said_in[index] == said_in[index - 1]


def _perfect(accounts: Sequence[Account], month: Days, thresholds: Thresholds) -> bool:
    people = 0
    for one in accounts:
        tally = one.tally(month)
        if tally.excused or tally.absent or tally.waiting or one.causes(month):
            return False
        people += tally.served > 0
    return people >= thresholds.perfect_people
