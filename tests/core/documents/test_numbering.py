"""Numbers of papers and the words they begin with."""

import pytest

from bangfu.core.documents.numbering import LONGEST_WORD, WordUnfit, cleaned_word, number_of


def test_a_number_has_its_word_year_and_serial() -> None:
    assert number_of("木卫帮", 2026, 12) == "木卫帮〔2026〕12号"


def test_blanks_in_a_word_are_left_out() -> None:
    assert cleaned_word(" 木卫 帮 ") == "木卫帮"


@pytest.mark.parametrize("word", ["", "  ", "木卫〔2026〕", "木卫帮第", "长" * (LONGEST_WORD + 1)])
def test_a_word_is_neither_empty_nor_a_whole_number(word: str) -> None:
    with pytest.raises(WordUnfit):
        cleaned_word(word)
