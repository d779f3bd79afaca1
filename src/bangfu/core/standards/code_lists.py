"""Reading the code lists of ``definitions/standards``: small TOML tables in the package."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one code list, in the order of the file.

    >>> rows("titles")[0]["code"]
    '231'
    """
    path = files("bangfu") / "definitions" / "standards" / f"{name}.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["rows"])


def plain(text: str) -> str:
    """A name as it is compared: without any space, full-width forms made half-width.

    >>> plain(" 主治　医师（中医） ")
    '主治医师(中医)'
    """
    narrowed = text.translate(_NARROW)
    return "".join(narrowed.split())


# U+FF01..U+FF5E are the full-width forms of ASCII; U+3000 is the ideographic space.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
