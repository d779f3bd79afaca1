"""A cleaned notice as the rules see it: text, sentences, outline and what its head says."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from . import facts
from .days import days_in
from .facts import Fact
from .heads import Head, head_of
from .lines import Line
from .sentences import Heading, Sentence, sentences
from .tables import Row, header_starts, rows_of
from .traced import Traced
from .word_lists import words

_CLAUSE_MARKS = "，。；！？：\n"


@dataclass(frozen=True)
class Notice:
    """A cleaned notice; places count characters of ``text.text``."""

    text: Traced
    lines: tuple[Line, ...]
    sentences: list[Sentence]
    outline: list[Heading]
    head: Head
    rows: tuple[Row, ...] = ()
    """The rows of its tables."""
    tabular: frozenset[int] = frozenset()
    """Starts of lines that belong to tables and are no sentences."""
    years: frozenset[int] = frozenset()
    """The years of all its days that state one."""
    _starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: Traced, lines: tuple[Line, ...]) -> "Notice":
        """Sentences and head of a text whose lines are sorted."""
        found, outline = sentences(lines)
        starts = [sentence.start for sentence in found]
        rows = rows_of(lines)
        tabular = header_starts(lines) | {row.start for row in rows}
        days = (day for sentence in found for day in days_in(sentence.text))
        years = frozenset(day.year for day in days if day.year)
        return cls(text, lines, found, outline, head_of(lines), rows, tabular, years, starts)

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence of the body that holds a place, or nothing where it is no body."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return None
        sentence = self.sentences[number]
        return sentence if place < sentence.end else None

    def fact(
        self,
        kind: str,
        value: str | int | float,
        start: int,
        end: int,
        *,
        rule: str,
        confidence: float,
        unit: str = "",
        object: str = "",
        bound: str = facts.EXACT,
        modality: str = "",
    ) -> Fact:
        """A fact that stands from ``start`` to ``end`` of the cleaned text."""
        sentence = self.sentence_at(start)
        first, last = self.text.span(start, end)
        shown = sentence.text.strip() if sentence else self.line_at(start)
        return Fact(
            kind=kind,
            value=value,
            unit=unit,
            object=object,
            bound=bound,
            modality=modality or facts.CONTEXT,
            sentence=shown,
            start=first,
            end=last,
            confidence=round(confidence, 2),
            rule=rule,
            place=(start, end),
            under=sentence.under if sentence else "",
        )

    def line_at(self, place: int) -> str:
        """The text of the line that holds a place."""
        for line in self.lines:
            if line.start <= place < line.end:
                return line.text
        return ""

    def _tells_of_an_earlier_year(self, sentence: Sentence) -> bool:
        opening = _OPENING_YEAR.search(sentence.text[:24])
        if opening is not None and self.head.kind == "report" and opening.end() < 8:
            # A report that tells when tells what was.
            return not _by_cues(sentence.text[: opening.end() + 4])
        title = self.head.title.value if self.head.title else ""
        years = [int(year) for year in re.findall(r"(?:19|20)\d\d", title)]
        for day in (self.head.issued_on, self.head.published_on):
            # What a copy's page says of its day only counts where the text itself says nothing.
            if not years and day and day.year:
                years.append(day.year)
        return opening is not None and bool(years) and int(opening[1]) < max(years)

    def _tells_of_an_earlier_month(self, clause: str) -> bool:
        """今年3月 in what was published in December, with nothing that is still to be done."""
        opening = re.match(r"\s*今年(\d{1,2})月(?:，|份|以来|，)", clause)
        day = self.head.published_on or self.head.issued_on
        if opening is None or day is None or self.head.kind not in ("news", "report", "meeting"):
            return False
        is_past = int(opening[1]) < day.month
        return is_past and not re.search(r"将|拟|计划|力争|(?<![主重需只])要", clause)

    def _before_in_paragraph(self, sentence: Sentence) -> Iterator[Sentence]:
        """The two sentences before in the paragraph, the nearest first: what they tell goes on."""
        number = bisect_right(self._starts, sentence.start) - 1
        for before in self.sentences[max(0, number - 2) : number][::-1]:
            if "\n" in self.text.text[before.end : sentence.start]:
                return
            yield before

    def modality(self, sentence: Sentence, place: int) -> str:
        """Whether what stands at a place was done, is to be done, or is neither.

        The nearest cue before it in its sentence decides, then the rest of the sentence, the
        sentences before, the headings above, and last the kind of text.
        """
        text, at = sentence.text, place - sentence.start
        if any("目标" in h.text for h in sentence.headings) or _AIMS_FOLLOW.search(text[:at]):
            text = text.replace("新增", "增加")  # among aims it is one
        came = any(cue in text[at:] for cue in words("cues", "context"))
        if came or _CAME.search(text, at):
            return facts.CONTEXT
        clause = text[: _clause_end(text, at)]
        if self._tells_of_an_earlier_month(clause):
            return facts.DONE
        reports = self.head.kind == "report" or self._tells_what_is_over()
        if told := _by_cues(clause, reports=reports):
            return told
        if self._tells_of_an_earlier_year(sentence):
            return facts.DONE
        if told := _by_cues(text, reports=reports):
            return told
        if self.head.kind in ("news", "meeting", "report") and _RESULT.search(text):
            return facts.DONE
        around = (
            _by_cues(before.text, reports=reports) for before in self._before_in_paragraph(sentence)
        )
        told = next(filter(None, around), "")
        return told or _by_headings(sentence) or self._by_kind(text)

    def _tells_what_is_over(self) -> bool:
        title = self.head.title.value if self.head.title else ""
        return self.head.kind == "news" and _OVER.search(title) is not None

    def _by_kind(self, text: str) -> str:
        title = self.head.title.value if self.head.title else ""
        sends = any(word in text for word in words("bodies", "sending"))
        supports = any(word in title for word in words("cues", "support"))
        if _ACCOUNT.search(title) or (self.head.kind == "news" and _OVER.search(title)):
            return facts.DONE
        if self.head.kind == "news" and sends:
            # What an event sends off is the programme, not a result of it.
            return facts.PLANNED
        if self.head.kind == "news" and _EVENT.search(text):
            return facts.DONE
        if self.head.kind == "news" and (supports or _SETS_OFF.search(title)):
            return facts.PLANNED
        return _BY_KIND.get(self.head.kind, facts.CONTEXT)


_BY_KIND = {
    "plan": facts.PLANNED,
    "announcement": facts.PLANNED,
    "agreement": facts.PLANNED,
    "report": facts.DONE,
}


_AIMS_FOLLOW = re.compile(r"(?:目标|指标|任务)(?:如下|是|为)?：")
_RESULT = re.compile(
    r"共(?:接诊|诊治|诊疗|派出|开展|完成|为|有|培训|收治)|(?:接诊|诊治|诊疗|救治|收治|义诊|会诊|查房|手术|惠及|受益)"
    r"[^，。；]{0,14}\d[^，。；]{0,6}(?:人次|台|例|场|次)|(?:发放|捐赠)[^，。；]{0,12}\d"
)
"""What an account that promises nothing tells with a figure has been reached."""
_SETS_OFF = re.compile(r"启程|出征|上岗|到岗|出发|奔赴|启动|抵达|进驻|入驻|欢迎|欢送|送行")
"""Headlines of what begins."""
_ACCOUNT = re.compile(r"(?:情况|结果)的?通报")
"""Circulars that tell what came out."""
_CAME = re.compile(r"参加(?:了)?[^，。；]{0,10}(?:仪式|会议|活动|座谈)")
_OVER = re.compile(r"圆满|返回|凯旋|归来|结束|期满|平安返")
"""Headlines of what is over."""
_EVENT = re.compile(
    r"走进|来到现场|活动现场|义诊现场|慰问|看望|座谈会上|捐赠仪式|举行了|举办了|开展了"
)
"""What people went to and did on the day the account tells of."""
_OPENING_YEAR = re.compile(
    r"(?:^|[，：])\s*((?:19|20)\d\d)年(?!底|末|前|\d{1,2}月(?:底|\d{1,2}日前))"
)
"""A year that opens a sentence or clause, and is no deadline."""
_WITHIN_WORDS = {
    "要": r"(?<![主重需只纲必首提摘])要",
    "应": r"(?<![相适供对响反])应(?![用急])",
    "新增": r"(?<![将拟划])新增",
    "已": r"已(?!婚)",
    "累计": r"(?<![须应需要假])累计"
    r"(?!满|超过\d{1,2}[天日次]|不少|不低|达|请假|离岗|缺勤|[^，。；]{0,6}[\d一二两三五六]个?[年月].?以上)",
}
"""Cues that are as often part of another word, or not a cue behind another."""


@cache
def _cues(name: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(_WITHIN_WORDS.get(word, re.escape(word)) for word in words("cues", name))
    )


def _last(text: str, name: str) -> int:
    return max((found.end() for found in _cues(name).finditer(text)), default=-1)


def _by_cues(text: str, *, reports: bool = False) -> str:
    """What the last cue of a text says, or nothing where it has none.

    选派, 每年 and the like tell a plan only where the text does not report.
    """
    done, planned = _last(text, "done"), _last(text, "planned")
    if not reports and done < 0:
        # 累计选派136名 is no plan.
        planned = max(planned, _last(text, "weak"))
    if done == planned:
        return ""
    return facts.DONE if done > planned else facts.PLANNED


def _by_headings(sentence: Sentence) -> str:
    for heading in reversed(sentence.headings):
        if any(word in heading.text for word in words("cues", "past_sections")):
            return facts.DONE
        if any(word in heading.text for word in words("cues", "future_sections")):
            return facts.PLANNED
    return ""


def _clause_end(text: str, at: int) -> int:
    found = re.compile(r"[，。；！？：\n]").search(text, at)
    return found.start() if found else len(text)


def clause_start(text: str, at: int) -> int:
    """Where the clause that holds a place begins."""
    return max(text.rfind(mark, 0, at) for mark in _CLAUSE_MARKS) + 1
