"""Topics that programs elsewhere may ask to be told of, and the verbs of the journal in each."""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from bangfu.core.programmes.words import Text
from bangfu.definitions import FOLDER

UNTOLD = frozenset({"account", "grant", "token", "saved_view", "webhook", "notification", "backup"})
"""Who may sign in or is told where, and what is kept elsewhere, concerns nobody outside."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic: its title, and what stands before the dot of its verbs."""

    title: Text
    verbs: tuple[str, ...]


class _Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topics: Mapping[str, Topic]


@cache
def topics() -> Mapping[str, Topic]:
    """The topics by code, read once."""
    content = (FOLDER / "webhooks/topics.toml").read_bytes()
    return msgspec.toml.decode(content, type=_Topics).topics


def told(chosen: Iterable[str], verb: str) -> bool:
    """Whether a verb belongs to one of the topics.

    >>> told(["postings"], "posting.opened"), told(["postings"], "task.closed")
    (True, False)
    """
    return any(verb.partition(".")[0] in topics()[topic].verbs for topic in known(chosen))


def known(chosen: Iterable[str]) -> tuple[str, ...]:
    """Those of the topics that there are, in their own order."""
    wanted = set(chosen)
    return tuple(topic for topic in topics() if topic in wanted)
