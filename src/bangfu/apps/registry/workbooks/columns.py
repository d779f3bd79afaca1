"""Columns and parsers that several workbooks share."""

from collections.abc import Callable

from bangfu.core.exchange import parsers
from bangfu.core.exchange.cells import Raw, shown
from bangfu.core.exchange.layouts import Column
from bangfu.core.standards import subjects, uscc

DAY_NOTE = "如 2025-03-17。"
_HOME_NOTE = "机构代码，或登记的机构全称。机构须已登记。"


def home(key: str, zh: str, en: str, synonyms: tuple[str, ...]) -> Column:
    """A column that names an institution by code or name."""
    return Column(
        key,
        zh,
        en,
        parsers.text(longest=120),
        required=True,
        synonyms=synonyms,
        note_zh=_HOME_NOTE,
        example="广饶县南湖医院",
        width=28,
    )


def subject(key: str, zh: str, en: str, synonyms: tuple[str, ...]) -> Column:
    """A column that names one clinical subject."""
    return Column(
        key,
        zh,
        en,
        subject_code,
        synonyms=synonyms,
        note_zh="诊疗科目的名称或代码（如 心血管内科专业、03.04），见“可选内容”。",
        example="心血管内科专业",
        choices=tuple(subject.zh for subject in subjects.every().values()),
        width=20,
        as_text=True,
    )


def code(raw: Raw) -> str:
    """An institution's code as it is stored."""
    word = parsers.text(longest=22)(raw)
    return uscc.normal(str(word))


def looked_up(find: Callable[[str], object | None], expected_zh: str) -> Callable[[Raw], str]:
    """The code of what a word means; ``find`` gives a value that has a ``code``."""
    parse = parsers.found_by(find, expected_zh=expected_zh, expected_en="a name or code in use")

    def found_code(raw: Raw) -> str:
        return str(getattr(parse(raw), "code", ""))

    return found_code


def subject_code(raw: Raw) -> str:
    """The code of a clinical subject.

    A number such as 3.1 is refused: Excel made it of 03.10 or of 03.01, and nobody can tell.
    """
    if isinstance(raw, float):
        raise parsers.unknown_word("03.10 这样的文本（先把单元格格式设为文本），或科目名称")
    return looked_up(subjects.find, "诊疗科目的名称或代码，见“可选内容”")(raw)


def several_subjects(raw: Raw) -> tuple[str, ...]:
    """The codes of several subjects in one cell."""
    if isinstance(raw, float):
        return (subject_code(raw),)
    words = shown(raw).replace(",", "、").replace("，", "、").replace(";", "、").split("、")
    return tuple(subject_code(word) for word in words if word.strip())
