"""Radicals that printing to PDF puts in place of the characters they look like.

Many programs write ⼈ (U+2F08, a radical) where 人 was meant, and ⻘ for 青. What they stand for is
given by Unicode for the Kangxi radicals and, for the supplement, by the list below: those that
are characters of their own; parts of characters (⺅, ⻌) stay.
"""

import re
import unicodedata
from collections.abc import Iterator

from .traced import Edit

_SUPPLEMENT = dict(
    zip(
        "⺁⺓⺝⺟⺠⺧⺫⺶⺼⺽⻁⻂⻃⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻟⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂幺月母民牛目羊肉臼虎衣西西见角角贝足车长长门雨青韦页风飞食食食首马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_MEANT = _KANGXI | _SUPPLEMENT
_RADICAL = re.compile(f"[{''.join(_MEANT)}]")


def radical_edits(text: str) -> Iterator[Edit]:
    """Each radical becomes the character that was meant.

    >>> [edit.after for edit in radical_edits("⻘溪县⼈⺠医院")]
    ['青', '人', '民']
    """
    for found in _RADICAL.finditer(text):
        yield Edit(found.start(), found.end(), _MEANT[found[0]])
