"""The thing a number counts: the noun behind its unit, else the one before the number."""

import re

from bangfu.core.notices.word_lists import words

_NOMINAL = frozenset(
    {"培训", "服务", "建设", "组织", "带教", "接收", "推广", "宣传", "组建", "向", "联合"}
)
"""Verbs that are as often nouns: 业务培训, 服务中心; behind a unit they belong to the thing."""
_WITHIN_WORDS = {
    "均": "(?<!平)均",
    "对": "对(?![口象接照比])",
    "到": "到(?![岗位院])",
    "在": "在(?!岗|职|编|院|线|册)",
    "从": "从(?!事)",
    "有": "有(?!效期|关)",
    "免费": "(?<!减)免费",
}
"""Stops that are as often part of another word."""
_STOPS = {word: _WITHIN_WORDS.get(word, re.escape(word)) for word in words("units", "stops")}
_STOP = re.compile("|".join(_STOPS.values()))
_STOP_BEHIND = re.compile(
    "|".join(pattern for word, pattern in _STOPS.items() if word not in _NOMINAL)
)
_ENDINGS = tuple(
    sorted(
        {
            *("至", "升", "降", "不得", "分别"),
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
    r"(?:[^，。；的\d]{0,30}(?:不足|少于|超过)\d{1,4}\S的|(?=[^，。；：]{2,16}[好强高硬]、)[^，。；：]{4,60}?的)"
    r"([\u4e00-\u9fff]{2,8}?)(?=开展|到|赴|参加|进行|，|。|；|$)"
)
"""What is counted stands behind its description: 6家党员不足3人的医院, 身体好、责任心强的医师."""
_FIELDS = re.compile(
    r"((?:[\u4e00-\u9fff]{2,4}、){1,4}[\u4e00-\u9fff]{0,4}?(?:骨干|人员|医师|医生|专家|人才))"
)
"""4名临床、护理、医技骨干: fields joined before whom they are of."""
_WHO = frozenset({"时间", "人员", "专家", "医师", "医生", "队员", "单位", "医院", "机构"})
"""派驻人员 is one thing: the verb before such a word belongs to it."""
_PLACES = frozenset("省市县区州镇乡村组")
_NOT_ENDINGS = ("费用", "服务期限", "帮扶期限", "派驻期限", "签约", "预约", "平均", "存在", "现在")
_COMPARED = re.compile(r"(?:(?<![占之成对])比(?![例率重])|较|同比)[^，]{1,8}$")
_FIGURE_END = re.compile(
    r"(?<!\d)[\d.]+[\u4e00-\u9fff%％]{1,2}(?:和|及|、|至|或)$"
    r"|[\d.]+(?:[%余万多]|分钟|个百分点|人次|[\u4e00-\u9fff])?$"
)
_TOTAL = re.compile(r"\d[名人个家所次][^。]{0,30}(?:共计|合计|总计|共)$")
_ACTS = re.compile(r"(?<=[院站所师员家])(?:支援|帮扶|对口)(?!人员|专家|医[师院生]|队|单位)")
_GOES_ON = re.compile(r"(?:和|及|与|或|以及)")
_AFTER_FIGURE = re.compile(r"\d[\u4e00-\u9fff]{1,2}(?:和|及|以及)(?=[“\u4e00-\u9fff]{2})")
"""五星党支部25个和四星党支部40个: what stands before the first figure is not of the second."""
_FORMERLY = re.compile(
    r"[由从](?:去年|上年|年初|原来|帮扶前|(?:19|20)\d\d年)(?:同期|底|末)?的?(?=$|[\d.]+[%％])"
)
"""满意度由去年的86%上升到95.5%: both figures are of 满意度."""
_ORDER = re.compile(r"^[一二三四五六七八九十]{1,3}(?:是要?|、(?![一二三四五六七八九十]))")
_DOERS = ("人员", "医师", "医生", "专家", "队员", "团队")
_DONE_TO = re.compile(
    r"(接诊|诊治|诊疗|救治|收治|会诊|查房|培训|带教|巡诊|坐诊)(?:共|计|达|不少于|不低于|至少|超过)?$"
)
"""Where a clause holds nothing but a verb, as 接诊5600人次, the verb is what is counted."""
_PAID = re.compile(
    r"(?:的?标准)?(?:给予|发放|支付|安排|拨付|核定|用于)([\u4e00-\u9fff]{0,8}?(?:补助|补贴|津贴|奖励|报酬))"
)
"""5000元发放高原补助: what is paid stands behind the verb."""
_SCORED = re.compile(r"([\u4e00-\u9fff]{2,14}?)(?:占|为|计|共)?$")
_BEYOND = re.compile(r"(?:超过|不足|未满|满|少于|达到?)$")
_LABEL = re.compile(r"\s*(?:[一二三四五六七八九十\d]{1,2}[.、])?([^，。；：\d]{2,14})：")
_COUNTED = ("名", "人", "位", "家", "所", "个", "人次")
_SPANS = ("年", "个月", "天", "日", "周", "小时", "个小时", "分钟", "工作日", "个工作日")
_PERCENT = ("%", "％", "个百分点", "百分点")
LONGEST_OBJECT = 16
LONGEST_CLAUSE = 60


def thing_of(text: str, match: re.Match[str], following: int | None) -> tuple[str, bool]:
    """The thing counted: the noun behind the unit, else the one before the number."""
    is_of = text.startswith("的", match.end())
    rate = thing_before(text, match.start()) if match["unit"] in _PERCENT else ""
    # 85%的医院 are hospitals; 满意率低于85%的单位 still is about the rate.
    if rate and (not is_of or rate.endswith(("率", "度", "比例", "占比"))):
        return rate, True
    if match["unit"] == "分" and (scored := _SCORED.search(text[: match.start()])):
        return scored[1], True
    if match["unit"] == "元" and (paid := _PAID.match(text[match.end() : match.end() + 24])):
        return paid[1], True
    is_term = match["unit"] in _SPANS and text.startswith("的", match.end())
    if is_term and _BEYOND.search(text[: match.start()]):
        return thing_before(text, match.start()), False
    after = re.match(r"(?:的|为)?([^，。；：、（）！]{0,30})", text[match.end() : following])
    behind = after[1] if after else ""
    rest = text[match.end() : match.end() + 70]
    if listed := _DESCRIBED.match(rest) or _FIELDS.match(rest):
        return listed[1][:LONGEST_OBJECT], True
    behind = re.sub(r"^之?内", "", behind) if match["unit"] in _SPANS else behind
    stop = _STOP_BEHIND.search(behind)
    if stop and not (stop.start() == 0 and behind[stop.end() :].startswith(tuple(_WHO))):
        behind = behind[: stop.start()]
    elif stop:
        behind = re.split(r"中|里|[有在到赴由]", behind)[0]
    behind = "" if _GOES_ON.match(behind) else _unquoted(_ACTS.split(behind)[0])
    if len(behind) >= 2 or behind in _PLACES:
        return behind[:LONGEST_OBJECT], True
    if match["unit"] in _COUNTED and _TOTAL.search(text[: match.start()]):
        # 甲8名，乙5名，共计13名: the last of the parts is not what the sum is of.
        label = _LABEL.match(text)
        return (label[1] if label else ""), False
    return thing_before(text, match.start()), False


def _unquoted(noun: str) -> str:
    """Without quotation marks, of which a cut may have left one."""
    return re.sub(r"[“”《》]", "", noun).strip("的、 ")


def thing_before(text: str, end: int) -> str:
    """The noun before a number; where its clause has none, that of the clause before."""
    for _ in range(2):
        start = max(text.rfind(mark, 0, end) for mark in "，。；：（）") + 1
        noun, verb = (
            _noun(text[max(start, end - LONGEST_CLAUSE) : end]),
            _DONE_TO.search(text[start:end]),
        )
        # 派驻人员每月接诊不少于80人次 counts what they do, not them.
        if noun and not (verb and noun.endswith(_DOERS)):
            return noun
        if verb:
            return verb[1]
        if start < 2:
            return ""
        end = start - 1
    return ""


def _noun(clause: str) -> str:
    """The last noun of a clause, verbs, limits and other figures at its end taken off."""
    clause = _FORMERLY.sub("", clause)
    clause = _AFTER_FIGURE.split(_COMPARED.sub("", clause))[-1]
    changed = True
    while changed and clause:
        changed = False
        if figure := _FIGURE_END.search(clause):
            clause, changed = clause[: figure.start()], True
        for word in _ENDINGS if clause.endswith(_ENDINGS) else ():
            if clause.endswith(word) and not clause.endswith(_NOT_ENDINGS):
                clause, changed = clause[: -len(word)], True
    stops = [
        found.end()
        for found in _STOP.finditer(clause)
        if (found[0] not in _NOMINAL or not found.start()) and clause[found.end() :] not in _WHO
    ]
    last = next((end for end in reversed(stops) if len(clause) - end >= 2), 0)
    noun = _ORDER.sub("", _unquoted(clause[last:]))
    noun = noun.rpartition("、")[2] if re.search(r"\d", noun) else noun
    return noun[-LONGEST_OBJECT:] if len(noun) >= 2 else ""
