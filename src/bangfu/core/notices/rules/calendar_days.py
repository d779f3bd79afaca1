"""Days and deadlines, terms from one day to another."""

import re
from collections.abc import Iterator

from bangfu.core.notices.days import Day, days_in
from bangfu.core.notices.facts import CONTEXT, DONE, EXACT, MAX, MIN, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Sentence

_BEFORE = re.compile(
    r"(?:（[^）]{1,8}）)?(?:上午|下午|晚)?(?:\d{1,2}[时点:：]\d{0,2}分?)?(?:下班)?(?:之?前|以前|止|为止)"
)
_FROM = re.compile(r"(?:起|开始|以来)")
_RANGE = re.compile(r"^\s?(?:份)?(?:起)?(?:至|到|—|–|-|~|～)+\s?$")
_NEXT_YEAR = re.compile(r"(?:次年|翌年|下一年|第二年)$")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|—|-|–)")
_WRITTEN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|上半年|下半年)")


def calendar_days(notice: Notice) -> Iterator[Fact]:
    """Every day of the body; its year is what is written, never a guess."""
    for sentence in notice.sentences:
        if sentence.start in notice.head.signature:
            continue
        yield from _in_sentence(notice, sentence)


def _in_sentence(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    days = list(days_in(sentence.text, sentence.start))
    for number, day in enumerate(days):
        year, sure = _year(notice, sentence, day)
        after = notice.text.text[day.end : day.end + 24]
        before = notice.text.text[max(sentence.start, day.start - 3) : day.start]
        kind, bound = "date", EXACT
        following = days[number + 1] if number + 1 < len(days) else None
        if following and _RANGE.match(notice.text.text[day.end : following.start]):
            kind, bound = "starts_on", MIN
        elif number and _RANGE.match(notice.text.text[days[number - 1].end : day.start]):
            kind, bound = "ends_on", MAX
        elif _BEFORE.match(after) or before.endswith(("截至", "截止", "至")):
            kind, bound = "deadline", MAX
        elif _FROM.match(after) or before.endswith("自"):
            kind, bound = "starts_on", MIN
        modality = notice.modality(sentence, day.start) if kind != "date" else CONTEXT
        if kind == "deadline" and modality == DONE:
            # 截至7月底，接诊3462人次: up to when figures are told.
            kind, bound, modality = "date", EXACT, CONTEXT
        elif kind == "deadline" and year and _is_over(notice, day, year):
            year += 1
        yield notice.fact(
            kind,
            day.iso_first(year) if kind == "starts_on" else day.iso(year),
            day.start,
            day.end,
            rule="day" if day.year or not year else "day_with_inferred_year",
            confidence=sure,
            bound=bound,
            modality=modality,
            object=_matter(notice, sentence, day),
        )


def _year(notice: Notice, sentence: Sentence, day: Day) -> tuple[int | None, float]:
    """The year a day without one belongs to, and how sure that is."""
    if day.year:
        return day.year, 0.95
    year, sure = _year_around(notice, sentence, day)
    if year and _NEXT_YEAR.search(sentence.text[: day.start - sentence.start]):
        year += 1
    return year, sure


def _year_around(notice: Notice, sentence: Sentence, day: Day) -> tuple[int | None, float]:
    """The year that the sentence, the headings, the head or the whole text names."""
    written = [*_WRITTEN_YEAR.finditer(sentence.text[: day.start - sentence.start])]
    if written:
        return int(written[-1][1]), 0.93
    head = notice.head
    titled = _TITLE_YEAR.search(head.title.value) if head.title else None
    if above := _WRITTEN_YEAR.search(sentence.under):
        return int(above[1]), 0.86
    if head.issued_on:
        return head.issued_on.year, 0.88
    if titled:
        return int(titled[1]), 0.86
    if head.published_on and head.published_on.year:
        return head.published_on.year, 0.85
    if len(later := {found[1] for found in _WRITTEN_YEAR.finditer(sentence.text)}) == 1:
        return int(later.pop()), 0.84
    if len(notice.years) == 1:
        return min(notice.years), 0.82
    return None, 0.82


def _is_over(notice: Notice, day: Day, year: int) -> bool:
    """A deadline without a year that the year of issue would put before the day of issue."""
    issued = notice.head.issued_on
    return bool(issued and not day.year and day.iso(year) < issued.iso(None))


def _matter(notice: Notice, sentence: Sentence, day: Day) -> str:
    """What is to happen by a day: the rest of its clause."""
    rest = re.match(
        r"(?:之?前|以前|起|下午|上午)?，?([^，。；]{0,40})",
        notice.text.text[day.end : sentence.end],
    )
    return rest[1].strip() if rest else ""
