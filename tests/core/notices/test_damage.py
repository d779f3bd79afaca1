"""Whatever part of a copy is damaged, the facts stay the same and keep their places."""

import pytest
from benchmarks._notice_damage import traditional
from benchmarks._notice_scores import text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from bangfu.core.notices import Reading, read_text
from bangfu.core.notices.repairing import repaired
from bangfu.core.notices.traced import Traced

NAMES = ("county_plan", "eleventh_year_plan", "twelfth_alliance_agreement", "ninth_team_farewell")
_HALF = str.maketrans("，：；！", ",:;!")
_WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}


def _damaged(text: str, places: list[int]) -> str:
    """Some characters of some lines suffer: Traditional with or without a gloss, width, blanks."""
    old = traditional(text).decode()
    pieces = []
    for place, (char, other) in enumerate(zip(text, old, strict=True)):
        kind = places[(place * 7919) % len(places)]
        if char != other and kind == 1:
            # A page that was converted is so throughout; a single gloss tells nothing.
            pieces.append(f"{other}({pinyin(char, style=Style.TONE)[0][0]})")
        elif kind <= 2:
            pieces.append(other)
        elif kind == 3:
            pieces.append(char.translate(_WIDE))
        elif kind == 4:
            pieces.append(f"{char}\u200b")
        else:
            pieces.append(char.translate(_HALF))
    return "".join(pieces)


def _said(reading: Reading) -> list[tuple[str, object, str, str]]:
    kinds = ("quantity", "deadline", "date", "party", "rank_floor", "form", "number")
    return [(f.kind, f.value, f.bound, f.modality) for f in reading.facts if f.kind in kinds]


class TestDamage:
    @pytest.mark.parametrize("name", NAMES)
    @settings(max_examples=15, deadline=None)
    @given(places=st.lists(st.integers(0, 6), min_size=40, max_size=80))
    def test_changes_no_fact_and_no_place(self, name: str, places: list[int]) -> None:
        text = text_of(name)
        reading = read_text(_damaged(text, places))

        assert _said(reading) == _said(read_text(text))
        for fact in reading.facts:
            original = reading.original.text[fact.start : fact.end]
            shown = reading.notice.text.text[slice(*fact.place)]
            assert repaired(Traced.of(original))[0].text == shown
