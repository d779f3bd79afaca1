"""Who takes part: authorities, senders, hosts and leading groups, as facts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bangfu.core.notices.facts import Fact
from bangfu.core.notices.names import Name, names_in
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import words

from .roles import RECEIVING, roles_of

_GROUP = re.compile("|".join(re.escape(word) for word in words("bodies", "groups")))
_GROUP_EDGE = re.compile(
    r"(?:[任为]组长的|根据|按照|牵头的|成立|组成|设立|被|由|建立|授予|调整|健全|印发|、|，|。|；|：|（|）|\s)"
)
_COPIED = ("抄送", "抄报", "主送")


def bodies(notice: Notice) -> Iterator[Fact]:
    """Parties with their role as ``object``; a name without a role is told as ``body``."""
    found: list[Fact] = []
    for sentence in notice.sentences:
        if sentence.text.lstrip().startswith(_COPIED) or sentence.start in notice.tabular:
            continue
        names = [n for n in names_in(sentence.text, sentence.start) if not _is_cited(notice, n)]
        roles = roles_of(notice, sentence, names)
        for name, (role, sure) in zip(names, roles, strict=True):
            if role:
                found.append(_party(notice, name, role, sure))
        found += _groups(notice, sentence)
    yield from _without_repetition(found)


def _is_cited(notice: Notice, name: Name) -> bool:
    """Part of the title of another paper, 《城市医院支援农村卫生工作管理办法》."""
    before = notice.text.text[max(0, name.start - 40) : name.start]
    return before.rfind("《") > before.rfind("》") and "\n" not in before[before.rfind("《") :]


def _without_repetition(found: list[Fact]) -> Iterator[Fact]:
    """受援医院 only repeats hosts where others are named; alone it is the class of them."""
    hosts = [fact for fact in found if fact.object == "host" and fact.is_offered]
    named = any(not str(fact.value).startswith(RECEIVING) for fact in hosts)
    for fact in found:
        repeats = named and str(fact.value).startswith(RECEIVING)
        yield replace(fact, confidence=0.7) if repeats else fact


def _party(notice: Notice, name: Name, role: str, sure: float) -> Fact:
    return notice.fact(
        "party", name.text, name.start, name.end, rule=f"party_{role}", confidence=sure, object=role
    )


def _groups(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    for found in _GROUP.finditer(sentence.text):
        window_start = max(0, found.start() - 45)
        window = sentence.text[window_start : found.start()]
        edges = [edge.end() for edge in _GROUP_EDGE.finditer(window)]
        begin = window_start + max(edges, default=0)
        named = found.start() - begin >= 3 or window.endswith(("联合", "专项"))
        if not named or sentence.text.startswith("办公室", found.end()):
            continue
        start, end = sentence.start + begin, sentence.start + found.end()
        sure = 0.85 if found.start() - begin >= 4 or found.start() - begin == 2 else 0.7
        yield notice.fact(
            "leading_group",
            notice.text.text[start:end],
            start,
            end,
            rule="leading_group",
            confidence=sure,
        )
