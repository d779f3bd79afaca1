"""The walk that names every mistake of shape, held against the decoder that stops at the first."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.programmes.arbitrary import SECTIONS, plain

from bangfu.core.programmes import DefinitionRefused, read, shipped
from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.problems import Path, dotted
from bangfu.core.programmes.walking import shape_problems
from bangfu.core.programmes.words import Section
from bangfu.core.programmes.writing import table_as_toml

SHIPPED = {file.stem: tomllib.loads(file.read_text()) for file in sorted(shipped().glob("*.toml"))}
JUNK = st.sampled_from(
    [
        "",
        "x",
        "Upper",
        "code\n",
        0,
        1,
        -1,
        10**13,
        2**80,
        True,
        0.5,
        1.5,
        float("nan"),
        float("inf"),
        date(2019, 8, 23),
        datetime(2019, 8, 23, 1, 2, 3),  # noqa: DTZ001
        time(1, 2),
        [],
        {},
        [1],
        ["x"],
        [{}],
        {"zh": "文"},
        {"kind": "x"},
        {"kind": "full_time"},
    ]
)


def decodes(raw: Any, kind: type) -> bool:
    try:
        msgspec.convert(raw, kind, builtin_types=(date, datetime, time))
    except msgspec.ValidationError:
        return False
    return True


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a plain value that can be changed."""
    steps = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


def tables(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place that holds a table."""
    if isinstance(value, dict):
        yield path
    for place in places(value):
        found = value
        for step in place:
            found = found[step]
        if isinstance(found, dict):
            yield (*path, *place)


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


@st.composite
def spoilt(draw: st.DrawFn, raw: dict[str, Any]) -> dict[str, Any]:
    """A table with one place replaced, taken away or added to."""
    raw = copy.deepcopy(raw)
    place = draw(st.sampled_from(list(places(raw))))
    around, step = at(raw, place[:-1]), place[-1]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            around[step] = draw(JUNK)
        case "remove":
            del around[step]
        case _ if isinstance(around, dict):
            around[draw(st.sampled_from(["unknown", "kind", "source", "zh"]))] = draw(JUNK)
        case _:
            around.append(draw(JUNK))
    return raw


class TestShapeProblems:
    @settings(max_examples=300, deadline=None)
    @given(data=st.data())
    def test_finds_something_exactly_where_the_decoder_refuses(self, data: st.DataObject) -> None:
        raw = data.draw(spoilt(SHIPPED[data.draw(st.sampled_from(sorted(SHIPPED)))]))

        assert (shape_problems(raw, Definition) == []) == decodes(raw, Definition)

    @pytest.mark.parametrize("kind", SECTIONS, ids=lambda kind: kind.__name__)
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30, deadline=None)
    @given(data=st.data())
    def test_agrees_with_the_decoder_on_any_section(
        self, kind: type[Section], data: st.DataObject
    ) -> None:
        raw = data.draw(plain(kind))

        assert shape_problems(raw, kind) == []
        if raw:
            worse = data.draw(spoilt(raw))
            assert (shape_problems(worse, kind) == []) == decodes(worse, kind)

    @pytest.mark.parametrize("code", sorted(SHIPPED))
    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_an_unknown_key_anywhere_is_refused_with_its_place_and_line(
        self, code: str, data: st.DataObject
    ) -> None:
        raw = copy.deepcopy(SHIPPED[code])
        table = data.draw(st.sampled_from(list(tables(raw))))
        at(raw, table)["no_such_key"] = 1
        text = table_as_toml(raw)

        with pytest.raises(DefinitionRefused) as refused:
            read(text, file=f"{code}.toml")

        (problem,) = refused.value.problems
        assert problem.place == dotted((*table, "no_such_key"))
        assert problem.line is not None
        assert "no_such_key" in text.split("\n")[problem.line - 1]
        assert "no_such_key" in problem.zh
        assert "no_such_key" in problem.en

    def test_names_all_mistakes_of_a_file_at_once(self) -> None:
        text = """
            code = "Bad Code"
            edition = "2026"
            titel = { zh = "对口支援" }
            [term]
            starts_on = "2026-01-01"
            ends_before = 2027-01-01
            [dispatch]
            forms = ["resident", "residental"]
            rules = [{ kind = "minimun_stay", months = 6 }, { kind = "rank_floor" }]
        """

        with pytest.raises(DefinitionRefused) as refused:
            read(text, file="bad.toml")

        assert [(problem.line, problem.place) for problem in refused.value.problems] == [
            (None, "title"),
            (2, "code"),
            (3, "edition"),
            (4, "titel"),
            (6, "term.starts_on"),
            (9, "dispatch.forms[2]"),
            (10, "dispatch.rules[1].kind"),
            (10, "dispatch.rules[2].rank"),
        ]

    @pytest.mark.parametrize(
        ("line", "remedy"),
        [
            ('titel = { zh = "甲" }', "是否应为“title”"),
            ('dispatch = { forms = ["resident"], rules = [{ kind = "rank_flor" }] }', "rank_floor"),
            ("term = { starts_on = 2026-01-01T08:00:00, ends_before = 2027-01-01 }", "日期"),
            ('duty = { confirmation = "weekly" }', "week（每周）"),
            ("targets = [{ indicator = 5, at_least = 1 }]", "指标代码"),
            ("documents = 5", "方括号"),
            ("basis = []", "一个表"),
        ],
    )
    def test_each_sentence_holds_its_remedy(self, line: str, remedy: str) -> None:
        text = f'code = "x"\nedition = 1\ntitle = {{ zh = "甲" }}\n{line}\n'.replace(
            'title = { zh = "甲" }\ntitel', "titel"
        )

        with pytest.raises(DefinitionRefused) as refused:
            read(text)

        assert remedy in str(refused.value)

    def test_shows_no_control_signs_of_a_value(self) -> None:
        text = 'code = "\\u001b[31mred\\n"\nedition = 1\ntitle = { zh = "甲" }\n'

        with pytest.raises(DefinitionRefused) as refused:
            read(text)

        assert "\x1b" not in str(refused.value)
        assert "\n" not in str(refused.value)
