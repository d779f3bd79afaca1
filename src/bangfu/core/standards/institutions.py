"""Classes of institutions (WS 218-2002) and the level and grade that hospitals are reviewed to."""

from dataclasses import dataclass
from functools import cache

from .code_lists import plain, rows

GRADES = ("甲", "乙", "丙")
AREA_CLASSES = range(1, 7)

_LEVELS = {"三": 3, "二": 2, "一": 1, "3": 3, "2": 2, "1": 1}
_UNGRADED = {"", "未定级", "未评", "未评级", "无等级", "无", "/", "-"}


@dataclass(frozen=True, slots=True)
class InstitutionClass:
    """One class as the registry keeps it, with the classes of WS 218 it gathers."""

    code: str
    zh: str
    en: str
    ws218: tuple[str, ...]


@cache
def every() -> dict[str, InstitutionClass]:
    """The classes by code."""
    return {
        row["code"]: InstitutionClass(row["code"], row["zh"], row["en"], tuple(row["ws218"]))
        for row in rows("institution_classes")
    }


def find(text: str) -> InstitutionClass | None:
    """The class that a name, a code of WS 218 or our own code means, or ``None``.

    >>> find("中心卫生院").code, find("C220").code, find("A519").code
    ('township_hospital', 'township_hospital', 'other')
    """
    word = plain(text)
    if found := _by_word().get(word):
        return found
    prefixes = [(code, kind) for kind in every().values() for code in kind.ws218]
    fitting = [(len(code), kind) for code, kind in prefixes if _is_ws218(word, code)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def level_and_grade(text: str) -> tuple[int, str] | None:
    """Level 3 to 0 and grade of a review result, or ``None`` where the text is none.

    >>> [level_and_grade(text) for text in ("三级甲等", "二甲", "一级", "四级")]
    [(3, '甲'), (2, '甲'), (1, ''), None]
    """
    word = plain(text)
    if word in _UNGRADED:
        return 0, ""
    level = _LEVELS.get(word[0])
    rest = word[1:].removeprefix("级").removesuffix("医院").removesuffix("等")
    grade = "" if rest in {"未定", "未评"} else rest
    if level is None or (grade and grade not in GRADES):
        return None
    return level, grade


def level_name(level: int, grade: str) -> str:
    """How a level and grade are written.

    >>> level_name(3, "甲"), level_name(2, ""), level_name(0, "")
    ('三级甲等', '二级', '未定级')
    """
    if level == 0:
        return "未定级"
    return f"{'一二三'[level - 1]}级{grade + '等' if grade else ''}"


def _is_ws218(word: str, code: str) -> bool:
    return len(word) == 4 and word[1:].isdigit() and word.startswith(code)


@cache
def _by_word() -> dict[str, InstitutionClass]:
    words: dict[str, InstitutionClass] = {}
    for row in rows("institution_classes"):
        for word in (row["code"], row["zh"], *row.get("synonyms", ())):
            words[plain(word)] = every()[row["code"]]
    return words
