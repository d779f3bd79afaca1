"""Professional titles of GB/T 8561: three digits, of which the last is the rank."""

from dataclasses import dataclass
from functools import cache

from .code_lists import plain, rows

NO_TITLE = ""
LOWEST = 4

RANKS = {
    1: ("正高级", "senior"),
    2: ("副高级", "associate senior"),
    3: ("中级", "intermediate"),
    4: ("初级", "junior"),
}


@dataclass(frozen=True, slots=True)
class Title:
    """One title; ``series`` is the profession: physician, pharmacist, nurse, technician."""

    code: str
    zh: str
    en: str
    series: str

    @property
    def rank(self) -> int:
        """1 is the highest, 4 the lowest."""
        return rank_of(self.code)


def rank_of(code: str) -> int:
    """The rank of a title code, so that a rank floor is one comparison.

    The last digits 4 and 5 are both junior titles. Who holds no title has the lowest rank.
    Raises ``ValueError`` where the code is not three digits ending in 1 to 5.

    >>> [rank_of(code) for code in ("231", "232", "233", "234", "235", "")]
    [1, 2, 3, 4, 4, 4]
    """
    if code == NO_TITLE:
        return LOWEST
    if len(code) != 3 or not (code.isascii() and code.isdigit()) or code[-1] not in "12345":
        raise ValueError(code)
    return min(int(code[-1]), LOWEST)


@cache
def every() -> dict[str, Title]:
    """The health titles by code, highest first within each profession."""
    return {
        row["code"]: Title(row["code"], row["zh"], row["en"], row["series"])
        for row in rows("titles")
    }


def find(text: str) -> Title | None:
    """The title that a code or a usual name means, or ``None``.

    >>> find("主治中医师").code, find(" 232 ").zh
    ('233', '副主任医师')
    """
    return _by_word().get(plain(text))


@cache
def _by_word() -> dict[str, Title]:
    words: dict[str, Title] = {}
    for row in rows("titles"):
        for word in (row["code"], row["zh"], *row.get("synonyms", ())):
            words[plain(word)] = every()[row["code"]]
    return words
