"""Characters that came apart because one byte of GBK was lost before the text was stored.

Two shapes are known. Where ``。“業`` lost the first byte of its 。, the rest was read one byte
later and shows as ``！皹I``: put the byte back and read again. Where an ordinary word lost its
first byte, as 狀況 in ``顩r``, every first byte is tried, and the one that makes a word is taken.
A repair is made only where all it gives are everyday characters.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from .simplifying import simplified
from .traced import Edit

_SHIFTED = re.compile(r"[!！]([\u3400-\u9fff]{1,12})([@-~])")
_BEHEADED = re.compile(r"[?？](?:[(（]?[A-Za-z\u00c0-\u01dc]{1,7}[)）])?([\u3400-\u9fff])([@-~])")
_LOST = b"\xa1"
_MARK_LEFT = b"\xa3\xa1"
_FIRST_BYTES = range(0x81, 0xFF)
RAREST = 50
"""A word met less often in jieba's corpus of sixty million is no ground for a repair."""

_OPENING = ("。“", "。《", "。（", "。‘", "。【")


def lost_byte_edits(text: str) -> Iterator[Edit]:
    """Repairs in rising order."""
    for found in re.finditer(f"{_SHIFTED.pattern}|{_BEHEADED.pattern}", text):
        after = _realigned(found[1], found[2]) if found[1] else _headed(found[3], found[4])
        if after:
            yield Edit(found.start(), found.end(), after)


def _realigned(run: str, last: str) -> str:
    """What the run was before the byte was lost, or nothing where that makes no sense."""
    try:
        whole = (_LOST + _MARK_LEFT + run.encode("gbk") + last.encode("ascii")).decode("gbk")
    except UnicodeError:
        return ""
    rest = whole[2:]
    makes_sense = whole.startswith(_OPENING) and rest and all(map(_is_common, rest))
    return whole if makes_sense else ""


def _headed(char: str, last: str) -> str:
    """The most usual word of two characters that could have lost its first byte, or nothing."""
    try:
        rest = char.encode("gbk") + last.encode("ascii")
    except UnicodeError:
        return ""
    best, often = "", RAREST
    for first in _FIRST_BYTES:
        try:
            word = (bytes([first]) + rest).decode("gbk")
        except UnicodeDecodeError:
            continue
        count = _words().get(simplified(word), 0) if len(word) == 2 else 0
        if count > often and all(map(_is_common, word)):
            best, often = word, count
    return best


@cache
def _words() -> Mapping[str, int]:
    """Words of two characters and how often jieba's corpus has them, as ``wordfreq`` brings them.

    Only a text with such damage pays for it: 0.7 s, once.
    """
    file = files("wordfreq").joinpath("data", "jieba_zh_orig.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {row[0]: int(row[1]) for row in rows if len(row[0]) == 2}


@cache
def _common() -> frozenset[str]:
    """The 3,755 characters of the first level of GB/T 2312."""
    codes = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return frozenset(code.decode("gb2312", errors="ignore") for code in codes) - {""}


def _is_common(char: str) -> bool:
    return simplified(char) in _common()
