"""Progress, handing in and the flag: sums first, frozen lists, units that hold it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.days import Days
from bangfu.core.programmes.problems import DefinitionRefused
from bangfu.core.tasks.flag import running
from bangfu.core.tasks.hand_in import (
    Line,
    OpenUnexplained,
    TooEarly,
    digest_of,
    refuse_early,
    refuse_unexplained,
    sums_of,
)
from bangfu.core.tasks.progress import Share, of_recurring, of_task, total
from bangfu.core.tasks.settings import read, shipped
from bangfu.definitions import FOLDER

percents = st.lists(st.integers(0, 100), max_size=30)
LINE = Line(
    key="rules",
    title="建立一套规范的管理制度",
    project="“四个一”建设",
    responsible="河口镇卫生院",
    due="2025-06-30",
    state="closed",
    state_said="已销账",
    share=100,
    closed_on="2025-06-20",
    late=False,
    standing=False,
    words="",
)


class TestProgress:
    @given(percents, percents)
    def test_of_a_county_is_no_mean_of_means(self, north: list[int], south: list[int]) -> None:
        apart = total(map(of_task, north)) + total(map(of_task, south))

        assert apart == total(map(of_task, [*north, *south]))
        together = [*north, *south]
        mean = Fraction(sum(together), 100 * len(together)) if together else None
        assert apart.value == mean

    def test_of_nothing_is_unknown(self) -> None:
        assert Share().value is None

    @given(st.integers(0, 60), st.integers(0, 60))
    def test_of_a_recurring_task_is_what_was_answered(self, answered: int, periods: int) -> None:
        share = of_recurring(answered=answered, periods=periods)

        assert 0 <= share.done <= share.of <= 100
        assert (share.done == 100) == (0 < periods <= answered)


class TestHandIn:
    def test_counts_what_is_done_late_and_open(self) -> None:
        in_hand = replace(LINE, key="b", state="open", words="设备未到", share=40)
        lines = [
            LINE,
            replace(LINE, late=True),
            in_hand,
            replace(in_hand, late=True),
            replace(in_hand, standing=True),
        ]

        sums = sums_of(lines)

        assert (sums.total, sums.done, sums.done_late) == (5, 2, 1)
        assert (sums.open, sums.open_late, sums.standing) == (2, 1, 1)

    def test_asks_why_something_is_open(self) -> None:
        silent = replace(LINE, state="open")

        refuse_unexplained([LINE, replace(silent, standing=True), replace(silent, words="待设备")])
        with pytest.raises(OpenUnexplained, match="建立一套规范的管理制度"):
            refuse_unexplained([LINE, silent])

    def test_happens_at_the_end_of_the_year(self) -> None:
        year = Days(date(2025, 1, 1), date(2026, 1, 1))

        refuse_early(year, on=date(2025, 12, 1), days_before=31)
        with pytest.raises(TooEarly, match="2025年12月1日"):
            refuse_early(year, on=date(2025, 11, 30), days_before=31)

    @given(st.text(min_size=1, max_size=20), st.sampled_from(["title", "words", "state", "due"]))
    def test_is_sealed_word_by_word(self, word: str, field: str) -> None:
        changed = replace(LINE, **{field: word})

        assert (digest_of([changed]) == digest_of([LINE])) == (getattr(LINE, field) == word)


class TestFlag:
    @given(st.lists(st.sampled_from(["甲院", "乙院", ""]), max_size=12))
    def test_is_counted_by_the_last_run(self, holders: list[str]) -> None:
        count = running(holders)

        if not holders or not holders[-1]:
            assert count == 0
        else:
            assert set(holders[len(holders) - count :]) == {holders[-1]}
            assert count == len(holders) or holders[-count - 1] != holders[-1]


class TestSettings:
    def test_name_their_sources_and_admit_assumptions(self) -> None:
        settings = shipped()

        assert settings.look_back.months == 3
        assert all(source.assumed and source.why.zh for source in settings.sources)

    @pytest.mark.parametrize(
        ("written", "instead"),
        [("months = 3", "months = 0"), ('"look_back_usual"\n\n[soon]', '"hearsay"\n\n[soon]')],
    )
    def test_refuse_what_is_mistaken(self, written: str, instead: str) -> None:
        text = (FOLDER / "tasks" / "ledger.toml").read_text(encoding="utf-8")
        assert written in text

        with pytest.raises(DefinitionRefused):
            read(text.replace(written, instead, 1))
