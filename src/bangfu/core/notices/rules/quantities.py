"""Quantities: number, unit, bound and the thing counted."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import APPROX, CONTEXT, EXACT, MAX, MIN, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.numerals import NUMBER, number, whole
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import codes, words

_UNITS = dict(codes("units", "units"))
_UNIT_PATTERN = "|".join(re.escape(word) for word, _ in codes("units", "units"))
_QUANTITY = re.compile(
    rf"(?<![\d.第〔\-/])(?P<number>{NUMBER})(?P<more>余|多|来)?(?P<group>万|亿)?(?P<more_too>余|多)?"
    rf"(?P<unit>{_UNIT_PATTERN})(?P<after>以上|及以上|以下|以内|左右|余)?"
)
_SINGLE = frozenset({"一"})
_ALWAYS_COUNTED = frozenset({"people", "person_times", "times", "institutions", "yuan", "months"})
_DURATION = re.compile(r"(?:为期|期限|有效期|时间均?|服务期|任期|周期|满|连续|不少于|累计)[为是]?$")
_NO_DURATION = re.compile(r"年(?:度|底|末|初|来|计划|代|间|前|后|\d|[一二三四五六七八九十]{1,2}月)")
_MANNER = re.compile(r"^(?:个|种|项|次|套|条|份|批|方)?(?:性|定|切|样|致|起|般|旦|贯|律|时|面|边|手|把|举|系列)")
_STOP = re.compile("|".join(re.escape(word) for word in words("units", "stops")))
_ORDINAL = re.compile(r"第$")
LONGEST_OBJECT = 16


def quantities(notice: Notice) -> Iterator[Fact]:
    """Every quantity of the body."""
    for sentence in notice.sentences:
        if sentence.start in notice.head.signature:
            continue
        matches = [m for m in _QUANTITY.finditer(sentence.text) if _counts(sentence.text, m)]
        for position, match in enumerate(matches):
            following = matches[position + 1].start() if position + 1 < len(matches) else None
            if fact := _fact(notice, sentence, match, following):
                yield fact


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a quantity, not an ordinal, a date, a grade or a manner of speaking."""
    unit, before, after = _UNITS[match["unit"]], text[: match.start()], text[match.end() :]
    if before.endswith(("第", "首", "另", "每", "这", "统", "同", "进", "任")) and unit != "yuan":
        return before.endswith(("每", "任")) and unit in ("yuan",)
    if unit == "years":
        return _is_duration(before, match, after)
    if unit in ("people", "points", "copies", "batches") and match["unit"] in ("人", "分", "批"):
        return not re.match(r"(?:类|大|级|管理|工|才|民|员|支|别|发)", after) and match["number"] != "一"
    if match["unit"] in ("次",) and after.startswith(("会议", "性", "数")):
        return False
    if match["unit"] == "家" and after.startswith(("庭", "属", "长")):
        return False
    if match["number"] in _SINGLE and unit not in _ALWAYS_COUNTED:
        return any(word in after[:14].partition("，")[0] for word in words("units", "singles"))
    if match["number"] in ("千", "百", "万", "十") and not (match["more"] or match["more_too"]):
        return False
    return not (unit == "weeks" and before.endswith(("每", "两", "上", "下", "本")))


def _is_duration(before: str, match: re.Match[str], after: str) -> bool:
    value = number(match["number"])
    if value is None or value > 50 or _NO_DURATION.match("年" + after):
        return False
    bounded = bool(match["after"]) or bool(_DURATION.search(before))
    return bounded or before.endswith(("共", "约")) or after.startswith(("内", "的", "，", "。", "左右")) or (
        match["number"] in ("两", "一", "三", "五") and after[:1] in "共培的"
    )


def _fact(
    notice: Notice, sentence: Sentence, match: re.Match[str], following: int | None
) -> Fact | None:
    value = number(match["number"])
    if value is None:
        return None
    if match["group"]:
        value = whole(value * {"万": 10_000, "亿": 100_000_000}[match["group"]])
    unit = _UNITS[match["unit"]]
    bound = _bound(sentence.text, match)
    thing, sure = _object(sentence.text, match, following)
    modality = notice.modality(sentence, sentence.start + match.start())
    confidence = 0.93 if sure else 0.82
    if modality == CONTEXT and notice.head.kind not in ("news", "meeting"):
        confidence -= 0.03
    return notice.fact(
        "quantity",
        value,
        sentence.start + match.start(),
        sentence.start + match.end(),
        rule="quantity",
        confidence=confidence,
        unit=unit,
        object=thing,
        bound=bound,
        modality=modality,
    )


def _bound(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()], match["after"] or ""
    if match["more"] or match["more_too"] or after in ("左右", "余"):
        return APPROX
    if after in ("以上", "及以上"):
        return MIN
    if after in ("以下", "以内"):
        return MAX
    tail = re.sub(r"(?:于|为|共|各)$", "", before[-6:]) if not before.endswith(("低于", "少于", "高于", "多于", "大于", "小于", "短于")) else before[-6:]
    for bound, name in ((MIN, "at_least"), (MAX, "at_most"), (APPROX, "about")):
        if tail.endswith(words("units", name)):
            return bound
    return EXACT


def _object(text: str, match: re.Match[str], following: int | None) -> tuple[str, bool]:
    """The thing counted: the noun behind the unit, else the one before the number."""
    after = re.match(r"(?:的)?([^，。；：、（）！]{0,30})", text[match.end() : following])
    behind = after[1] if after else ""
    if stop := _STOP.search(behind):
        behind = behind[: stop.start()]
    behind = behind.strip("“”》《的 ")
    if len(behind) >= 2:
        return _short(behind, end=True), True
    return _before(text, match), False


def _before(text: str, match: re.Match[str]) -> str:
    """The noun before a number, verbs and limits at its end taken off."""
    start = max(text.rfind(mark, 0, match.start()) for mark in "，。；：、（）") + 1
    clause = text[start : match.start()]
    limits = (*words("units", "at_least"), *words("units", "at_most"), *words("units", "about"))
    changed = True
    while changed and clause:
        changed = False
        for word in (*limits, *words("units", "stops"), "较上年", "比上年", "以来"):
            if clause.endswith(word):
                clause, changed = clause[: -len(word)], True
    if not clause and start > 1:
        return ""
    stops = [found.end() for found in _STOP.finditer(clause)]
    last = next((end for end in reversed(stops) if len(clause) - end >= 2), 0)
    return _short(clause[last:].strip("“”》《的 "), end=True)


def _short(text: str, *, end: bool) -> str:
    return text[-LONGEST_OBJECT:] if end else text[:LONGEST_OBJECT]
