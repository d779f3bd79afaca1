"""Numbers of papers: a word, the year in 〔〕, the serial; one run of serials per office and year.

Source: GB/T 9704-2012, 7.2.5: the year is written in full within brackets of this form, the serial
without leading zeros and without 第.
"""

from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal

LONGEST_WORD = 20


class Series(Coded):
    """Which run of numbers a paper takes its own from."""

    LETTER = "letter", "公文", "official letters"
    FORM = "form", "表单和名单", "forms and lists"


class WordUnfit(Refusal):
    """The word that numbers begin with is none."""


class WordMissing(Refusal):
    """An office issues papers of a series and has no word for their numbers yet."""


def number_of(word: str, year: int, serial: int) -> str:
    """A number as it is written.

    >>> number_of("木卫帮", 2026, 12)
    '木卫帮〔2026〕12号'
    """
    return f"{word}〔{year}〕{serial}号"


def cleaned_word(word: str) -> str:
    """A word for numbers without blanks; raises ``WordUnfit``."""
    found = "".join(word.split())
    if not found or len(found) > LONGEST_WORD or any(sign in found for sign in "〔〕[]（）()第号"):
        raise WordUnfit(
            zh=f"发文字应为1至{LONGEST_WORD}个字，如“木卫帮”，不含年份、括号和“第”“号”。",
            en=f"The word is 1 to {LONGEST_WORD} characters, without year, brackets, 第 or 号.",
        )
    return found
