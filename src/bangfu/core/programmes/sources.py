"""Where a setting of the product comes from: each table of settings names its sources by code."""

from collections.abc import Iterable, Iterator

from .problems import Problem, sections
from .words import Code, Section, Text


class Source(Section, frozen=True, kw_only=True):
    """Where a setting comes from; ``assumed`` where no rule says it and a place may differ."""

    code: Code
    what: Text
    why: Text
    assumed: bool = True


def unknown_sources(root: Section, sources: Iterable[Source]) -> Iterator[Problem]:
    """Tables whose source nobody describes; a table has one ``source``, or several ``sources``."""
    known = {source.code for source in sources}
    for path, table in sections(root):
        for field, named in _named_by(table):
            if named not in known:
                yield Problem(
                    (*path, field),
                    f"来源“{named or '（未填）'}”不在 sources 中，请补列或改正。",
                    f'the source "{named or ""}" is not among sources; list it or correct it.',
                )


def _named_by(table: Section) -> Iterator[tuple[str, object]]:
    if "source" in table.__struct_fields__:
        yield "source", getattr(table, "source", None)
    for named in getattr(table, "sources", ()):
        if isinstance(named, str):
            yield "sources", named
