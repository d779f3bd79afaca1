"""Settings of appraisals: terms in working days, tiers of results, mistakes in the file."""

from datetime import date

import msgspec
import pytest

from bangfu.core.appraisal import read as read_table
from bangfu.core.appraisal.reading import as_text
from bangfu.core.appraisal.scheme import Band, Scheme, Term
from bangfu.core.appraisal.settings import last_day, objection_term, read, shipped
from bangfu.core.duty.working_days import shipped as calendar
from bangfu.core.programmes.problems import DefinitionRefused
from bangfu.core.programmes.words import Text
from bangfu.definitions import FOLDER

TEXT = (FOLDER / "appraisal" / "settings.toml").read_text(encoding="utf-8")


class TestTerm:
    def test_five_working_days_pass_over_a_holiday(self) -> None:
        # 1 to 8 October 2025 are free, Saturday the 11th is worked.
        assert last_day(date(2025, 9, 30), Term(working_days=5), calendar()) == date(2025, 10, 14)

    def test_a_table_states_its_own_term(self) -> None:
        scheme = shipped_table()
        own = msgspec.structs.replace(scheme, objections=Term(working_days=7))

        assert objection_term(scheme).working_days == 5
        assert objection_term(own).working_days == 7
        assert read_table(as_text(own)).objections == Term(working_days=7)

    def test_a_table_without_a_term_keeps_its_text(self) -> None:
        assert "objections" not in as_text(shipped_table())


class TestTiers:
    @pytest.mark.parametrize(
        ("star", "tier"),
        [
            ("five", "example"),
            ("four", "improve"),
            ("three", "improve"),
            ("two", "put_right"),
            ("one", "put_right"),
        ],
    )
    def test_stars_come_first(self, star: str, tier: str) -> None:
        found = shipped().tier_of(graded("a", "b"), grade="a", star=star)

        assert found is not None
        assert found.code == tier

    @pytest.mark.parametrize(
        ("grade", "tier"),
        [("a", "example"), ("b", "improve"), ("c", "improve"), ("d", "put_right")],
    )
    def test_grades_by_their_place(self, grade: str, tier: str) -> None:
        found = shipped().tier_of(graded("a", "b", "c", "d"), grade=grade, star="")

        assert found is not None
        assert found.code == tier

    def test_no_rating_has_no_tier(self) -> None:
        assert shipped().tier_of(graded("a", "b"), grade="", star="") is None


class TestRead:
    @pytest.mark.parametrize(
        ("was", "becomes", "said"),
        [
            ('["two", "one"]', '["two", "five"]', "列入了两类"),
            ('source       = "announced_in_public"', 'source = "nowhere"', "不在 sources 中"),
            ("working_days = 5", "working_days = 0", "1 至 250"),
        ],
    )
    def test_names_mistakes(self, was: str, becomes: str, said: str) -> None:
        assert was in TEXT

        with pytest.raises(DefinitionRefused, match=said):
            read(TEXT.replace(was, becomes))


def shipped_table() -> Scheme:
    from bangfu.core.appraisal.reading import shipped as tables_shipped

    return tables_shipped()["party_branch_stars"]


def graded(*codes: str) -> Scheme:
    bands = tuple(
        Band(code=code, title=Text(zh=code), from_score=100 - place)
        for place, code in enumerate(codes)
    )
    return msgspec.structs.replace(shipped_table(), grades=bands)
