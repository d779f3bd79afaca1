import tomllib
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.core.programmes.arbitrary import SECTIONS, decoded

from bangfu.core.programmes import as_toml, load_all, read, shipped
from bangfu.core.programmes.words import Section
from bangfu.core.programmes.writing import table_as_toml

SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
)
TABLES = st.recursive(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), SCALARS, max_size=4),
    lambda inner: st.dictionaries(
        st.text(min_size=1, max_size=8, alphabet="abc.\"'\\ 键"),
        SCALARS | inner | st.lists(inner, max_size=3) | st.lists(SCALARS, max_size=3),
        max_size=4,
    ),
    max_leaves=12,
)


class TestTableAsToml:
    @given(TABLES)
    @example({"0\n": ""})
    def test_reads_back_as_the_same_table(self, table: dict[str, Any]) -> None:
        assert tomllib.loads(table_as_toml(table)) == table


class TestAsToml:
    @pytest.mark.parametrize("kind", SECTIONS, ids=lambda kind: kind.__name__)
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30, deadline=None)
    @given(data=st.data())
    def test_a_section_reads_back_as_itself(self, kind: type[Section], data: st.DataObject) -> None:
        section = data.draw(decoded(kind))

        again = msgspec.convert(tomllib.loads(as_toml(section)), kind, builtin_types=(date,))

        assert again == section

    @pytest.mark.parametrize("code", sorted(load_all(shipped())))
    def test_a_shipped_programme_reads_back_as_itself(self, code: str) -> None:
        definition = load_all(shipped())[code]

        assert read(as_toml(definition)) == definition
