import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.certificate_code import ALPHABET, CodeMistyped, new, read

codes = st.integers(0, 2**32).map(lambda seed: new(random.Random(seed).randrange))  # noqa: S311


class TestNew:
    @given(codes)
    def test_is_twelve_characters_in_three_groups(self, code: str) -> None:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code) <= {*ALPHABET, "-"}
        assert read(code) == code

    def test_is_not_to_be_guessed(self) -> None:
        """Every random character is taken from the whole alphabet, and none twice in a row."""
        bounds: list[int] = []

        def choose(below: int) -> int:
            bounds.append(below)
            return 0

        new(choose)

        assert bounds == [31] * 11
        assert len({new() for _ in range(1000)}) == 1000


class TestRead:
    @given(codes, st.sampled_from(["", " ", "-", "—"]))
    def test_minds_neither_case_nor_spaces_nor_dashes(self, code: str, between: str) -> None:
        assert read(between.join(code.replace("-", "").lower())) == code

    @given(codes)
    def test_understands_letters_that_look_like_others(self, code: str) -> None:
        misread = code.translate(str.maketrans("01528U", "OISZ8V"))

        assert read(misread) == code

    @given(codes, st.integers(0, 11), st.sampled_from(ALPHABET))
    def test_finds_every_wrong_character(self, code: str, place: int, sign: str) -> None:
        plain = code.replace("-", "")
        wrong = plain[:place] + sign + plain[place + 1 :]

        if wrong == plain:
            assert read(wrong) == code
        else:
            with pytest.raises(CodeMistyped, match="抄错一位"):
                read(wrong)

    @given(codes, st.integers(0, 10))
    def test_finds_two_neighbours_exchanged(self, code: str, place: int) -> None:
        plain = code.replace("-", "")
        turned = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]

        if turned == plain:
            assert read(turned) == code
        else:
            with pytest.raises(CodeMistyped):
                read(turned)

    def test_says_what_is_wrong(self) -> None:
        with pytest.raises(CodeMistyped, match="应为12位，现为3位"):
            read("7KQ")
        with pytest.raises(CodeMistyped, match=r"第2位“\?”"):
            read("7?Q4-M2XT-9HCT")

    def test_reads_full_width_letters(self) -> None:
        assert read("０００００００００００Ｏ") == "0000-0000-0000"

    @given(st.text(max_size=40))
    def test_answers_anything(self, typed: str) -> None:
        with suppress(CodeMistyped):
            found = read(typed)

            assert read(found) == found
