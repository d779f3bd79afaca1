import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.programmes import shipped
from bangfu.core.programmes.lines import line_numbers
from bangfu.core.programmes.problems import Path
from bangfu.core.programmes.writing import table_as_toml

FILES = sorted(shipped().glob("*.toml"))
KEYS = st.text("ab-_1", min_size=1, max_size=4) | st.sampled_from(
    ["a.b", "键", 'q"', "it's", "a\\b"]
)
VALUES = (
    st.integers()
    | st.booleans()
    | st.dates()
    | st.text("ab\"'\\[]{}#=,\n键", max_size=8)
    | st.lists(st.text("a]\"'", max_size=3), max_size=3)
)
TABLES = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=3),
    lambda inner: st.dictionaries(KEYS, VALUES | inner | st.lists(inner, max_size=3), max_size=4),
    max_leaves=10,
)


def every_path(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, inner in items:
        yield from every_path(inner, (*path, step))


class TestLineNumbers:
    @given(TABLES)
    def test_every_key_and_item_has_a_line(self, table: dict[str, Any]) -> None:
        text = table_as_toml(table)

        lines = line_numbers(text)

        assert set(lines) >= set(every_path(table))

    @given(TABLES)
    def test_lines_follow_the_order_of_the_text(self, table: dict[str, Any]) -> None:
        """A scalar key stands on the line that begins with it, were it alone on its line."""
        text = table_as_toml({str(n): {"marked": value} for n, value in enumerate(table.values())})

        lines = line_numbers(text)

        rows = text.split("\n")
        for path, line in lines.items():
            if path[-1] == "marked":
                assert "marked" in rows[line - 1]

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_points_at_the_line_that_holds_the_key(self, file: Any) -> None:
        text = file.read_text()
        rows = text.split("\n")

        lines = line_numbers(text)

        for path in every_path(tomllib.loads(text)):
            if isinstance(path[-1], str):
                assert path[-1] in rows[lines[path] - 1], path

    @pytest.mark.parametrize(
        ("text", "path", "line"),
        [
            ("a = 1\n\n# note\nb = 2\n", ("b",), 4),
            ("[x]\n[[x.y]]\nk = 1\n[[x.y]]\nk = 2\n", ("x", "y", 1, "k"), 5),
            ('a = """\nlines\n"""\nb = 1\n', ("b",), 4),
            ("a = '''it''s'''\nb = 1\n", ("b",), 2),
            ('a = """q\\""" # """ # c\nb = 1\n', ("b",), 2),
            ("a.b.c = 1\n", ("a", "b", "c"), 1),
            (
                "a = [ # first\n  { k = 1 },\n  { k = 2, # no comment in here\n }]\n",
                ("a", 0, "k"),
                2,
            ),
            ('"a.b" = 1\n"\\u0061" = 2', ("a",), 2),
            ("[[a]]\n[a.b]\n[[a]]\n[a.b]\nc = 1", ("a", 1, "b", "c"), 5),
        ],
    )
    def test_reads_every_way_of_writing(self, text: str, path: Path, line: int) -> None:
        assert line_numbers(text)[path] == line
