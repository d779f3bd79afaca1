"""Aims, principles, tasks and what is required of whom, in the outline of the notice."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import CONTEXT, DONE, PLANNED, Fact
from bangfu.core.notices.names import names_in
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Heading, Sentence
from bangfu.core.notices.word_lists import words

_PRINCIPLE = re.compile(
    r"“([^“”]{4,60})”的?(?:总体)?原则|(?:坚持|遵循|本着)([^，。；“”]{6,40})的原则"
)
_AIM = re.compile(r"“([^“”]{4,80})”的?(?:工作)?目标")
_PURPOSE = re.compile(r"以([^，。；]{6,60})为目[的标]")
_OPENS_WITH = re.compile(
    r"^\s*为(?:了)?(?P<what>(?!认真?贯彻|贯彻|落实|做好|切实做好|认真落实|认真做好|进一步做好|全面贯彻|深入贯彻|全面掌握|了解)"
    r"[^，。；]{5,40})，(?=[^。]{0,120}?(?:制定|制订|现将|现就|通知|决定|方案|达成|定于|特|我|签订|签署|商请|开展|印发|下达|举办))"
)
_DOES = re.compile(
    r"(?:进一步)?(?:明确|落实|严格|兑现|加强|强化|完善|建立|健全|推进|推动|开展|做好|抓好|提升|提高|巩固|发展|优化|深化"
    r"|规范|突出|压实|加快|加大|实施|统筹|打造|建强|选好|用好|管好|拓展|创新|改进|扩大|促进|保障|组建|培育|培养)"
    r"[\u4e00-\u9fff“”]{2,}"
)
MOST_OPENING = 12
"""Sentences from the top within which a paper says what it is for."""
_ORDERED = re.compile(
    r"(?:^|(?<=[。；，：]))\s?(?:[一二三四五六七八九十]{1,2})(?:是要?|要)(?P<what>[^。；，]{3,60})"
)
_REQUIRED = re.compile(
    r"(?P<who>(?:[^，。；：！？、\n（）]|（[^（）\n]{1,8}）){2,24}?)(?:(?<![主重需只纲必首提摘])要(?![求点闻素])|须|应当|(?<![相适供对响反])应(?![用急])|必须|不得)(?=[\u4e00-\u9fff])(?P<what>[^。；！？\n]{3,90})"
)
_NOT_REQUIRED = re.compile(
    r"(?:主要|重要|需要|要求|只要|纲要|要点|必要|要素|首要|摘要|简要|相应|适应|供应|对应|响应|必须品|应用|应急|反应|要事)"
)
_IS_CONDITION = re.compile(r"(?:具备|具有|取得|符合|年龄|身体健康)")
"""What a person must be is a condition of choosing people, below a heading that says so."""
_ONLY_A_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|上半年|下半年|以后)?")
_ASKED = re.compile(
    r"请(?P<who>[^，。；：]{0,20}?)(?:务必)?(?=[于在][^，。；]{2,18}前)(?P<what>[^。；\n]{6,90})"
)
"""请各单位于8月8日下班前将…报送…."""
_DUTIES = re.compile(
    r"(甲方|乙方|丙方|双方|(?:支援|受援|派出|帮扶|受帮扶)(?:方|单位|医院))的?(?:主要)?(?:工作)?(?:责任|义务|职责|权利)"
)
_WHO = re.compile(
    r"(?:单位|医院|卫生院|机构|部门|人员|医师|队员|局|委|中心|甲方|乙方|双方|专家|各方|团队|院长|科室|组织|县|各|医疗队|指挥部)"
)


def outlines(notice: Notice) -> Iterator[Fact]:
    """Facts of the kinds ``aim``, ``principle``, ``task`` and ``requirement``."""
    for number, sentence in enumerate(notice.sentences):
        if number < MOST_OPENING:
            yield from _purpose(notice, sentence)
        yield from _stated(notice, sentence)
        yield from _aim_section(notice, sentence)
        yield from _ordered(notice, sentence)
        yield from _required(notice, sentence)
        yield from _asked(notice, sentence)
        yield from _item(notice, sentence)
    for number, heading in enumerate(notice.outline):
        yield from _heading_task(notice, number, heading)


def _stated(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    for pattern, kind in ((_PRINCIPLE, "principle"), (_AIM, "aim"), (_PURPOSE, "aim")):
        for found in pattern.finditer(sentence.text):
            group = 1 if found[1] else 2
            text, start = found[group], sentence.start + found.start(group)
            pieces = _pieces(text) if kind == "aim" else [(text, 0)]
            for piece, offset in pieces:
                place = start + offset
                yield notice.fact(
                    kind,
                    piece,
                    place,
                    place + len(piece),
                    rule=f"{kind}_stated",
                    confidence=0.9,
                    modality=PLANNED,
                )


def _purpose(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """为补齐村级医疗短板，…制定本方案: what a paper is issued for."""
    found = _OPENS_WITH.match(sentence.text.lstrip())
    found = found or _OPENS_WITH.match(re.sub(r"^\s*第一条\s*", "", sentence.text))
    if found:
        start = sentence.start + sentence.text.index(found["what"])
        yield notice.fact(
            "aim",
            found["what"],
            start,
            start + len(found["what"]),
            rule="aim_opening",
            confidence=0.84,
            modality=PLANNED,
        )


def _pieces(text: str) -> list[tuple[str, int]]:
    """Aims joined by 、 one by one, where each is long enough to be one."""
    parts = text.split("、")
    if min(map(len, parts)) < 4:
        return [(text, 0)]
    offsets, at = [], 0
    for part in parts:
        offsets.append((part, at))
        at += len(part) + 1
    return offsets


def _aim_section(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """Sentences below a heading that promises aims."""
    below = [
        h for h in sentence.headings if any(w in h.text for w in words("cues", "aim_sections"))
    ]
    if not below or sentence.opens or _AIM.search(sentence.text) or notice.head.kind == "report":
        return
    found = re.search(r"(?:实现|达到|推动|促进)([^，。；]{4,60})", sentence.text)
    if found and "、" in found[1] and not re.search(r"\d", found[1]):
        for piece, offset in _pieces(found[1]):
            start = sentence.start + found.start(1) + offset
            yield notice.fact(
                "aim",
                piece,
                start,
                start + len(piece),
                rule="aim_section",
                confidence=0.85,
                modality=PLANNED,
            )
        return
    text = sentence.text.strip("。；")
    start = sentence.start + (len(sentence.text) - len(sentence.text.lstrip()))
    if 6 <= len(text) <= 80:
        yield notice.fact(
            "aim",
            text,
            start,
            start + len(text),
            rule="aim_section",
            confidence=0.74,
            modality=PLANNED,
        )


def _ordered(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """一是…；二是…: tasks, unless they tell of problems or results."""
    for found in _ORDERED.finditer(sentence.text):
        start = sentence.start + found.start("what")
        before = notice.text.text[max(0, start - 400) : start]
        if (
            re.search(r"(?:问题|成效|成绩)[是：]?[^。]{0,200}$", before)
            or notice.head.kind == "report"
        ):
            continue
        yield notice.fact(
            "task",
            found["what"],
            start,
            start + len(found["what"]),
            rule="task_ordered",
            confidence=0.85,
            modality=PLANNED,
        )


def _heading_task(notice: Notice, number: int, heading: Heading) -> Iterator[Fact]:
    """A heading below one that promises tasks is a task."""
    if not 2 <= len(heading.text) <= 36 or _ONLY_A_YEAR.fullmatch(heading.text):
        return
    above = _above(notice.outline[:number], heading)
    if above is None and _is_running(notice, number, heading):
        above = heading
    elif above is None or not _promises_tasks(above.text):
        return
    party = _duty_of(above.text) if above is not heading else ""
    yield notice.fact(
        "requirement" if party else "task",
        heading.text,
        heading.start,
        heading.end,
        rule="task_heading",
        confidence=0.88,
        object=party or above.text,
        modality=PLANNED,
    )


def _duty_of(heading: str) -> str:
    """Whose duties a heading stands over, as in 甲方责任; nothing where it is nobody's."""
    found = _DUTIES.search(heading)
    return found[1] if found else ""


def _is_running(notice: Notice, number: int, heading: Heading) -> bool:
    """一、明确支援任务。从今年起…: what must be done heads the text that says how."""
    following = notice.outline[number + 1] if number + 1 < len(notice.outline) else None
    alone = following is None or following.level <= heading.level
    goes_on = notice.text.text[heading.end : heading.end + 12].strip("。：； ")
    is_paper = notice.head.kind in ("plan", "announcement")
    return (
        is_paper and alone and bool(goes_on.partition("\n")[0]) and bool(_DOES.match(heading.text))
    )


def _promises_tasks(heading: str) -> bool:
    """A heading over tasks; 目标任务 stands over aims, 存在的问题 over what was."""
    told = any(word in heading for word in words("cues", "task_sections"))
    other = (*words("cues", "past_sections"), *words("cues", "aim_sections"), "考核内容")
    return told and not any(word in heading for word in other)


def _above(before: list[Heading], heading: Heading) -> Heading | None:
    return next((h for h in reversed(before) if h.level < heading.level), None)


def _required(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """Who must do what."""
    if notice.head.kind == "report" and not _is_future(sentence):
        return
    for found in _REQUIRED.finditer(sentence.text):
        who, what = found["who"].strip().removesuffix("原则上"), found["what"]
        joint = sentence.text[found.start("who") : found.start("what") + 1]
        if _NOT_REQUIRED.search(joint) or not _WHO.search(who):
            continue
        if "条件" in sentence.under and _IS_CONDITION.match(what):
            continue
        if "不得" in joint:
            what = f"不得{what}"
        start = sentence.start + found.end("what") - len(what)
        modality = notice.modality(sentence, start)
        yield notice.fact(
            "requirement",
            what,
            start,
            start + len(what),
            rule="requirement",
            confidence=0.82,
            object=who,
            modality=PLANNED if modality in (CONTEXT, DONE) else modality,
        )


def _asked(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """What those to whom a paper goes are asked to do by a day."""
    for found in _ASKED.finditer(sentence.text):
        start = sentence.start + found.start("what")
        yield notice.fact(
            "requirement",
            found["what"],
            start,
            start + len(found["what"]),
            rule="requirement_asked",
            confidence=0.82,
            object=found["who"],
            modality=PLANNED,
        )


def _item(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    """A numbered paragraph without a heading of its own, in a section of tasks or duties."""
    if not sentence.opens or sentence.headings[-1].text or next(_required(notice, sentence), None):
        return
    above = sentence.under
    number = sentence.headings[-1].start - sentence.start
    text = sentence.text[number:].rstrip("。；")
    party = re.match(r"(?:甲方|乙方|双方)", text)
    is_clause = notice.head.kind == "agreement" and party is not None
    is_past = any(word in above for word in words("cues", "past_sections"))
    if not (is_clause or _duty_of(above) or _promises_tasks(above)) or is_past:
        return
    if len(text) >= 6:
        start = sentence.start + number
        yield notice.fact(
            "requirement",
            text,
            start,
            start + len(text),
            rule="requirement_item",
            confidence=0.82,
            object=party[0] if party else _duty_of(above) or _named_first(text),
            modality=PLANNED,
        )


def _named_first(text: str) -> str:
    """The institution an item begins with: 县人民医院于10月31日前完成…."""
    first = next(iter(names_in(text)), None)
    return first.text if first and first.start == 0 else ""


def _is_future(sentence: Sentence) -> bool:
    return any(word in sentence.under for word in words("cues", "future_sections"))
