"""Names of institutions in running text: where one begins is found backwards from its ending."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .word_lists import codes, words

LONGEST_NAME = 22
_SUFFIXES = dict(codes("bodies", "suffixes"))
_SUFFIX = re.compile(
    "(?:" + "|".join(re.escape(word) for word, _ in codes("bodies", "suffixes")) + ")"
)
_EDGE = re.compile(
    "|".join(
        f"{word}(?!援)" if word == "受" else re.escape(word) for word in words("bodies", "edges")
    )
)
_AREA = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:省|市|县|区|州|镇|乡|旗|盟|街道)")
_IN_PLACES = frozenset("和向本如前后家名所共日月年个于从即两将以")
"""Of the words that end names, those that place names hold: 和田, 两当, 即墨."""
_CLASS = re.compile(
    r"(?:全[省市县区州]|受援|薄弱|基层|[省市县区州]直)?(?:三级|二级|县级|公立|乡镇)(?:公立|综合)?(?:医院|卫生院)$"
)
"""A class of institutions: what stands before it in the same run is no part of it."""
_GENERIC = re.compile(
    r"^(?:[各全省市县区州镇乡直级属公立]|城乡|城市|上级|本地|当地|大型|有关|相关|受援|被帮扶|受帮扶|乡镇|农村|基层|社区|薄弱|三级|二级|\d+|家|所)*$"
)
_NOT_AFTER = re.compile(r"[们化性型班长业服管改集等级类建服]")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an institution, where it stands, and what it is by its ending."""

    text: str
    start: int
    end: int
    category: str
    is_generic: bool
    """It names a class of institutions (乡镇卫生院), not one."""


def names_in(text: str, offset: int = 0) -> Iterator[Name]:
    """Every name of a sentence, in order."""
    taken = 0
    for found in _SUFFIX.finditer(text):
        if found.start() < taken or _goes_on(text, found.end()):
            continue
        start = _begin(text, found.start(), taken)
        name = text[start : found.end()]
        taken = found.end()
        category = _category(name, found[0])
        if whole := _CLASS.search(name):
            start, name = start + whole.start(), whole[0]
        before = name[: len(name) - len(found[0])]
        generic = bool(_GENERIC.match(before)) and not _is_single(name, before, category)
        yield Name(name, offset + start, offset + found.end(), category, generic)


def _goes_on(text: str, end: int) -> bool:
    """The ending is only the beginning of another word, as in 医院管理."""
    if text.startswith("长期", end):
        return False
    return text.startswith(("长", "化", "管理水平", "建设标准"), end)


def _begin(text: str, suffix: int, taken: int) -> int:
    """Where a name begins: behind the last mark or word that no name holds."""
    floor = max(taken, suffix - LONGEST_NAME)
    window = text[floor:suffix]
    marks = [found.end() for found in re.finditer(r"[^\u4e00-\u9fff]", window)]
    edge = max(marks, default=0)
    position = edge
    while found := _EDGE.search(window, position):
        if found[0] in _IN_PLACES and _inside_area(window, edge, found.start()):
            position = found.start() + 1
            continue
        edge = found.end()
        position = edge
    return floor + edge


def _inside_area(window: str, edge: int, place: int) -> bool:
    """A place name may hold a word that otherwise ends names: 和田, 向阳, 本溪."""
    area = _AREA.match(window, edge)
    return area is not None and edge < place < area.end() - 1 and area.end() - edge <= 4


def _category(name: str, suffix: str) -> str:
    if "中医" in name and _SUFFIXES[suffix] == "general_hospital":
        return "tcm_hospital"
    return _SUFFIXES[suffix]


def _is_single(name: str, before: str, category: str) -> bool:
    """市人民医院 names one hospital, 三级医院 a class; 县卫生健康局 one bureau."""
    if category in ("authority", "government"):
        return (
            not name.startswith(("各", "行政部门"))
            and not name.endswith("行政部门")
            and bool(before)
        )
    kinds = (
        "人民医院",
        "中医医院",
        "中医院",
        "保健院",
        "保健站",
        "精神卫生中心",
        "生育服务中心",
        "中心医院",
        "疾控中心",
        "监督所",
        "控制中心",
        "市医院",
        "县医院",
    )
    return name.endswith(kinds) and not before.startswith(("各", "全"))
