"""Pinyin that a converter left behind each Traditional character: 業(yè)務(wù)."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, pinyin

from .simplifying import simplified
from .traced import Edit

FEWEST_TONED = 5
"""An untoned syllable, such as 方案(an), is a gloss only in a text with so many toned ones."""

_GLOSS = re.compile(
    r"(?<=([\u3400-\u9fff]))[(（] ?([A-Za-z\u00c0-\u01dc\u1e3f\u0300-\u030c]{1,9}) ?[)）]"
)


def gloss_edits(text: str) -> Iterator[Edit]:
    """Removes brackets that hold nothing but a reading of the character before them."""
    found = [match for match in _GLOSS.finditer(text) if _is_reading(match[1], match[2])]
    toned = sum(_bare(match[2]) != match[2].lower() for match in found)
    for match in found:
        if toned >= FEWEST_TONED or _bare(match[2]) != match[2].lower():
            yield Edit(match.start(), match.end(), "")


def _is_reading(char: str, syllable: str) -> bool:
    return _bare(syllable) in _readings(char)


def _bare(syllable: str) -> str:
    """A syllable without tones, ü as v."""
    decomposed = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch))


@lru_cache(maxsize=8192)
def _readings(char: str) -> frozenset[str]:
    """Every reading of a character and of its simplified form, without tones, ü as v."""
    return frozenset(
        _bare(reading)
        for form in {char, simplified(char)}
        for reading in pinyin(form, style=Style.TONE, heteronym=True)[0]
    )
