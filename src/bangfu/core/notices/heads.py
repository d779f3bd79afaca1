"""The head of a notice: title, kind of text, document number, issuer, days of issue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .days import Day, days_in, first_day
from .lines import BODY, METADATA, Line
from .word_lists import codes, words

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}〔(?:19|20)\d\d〕\d{1,4}号")
_ISSUING = re.compile(r"关于印发《?([^》]{6,60}?)》?的通知$")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]）|第.{1,3}[条章]|\d{1,2}[.、]|附"
)
_ADDRESSED = re.compile(r"各.{2,60}：$")
_PUBLISHER = re.compile(r"(?:来源|稿源|信息来源|发布机构)[:：]\s*([\u4e00-\u9fff]{2,20})")
_SHORT_TITLES = (
    "函",
    "纪要",
    "公告",
    "通知",
    "公示",
    "书",
    "协议",
    "备忘录",
    "合同",
    "办法",
    "方案",
)
_TELLS_OF_SIGNING = re.compile(r"(?:签订|签署|签下|达成).{0,14}(?:协议|协议书|合同|备忘录)$")
_PARTY = re.compile(r"[^：]{0,6}(?:方|单位|医院|人)(?:（[^）]*）)?：")
LONGEST_LABEL = 4
_ADDITION = re.compile(
    r"（(?:[^）]*[\d一二三四五六七八九十][^）]*|试行|暂行|草案|修订|送审稿|征求意见稿)）"
)
"""Years, the number of an issue, or the state of a paper, in a line of their own."""
_PUT_ON_SITE = re.compile(r"(?:发布|成文|印发)(?:日期|时间)[:：]")
TITLE_WITHIN = 14
"""Lines that are no noise before a title must have come."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value of the head and where it stands in the cleaned text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and the foot of a notice say; what is missing is ``None``."""

    kind: str
    kind_place: tuple[int, int]
    title: Span | None = None
    number: Span | None = None
    issuer: Span | None = None
    issued_on: Day | None = None
    publisher: Span | None = None
    published_on: Day | None = None
    signature: frozenset[int] = frozenset()
    """Starts of the lines of head and foot that are no sentences."""


def head_of(lines: Sequence[Line]) -> Head:
    """Head and foot, from lines that are sorted."""
    seen = [line for line in lines if line.label in (BODY, METADATA)]
    body = [line for line in seen if line.label == BODY]
    title = _title(body)
    issuer, day, signed = _signature(body)
    if not day:
        issuer, day, signed = _signed_above(seen[:TITLE_WITHIN]) or (issuer, day, signed)
    meta = _published([line for line in seen if line.start not in signed])
    kind, place = _kind(title, body)
    issuer = issuer or _red_head(body) or _from_title(title)
    return Head(
        kind=kind,
        kind_place=place,
        title=title,
        number=_number(seen),
        issuer=issuer,
        issued_on=day,
        publisher=meta[0],
        published_on=meta[1],
        signature=signed,
    )


def _title(body: Sequence[Line]) -> Span | None:
    candidates = []
    for number, line in enumerate(body[:TITLE_WITHIN]):
        if len(line.text) > 90 or "。" in line.text:
            break
        if _can_be_title(line.text):
            candidates.append((number, line))
    if not candidates:
        return None
    number, line = max(candidates, key=lambda pair: (_title_score(pair[1].text), -pair[0]))
    if _title_score(line.text) == 0 and number > 2:
        return None
    return _joined(body, number)


def _can_be_title(text: str) -> bool:
    short = 6 if not text.endswith(_SHORT_TITLES) else 3
    # A second line that opens with a dash only explains the first.
    is_second = text.startswith(("—", "--"))
    if is_second or not short <= len(text) <= 80 or text.endswith(("：", "；", "，", "文件")):
        return False
    return not (
        _PARTY.match(text) or _NUMBERED.match(text) or _NUMBER.fullmatch(text) or "：" in text[-3:]
    )


def _title_score(text: str) -> int:
    bare = re.sub(r"（[^）]*）$", "", text).rstrip("》”")
    kinds = ("plan", "announcement", "agreement", "report", "news", "meeting")
    ends = any(bare.endswith(words("cues", kind)) for kind in kinds)
    holds = any(word in bare for kind in kinds for word in words("cues", kind))
    return 3 * ends + 2 * text.startswith("关于") + holds + (len(text) >= 12)


def _joined(body: Sequence[Line], number: int) -> Span:
    """The title with the issuer above it and the years below it; of a covering notice the paper."""
    line = body[number]
    value, start, end = line.text, line.start, line.end
    if found := _ISSUING.search(value):
        return Span(found[1], start + found.start(1), start + found.end(1))
    if value.startswith("关于") and number and _are_body_names(body[number - 1].text):
        start = body[number - 1].start
        value = " ".join(body[number - 1].text.split()) + value
    if number + 1 < len(body) and _ADDITION.fullmatch(body[number + 1].text):
        end = body[number + 1].end
        value += body[number + 1].text
    return Span(value, start, end)


def _is_body_name(text: str) -> bool:
    """A line that is nothing but the name of an authority or institution."""
    bare = re.sub(r"（(?:章|盖章|公章|印)）$", "", text.replace(" ", ""))
    known = (*(word for word, _ in codes("bodies", "suffixes")), *words("bodies", "offices"))
    return (
        4 <= len(bare) <= 30
        and bare.endswith(known)
        and not re.search(r"[，。：；、《》]|帮扶|支援|结对|助力|携手|走进|对口", bare)
    )


def _are_body_names(text: str) -> bool:
    """One name, or several parted by blanks that issue a paper together."""
    return _is_body_name(text) or all(map(_is_body_name, text.split()))


def _signature(body: Sequence[Line]) -> tuple[Span | None, Day | None, frozenset[int]]:
    """Who signed and when: a name alone in a line, then a day alone in a line, near the end."""
    # Behind a covering notice the paper itself follows, so the signature may stand far above.
    for number in range(len(body) - 1, 2, -1):
        line = body[number]
        day = first_day(line.text, line.start)
        alone = day and len(line.text) - (day.end - day.start) <= 6
        if not (day and alone):
            continue
        names = []
        for above in reversed(body[max(0, number - 3) : number]):
            if not _is_body_name(above.text):
                break
            names.append(above)
        if names or "签订" in line.text or "日期" in line.text:
            signed = frozenset({line.start, *(name.start for name in names)})
            spans = [_signed(name) for name in names]
            # Two that sign are parties of an agreement, none of them the issuer alone.
            return (spans[0] if len(spans) == 1 else None), day, signed
    return _lonely_day(body)


def _signed(line: Line) -> Span:
    """The first name of a line of signatures, without its (章)."""
    name = re.split(r"\s|（", line.text)[0]
    return Span(name, line.start, line.start + len(name))


def _signed_above(
    lines: Sequence[Line],
) -> tuple[Span | None, Day | None, frozenset[int]] | None:
    """A name and a day in one line below the title, as minutes of meetings have it."""
    for line in lines:
        day = first_day(line.text, line.start)
        name = line.text[: day.start - line.start].strip() if day else ""
        if day and "年" in line.text and day.end == line.end and name and _is_body_name(name):
            return Span(name, line.start, line.start + len(name)), day, frozenset({line.start})
    return None


def _lonely_day(body: Sequence[Line]) -> tuple[Span | None, Day | None, frozenset[int]]:
    """A day alone in a line without a name above it still is the day of issue."""
    for line in reversed(body[len(body) // 2 :]):
        day = first_day(line.text, line.start)
        rest = re.sub(r"\s|印发", "", line.text[: day.start - line.start]) if day else ""
        ends = day is not None and line.end - day.end <= len("印发")
        if _same_day_twice(line):
            return None, day, frozenset({line.start})
        if day and ends and (not rest or _is_body_name(rest)):
            return None, day, frozenset({line.start})
    return None, None, frozenset()


def _same_day_twice(line: Line) -> bool:
    """The days under two signatures in one line of an agreement."""
    days = list(days_in(line.text, line.start))
    blank = len(line.text.replace(" ", "")) == sum(day.end - day.start for day in days)
    return len(days) > 1 and blank and len({day.iso(None) for day in days}) == 1


def _red_head(body: Sequence[Line]) -> Span | None:
    for line in body[:3]:
        if line.text.endswith("文件") and _is_body_name(line.text[:-2]):
            return Span(line.text[:-2], line.start, line.end - 2)
    return None


def _from_title(title: Span | None) -> Span | None:
    """关于 in a title parts the issuer from the matter."""
    if title is None:
        return None
    # Of several that issue together the first is the one that answers for the paper.
    before = title.value.partition("关于")[0].partition(" ")[0]
    if before and _is_body_name(before):
        return Span(before, title.start, title.start + len(before))
    return None


def _number(seen: Sequence[Line]) -> Span | None:
    """A document number that stands alone in its line, or in its label's."""
    for line in seen:
        found = _NUMBER.search(line.text)
        if found and (line.label == METADATA or _is_label(line.text.replace(found[0], ""))):
            return Span(found[0], line.start + found.start(), line.start + found.end())
    return None


def _is_label(rest: str) -> bool:
    """What may stand beside a number in its line: 文号：, or when it was put on a site."""
    return len(rest) <= LONGEST_LABEL or _PUT_ON_SITE.match(rest.strip()) is not None


def _published(seen: Sequence[Line]) -> tuple[Span | None, Day | None]:
    publisher, day = None, None
    for line in seen:
        if line.label != METADATA:
            continue
        if publisher is None and (found := _PUBLISHER.search(line.text)):
            publisher = Span(found[1], line.start + found.start(1), line.start + found.end(1))
        day = day or first_day(line.text, line.start)
    return publisher, day


def _kind(title: Span | None, body: Sequence[Line]) -> tuple[str, tuple[int, int]]:
    """What the text is, by the end of its title, else by words in it, else by how it begins."""
    if title is not None and (told := _kind_by_title(title, body)):
        return told, (title.start, title.end)
    after = title.start if title else -1
    second = next((line for line in body if line.start > after and line.text[0] in "—-"), None)
    if second and (told := _kind_by_title(Span(second.text, second.start, second.end), body)):
        return told, (second.start, second.end)
    first = next((line for line in body if len(line.text) > 30 and line.start > after), None)
    if first is None:
        return "news", (0, 0)
    opening = first.text[:120]
    place = (first.start, min(first.end, first.start + 120))
    if re.search(r"(?:总结|点评|调度|推进|表彰)会", opening):
        return "meeting", place
    if re.search(r"近日|\d月\d{1,2}日|举行|召开|启动", opening):
        return "news", place
    return _by_results(body), place


def _kind_by_title(title: Span, body: Sequence[Line]) -> str:
    bare = re.sub(r"（[^）]*）", "", title.value).rstrip("》”")
    if re.search(r"(?:总结|情况|成效)(?:及|和|暨|与)", bare[2:]):
        return "report"
    if _TELLS_OF_SIGNING.search(bare):
        return "news"
    for kind in ("plan", "announcement", "agreement", "report", "news", "meeting"):
        if bare.endswith(words("cues", kind)):
            return kind
    for kind in ("agreement", "report", "meeting", "news", "plan"):
        # 总结 at the beginning is what is done at a meeting, not what the text is.
        if any(word in bare[2:] for word in words("cues", kind)):
            return kind
    return "announcement" if _is_covered(title, body) else ""


def _is_covered(title: Span, body: Sequence[Line]) -> bool:
    """The paper is named within a notice that issues it."""
    own = next((line.text for line in body if line.start <= title.start < line.end), "")
    return own.endswith("通知")


def _by_results(body: Sequence[Line]) -> str:
    """A text without date or event: a report where what was done outweighs what is to be done."""
    text = "".join(line.text for line in body)
    done = sum(text.count(word) for word in words("cues", "done"))
    wanted = sum(text.count(word) for word in ("应当", "须", "不少于", "不得", "必须", "计划"))
    return "report" if done > wanted else "news"
