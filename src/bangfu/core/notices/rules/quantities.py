"""Quantities: number, unit, bound and the thing counted."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bangfu.core.notices.facts import CONTEXT, DONE, MAX, MIN, PLANNED, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.numerals import CHINESE, NUMBER, number, whole
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import codes, words

from .counted_things import thing_of
from .limits import bound_of

_UNITS = dict(codes("units", "units"))
_UNIT_PATTERN = "|".join(re.escape(word) for word, _ in codes("units", "units"))
_QUANTITY = re.compile(
    rf"(?<![\d.第〔\-/{CHINESE}])(?:(?P<low>{NUMBER})(?:[%％]|个月|年|天)?(?:至|到|—|–|-|~|～|－)+)?"
    rf"(?P<number>{NUMBER})(?P<more>余|多|来)?(?P<group>万|亿)?(?P<more_too>余|多)?"
    rf"(?P<unit>{_UNIT_PATTERN})(?P<after>以上|及以上|以下|以内|左右|余)?"
)
_HEADING = re.compile(
    r"(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,2}[）)])([\u4e00-\u9fff]{2,8})[。：]\s*$"
)
_FROM = re.compile(r"[由从](?:每[\u4e00-\u9fff]{1,2}){0,3}$")
_CHANGES = re.compile(
    r"(?:增加|提高|提升|上升|增长|下降|降低|减少|缩短|扩大|发展|扩展)(?:到|至|为)"
)
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_ARRANGED = re.compile(r"(?:安排|轮换|轮岗|调整|开展|组织)?一[次轮]")
"""两周安排一次 is how often, not how long."""
_IN_COPIES = re.compile(r"一式|各执|各持|各存")
_OF_ONE = re.compile(r"(?:驻点|派驻|服务|帮扶|连续|就诊|派出)")
"""一次驻点时间: how long one of them is."""
_DEVICE = re.compile(r"(?:机|仪|器|超声|彩超|设备|车|床|CT)$")
_SINGLE = frozenset({"一"})
_ALWAYS_COUNTED = frozenset({"people", "person_times", "times", "institutions", "yuan", "months"})
_NARRATED = re.compile(
    r"[^，。；]{0,8}?(?:患者|家属|群众|村民|牧民|市民|居民|老人|大[爷娘妈])[^，。；]{0,4}?"
    r"(?:说|表示|告诉|感慨|坦言|回忆|感叹|激动)"
)
"""一位患者家属说: whom a reporter quotes."""
_GOES_ON = {
    "次": ("会议", "性", "数"),
    "家": ("庭", "属", "长"),
    "组": ("团", "织", "成", "长"),
}
"""What makes another word of a counting word."""
_SINGLES = {"times": _OF_ONE, "people": _NARRATED}
_DURATION = re.compile(
    r"(?:为期|聘期|期限|有效期|时间均?|服务期|任期|周期|满|连续|不少于|累计)[为是]?$"
)
_NO_DURATION = re.compile(r"年(?:度|底|末|初|来|计划|代|间|前|后|\d|[一二三四五六七八九十]{1,2}月)")
_MANNER = re.compile(
    r"^(?:个|种|项|次|套|条|份|批|方)?(?:性|定|切|样|致|起|般|旦|贯|律|时|面|边|手|把|举|系列)"
)


def quantities(notice: Notice) -> Iterator[Fact]:
    """Every quantity of the body."""
    for sentence in notice.sentences:
        if sentence.start in notice.head.signature or sentence.start in notice.tabular:
            continue
        matches = [m for m in _QUANTITY.finditer(sentence.text) if _counts(sentence.text, m)]
        for position, match in enumerate(matches):
            following = matches[position + 1].start() if position + 1 < len(matches) else None
            if fact := _fact(notice, sentence, match, following):
                yield from _range(notice, sentence, match, fact)


def _range(notice: Notice, sentence: Sentence, match: re.Match[str], fact: Fact) -> Iterator[Fact]:
    """3至5名 is at least 3 and at most 5; other figures are themselves."""
    lowest = number(match["low"]) if match["low"] else None
    if lowest is None or not isinstance(fact.value, int | float) or lowest >= fact.value:
        yield fact
        return
    if match["group"]:
        lowest = whole(lowest * _GROUPS[match["group"]])
    start, end = match.span("low")
    first, last = notice.text.span(sentence.start + start, sentence.start + end)
    place = (sentence.start + start, sentence.start + end)
    yield replace(fact, value=lowest, bound=MIN, start=first, end=last, place=place)
    yield replace(fact, bound=MAX)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a quantity, not an ordinal, a date, a grade or a manner of speaking."""
    unit, before, after = _UNITS[match["unit"]], text[: match.start()], text[match.end() :]
    # 二类技术 is a class of techniques, 5类手术 are five of them.
    is_class = match["unit"] == "类" and not match["number"].isdigit()
    if is_class or _is_ordinal(unit, before, after):
        return False
    if unit == "years":
        return _is_duration(before, match, after)
    single = _SINGLES.get(unit) if match["number"] == "一" else None
    if single and single.match(after):
        return False
    if unit == "times" and _is_review(match["number"], before, after):
        return False
    if unit in ("people", "points", "copies", "batches") and match["unit"] in ("人", "分", "批"):
        return (
            not re.match(r"(?:制|类|大|级|管理|工|才|民|员|支|别|发)", after)
            and match["number"] != "一"
        )
    if after.startswith(_GOES_ON.get(match["unit"], ())):
        return False
    if match["number"] in _SINGLE and unit not in _ALWAYS_COUNTED:
        return any(word in after[:14].partition("，")[0] for word in words("units", "singles"))
    if match["number"] in ("千", "百", "万", "十") and not (match["more"] or match["more_too"]):
        return False
    is_cycle = before.endswith(("每", "两", "上", "下", "本", "可")) or _ARRANGED.match(after)
    return not (unit == "weeks" and is_cycle)


def _is_start(text: str, match: re.Match[str]) -> bool:
    """由2个增加到5个: the first figure is where things stand today."""
    changes = _CHANGES.match(text, match.end()) is not None
    return changes and _FROM.search(text[: match.start()]) is not None


def _headed(notice: Notice, sentence: Sentence) -> str:
    """2.教学查房。每月不少于4次: the short heading right before a sentence names its thing."""
    heading = _HEADING.search(notice.text.text, max(0, sentence.start - 16), sentence.start)
    return heading[1] if heading else ""


def _is_ordinal(unit: str, before: str, after: str) -> bool:
    """A number that says which, or how often, or belongs to a description."""
    if before.endswith("不足") and after.startswith("的"):
        return True
    if before.endswith(("每", "任")) and unit == "yuan":
        return False
    if before.endswith(("第", "首", "另", "每", "这", "统", "同", "进", "任")):
        return True
    if unit in ("batches", "months", "days", "weeks") and before.endswith(("前", "头", "后")):
        return not after.startswith("为")
    if unit == "times" and before.endswith("分"):
        return True
    if unit == "units" and after.startswith(words("units", "divisions")):
        return True
    return after.startswith(("之", "季度", "年度")) or (unit == "years" and after[:1] == "半")


def _is_review(count: str, before: str, after: str) -> bool:
    """One review, as in 组织一次中期评估, is told as a review and not as a quantity."""
    reviewing = words("services", "reviewing")
    behind = after.startswith(reviewing) or after[2:].startswith(reviewing)
    return number(count) == 1 and (behind or before.endswith(reviewing))


def _is_duration(before: str, match: re.Match[str], after: str) -> bool:
    value = number(match["number"])
    if value is None or value > 50 or _NO_DURATION.match("年" + after):
        return False
    bounded = bool(match["after"]) or bool(_DURATION.search(before))
    return (
        bounded
        or before.endswith(("共", "约"))
        or after.startswith(("内", "的", "，", "。", "左右", "时间", "基层", "临床", "农村"))
        or (match["number"] in ("两", "一", "三", "五") and after[:1] in "共培的")
    )


def _fact(
    notice: Notice, sentence: Sentence, match: re.Match[str], following: int | None
) -> Fact | None:
    value = number(match["number"])
    if value is None:
        return None
    if match["group"]:
        value = whole(value * _GROUPS[match["group"]])
    unit = _UNITS[match["unit"]]
    modality = notice.modality(sentence, sentence.start + match.start())
    if modality == PLANNED and _is_start(sentence.text, match):
        modality = CONTEXT
    # In how many copies a paper exists is no figure of a programme.
    modality = CONTEXT if unit == "copies" and _IN_COPIES.search(sentence.text) else modality
    bound = bound_of(sentence.text, match, reached=modality == DONE)
    thing, sure = thing_of(sentence.text, match, following)
    thing = thing or _headed(notice, sentence)
    if match["unit"] == "台" and _DEVICE.search(thing):
        unit = "units"
    confidence = 0.93 if sure else 0.82
    if modality == CONTEXT and notice.head.kind not in ("news", "meeting"):
        confidence -= 0.03
    return notice.fact(
        "quantity",
        value,
        sentence.start + match.start("number"),
        sentence.start + match.end(),
        rule="quantity",
        confidence=confidence,
        unit=unit,
        object=thing,
        bound=bound,
        modality=modality,
    )
