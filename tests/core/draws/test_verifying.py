"""Verifying: a record that is whole holds, one altered anywhere does not, and says where."""

import ast
import copy
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.draws.test_drawing import SEED, listed, seeds

from bangfu.core.draws import Exclusion, record_of, verify, verifying

ROOT = Path(__file__).resolve().parents[3]
BARRED = (
    Exclusion(checker="p0", subject="a1", reason="同一单位"),
    Exclusion(checker="p3", subject="b2", reason="本人申报"),
)


def record() -> dict[str, Any]:
    return record_of(
        listed(sizes=(6, 4), takes=(3, 2), people=5, seats=2, excluded=BARRED), SEED, "0317"
    )


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything stands in a record that is neither a table nor a list."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        if isinstance(part, dict | list):
            yield from leaves(part, (*path, key))
        else:
            yield (*path, key)


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def altered(path: tuple[Any, ...], new: Any) -> dict[str, Any]:
    changed = copy.deepcopy(record())
    at(changed, path[:-1])[path[-1]] = new
    return changed


def named(changed: Any, **more: str) -> set[str]:
    return {fault.where for fault in verify(changed, **more)}


LEAVES = list(leaves(record()))
ANYTHING = st.text() | st.integers() | st.floats() | st.booleans()


class TestVerify:
    def test_finds_nothing_in_a_record_as_it_was_drawn(self) -> None:
        assert verify(record()) == []
        assert verify(json.loads(json.dumps(record()))) == []
        assert verify(record(), published=record()["commitment"]) == []

    def test_replays_draws_of_every_shape(self) -> None:
        shapes = [
            {"sizes": (1,), "takes": (1,), "people": 1},
            {"sizes": (40, 20, 8), "takes": (12, 8, 4), "people": 7, "seats": 2},
            {"sizes": (9,), "takes": (9,), "people": 3, "seats": 3},
        ]
        for shape in shapes:
            for seed in seeds(20):
                assert verify(record_of(listed(**shape), seed, "05 11 23")) == []

    def test_replays_assignments_that_need_exchanges(self) -> None:
        for step in range(30):
            barred = tuple(
                Exclusion(checker=f"p{(n * step + k) % 6}", subject=f"a{n}", reason="回避")
                for n in range(12)
                for k in range(1 + n % 4)
            )
            given = listed(sizes=(12,), takes=(10,), people=6, seats=2, excluded=barred)
            assert verify(record_of(given, SEED, str(step))) == []

    @pytest.mark.parametrize("path", LEAVES, ids=lambda path: "-".join(map(str, path)))
    def test_notices_an_alteration_anywhere(self, path: tuple[Any, ...]) -> None:
        was = at(record(), path)

        for new in (f"{was}0", was + 1 if isinstance(was, int) else was[1:], None, [was], 1.0):
            assert verify(altered(path, new)), new

    @settings(max_examples=200)
    @given(
        path=st.sampled_from(LEAVES), new=st.text() | st.integers() | st.floats() | st.booleans()
    )
    def test_notices_whatever_it_is_altered_to(self, path: tuple[Any, ...], new: Any) -> None:
        if json.dumps(new) != json.dumps(at(record(), path)):
            assert verify(altered(path, new))

    @pytest.mark.parametrize(
        "path",
        [
            ("list", "subjects"),
            ("list", "strata"),
            ("list", "checkers"),
            ("list", "excluded"),
            ("result",),
            ("result", 0, "checkers"),
        ],
        ids=str,
    )
    def test_notices_a_row_left_out_repeated_or_moved(self, path: tuple[Any, ...]) -> None:
        rows = at(record(), path)

        for new in (rows[1:], [*rows, rows[0]], rows[::-1], []):
            assert verify(altered(path, new))

    def test_notices_anything_added_or_left_out(self) -> None:
        assert verify({**record(), "note": ""})
        for name in record():
            assert verify({key: value for key, value in record().items() if key != name})

    def test_says_what_was_altered(self) -> None:
        seat = record()["result"][0]["checkers"]
        other = sorted({f"p{n}" for n in range(5)} - set(seat))[:2]

        assert {"list", "commitment", "digest"} <= named(
            altered(("list", "subjects", 0, "name"), "他处")
        )
        assert "commitment" in named(altered(("seed",), "00" * 32))
        assert named(altered(("result", 0, "checkers"), other)) == {"result", "digest"}
        assert named(altered(("digest",), "00" * 32)) == {"digest"}
        assert named(altered(("list_digest",), "00" * 32)) == {"list", "digest"}
        assert "public_after" in named(
            altered(("list", "public_after"), record()["list"]["committed_at"])
        )

    def test_a_record_made_up_anew_is_not_the_one_that_was_announced(self) -> None:
        forged = record_of(listed(sizes=(6, 4), takes=(3, 2), people=5, seats=2), bytes(32), "0317")

        assert verify(forged) == []
        assert named(forged, published=record()["commitment"]) == {"published"}

    @pytest.mark.parametrize("text", ["{}", "[]", "3", '"x"', "null", '{"list": []}'])
    def test_takes_no_other_file_for_a_record(self, text: str) -> None:
        assert named(json.loads(text)) == {"record"}

    def test_takes_no_name_twice(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            verifying.read('{"seed": "a", "seed": "b"}')

    def test_shares_nothing_with_the_drawing(self) -> None:
        tree = ast.parse(inspect.getsource(verifying))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or "."]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
            )
        }

        assert imported <= sys.stdlib_module_names


class TestTheScriptOfTheDocuments:
    """What anybody can copy from the page and run where this product is not installed."""

    @pytest.fixture
    def script(self, tmp_path: Path) -> Path:
        page = (ROOT / "docs/decisions/0015-draws-by-commit-and-reveal.md").read_text("utf-8")
        found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
        assert found
        assert len(found[1].strip().splitlines()) <= 30
        path = tmp_path / "replay.py"
        path.write_text(found[1], encoding="utf-8")
        return path

    @pytest.fixture
    def replays(self, script: Path, tmp_path: Path) -> Callable[[Any], bool]:
        def run(record: Any) -> bool:
            path = tmp_path / "record.json"
            path.write_text(json.dumps(record), encoding="utf-8")
            command = [sys.executable, "-I", str(script), str(path)]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0

        return run

    def test_replays_a_record(self, replays: Callable[[Any], bool]) -> None:
        assert replays(record())

    def test_agrees_where_checkers_are_exchanged(self, replays: Callable[[Any], bool]) -> None:
        barred = tuple(
            Exclusion(checker=f"p{(3 * n + k) % 6}", subject=f"a{n}", reason="回避")
            for n in range(12)
            for k in range(1 + n % 4)
        )
        given = listed(sizes=(12,), takes=(11,), people=6, seats=2, excluded=barred)

        assert replays(record_of(given, SEED, "7"))

    @pytest.mark.parametrize(
        "path",
        [("seed",), ("public_value",), ("list", "title"), ("result", 0, "subject"), ("digest",)],
        ids=str,
    )
    def test_notices_an_alteration(
        self, replays: Callable[[Any], bool], path: tuple[Any, ...]
    ) -> None:
        assert not replays(altered(path, "00" * 32))
