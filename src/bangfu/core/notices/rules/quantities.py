"""Quantities: number, unit, bound and the thing counted."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import APPROX, CONTEXT, DONE, EXACT, MAX, MIN, Fact
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
_MANNER = re.compile(
    r"^(?:个|种|项|次|套|条|份|批|方)?(?:性|定|切|样|致|起|般|旦|贯|律|时|面|边|手|把|举|系列)"
)
_NOMINAL = frozenset(
    {"培训", "服务", "建设", "组织", "带教", "接收", "推广", "宣传", "组建", "向", "联合"}
)
"""Verbs that are as often nouns: 业务培训, 服务中心; behind a unit they belong to the thing."""
_STOP = re.compile(
    "|".join(re.escape(word) for word in words("units", "stops")).replace("|均|", "|(?<!平)均|")
)
_STOP_BEHIND = re.compile(
    "|".join(re.escape(word) for word in words("units", "stops") if word not in _NOMINAL)
)
_ENDINGS = tuple(
    sorted(
        {
            *("至", "升", "降", "不得"),
            *(
                word
                for name in ("at_least", "at_most", "about", "stops")
                for word in words("units", name)
                if word not in _NOMINAL
            ),
        },
        key=lambda word: (-len(word), word),
    )
)
_DESCRIBED = re.compile(
    r"(?:[^，。；的\d]{2,30}(?:不足|少于|超过)\d{1,4}\S的|(?=[^，。；：]{2,16}[好强高硬]、)[^，。；：]{4,60}的)"
    r"([\u4e00-\u9fff]{2,8}?)(?=开展|到|赴|参加|进行|，|。|；|$)"
)
"""What is counted stands behind its description: 6家党员不足3人的医院, 身体好、责任心强的医师."""
_LIMIT_BEFORE_VERB = re.compile(r"(至少|最少|不少于|至多|最多)[\u4e00-\u9fff]{1,4}$")
_WHO = frozenset({"人员", "专家", "医师", "医生", "队员"})
"""派驻人员 is one thing: the verb before such a word belongs to it."""
_LIMITS = ((MIN, "at_least"), (MAX, "at_most"), (APPROX, "about"))
_SPANS = frozenset({"年", "个月", "天", "周"})
_PLACES = frozenset("省市县区州镇乡村组")
_NOT_ENDINGS = ("签约", "预约", "平均")
_COMPARED = re.compile(r"(?:(?<![占之成对])比(?![例率重])|较|同比)[^，]{1,8}$")
_FIGURE_END = re.compile(r"[\d.]+(?:[%余万多]|分钟|个百分点|人次|[\u4e00-\u9fff])?$")
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
    if before.endswith("不足") and after.startswith("的"):
        return False
    if before.endswith(("第", "首", "另", "每", "这", "统", "同", "进", "任")) and unit != "yuan":
        return before.endswith(("每", "任")) and unit in ("yuan",)
    if unit == "years":
        return _is_duration(before, match, after)
    if unit == "times" and _is_review(match["number"], before, after):
        return False
    if unit in ("people", "points", "copies", "batches") and match["unit"] in ("人", "分", "批"):
        return (
            not re.match(r"(?:制|类|大|级|管理|工|才|民|员|支|别|发)", after)
            and match["number"] != "一"
        )
    if match["unit"] in ("次",) and after.startswith(("会议", "性", "数")):
        return False
    if match["unit"] == "家" and after.startswith(("庭", "属", "长")):
        return False
    if match["number"] in _SINGLE and unit not in _ALWAYS_COUNTED:
        return any(word in after[:14].partition("，")[0] for word in words("units", "singles"))
    if match["number"] in ("千", "百", "万", "十") and not (match["more"] or match["more_too"]):
        return False
    return not (unit == "weeks" and before.endswith(("每", "两", "上", "下", "本")))


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
        or after.startswith(("内", "的", "，", "。", "左右", "时间"))
        or (match["number"] in ("两", "一", "三", "五") and after[:1] in "共培的")
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
    modality = notice.modality(sentence, sentence.start + match.start())
    # In how many copies a paper exists is no figure of a programme.
    modality = CONTEXT if unit == "copies" else modality
    bound = _bound(sentence.text, match, reached=modality == DONE)
    thing, sure = _object(sentence.text, match, following)
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


def _bound(text: str, match: re.Match[str], *, reached: bool) -> str:
    """The limit a number is, by the word behind it or the longest one before it."""
    before, after = text[: match.start()], match["after"] or ""
    if match["more"] or match["more_too"] or after in ("左右", "余"):
        return APPROX
    if after in ("以上", "及以上"):
        return MIN
    is_within = match["unit"] in _SPANS and text.startswith("内", match.end())
    if after in ("以下", "以内") or is_within:
        return MAX
    if limit := _LIMIT_BEFORE_VERB.search(before[-8:]):
        return MIN if limit[1] in ("至少", "最少", "不少于") else MAX
    word, bound = _limit_before(before[-8:])
    # 达到91.5% is a limit in a plan and the figure itself in a report.
    return EXACT if reached and word in ("达到", "达") else bound


def _limit_before(before: str) -> tuple[str, str]:
    """The longest limit at the end of a text: 不超过 is none of 超过."""
    found = [
        (len(word), word, bound)
        for tail in (before, re.sub(r"(?:于|为|共|各)$", "", before))
        for bound, name in _LIMITS
        for word in words("units", name)
        if tail.endswith(word)
    ]
    return max(found)[1:] if found else ("", EXACT)


def _object(text: str, match: re.Match[str], following: int | None) -> tuple[str, bool]:
    """The thing counted: the noun behind the unit, else the one before the number."""
    if _UNITS[match["unit"]] in ("percent", "percent_points") and (rate := _before(text, match)):
        return rate, True
    after = re.match(r"(?:的)?([^，。；：、（）！]{0,30})", text[match.end() : following])
    behind = after[1] if after else ""
    rest = text[match.end() : match.end() + 70]
    if listed := _DESCRIBED.match(rest):
        return listed[1], True
    if stop := _STOP_BEHIND.search(behind):
        behind = behind[: stop.start()]
    behind = _unquoted(behind)
    if len(behind) >= 2 or behind in _PLACES:
        return behind[:LONGEST_OBJECT], True
    return _before(text, match), False


def _unquoted(noun: str) -> str:
    """Without quotation marks, of which a cut may have left one."""
    return re.sub(r"[“”《》]", "", noun).strip("的、 ")


def _before(text: str, match: re.Match[str]) -> str:
    """The noun before a number; where its clause has none, that of the clause before."""
    end = match.start()
    for _ in range(2):
        start = max(text.rfind(mark, 0, end) for mark in "，。；：（）") + 1
        if noun := _noun(text[start:end]):
            return noun
        if start < 2:
            return ""
        end = start - 1
    return ""


def _noun(clause: str) -> str:
    """The last noun of a clause, verbs, limits and other figures at its end taken off."""
    clause = _COMPARED.sub("", clause)
    changed = True
    while changed and clause:
        changed = False
        if figure := _FIGURE_END.search(clause):
            clause, changed = clause[: figure.start()], True
        for word in _ENDINGS:
            if clause.endswith(word) and not clause.endswith(_NOT_ENDINGS):
                clause, changed = clause[: -len(word)], True
    stops = [
        found.end()
        for found in _STOP.finditer(clause)
        if (found[0] not in _NOMINAL or not found.start()) and clause[found.end() :] not in _WHO
    ]
    last = next((end for end in reversed(stops) if len(clause) - end >= 2), 0)
    noun = _unquoted(clause[last:])
    noun = noun.rpartition("、")[2] if re.search(r"\d", noun) else noun
    return noun[-LONGEST_OBJECT:] if len(noun) >= 2 else ""
