"""Definition files read from text, from a file, from a folder; every mistake named at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from bangfu.definitions import FOLDER, folders_of

from .choices import choice_problems
from .definition import Definition
from .lines import line_numbers
from .measured import ActivityFile, ActivityKind, Kinds
from .problems import DefinitionRefused, Located, Path, Problem, dotted
from .references import reference_problems
from .sums import sum_problems
from .syntax import normalised, parsed, text_of
from .walking import shape_problems

Shape = TypeVar("Shape", bound=msgspec.Struct)


def read(text: str, *, file: str = "definition.toml", kinds: Kinds | None = None) -> Definition:
    """A definition from its TOML text.

    ``file`` is the name shown in messages; ``kinds`` the activity kinds, the shipped ones by
    default. Raises ``DefinitionRefused`` with every mistake found: first those of shape; where
    there are none, those of choice, reference and sum.
    """
    text = normalised(text)
    raw = parsed(text, file)
    definition = _decoded(raw, Definition, text, file)
    known = shipped_kinds() if kinds is None else kinds
    problems = [
        *choice_problems(definition),
        *reference_problems(definition, known),
        *sum_problems(definition),
    ]
    _refuse_if_any(problems, text, file)
    return definition


def load(path: FilePath | str, *, kinds: Kinds | None = None) -> Definition:
    """The definition in a file; raises ``DefinitionRefused``."""
    file = FilePath(path)
    return read(text_of(file), file=file.name, kinds=kinds)


def load_all(folder: FilePath | str, *, kinds: Kinds | None = None) -> Mapping[str, Definition]:
    """Every ``*.toml`` of a folder by code; raises ``DefinitionRefused`` for all files together."""
    found: dict[str, Definition] = {}
    named: dict[str, str] = {}
    problems: list[Located] = []
    for file in sorted(FilePath(folder).glob("*.toml")):
        try:
            text = text_of(file)
            definition = read(text, file=file.name, kinds=kinds)
        except DefinitionRefused as refusal:
            problems.extend(refusal.problems)
            continue
        if definition.code in named:
            problems.append(_same_code(definition.code, named[definition.code], text, file.name))
            continue
        found[definition.code] = definition
        named[definition.code] = file.name
    if problems:
        raise DefinitionRefused(tuple(problems))
    return MappingProxyType(found)


def shipped() -> FilePath:
    """The folder of the programme definitions that come with the product."""
    return FOLDER / "programmes"


@lru_cache(maxsize=1)
def shipped_kinds() -> Kinds:
    """The activity kinds of this installation: those that come with the product, and its own."""
    return load_kinds(*folders_of("activities"))


@lru_cache(maxsize=1)
def shipped_themes() -> tuple[ActivityFile, ...]:
    """The same under their themes, in the order of the files."""
    return tuple(theme for _name, _text, theme in _themes(folders_of("activities")))


def load_kinds(*folders: FilePath | str) -> Kinds:
    """Activity kinds of every ``*.toml`` of some folders by code; raises ``DefinitionRefused``."""
    found: dict[str, ActivityKind] = {}
    named: dict[str, str] = {}
    for name, text, theme in _themes(folders):
        for kind in theme.kinds:
            if kind.code in found:
                raise DefinitionRefused((_same_code(kind.code, named[kind.code], text, name),))
            found[kind.code] = kind
            named[kind.code] = name
    return MappingProxyType(found)


def _themes(folders: Iterable[FilePath | str]) -> Iterator[tuple[str, str, ActivityFile]]:
    """Every file of kinds: its name, its text, and what it says."""
    for folder in folders:
        for file in sorted(FilePath(folder).glob("*.toml")):
            text = text_of(file)
            yield file.name, text, _decoded(parsed(text, file.name), ActivityFile, text, file.name)


def read_table(
    text: str,
    shape: type[Shape],
    *,
    file: str,
    check: Callable[[Shape], Iterable[Problem]] = lambda _table: (),
) -> Shape:
    """Any other table of ``definitions`` from its TOML text, read as strictly.

    ``check`` finds what shape cannot show. Raises ``DefinitionRefused`` with every mistake found.
    """
    text = normalised(text)
    table = _decoded(parsed(text, file), shape, text, file)
    _refuse_if_any(list(check(table)), text, file)
    return table


def _decoded(raw: dict[str, Any], shape: type[Shape], text: str, file: str) -> Shape:
    _refuse_if_any(shape_problems(raw, shape), text, file)
    return msgspec.convert(raw, shape, builtin_types=(date,))


def _refuse_if_any(problems: list[Problem], text: str, file: str) -> None:
    if not problems:
        return
    lines = line_numbers(text)
    located = [
        Located(file, _line(problem.path, lines), dotted(problem.path), problem.zh, problem.en)
        for problem in problems
    ]
    raise DefinitionRefused(tuple(sorted(located, key=lambda problem: problem.line or 0)))


def _line(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of a path, or of the nearest table around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _same_code(code: str, other: str, text: str, file: str) -> Located:
    line = next(
        (number for number, row in enumerate(text.split("\n"), 1) if f'"{code}"' in row), None
    )
    return Located(
        file,
        line,
        "code",
        f"代码“{code}”已由 {other} 使用，每个代码只能用一次，请改用另一个。",
        f'the code "{code}" is already used by {other}; choose another.',
    )
