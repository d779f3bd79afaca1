"""A problem in a definition file: what is wrong, where, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bangfu.core.refusal import Refusal

from .words import Section

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place; the sentences say what and how to mend it."""

    path: Path
    zh: str
    en: str


def dotted(path: Path) -> str:
    """A path as it is shown: items of a list are counted from 1.

    >>> dotted(("dispatch", "rules", 0, "rank"))
    'dispatch.rules[1].rank'
    """
    shown = ""
    for step in path:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
        else:
            shown += f".{step}" if shown else step
    return shown


@dataclass(frozen=True, slots=True)
class Located:
    """A problem with its file and, where it can be found, its line (counted from 1)."""

    file: str
    line: int | None
    place: str
    zh: str
    en: str

    def sentence(self, language: str) -> str:
        """File, line, place and remedy in one sentence."""
        if language.startswith("en"):
            where = [self.file, f"line {self.line}" if self.line else "", self.place]
            return f"{', '.join(part for part in where if part)}: {self.en}"
        line = f"第{self.line}行" if self.line else ""
        return f"{' '.join(part for part in (self.file, line, self.place) if part)}：{self.zh}"


class DefinitionRefused(Refusal):
    """The programme definition has mistakes; each is named with its place and its remedy."""

    def __init__(self, problems: tuple[Located, ...]) -> None:
        self.problems = problems
        super().__init__(
            zh="\n".join(problem.sentence("zh") for problem in problems),
            en="\n".join(problem.sentence("en") for problem in problems),
        )


def sections(root: Section, path: Path = ()) -> Iterator[tuple[Path, Section]]:
    """Every table of a decoded definition with its path, outermost first."""
    yield path, root
    for name in root.__struct_fields__:
        value = getattr(root, name)
        if isinstance(value, Section):
            yield from sections(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Section):
                    yield from sections(item, (*path, name, index))
