"""When a half-day of clinic begins and ends, by area: for calendars, never for counting."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import AreaCode, Code, Section
from bangfu.definitions import FOLDER

from .days import Half, HalfDay

BEIJING = ZoneInfo("Asia/Shanghai")
"""The one clock of the country."""


ClockTime = Annotated[
    str,
    Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z",
        extra={"zh": '时刻，例如 "08:30"', "en": 'a time of day, as "08:30"'},
    ),
]


class Stretch(Section, frozen=True, kw_only=True):
    """From a time of day to another; both as texts, which compare as times do."""

    begin: ClockTime
    end: ClockTime


class AreaHours(Section, frozen=True, kw_only=True):
    """The hours of one area; an empty code is the nation."""

    area: AreaCode
    morning: Stretch
    afternoon: Stretch
    source: Code

    def of(self, half: Half) -> Stretch:
        """The hours of a half of the day."""
        return self.morning if half is Half.MORNING else self.afternoon


class ClinicHours(Section, frozen=True, kw_only=True):
    """The hours of all areas that are known; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    hours: tuple[AreaHours, ...]

    def of(self, half_day: HalfDay, area: str) -> tuple[datetime, datetime]:
        """Begin and end of a half-day in an area, by the nearest hours given.

        >>> begin, end = shipped().of(HalfDay(date(2025, 3, 17)), "370523")
        >>> f"{begin:%H:%M} {end:%H:%M}"
        '08:00 11:30'
        """
        around = (one for one in self.hours if area.startswith(one.area))
        nearest = max(around, key=lambda one: len(one.area))
        hours = nearest.of(half_day.half)
        return _at(half_day.day, hours.begin), _at(half_day.day, hours.end)


def read(text: str, *, file: str = "clinic_hours.toml") -> ClinicHours:
    """Hours from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, ClinicHours, file=file, check=_problems)


@cache
def shipped() -> ClinicHours:
    """The hours that come with the product."""
    return read((FOLDER / "duty" / "clinic_hours.toml").read_text(encoding="utf-8"))


def _problems(hours: ClinicHours) -> Iterator[Problem]:
    yield from unknown_sources(hours, hours.sources)
    areas = [one.area for one in hours.hours]
    if "" not in areas:
        yield Problem(
            ("hours",),
            "须有一项区划为空，作为全国通用。",
            "one entry has an empty area: the nation.",
        )
    for index, one in enumerate(hours.hours):
        if one.area in areas[:index]:
            yield Problem(
                ("hours", index, "area"),
                f"行政区划“{one.area or '全国'}”重复，请合并。",
                f'the area "{one.area or "nation"}" stands twice; put both together.',
            )
        morning, afternoon = one.morning, one.afternoon
        if not morning.begin < morning.end <= afternoon.begin < afternoon.end:
            yield Problem(
                ("hours", index),
                "时间须先后排列：上午开始、上午结束、下午开始、下午结束。",
                "the times stand in order: morning begin and end, afternoon begin and end.",
            )


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), BEIJING)
