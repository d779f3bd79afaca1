"""Persons with their offices: found from the office, never by a list of given names."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import CONTEXT, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import words

_TITLE = re.compile("|".join(re.escape(word) for word in words("bodies", "titles")))
_SURNAMES = frozenset(words("bodies", "surnames"))
_AFTER = words("bodies", "after_names")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDGES = "，。；！？：（）“”\n "
_TITLE_ENDS = words("bodies", "titles")
_VERBS = re.compile(r"(?:由|主持|出席|讲话|要求|强调|指出|以及|介绍)")
_SPEAKS = re.compile(
    r"((?:(?![会委员局院长们等代表大小上下全各要将])[\u4e00-\u9fff]){2,3}?)(?:表示|指出|强调|宣布|介绍说|主持|致辞|坦言|说[，。：“])"
)
_CALLED = ("老师", "同志", "先生", "女士", "某")
LONGEST_OFFICE = 40


def persons(notice: Notice) -> Iterator[Fact]:
    """Names as ``value``, offices as ``object``."""
    for sentence in notice.sentences:
        yield from _in_sentence(notice, sentence)


def _in_sentence(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    text = sentence.text
    for found in _TITLE.finditer(text):
        at = found.end()
        gap = re.match(r"[：:（]?\s*(?:盖章|签字)?[）：:]?\s*", text[at : at + 6])
        labelled = found[0] in ("联系人", "法定代表人", "负责人")
        if labelled and gap:
            at += gap.end()
        name = _name_at(text, at, labelled=labelled)
        if not name:
            continue
        office = _office(text, found.start(), found.end())
        yield notice.fact(
            "person",
            name,
            sentence.start + at,
            sentence.start + at + len(name),
            rule="person_after_office",
            confidence=0.9 if len(name) == 3 else 0.84,
            object=office,
            modality=CONTEXT,
        )


def _name_at(text: str, at: int, *, labelled: bool) -> str:
    """A surname and one or two characters, with an edge or a verb behind them."""
    surname = next((text[at : at + n] for n in (2, 1) if text[at : at + n] in _SURNAMES), "")
    if not surname:
        return _told_by_verb(text, at)
    called = text.startswith(_CALLED, at + len(surname))
    if called or text.startswith(words("bodies", "not_names"), at):
        return ""
    for length in (2, 1):
        end = at + len(surname) + length
        name = text[at:end]
        if len(name) < len(surname) + length or not all(map(_HAN.match, name)):
            continue
        rest = text[end : end + 4]
        if any(text.startswith(title, at + len(surname)) for title in _TITLE_ENDS):
            return ""
        if not rest or not _HAN.match(rest[0]) or rest.startswith(_AFTER):
            # 杜明出席: the third character already is a verb's first.
            is_verb = length == 2 and rest and text[end - 1 : end + 1] in _AFTER
            if not is_verb:
                return name
    return ""


def _told_by_verb(text: str, at: int) -> str:
    """Three characters whose first is no usual surname, where only a person does what follows."""
    found = _SPEAKS.match(text, at)
    return found[1] if found else ""


def _office(text: str, title: int, end: int) -> str:
    """The office back to the mark before it; offices joined by 、 belong together."""
    begin = max(0, title - LONGEST_OFFICE)
    window = text[begin:title]
    edge = max((window.rfind(mark) for mark in _EDGES), default=-1) + 1
    verbs = [found.end() for found in _VERBS.finditer(window) if found.end() > edge]
    edge = max([edge, *verbs])
    office = window[edge:] + text[title:end]
    parts = office.split("、")
    kept = len(parts) - 1
    while kept and parts[kept - 1].endswith(_TITLE_ENDS):
        kept -= 1
    return "、".join(parts[kept:])
