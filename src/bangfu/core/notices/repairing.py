"""Mechanical repairs of what copies of notices suffer; each is kept with its place.

Order matters: radicals and width, then lost bytes (a gloss may stand behind the damage), glosses,
simplified characters, punctuation. The whole is repeated until nothing changes, so that a text
that was repaired once is left alone.
"""

import re
from collections.abc import Callable, Iterator

from .glosses import gloss_edits
from .lost_bytes import lost_byte_edits
from .radicals import radical_edits
from .simplifying import simplifying_edits
from .traced import Edit, Repair, Traced

MOST_ROUNDS = 6
LONGEST_BRACKET = 60

_WIDE = re.compile(r"[Ａ-Ｚａ-ｚ０-９％]+")
_BLANK = re.compile(r"[\u3000\xa0\u2002-\u200a]+")
_SPACE_BEFORE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)")
_SPACE_AFTER = re.compile(r"(?<=[\u4e00-\u9fff])\d[\d.]{0,8}%?( )(?=[\u4e00-\u9fff])")
_SPACE_AFTER_YEAR = re.compile(r"^(?:19|20)\d\d( )(?=年)", re.MULTILINE)
_IN_COLUMNS = re.compile(
    r"^(?![^\n]{0,40}[年月] ?\d)(?=[^，。；：\n]*$)[ \t]*(?:[^ \t\n]+[ \t]+){2,}[^ \t\n]+[ \t]*$",
    re.MULTILINE,
)
"""A line of words parted by blanks, with no mark of a sentence and no day: a row of a table."""
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad\x00-\x08\x0b\x0c\x0e-\x1f]+")
_CARRIAGE = re.compile(r"\r\n?|\u2028|\u2029")
_HALF = str.maketrans(",:;?!()", "，：；？！（）")
_LEFT = re.compile(r"[\u4e00-\u9fff”’》）】〕]")
_BRACKETED_YEAR = re.compile(
    r"(?<=[\u4e00-\u9fff]) ?[〔\[［(（【] ?((?:19|20)\d\d) ?[〕\]］)）】] ?(\d{1,4}) ?号"
)


def repaired(original: Traced) -> tuple[Traced, list[Repair]]:
    """The text with all repairs, and what was repaired, in the order it was."""
    text, repairs = original, list[Repair]()
    for _ in range(MOST_ROUNDS):
        before = text.text
        for rule, edits in _RULES:
            found = [edit for edit in edits(text.text) if _changes(text.text, edit)]
            for edit in found:
                start, end = text.span(edit.start, edit.end)
                repairs.append(Repair(rule, before_of(text, edit), edit.after, start, end))
            if found:
                text = text.edited(found)
        if text.text == before:
            break
    return text, repairs


def before_of(text: Traced, edit: Edit) -> str:
    """The characters an edit replaces."""
    return text.text[edit.start : edit.end]


def _changes(text: str, edit: Edit) -> bool:
    return text[edit.start : edit.end] != edit.after


def _breaks(text: str) -> Iterator[Edit]:
    for found in _CARRIAGE.finditer(text):
        yield Edit(found.start(), found.end(), "\n")


def _unseen(text: str) -> Iterator[Edit]:
    for found in _UNSEEN.finditer(text):
        yield Edit(found.start(), found.end(), "")


def _widths(text: str) -> Iterator[Edit]:
    """Letters and digits become half width; blanks of any width one plain blank each."""
    pieces = [(f, "".join(chr(ord(c) - 0xFEE0) for c in f[0])) for f in _WIDE.finditer(text)]
    pieces += [(f, " " * len(f[0])) for f in _BLANK.finditer(text)]
    for found, after in sorted(pieces, key=lambda piece: piece[0].start()):
        yield Edit(found.start(), found.end(), after)


def _spaces(text: str) -> Iterator[Edit]:
    """No blank between a Chinese character and a figure; printers and editors put one there."""
    found = [match.span(1) for match in _SPACE_AFTER.finditer(text)]
    found += [match.span() for match in _SPACE_BEFORE.finditer(text)]
    found += [match.span(1) for match in _SPACE_AFTER_YEAR.finditer(text)]
    rows = [match.span() for match in _IN_COLUMNS.finditer(text)] if found else []
    number = 0
    for start, end in sorted(found):
        while number < len(rows) and rows[number][1] < start:
            number += 1
        if number == len(rows) or start < rows[number][0]:
            yield Edit(start, end, "")


def _numbers(text: str) -> Iterator[Edit]:
    """The year of a document number stands in 〔〕 (GB/T 9704)."""
    for found in _BRACKETED_YEAR.finditer(text):
        yield Edit(found.start(), found.end(), f"〔{found[1]}〕{found[2]}号")


def _punctuation(text: str) -> Iterator[Edit]:
    """Half-width punctuation becomes full width where Chinese stands to its left.

    Times (10:02), figures (1,000) and addresses stay: digits stand on both sides. A bracket
    follows its partner.
    """
    after = list(text)
    for place, char in enumerate(text):
        if char == "(":
            after[place] = "（" if _holds_chinese(text, after, place) else char
        elif place and char in ",:;?!" and _is_within_chinese(text, after, place):
            after[place] = char.translate(_HALF)
    _close_brackets(after)
    for place, (old, new) in enumerate(zip(text, after, strict=True)):
        if old != new:
            yield Edit(place, place + 1, new)


def _close_brackets(after: list[str]) -> None:
    """A closing bracket is as wide as the one it closes; within a line, for brackets get lost."""
    open_wide: list[bool] = []
    for place, char in enumerate(after):
        if char in "(（":
            open_wide.append(char == "（")
        elif char in ")）" and open_wide:
            after[place] = "）" if open_wide.pop() else char
        elif char == "\n":
            open_wide.clear()
        elif char in ",:;" and place and after[place - 1] == "）":
            after[place] = char.translate(_HALF)


def _holds_chinese(text: str, after: list[str], place: int) -> bool:
    """An opening bracket in Chinese: behind or before a Chinese character, or around one."""
    if place and _LEFT.match(after[place - 1]):
        return True
    end = text.find(")", place, place + LONGEST_BRACKET)
    return any(map(_LEFT.match, text[place + 1 : end])) if end > 0 else False


def _is_within_chinese(text: str, after: list[str], place: int) -> bool:
    """A mark with Chinese to its left, or with a figure to its left and Chinese to its right."""
    left, right = after[place - 1], text[place + 1 : place + 2]
    if _LEFT.match(left) or left in "，：；？！":
        return True
    if left == "%" and right.isdigit():
        # 95.6%,2人: behind a percentage no comma parts thousands.
        return True
    return bool(_LEFT.match(right)) and (left.isdigit() or left == "%")


_RULES: tuple[tuple[str, Callable[[str], Iterator[Edit]]], ...] = (
    ("line_break", _breaks),
    ("unseen_character", _unseen),
    ("radical", radical_edits),
    ("width", _widths),
    ("lost_byte", lost_byte_edits),
    ("gloss", gloss_edits),
    ("simplified", simplifying_edits),
    ("spacing", _spaces),
    ("document_number", _numbers),
    ("punctuation", _punctuation),
)
