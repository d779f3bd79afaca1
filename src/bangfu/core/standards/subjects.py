"""Clinical subjects (医疗机构诊疗科目名录): dotted codes, of which the first part is the parent."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from .code_lists import plain, rows


class Match(IntEnum):
    """How well a person's subject meets the wanted one; a larger value is closer."""

    NONE = 0
    SAME_PARENT = 1
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """One clinical subject, for example ``03.04`` 心血管内科专业 below ``03`` 内科."""

    code: str
    zh: str
    en: str

    @property
    def parent(self) -> str:
        """The code of the subject it belongs to; its own where it belongs to none."""
        return parent_of(self.code)


def parent_of(code: str) -> str:
    """The first part of a subject code.

    >>> parent_of("03.04"), parent_of("26")
    ('03', '26')
    """
    return code.partition(".")[0]


def match(offered: str, wanted: str) -> Match:
    """How closely one subject meets another; a code left empty meets nothing.

    >>> match("03.04", "03.04").name, match("03.04", "03").name, match("03.04", "04.01").name
    ('EXACT', 'SAME_PARENT', 'NONE')
    """
    if not offered or not wanted:
        return Match.NONE
    if offered == wanted:
        return Match.EXACT
    return Match.SAME_PARENT if parent_of(offered) == parent_of(wanted) else Match.NONE


@cache
def every() -> dict[str, Subject]:
    """The subjects by code, in the order of the official list."""
    return {row["code"]: Subject(row["code"], row["zh"], row["en"]) for row in rows("subjects")}


def find(text: str) -> Subject | None:
    """The subject that a code or a usual department name means, or ``None``.

    The official names end in 科 or 专业; departments drop or exchange those, so both are tried.

    >>> find("心血管内科").code, find("普外科").code, find("3.4").code
    ('03.04', '04.01', '03.04')
    """
    word = plain(text)
    return every().get(_padded(word)) or _by_word().get(word) or _by_word().get(_stem(word))


def _padded(word: str) -> str:
    return ".".join(part.zfill(2) for part in word.split(".")) if word else ""


@cache
def _by_word() -> dict[str, Subject]:
    words: dict[str, Subject] = {}
    for row in rows("subjects"):
        # 其他 stands below many parents and names none of them.
        if row["zh"].startswith("其他"):
            continue
        subject = every()[row["code"]]
        for word in (row["zh"], *row.get("synonyms", ())):
            words.setdefault(plain(word), subject)
    for word, subject in tuple(words.items()):
        words.setdefault(word.removesuffix("专业"), subject)
        words.setdefault(_stem(word), subject)
    return words


def _stem(word: str) -> str:
    stem = word.removesuffix("专业").removesuffix("科")
    # One character names no department: 内 is not 内科.
    return stem if len(stem) > 1 else word
