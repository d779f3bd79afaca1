"""Cells of the sheets of a score table: words, figures, lists to choose from."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.cells import Raw, shown
from bangfu.core.exchange.layouts import Column
from bangfu.core.exchange.parsers import Parser, one_of
from bangfu.core.programmes.words import Coded, Text
from bangfu.core.standards.code_lists import plain as plain_word

from . import parameters

_LONGEST_CHOICE = 60


def words_cell(*, longest: int) -> Parser:
    """A parser of words, at most so many characters."""

    def parse(raw: Raw) -> str:
        words = shown(raw).strip()
        if len(words) > longest:
            raise BadValue(
                "too_long",
                zh=f"内容有 {len(words)} 个字符，最多 {longest} 个。",
                en=f"The text has {len(words)} characters, {longest} at most.",
                remedy_zh="请缩短。",
                remedy_en="Shorten it.",
            )
        return words

    return parse


def number_cell(raw: Raw) -> int | float:
    """A figure: full width or not, 95% for 0.95; what a formula leaves beyond 10 places goes."""
    written = unicodedata.normalize("NFKC", shown(raw)).strip()
    if isinstance(raw, float):
        written = format(Decimal(repr(round(raw, 10))).normalize(), "f")
    try:
        if written.endswith("%"):
            return float(Decimal(str(parameters.number(written[:-1].strip()))) / 100)
        return parameters.number(written)
    except parameters.NotAParameter as wrong:
        raise bad(wrong.zh, wrong.en) from None


def bad(zh: str, en: str) -> BadValue:
    """What is wrong with a cell and has no more special remedy."""
    return BadValue(
        "not_allowed", zh=zh, en=en, remedy_zh="请改正后重新上传。", remedy_en="Correct it."
    )


def choice(key: str, zh: str, en: str, choices: Mapping[str, object], **rest: Any) -> Column:
    """A column with a list to choose from."""
    return Column(key, zh, en, one_of(choices), choices=tuple(choices), **rest)


def titles_of(listed: Iterable[tuple[str, Text]]) -> dict[str, object]:
    """Codes by title; where two have one title, or it is as long as a paragraph, by code."""
    pairs = list(listed)
    words = [plain_word(title.zh) for _, title in pairs]
    words += [plain_word(code) for code, _ in pairs]
    return {
        title.zh
        if words.count(plain_word(title.zh)) == 1 and len(title.zh) <= _LONGEST_CHOICE
        else code: code
        for code, title in pairs
    }


def title_of(titles: Mapping[str, object], code: object) -> str | None:
    """The word of a code; the code itself where nothing has it, so that reading it back tells."""
    if code is None:
        return None
    return next((title for title, known in titles.items() if known == code), str(code))


def codes_of(words: type[Coded]) -> dict[str, object]:
    """The codes of a closed list by their names."""
    return {word.zh: str(word) for word in words}


def text_of_cells(zh: object, en: object) -> dict[str, str] | None:
    """A text of two cells; ``None`` without Chinese."""
    if not zh:
        return None
    return {"zh": str(zh), "en": str(en)} if en else {"zh": str(zh)}


def free_code(stem: str, taken: Collection[str]) -> str:
    """A code for a new row: the stem with the first number that nothing has."""
    return next(code for n in count(1) if (code := f"{stem}_{n}") not in taken)
