"""What the notice rests on and what is attached to it."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import CONTEXT, Fact
from bangfu.core.notices.notice import Notice

_CITED = re.compile(r"《([^《》]{4,60})》(?:（([\u4e00-\u9fff]{2,10}〔\d{4}〕\d{1,4}号)）)?")
_RESTS = re.compile(r"(?:根据|按照|依据|落实|贯彻|执行|遵照|印发)[^。；]{0,60}$")
_ATTACHED = re.compile(
    r"^\s*附(?:件)?[:：]?\s*(?:\d{1,2}(?!\d)[.、．：]?)?\s*(?P<what>[^\n。；]{4,50})$"
)
_FURTHER = re.compile(r"^\s*\d{1,2}[.、．]\s*(?P<what>[^\n。；]{4,50})$")
_FILE_ENDING = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)$", re.IGNORECASE)
_PAPER = re.compile(r"(?:表|制度|名单|安排|办法|细则|清单|方案|模板|样式|登记册|协议|汇总)$")


def references(notice: Notice) -> Iterator[Fact]:
    """``basis`` with its document number as ``object``, and ``annex``."""
    title = notice.head.title
    for sentence in notice.sentences:
        for found in _CITED.finditer(sentence.text):
            start, end = sentence.start + found.start(1), sentence.start + found.end(1)
            if title and found[1] == title.value:
                continue
            rests = _RESTS.search(sentence.text[: found.start()])
            yield notice.fact(
                "basis",
                found[1],
                start,
                end,
                rule="basis",
                confidence=0.92 if rests else 0.75,
                object=found[2] or "",
                modality=CONTEXT,
            )
    yield from _annexes(notice)


def _annexes(notice: Notice) -> Iterator[Fact]:
    attached = False
    for line in notice.lines:
        found = _ATTACHED.match(line.text) or (_FURTHER.match(line.text) if attached else None)
        attached = bool(found) and line.label == "body"
        title = _FILE_ENDING.sub("", found["what"].strip()) if found else ""
        if found and attached and _PAPER.search(title):
            start = line.start + found.start("what")
            yield notice.fact(
                "annex",
                title,
                start,
                start + len(title),
                rule="annex",
                confidence=0.9,
                modality=CONTEXT,
            )
