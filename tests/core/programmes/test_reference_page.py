"""The reference page: its examples load as one definition, nothing a file may say is missing."""

import re
from pathlib import Path

import pytest
from msgspec import inspect

from bangfu.core.programmes import read
from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.measured import COMPUTED
from bangfu.core.programmes.problems import sections

PAGE = (Path(__file__).parents[3] / "docs/reference/programme-definition.md").read_text()
EXAMPLE = "\n".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S))
NAMED = set(re.findall(r"`([a-z0-9_.]+)`", PAGE))
WRITTEN = set(re.findall(r"\b([a-z_]+) *=", EXAMPLE))
WRITTEN |= {
    part for header in re.findall(r"^\[+([a-z_.]+)\]", EXAMPLE, re.M) for part in header.split(".")
}


def every_struct(kind: inspect.Type, found: dict[type, inspect.StructType]) -> None:
    """All tables a definition may hold, at any depth."""
    match kind:
        case inspect.Metadata():
            every_struct(kind.type, found)
        case inspect.StructType() if kind.cls not in found:
            found[kind.cls] = kind
            for field in kind.fields:
                every_struct(field.type, found)
        case inspect.UnionType():
            for choice in kind.types:
                every_struct(choice, found)
        case inspect.VarTupleType():
            every_struct(kind.item_type, found)


STRUCTS: dict[type, inspect.StructType] = {}
every_struct(inspect.type_info(Definition), STRUCTS)


def codes_of(kind: inspect.Type) -> set[str]:
    match kind:
        case inspect.EnumType():
            return {str(word.value) for word in kind.cls}
        case inspect.Metadata():
            return codes_of(kind.type)
        case inspect.UnionType():
            return set().union(*(codes_of(choice) for choice in kind.types))
        case inspect.VarTupleType():
            return codes_of(kind.item_type)
    return set()


class TestExamples:
    def test_are_one_definition(self) -> None:
        assert read(EXAMPLE).code == "harbour_support"

    def test_show_every_kind_of_table(self) -> None:
        shown = {type(table) for _path, table in sections(read(EXAMPLE))}

        assert set(STRUCTS) - shown == set()

    def test_the_python_block_runs(self) -> None:
        (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)

        exec(block, {})  # noqa: S102


class TestCompleteness:
    @pytest.mark.parametrize("struct", STRUCTS.values(), ids=lambda struct: struct.cls.__name__)
    def test_every_key_is_named_or_shown(self, struct: inspect.StructType) -> None:
        keys = {field.encode_name for field in struct.fields}

        assert keys - NAMED - WRITTEN == set()

    @pytest.mark.parametrize("struct", STRUCTS.values(), ids=lambda struct: struct.cls.__name__)
    def test_every_code_is_named_or_shown(self, struct: inspect.StructType) -> None:
        written = set(re.findall(r'"([a-z0-9_]+)"', EXAMPLE))
        codes = set().union(*(codes_of(field.type) for field in struct.fields))
        codes |= {str(struct.tag)} if struct.tag else set()

        assert codes - NAMED - written == set()

    def test_every_computed_indicator_is_named(self) -> None:
        assert set(COMPUTED) - NAMED == set()
