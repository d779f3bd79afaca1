"""Rules of branches: who needs a joint one, when a term ends, which papers a year wants."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.branches import (
    Standing,
    election_due_since,
    is_complete,
    is_due_for_election,
    lines,
    nearest_first,
    shipped,
    shipped_papers,
    standing_of,
    term_ends,
)
from bangfu.core.branches.base_file import read as read_papers
from bangfu.core.branches.settings import read
from bangfu.core.programmes.loading import DefinitionRefused
from bangfu.definitions import FOLDER

SETTINGS = shipped()
PAPERS = list(shipped_papers().values())
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def missing(year: int, on: date, since: date, kept: dict[str, int] | None = None) -> dict[str, int]:
    found = lines(PAPERS, kept or {}, year=year, on=on, since=since, has_committee=True)
    return {one.paper.code: one.missing for one in found}


class TestStanding:
    @pytest.mark.parametrize(
        ("full", "own", "joint", "expected"),
        [
            (3, 1, 0, Standing.IN_ORDER),
            (2, 1, 0, Standing.NEEDS_JOINT),
            (2, 0, 0, Standing.NEEDS_JOINT),
            (2, 0, 1, Standing.IN_ORDER),
            (0, 0, 0, Standing.NO_MEMBERS),
            (5, 0, 0, Standing.NO_BRANCH),
            (5, 0, 1, Standing.MAY_STAND_ALONE),
            (None, 1, 0, Standing.NOT_COUNTED),
            (None, 0, 1, Standing.IN_ORDER),
        ],
    )
    def test_follows_members_and_branches(
        self, full: int | None, own: int, joint: int, expected: Standing
    ) -> None:
        found = standing_of(full, own_branches=own, joint_branches=joint, settings=SETTINGS)

        assert found is expected


class TestTerm:
    def test_lasts_three_years(self) -> None:
        assert term_ends(date(2024, 2, 29), settings=SETTINGS) == date(2027, 2, 28)

    @given(since=DAYS, on=DAYS)
    def test_is_called_to_mind_alike_in_python_and_in_sql(self, since: date, on: date) -> None:
        due = is_due_for_election(since, on=on, settings=SETTINGS)

        assert due == (since <= election_due_since(on, settings=SETTINGS))
        if on >= term_ends(since, settings=SETTINGS):
            assert due


class TestNearest:
    def test_puts_the_same_county_before_the_same_city(self) -> None:
        found = nearest_first("210781", ["210702", "2107", "210781101", "370502"], lambda a: a)

        assert found == ["210781101", "210702", "2107", "370502"]


class TestBaseFile:
    def test_asks_for_what_the_months_that_are_over_want(self) -> None:
        found = missing(2026, date(2026, 7, 1), date(2020, 1, 1))

        assert found["party_day"] == 6
        assert found["members_meeting"] == 2
        assert (found["plan"], found["report"]) == (1, 0)

    def test_asks_nothing_before_a_branch_was_founded(self) -> None:
        found = missing(2026, date(2027, 1, 1), date(2026, 10, 15))

        assert found["party_day"] == 2
        assert missing(2025, date(2027, 1, 1), date(2026, 10, 15))["report"] == 0

    def test_asks_small_branches_for_no_committee(self) -> None:
        found = lines(
            PAPERS, {}, year=2025, on=date(2026, 2, 1), since=date(2020, 1, 1), has_committee=False
        )

        assert "committee_meeting" not in {one.paper.code for one in found}

    def test_is_complete_with_every_paper(self) -> None:
        kept = {paper.code: paper.least for paper in PAPERS}
        found = lines(
            PAPERS, kept, year=2025, on=date(2026, 2, 1), since=date(2020, 1, 1), has_committee=True
        )

        assert is_complete(found)

    @given(on=DAYS, later=DAYS, since=DAYS, year=st.integers(2000, 2090))
    def test_never_asks_for_less_as_time_goes_by(
        self, on: date, later: date, since: date, year: int
    ) -> None:
        first, second = sorted((on, later))
        before, after = missing(year, first, since), missing(year, second, since)

        assert all(before[code] <= after[code] for code in before)


class TestDefinitions:
    def test_a_setting_without_source_is_refused(self) -> None:
        text = (FOLDER / "branches" / "settings.toml").read_text(encoding="utf-8")

        with pytest.raises(DefinitionRefused, match="来源"):
            read(text.replace('source = "count_usual"', 'source = "nobody"'))

    def test_a_paper_stands_once(self) -> None:
        text = (FOLDER / "branches" / "base_file.toml").read_text(encoding="utf-8")

        with pytest.raises(DefinitionRefused, match="重复"):
            read_papers(text.replace('"lecture"', '"plan"'))
