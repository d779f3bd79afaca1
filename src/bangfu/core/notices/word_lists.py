"""The word lists a reader goes by: data of ``definitions/notices``, each list with its source."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_FOLDER = files("bangfu.definitions") / "notices"


@cache
def table(name: str) -> Mapping[str, Any]:
    """One file of lists by its name, without the ``sources``."""
    text = (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def words(file: str, name: str) -> tuple[str, ...]:
    """One list, longest word first, so that an alternation of them takes the longest."""
    return tuple(sorted(table(file)[name]["words"], key=len, reverse=True))


@cache
def codes(file: str, name: str) -> tuple[tuple[str, str], ...]:
    """A list of words that stand for codes, as pairs of word and code, longest word first."""
    pairs = [
        (word, code)
        for code, spoken in table(file)[name].items()
        if code != "source"
        for word in spoken
    ]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))
