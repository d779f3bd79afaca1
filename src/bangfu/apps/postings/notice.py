"""How long before its first day an appointment is made known."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from bangfu.core.duty.days import said
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Section, Whole
from bangfu.core.refusal import Refusal
from bangfu.definitions import FOLDER


class ShortNotice(Refusal):
    """Somebody would start before the notice's days are over."""


class Notice(Section, frozen=True, kw_only=True):
    """Days that usually lie between the notice of an appointment and the first day on post."""

    days: Whole
    source: Code


class Appointing(Section, frozen=True, kw_only=True):
    """Settings of appointing; each ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    notice: Notice

    def rests_on(self) -> Source:
        """What the notice's length rests on."""
        return next(one for one in self.sources if one.code == self.notice.source)


def read(text: str, *, file: str = "appointing.toml") -> Appointing:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Appointing, file=file, check=_problems)


@cache
def shipped() -> Appointing:
    """The settings that come with the product."""
    return read((FOLDER / "postings" / "appointing.toml").read_text(encoding="utf-8"))


def refuse_short_notice(
    starts: Iterable[date], *, on: date, notice_days: int, accepted: bool
) -> None:
    """Raise ``ShortNotice`` where a first day lies before ``on`` and the notice's days.

    ``accepted`` is that somebody has said: even so.
    """
    earliest = on + timedelta(days=notice_days)
    early = sorted(day for day in starts if day < earliest)
    if not early or accepted:
        return
    first, from_then = early[0], earliest
    raise ShortNotice(
        zh=f"有{len(early)}人的起始日期早于{said(from_then)}（今天起留{notice_days}天通知时间），"
        f"最早的是{said(first)}；确需提前的，请勾选“提前到岗已与双方说明”。",
        en=f"{len(early)} would start before {from_then}, which is today and {notice_days} days of "
        f"notice; the earliest on {first}. Tick that both sides know, to appoint them even so.",
    )


def _problems(table: Appointing) -> Iterator[Problem]:
    yield from unknown_sources(table, table.sources)
