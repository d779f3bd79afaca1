"""Comma-separated text as offices save it: UTF-8 with or without mark, UTF-16, or GB 18030."""

import csv
import io

from .cells import Raw

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t，"


def decode(content: bytes) -> str | None:
    """The text of a file, or ``None`` where the bytes are no text.

    >>> decode("姓名,工号".encode("gb18030"))
    '姓名,工号'
    >>> decode(b"\\x89PNG\\x00\\x01") is None
    True
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _tried(content, encoding)
    return _tried(content, "utf-8") or _tried(content, "gb18030")


def rows(text: str) -> tuple[tuple[Raw, ...], ...]:
    """The cells of each line, empty ones as ``None``, every line as wide as the widest.

    >>> rows("姓名;工号\\n王;7\\n")
    (('姓名', '工号'), ('王', '7'))
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    lines = [[cell if cell.strip() else None for cell in line] for line in reader]
    width = max((len(line) for line in lines), default=0)
    return tuple((*line, *[None] * (width - len(line))) for line in lines)


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    # Control characters stand in no table; in another kind of file they come soon.
    return None if any(ord(c) < 32 and c not in "\t\r\n" for c in text) else text


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)
