"""On which line each key of a TOML text stands, so that a mistake can be pointed at.

The parser of the standard library tells no positions. The text has already been parsed when it
comes here, so this reader may trust its syntax and only counts.
"""

import tomllib
from bisect import bisect_right

from .problems import Path

_BLANK = " \t"
_BARE_ENDS = ",]}\n#"


class _Reader:
    """Walks once over a text and notes the line of every key and item."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._breaks = [index for index, sign in enumerate(text) if sign == "\n"]
        self._lengths: dict[Path, int] = {}
        self._table: Path = ()

    def read(self) -> dict[Path, int]:
        while self._skip_blank_lines():
            if self.text.startswith("[[", self.at):
                self._header(2)
            elif self.text[self.at] == "[":
                self._header(1)
            else:
                self._pair(self._table)
        return self.lines

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_right(self._breaks, self.at - 1) + 1)

    def _header(self, brackets: int) -> None:
        start = self.at
        self.at += brackets
        *above, last = self._key()
        self.at, after = start, self.at + brackets
        path: Path = (*self._inside(above), last)
        self._note(path)
        if brackets == 2:
            path = (*path, self._lengths.get(path, 0))
            self._lengths[path[:-1]] = int(path[-1]) + 1
            self._note(path)
        self._table = path
        self.at = after

    def _inside(self, keys: list[str]) -> Path:
        """The path of a table named in a header: the last item where a key is a list of tables."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self._note(path)
            if length := self._lengths.get(path):
                path = (*path, length - 1)
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._key()
        self.at, after = start, self.at
        path = table
        for key in keys:
            path = (*path, key)
            self._note(path)
        self.at = after + 1  # the sign =
        self._value(path)

    def _key(self) -> list[str]:
        """The parts of a dotted key; leaves the reader on the sign behind it."""
        keys = []
        while True:
            self._skip(_BLANK)
            if self.text[self.at] in "\"'":
                keys.append(self._string())
            else:
                start = self.at
                while self.text[self.at].isalnum() or self.text[self.at] in "-_":
                    self.at += 1
                keys.append(self.text[start : self.at])
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        match self.text[self.at]:
            case '"' | "'":
                self._string()
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                while self.at < len(self.text) and self.text[self.at] not in _BARE_ENDS:
                    self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip_blank_lines() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._note((*path, index))
            self._value((*path, index))
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank_lines() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _string(self) -> str:
        quote = self.text[self.at]
        if self.text.startswith(quote * 3, self.at):
            return self._long_string(quote * 3)
        start = self.at = self.at + 1
        while self.text[self.at] != quote:
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += 1
        return _unescaped(self.text[start : self.at - 1]) if quote == '"' else self._raw(start)

    def _raw(self, start: int) -> str:
        return self.text[start : self.at - 1]

    def _long_string(self, quotes: str) -> str:
        start = self.at = self.at + 3
        while not self.text.startswith(quotes, self.at):
            self.at += 2 if quotes[0] == '"' and self.text[self.at] == "\\" else 1
        self.at += 3
        while self.text.startswith(quotes[0], self.at):  # up to two quotes may belong to it
            self.at += 1
        return self.text[start : self.at - 3]

    def _skip(self, signs: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in signs:
            self.at += 1

    def _skip_blank_lines(self) -> bool:
        """Go past blanks, line ends and comments; False at the end of the text."""
        while True:
            self._skip(_BLANK + "\n")
            if self.at >= len(self.text):
                return False
            if self.text[self.at] != "#":
                return True
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end


def _unescaped(text: str) -> str:
    """A basic string used as a key, its escapes undone by the parser itself."""
    if "\\" not in text:
        return text
    return str(tomllib.loads(f'key = "{text}"')["key"])


def line_numbers(text: str) -> dict[Path, int]:
    r"""The line of every table, key and list item of a valid TOML text with ``\n`` line ends.

    >>> line_numbers('a = 1\n[b]\nc = [\n  2,\n  3]\n')[("b", "c", 1)]
    5
    """
    return _Reader(text).read()
