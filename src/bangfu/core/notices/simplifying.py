"""Traditional characters become simplified ones, each in its place."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from opencc import OpenCC

from .traced import Edit

FEWEST_TRADITIONAL = 10
"""A text with fewer is Simplified with a rare character in it, and 著 in it means what it says."""

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_ZHE = re.compile(r"(?<![显顯昭卓原编編论論专專名土巨译譯所遗遺合])著(?![名作述者书書称稱录錄])")


def simplifying_edits(text: str) -> Iterator[Edit]:
    """One edit for each run of characters that changes."""
    traditional = 0
    after = list(text)
    for run in _RUN.finditer(text):
        for place, char in enumerate(_converted(run[0]), run.start()):
            traditional += char != text[place]
            after[place] = char
    if traditional >= FEWEST_TRADITIONAL:
        for found in _ZHE.finditer(text):
            after[found.start()] = "着"
    yield from _runs(text, after)


def simplified(text: str) -> str:
    """The text in simplified characters, as long as before."""
    return "".join(_converted(text))


def _runs(text: str, after: list[str]) -> Iterator[Edit]:
    start = None
    for place in range(len(text) + 1):
        changed = place < len(text) and text[place] != after[place]
        if changed and start is None:
            start = place
        elif not changed and start is not None:
            yield Edit(start, place, "".join(after[start:place]))
            start = None


@lru_cache(maxsize=4096)
def _converted(run: str) -> str:
    """A run converted by phrases; character by character where a phrase would change its length."""
    whole = str(_converter().convert(run))
    if len(whole) == len(run):
        return whole
    single = (str(_converter().convert(char)) for char in run)
    return "".join(new if len(new) == 1 else old for new, old in zip(single, run, strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
