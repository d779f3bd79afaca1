"""The identity number."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bangfu.core.standards import id_number

TODAY = date(2025, 3, 17)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, date, int]:
    """A right number with the birth date and order it was made from."""
    born = draw(st.dates(date(1906, 1, 1), TODAY))
    area, order = draw(st.integers(110000, 659999)), draw(st.integers(0, 999))
    body = f"{area}{born:%Y%m%d}{order:03}"
    return body + id_number.check_digit(body), born, order


class TestCheck:
    def test_passes_the_sample_of_the_standard(self) -> None:
        assert id_number.check("11010519491231002X", on=TODAY) == ()

    @pytest.mark.parametrize(
        ("number", "code", "words"),
        [
            ("110105194912310021", "id_check", "末位校验码应为“X”，现为“1”"),
            ("110105194902300021", "id_birth", "“19490230”不是存在的日期"),
            ("110105194913010021", "id_birth", "“19491301”不是存在的日期"),
            ("110105202503180021", "id_birth", "2025年3月18日，不合常理"),
            ("110105190001010021", "id_birth", "1900年1月1日，不合常理"),
            ("110105491231002", "id_length", "应为18位，现为15位"),
            ("1101051949123100YX", "id_characters", "前17位应为数字"),
            ("11010519491231002²", "id_characters", "末位为数字或 X"),
        ],
    )
    def test_says_what_is_wrong(self, number: str, code: str, words: str) -> None:
        (finding,) = id_number.check(number, on=TODAY)

        assert finding.code == code
        assert words in finding.zh
        assert finding.en != finding.zh

    @given(numbers(), st.integers(0, 16), st.sampled_from("0123456789"))
    def test_betrays_any_single_mistyped_digit(
        self, made: tuple[str, date, int], place: int, typed: str
    ) -> None:
        number = made[0]
        assume(number[place] != typed)

        assert id_number.check(number[:place] + typed + number[place + 1 :], on=TODAY)


class TestRead:
    @given(numbers())
    def test_tells_birth_date_and_sex(self, made: tuple[str, date, int]) -> None:
        number, born, order = made

        identity = id_number.read(number.lower(), on=TODAY)

        assert identity is not None
        assert identity.birth_date == born
        assert identity.sex == ("male" if order % 2 else "female")
        assert identity.area_code == number[:6]

    def test_tells_nothing_of_a_wrong_number(self) -> None:
        assert id_number.read("110105194912310021", on=TODAY) is None


class TestMasked:
    @given(st.text(alphabet="0123456789X", max_size=18))
    def test_never_shows_more_than_eight_characters(self, number: str) -> None:
        shown = id_number.masked(number)

        assert len(shown) == len(number)
        assert sum(c != "*" for c in shown) <= 8
