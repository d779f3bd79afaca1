"""A programme definition drafted from facts: each value linked to the facts it came from.

What was done never becomes a target, no date is invented, persons are never named. What the
notice does not say is listed as a gap; what disagrees, as a conflict.
"""

from collections.abc import Sequence
from typing import Any

from .drafts.dispatch import dispatch
from .drafts.field import Builder, Draft, Field, Gap
from .drafts.head import head
from .drafts.loadable import loadable
from .drafts.measures import measures
from .drafts.parties import parties
from .drafts.tasks import tasks
from .facts import Fact
from .notice import Notice
from .resolving import Conflict

_SECTIONS = (head, parties, dispatch, measures, tasks)


def draft_of(notice: Notice, facts: Sequence[Fact], conflicts: Sequence[Conflict]) -> Draft:
    """The draft of a notice; it loads as a definition."""
    builder = Builder(notice, facts)
    for section in _SECTIONS:
        section(builder)
    definition: dict[str, Any] = builder.definition
    text = loadable(definition, builder)
    return Draft(
        definition=definition,
        toml=text,
        fields=tuple(builder.fields),
        gaps=tuple(builder.gaps),
        conflicts=tuple(conflicts),
        is_programme=builder.is_programme,
    )


__all__ = ["Draft", "Field", "Gap", "draft_of"]
