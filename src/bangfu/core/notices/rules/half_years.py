"""半年 and 一年半 as lengths of time: six months, eighteen."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import DONE, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.numerals import CHINESE, number

from .counted_things import thing_before
from .limits import bound_of

_HALF_YEAR = re.compile(
    rf"(?P<more>)(?P<more_too>)(?:(?P<years>\d|[{CHINESE}])年半|(?P<unit>半年))(?P<after>以上|及以上|以内|左右)?"
    r"(?!度|[考督调通总评小]|内|来|一次)"
)
_STAYS = re.compile(
    r"(?:为期|期限|时间|周期|连续|累计|满|不少于|工作|服务|驻点|派驻|进修|学习|帮扶|支援|支医|"
    r"短于|少于|低于|为)[为是]?$"
)
_NO_LENGTH = ("每", "上", "下", "前", "后", "一个")


def half_years(notice: Notice) -> Iterator[Fact]:
    """Where it says how long; 每半年 is a cycle, 上半年 a part of a year."""
    for sentence in notice.sentences:
        for match in _HALF_YEAR.finditer(sentence.text):
            before = sentence.text[: match.start()]
            is_length = match["after"] or match["years"] or _STAYS.search(before)
            if before.endswith(_NO_LENGTH) or not is_length:
                continue
            start = sentence.start + match.start()
            modality = notice.modality(sentence, start)
            yield notice.fact(
                "quantity",
                6 + 12 * int(number(match["years"] or "零") or 0),
                start,
                sentence.start + match.end(),
                rule="half_year",
                confidence=0.85,
                unit="months",
                object=thing_before(sentence.text, match.start()),
                bound=bound_of(sentence.text, match, reached=modality == DONE),
                modality=modality,
            )
