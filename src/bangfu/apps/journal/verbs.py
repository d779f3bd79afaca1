"""What each kind of change is called, as the definitions state it."""

from collections.abc import Mapping
from functools import cache

import msgspec

from bangfu.core.programmes.words import Text
from bangfu.definitions import FOLDER


class _Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: Mapping[str, Text]


@cache
def every() -> Mapping[str, Text]:
    """The verbs by code, read once."""
    return msgspec.toml.decode((FOLDER / "verbs.toml").read_bytes(), type=_Verbs).verbs


def label_of(verb: str, language: str) -> str:
    """A verb in words; the code itself where an old entry's verb is no longer in use.

    >>> label_of("grant.given", "zh-hans")
    '授予权限'
    """
    known = every().get(verb)
    return known.in_language(language) if known else verb
