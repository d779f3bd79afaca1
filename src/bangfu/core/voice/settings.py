"""Named settings of public requests with their sources, from ``definitions/voice``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bangfu.core.duty.working_days import WorkCalendar
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.review import Voice
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section, Text
from bangfu.definitions import FOLDER


class Clocks(Section, frozen=True, kw_only=True):
    """Terms in working days, each counted from the day after."""

    answer: Count
    joint_answer: Count
    extension: Count
    hand_back: Count
    source: Code


class Limits(Section, frozen=True, kw_only=True):
    """What one browser, and one code, may send; ``code_hour`` only sets the rest apart."""

    browser_hour: Count
    browser_day: Count
    code_hour: Count
    code_day: Count
    fewest_seconds: Count
    longest_text: Count
    source: Code


class Kind(Section, frozen=True, kw_only=True):
    """What a request may be about: ticked by the asker."""

    code: Code
    title: Text


class Notice(Section, frozen=True, kw_only=True):
    """What askers are told of their data; kept with each request by its version."""

    version: str
    on: date
    paragraphs: tuple[Text, ...]


class Settings(Section, frozen=True, kw_only=True):
    """All settings of public requests; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    clocks: Clocks
    limits: Limits
    kinds: tuple[Kind, ...]
    causes: tuple[Kind, ...]
    notice: Notice

    def kind(self, code: str) -> Text:
        """What a kind is called; its code where the file names it no more."""
        return next((one.title for one in self.kinds if one.code == code), Text(zh=code))

    def cause(self, code: str) -> Text:
        """What a cause is called; its code where the file names it no more."""
        return next((one.title for one in self.causes if one.code == code), Text(zh=code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The clocks that hold for one request, in working days."""

    answer: int
    joint_answer: int
    extension: int
    hand_back: int


def terms_of(voice: Voice | None) -> Terms:
    """The clocks of a programme's section on requests, or those of the settings."""
    if voice is None:
        given = shipped().clocks
        return Terms(
            answer=given.answer,
            joint_answer=given.joint_answer,
            extension=given.extension,
            hand_back=given.hand_back,
        )
    return Terms(
        answer=voice.answer_working_days,
        joint_answer=voice.joint_answer_working_days,
        extension=voice.extension_working_days,
        hand_back=voice.return_working_days,
    )


def last_day(day: date, working_days: int, calendar: WorkCalendar) -> date:
    """The last day of a term of so many working days that begins after a day."""
    while working_days:
        day += timedelta(days=1)
        working_days -= calendar.is_worked(day)
    return day


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "voice" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    for field in ("kinds", "causes"):
        codes = [one.code for one in getattr(settings, field)]
        for code in sorted({one for one in codes if codes.count(one) > 1}):
            yield Problem((field,), f"代码“{code}”重复。", f'the code "{code}" stands twice.')
