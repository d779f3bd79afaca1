"""Area codes as paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.standards import areas

DIGITS = "0123456789"
PREFIXES = st.text(alphabet=DIGITS, min_size=1, max_size=9).filter(lambda p: p.strip("9"))


class TestPathOf:
    @pytest.mark.parametrize(
        ("code", "path"),
        [
            ("370000", "37"),
            ("370500", "3705"),
            ("370523", "370523"),
            ("419000", "4190"),
            ("469025", "469025"),
            ("810001", "810001"),
            ("370523101", "370523101"),
            ("370523100", "370523100"),
            ("370523100000", "370523100"),
            ("370523000000", "370523"),
            ("3705", "3705"),
        ],
    )
    def test_trims_zero_pairs_but_not_those_of_a_town(self, code: str, path: str) -> None:
        assert areas.path_of(code) == path

    @pytest.mark.parametrize("code", ["", "370", "000000", "东营", "37O523", "３７０５２３"])
    def test_refuses_what_is_no_code(self, code: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            areas.path_of(code)


class TestNextPrefix:
    @given(PREFIXES, st.text(alphabet=DIGITS, max_size=9))
    def test_bounds_exactly_what_starts_with_the_prefix(self, prefix: str, code: str) -> None:
        assert (prefix <= code < areas.next_prefix(prefix)) == code.startswith(prefix)

    @given(PREFIXES, st.text(alphabet=DIGITS, max_size=6))
    def test_holds_everything_below(self, prefix: str, rest: str) -> None:
        assert prefix <= prefix + rest < areas.next_prefix(prefix)

    def test_has_no_bound_for_nines(self) -> None:
        with pytest.raises(ValueError, match="99"):
            areas.next_prefix("99")


class TestFullName:
    def test_leaves_out_rows_that_name_no_place(self) -> None:
        names = {"41": "河南省", "4190": "省直辖县级行政区划", "419001": "济源市"}

        assert areas.full_name("419001", names) == "河南省济源市"

    def test_shows_an_unknown_code_as_it_is(self) -> None:
        assert areas.full_name("370599", {"37": "山东省"}) == "山东省370599"
