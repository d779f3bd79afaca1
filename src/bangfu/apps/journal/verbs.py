"""What each kind of change, and each of its facts, is called, as the definitions state it."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import msgspec
from django.utils.translation import gettext as _

from bangfu.core.programmes.vocabulary import Form
from bangfu.core.programmes.words import Text
from bangfu.definitions import FOLDER
from bangfu.web.wording import day


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: Mapping[str, Text]
    facts: Mapping[str, Text]


@cache
def _words() -> _Words:
    return msgspec.toml.decode((FOLDER / "verbs.toml").read_bytes(), type=_Words)


def every() -> Mapping[str, Text]:
    """The verbs by code, read once."""
    return _words().verbs


def facts() -> Mapping[str, Text]:
    """What facts are called, by key, read once."""
    return _words().facts


def label_of(verb: str, language: str) -> str:
    """A verb in words; the code itself where an old entry's verb is no longer in use.

    >>> label_of("grant.given", "zh-hans")
    '授予权限'
    """
    known = every().get(verb)
    return known.in_language(language) if known else verb


def fact_in_words(key: str, value: object, language: str) -> tuple[str, str]:
    """A fact's name and value as a reader of the journal meets them."""
    known = facts().get(key)
    return (known.in_language(language) if known else key), _said(key, value, language)


def _said(key: str, value: object, language: str) -> str:
    if isinstance(value, list):
        return "、".join(_said(key, one, language) for one in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value is None or value == "":
        return "—"
    if key in ("form", "forms") and value in set(Form):
        return Form.of(str(value)).label.in_language(language)
    return _as_day(str(value))


def _as_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text)) if len(text) == len("2025-03-17") else text
    except ValueError:
        return text
