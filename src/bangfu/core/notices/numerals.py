"""Numbers as notices write them: 14, 1,860, 3.2万, 十二, 二〇〇九, 两, 百余."""

import re

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
CHINESE = "〇○零一二两三四五六七八九十百千"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,9}}(?:\.\d{{1,4}})?|[{CHINESE}]{{1,9}})"
"""A pattern without groups; what follows (余, 万) is not part of it."""

_LATIN = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number(text: str) -> float | int | None:
    """The number of a text, or nothing where it is none.

    >>> number("1,860"), number("3.2"), number("十四"), number("两"), number("二〇〇九")
    (1860, 3.2, 14, 2, 2009)
    >>> number("三百二十"), number("1.5万"), number("十百") is None
    (320, 15000, True)
    """
    if text and text[-1] in _GROUPS:
        before = number(text[:-1])
        return None if before is None else whole(before * _GROUPS[text[-1]])
    if _LATIN.fullmatch(text):
        return whole(float(text.replace(",", "")))
    if not text or set(text) - set(CHINESE):
        return None
    if not set(text) & set(_PLACES):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _placed(text)


def whole(value: float) -> float | int:
    """A number without a fraction as an integer."""
    nearest = round(value, 4)
    return int(nearest) if nearest == int(nearest) else nearest


def _placed(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _PLACES:
            place = _PLACES[char]
            if place >= last:
                return None
            total += (1 if digit is None else digit) * place
            digit, last = None, place
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
