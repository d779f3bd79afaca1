"""Score tables read from TOML and written back; the catalogue of inputs they may name."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from bangfu.core.indicators import Indicator
from bangfu.core.indicators import catalogue as indicators
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Path, Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.syntax import text_of
from bangfu.core.programmes.words import Section
from bangfu.core.programmes.writing import as_toml
from bangfu.definitions import FOLDER, folders_of

from .checking import scheme_problems
from .rules import Meaning
from .scheme import Scheme

Meanings = Mapping[str, Meaning]


class InputFile(Section, frozen=True, kw_only=True):
    """Inputs that score tables may name, and where their definitions come from."""

    sources: tuple[Source, ...]
    inputs: tuple[Meaning, ...]


def read(text: str, *, file: str = "scheme.toml", inputs: Meanings | None = None) -> Scheme:
    """A table from its TOML text.

    ``inputs`` are those known beside the table's own, the catalogue of this installation by
    default. Raises ``DefinitionRefused`` with every mistake found.
    """
    known = catalogue() if inputs is None else inputs
    return read_table(text, Scheme, file=file, check=lambda scheme: scheme_problems(scheme, known))


def read_as_kept(text: str) -> Scheme:
    """A table that was frozen: inputs that have left the catalogue since are taken as they are.

    Everything else is asked for again, since what is kept may have been altered; a new check must
    let pass whatever was ever frozen. Raises ``DefinitionRefused``.
    """
    return read_table(
        text,
        Scheme,
        file="scheme.toml",
        check=lambda scheme: scheme_problems(scheme, scheme.needs),
    )


def as_text(scheme: Scheme) -> str:
    """The canonical TOML text of a table; it reads back as the same table."""
    return as_toml(scheme)


def problems(scheme: Scheme, *, inputs: Meanings | None = None) -> tuple[Problem, ...]:
    """What is wrong with a table that was put together by a page or from a workbook."""
    return tuple(scheme_problems(scheme, catalogue() if inputs is None else inputs))


@cache
def shipped() -> Mapping[str, Scheme]:
    """The tables that come with the product, by code."""
    found = {}
    for file in sorted((FOLDER / "schemes").glob("*.toml")):
        scheme = read(text_of(file), file=file.name)
        found[scheme.code] = scheme
    return MappingProxyType(found)


@cache
def catalogue() -> Meanings:
    """The inputs of this installation by code.

    Every indicator is one, by its own code; beside them the product's own, and an office's.
    """
    found = {one.code: _meaning(one) for one in indicators().values()}
    for folder in folders_of("schemes/inputs"):
        for file in sorted(folder.glob("*.toml")):
            listed = read_table(text_of(file), InputFile, file=file.name, check=_input_problems)
            found.update((known.code, known) for known in listed.inputs)
    return MappingProxyType(found)


def _meaning(indicator: Indicator) -> Meaning:
    return Meaning(
        code=indicator.code,
        title=indicator.title,
        unit=indicator.unit,
        rate=indicator.is_share,
    )


def _input_problems(listed: InputFile) -> Iterable[Problem]:
    yield from unknown_sources(listed, listed.sources)
    seen: set[str] = set()
    for index, known in enumerate(listed.inputs):
        if known.code in seen:
            path: Path = ("inputs", index, "code")
            yield Problem(
                path,
                f"代码“{known.code}”重复，请改用另一个。",
                f'the code "{known.code}" is used twice.',
            )
        elif known.code in indicators():
            yield Problem(
                ("inputs", index, "code"),
                f"“{known.code}”已是指标，可直接引用，不必另列。",
                f'"{known.code}" is an indicator already; refer to it, do not list it.',
            )
        seen.add(known.code)
