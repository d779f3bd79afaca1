"""The unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.standards import uscc

BODIES = st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17)


class TestCheck:
    @pytest.mark.parametrize(
        "code", ["91350100M000100Y43", "911101066976941872", "91110000101623741K"]
    )
    def test_passes_codes_in_use(self, code: str) -> None:
        assert uscc.check(code) == ()

    def test_explains_a_wrong_check_character(self) -> None:
        (finding,) = uscc.check("91350211M0000XUF46")

        assert finding.code == "uscc_check"
        assert "校验码应为“R”，现为“6”" in finding.zh
        assert 'should be "R" but is "6"' in finding.in_language("en")

    @pytest.mark.parametrize("letter", "IOSVZ")
    def test_names_the_place_of_a_letter_that_is_not_used(self, letter: str) -> None:
        (finding,) = uscc.check(f"1237050{letter}4957600316")

        assert finding.code == "uscc_alphabet"
        assert f"第8位“{letter}”" in finding.zh

    def test_says_how_long_a_code_is_and_should_be(self) -> None:
        (finding,) = uscc.check("49576003X")

        assert finding.code == "uscc_length"
        assert "应为18位，现为9位" in finding.zh

    def test_reads_full_width_and_small_letters(self) -> None:
        assert uscc.check("　９１１１００００1016 23741k") == ()


class TestCheckCharacter:
    def test_is_0_where_the_remainder_is_0(self) -> None:
        assert uscc.check_character("0" * 17) == "0"

    def test_refuses_a_body_of_another_length(self) -> None:
        with pytest.raises(ValueError, match="12"):
            uscc.check_character("12")

    @given(BODIES)
    def test_makes_a_code_that_passes(self, body: str) -> None:
        assert uscc.check(body + uscc.check_character(body)) == ()

    @given(BODIES, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
    def test_betrays_any_single_mistyped_character(self, body: str, place: int, typed: str) -> None:
        code = body + uscc.check_character(body)

        mistyped = code[:place] + typed + code[place + 1 :]

        assert (uscc.check(mistyped) == ()) == (mistyped == code)

    @given(BODIES, st.integers(0, 15))
    def test_betrays_any_exchange_of_neighbours(self, body: str, place: int) -> None:
        code = body + uscc.check_character(body)

        exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

        assert (uscc.check(exchanged) == ()) == (exchanged == code)
