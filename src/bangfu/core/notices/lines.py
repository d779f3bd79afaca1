"""Sorts the lines of a cleaned text: body, metadata, or noise with the reason it is left out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .traced import Traced
from .word_lists import words

BODY, METADATA, NOISE = "body", "metadata", "noise"
LONGEST_SITE_NAME = 10
SHORTEST_TITLE = 6
GRAM = 12
MOSTLY_REPEATED = 0.75

_DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_SITE_AND_DAY = re.compile(
    r"[\u4e00-\u9fff·]{1,10}(?:报|网|社|台|客户端|融媒|融媒体中心|发布|在线|传媒|快报)\s?"
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
    r"|[\u4e00-\u9fff·]{2,16}\s?(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s\d{1,2}[:：]\d\d)?"
)
"""A day in figures behind a name is what a site prints below a headline."""
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、]|第[一二三四五六七八九十百]{1,4}[章条节]|附件?[:：\d])"
)
_SENTENCE_END = re.compile(r"[。；！？：]”?$")
_SEPARATORS = re.compile(r"\s*[|｜>＞»]\s*|\s+-\s*|\s/\s")
_LINK_ONLY = re.compile(r"[【\[][^】\]]{2,10}[】\]]")
_REPORTER = re.compile(r".{0,12}(?:记者|通讯员|讯员)\s?[\u4e00-\u9fff 、]{2,16}(?:报道|摄|文/图)?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: where it stands in the cleaned text, what it is and why."""

    start: int
    end: int
    text: str
    label: str = BODY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line left out, and why; ``start`` and ``end`` count characters of the original."""

    text: str
    reason: str
    start: int
    end: int


REASONS = {
    "spam": "垃圾信息",
    "legal": "版权和网站声明",
    "byline": "编辑署名",
    "navigation": "网站导航",
    "teaser": "其他文章的摘要",
    "related": "其他文章的标题",
    "repeated_title": "标题重复",
    "lede": "正文的重复摘要",
    "site_name": "网站名称",
    "repetition": "重复的词",
    "link": "页面按钮",
}
"""What is said to the user of each reason."""


def classified(text: str) -> tuple[Line, ...]:
    """Every line that is not blank, in order."""
    lines = [
        Line(found.start(), found.end(), found[0])
        for found in re.finditer(r"[^\s\n](?:[^\n]*[^\s\n])?", text)
    ]
    first_body = _first_sentence(lines)
    seen: set[str] = set()
    sorted_lines: list[Line] = []
    related = False
    later = _grams(lines)
    for number, line in enumerate(lines):
        before = lines[number - 1].text if number else ""
        related = related or _opens_related(line.text, number, len(lines))
        label, reason = _label(line.text)
        plain = _plain(line.text)
        if label == BODY and related and not _SENTENCE_END.search(line.text):
            label, reason = NOISE, "related"
        elif label == BODY and number < min(first_body, 4) and _says_when(line.text, before):
            label, reason = METADATA, "metadata"
        elif label == BODY and number < first_body and _is_site_name(line.text):
            label, reason = NOISE, "site_name"
        elif label == BODY and plain in seen and len(plain) >= 8 and len(line.text) < 80:
            label, reason = NOISE, "repeated_title"
        elif label == BODY and number < first_body + 1 and _is_lede(line.text, number, later):
            label, reason = NOISE, "lede"
        if label == BODY:
            seen.add(plain)
        sorted_lines.append(Line(line.start, line.end, line.text, label, reason))
    return tuple(_with_a_title(sorted_lines, first_body))


def dropped(lines: tuple[Line, ...], text: Traced) -> tuple[Dropped, ...]:
    """The lines left out, with their reasons in words, traced to the original."""
    return tuple(
        Dropped(line.text, REASONS[line.reason], *text.span(line.start, line.end))
        for line in lines
        if line.label == NOISE
    )


def _label(text: str) -> tuple[str, str]:
    for reason, holds in _RULES:
        if holds(text):
            return NOISE, reason
    if _is_metadata(text):
        return METADATA, "metadata"
    return BODY, ""


def _holds(text: str, name: str, at_least: int = 1) -> bool:
    lower = text.lower()
    return sum(word.lower() in lower for word in words("noise", name)) >= at_least


def _is_spam(text: str) -> bool:
    """Several marks in a line of links; a single one in a sentence is only a word."""
    return _holds(text, "spam", 2) and "。" not in text


def _is_legal(text: str) -> bool:
    return _holds(text, "legal") and len(text) < 200


def _is_byline(text: str) -> bool:
    return _holds(text, "byline") and len(text) < 40 and "。" not in text and not _DATE.search(text)


def _is_navigation(text: str) -> bool:
    if text.rstrip("：: ") in words("noise", "navigation"):
        return True
    if _SENTENCE_END.search(text) or "。" in text or _is_metadata(text):
        return False
    parts = [part for part in _SEPARATORS.split(text) if part]
    if len(parts) >= 3 and sum(len(part) <= 16 for part in parts) >= len(parts) - 1:
        return True
    if _holds(text, "navigation") and (len(text) < 30 or len(parts) > 1):
        return not _NUMBERED.match(text) and len(text) < 80
    return False


def _is_link(text: str) -> bool:
    return len(_LINK_ONLY.sub("", text).strip()) == 0


def _is_teaser(text: str) -> bool:
    marks = words("noise", "teaser")
    return text.endswith(marks) or text.startswith(marks)


def _is_repetition(text: str) -> bool:
    tokens = text.split()
    return len(tokens) >= 4 and len(set(tokens)) == 1


_RULES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("spam", _is_spam),
    ("repetition", _is_repetition),
    ("legal", _is_legal),
    ("byline", _is_byline),
    ("teaser", _is_teaser),
    ("link", _is_link),
    ("navigation", _is_navigation),
)


def _is_metadata(text: str) -> bool:
    """Source, author and date of an article, or keywords: no sentence, but worth reading."""
    if len(text) > 90 or text.endswith(("。", "；")) or _NUMBERED.match(text) or "签" in text[:6]:
        return False
    labels = sum(word in text for word in words("noise", "metadata"))
    return labels >= 1 and (
        bool(_DATE.search(text))
        or labels >= 2
        or text.startswith(words("noise", "metadata"))
        or bool(_REPORTER.match(text))
    )


def _says_when(text: str, before: str) -> bool:
    """A line near the top of a source and a day, with nothing else; no signature's day."""
    found = _DATE.search(text)
    if found and _SITE_AND_DAY.fullmatch(text):
        return bool(before)
    if found and len(text) - len(found[0]) <= 1:
        return len(before) >= SHORTEST_TITLE and not before.endswith(words("bodies", "offices"))
    return (
        bool(found) and len(text) < 40 and " " in text.strip() and not re.search(r"[，。；]", text)
    )


def _opens_related(text: str, number: int, count: int) -> bool:
    starts = text.strip("：:【】[] ").startswith(words("noise", "related"))
    return starts and len(text) < 14 and number > count // 3


def _first_sentence(lines: list[Line]) -> int:
    for number, line in enumerate(lines):
        if len(line.text) >= 30 and _SENTENCE_END.search(line.text):
            return number
    return 0


def _is_site_name(text: str) -> bool:
    is_name = len(text) <= LONGEST_SITE_NAME and "：" not in text[:-1]
    return is_name and not _NUMBERED.match(text) and not text.endswith(_structural())


@cache
def _structural() -> tuple[str, ...]:
    """Endings of short lines that belong to a paper: its title, number, issuer, addressees."""
    kinds = ("plan", "announcement", "agreement", "report", "news", "meeting")
    titles = (word for kind in kinds for word in words("cues", kind))
    return (*titles, "文件", "〕", "号", "：", "）", "局", "会", "院", "中心", "政府")


def _with_a_title(lines: list[Line], first_body: int) -> list[Line]:
    """The longest short line above the text is its title where nothing else could be."""
    head = lines[:first_body]
    if any(line.label == BODY and len(line.text) >= SHORTEST_TITLE for line in head):
        return lines
    names = [n for n, line in enumerate(head) if line.reason == "site_name"]
    longest = max(names, key=lambda n: len(head[n].text), default=None)
    if longest is None or len(head[longest].text) < SHORTEST_TITLE:
        return lines
    title = head[longest]
    restored = Line(title.start, title.end, title.text)
    return [*lines[:longest], restored, *lines[longest + 1 :]]


def _grams(lines: list[Line]) -> dict[str, int]:
    """Runs of characters, and the number of the last line each stands in."""
    return {
        plain[place : place + GRAM]: number
        for number, line in enumerate(lines)
        for plain in [_plain(line.text)]
        for place in range(len(plain) - GRAM + 1)
    }


def _is_lede(text: str, number: int, later: dict[str, int]) -> bool:
    """A paragraph that is only what stands again below."""
    plain = _plain(text)
    count = len(plain) - GRAM + 1
    if count < 20:
        return False
    again = sum(later[plain[place : place + GRAM]] > number for place in range(count))
    return again >= MOSTLY_REPEATED * count


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)
