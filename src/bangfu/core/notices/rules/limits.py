"""Whether a number is a limit: at least, at most, about, or itself."""

import re

from bangfu.core.notices.facts import APPROX, EXACT, MAX, MIN
from bangfu.core.notices.word_lists import words

_LIMIT_BEFORE_VERB = re.compile(
    r"(?:(?:至少|最少|至多|最多)[\u4e00-\u9fff]{1,12}|不少于[\u4e00-\u9fff]{1,4})$"
)
_LIMIT_OF = re.compile(
    r"(不少于|不得少于|不低于|不得低于|至少|不超过|不得超过|不高于|控制在|达到)[^，。；、\d]{1,18}的$"
)
"""不少于本院医师总数的8%: what it is a share of stands between."""
_LISTED = re.compile(
    r"(至少|最少|不少于|不低于|不得少于)[^，。；\d]{0,14}\d{1,4}(?:[\u4e00-\u9fff]{1,10}(?:、|和|及)|[类个种])$"
)
"""至少派驻2名医师、1名护士; 不少于6类10项: one limit for all that is listed."""
_LIMIT_FOR_EACH = re.compile(
    r"(不少于|不得少于|不低于|不得低于|至少|不超过|不得超过|不高于)(?:每[\u4e00-\u9fff]{1,2}){1,3}$"
)
"""不低于每人每天180元."""
_LIMITS = ((MIN, "at_least"), (MAX, "at_most"), (APPROX, "about"))
_SPANS = frozenset({"年", "个月", "天", "日", "周", "小时", "个小时", "分钟", "工作日", "个工作日"})
_AT_LEAST = ("至少", "最少", "不少于", "不得少于", "不低于", "不得低于", "达到")


def bound_of(text: str, match: re.Match[str], *, reached: bool) -> str:
    """The limit a number is, by the word behind it or the longest one before it."""
    before, after = text[: match.start()], match["after"] or ""
    if match["more"] or match["more_too"] or after in ("左右", "余", "上下"):
        return APPROX
    if after in ("以上", "及以上", "起"):
        return MIN
    is_within = match["unit"] in _SPANS and text.startswith(("内", "之内"), match.end())
    if after in ("以下", "以内", "之内") or is_within:
        return MAX
    for pattern in (_LIMIT_BEFORE_VERB, _LIMIT_OF, _LISTED, _LIMIT_FOR_EACH):
        if limit := pattern.search(before[-34:]):
            return MIN if limit[0].startswith(_AT_LEAST) else MAX
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
