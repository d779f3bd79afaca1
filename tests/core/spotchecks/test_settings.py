"""Settings of spot checks: sizes, terms, and mistakes in the file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.working_days import shipped as calendar
from bangfu.core.programmes.problems import DefinitionRefused
from bangfu.core.spotchecks.settings import Settings, read, shipped
from bangfu.definitions import FOLDER

TEXT = (FOLDER / "spotchecks" / "settings.toml").read_text(encoding="utf-8")


class TestSampling:
    @given(size=st.integers(1, 5000))
    def test_takes_somebody_and_never_more_than_there_are(self, size: int) -> None:
        assert 1 <= shipped().sampling.take(size) <= size

    @pytest.mark.parametrize(
        ("size", "take"), [(10, 5), (14, 7), (15, 6), (20, 8), (30, 9), (40, 12)]
    )
    def test_takes_the_share_of_its_tier(self, size: int, take: int) -> None:
        assert shipped().sampling.take(size) == take


class TestTerm:
    def test_counts_working_days_from_the_day_after(self) -> None:
        assert shipped().reply.ends_on(date(2025, 3, 17), calendar()) == date(2025, 3, 24)

    def test_passes_over_public_holidays_and_counts_shifted_days(self) -> None:
        # 1 to 8 October 2025 are free, Saturday the 11th is worked.
        assert shipped().reply.ends_on(date(2025, 9, 30), calendar()) == date(2025, 10, 14)


class TestRead:
    @pytest.mark.parametrize(
        ("was", "becomes", "said"),
        [
            ("at_least = 30", "at_least = 10", "从多到少"),
            ("at_least = 1,", "at_least = 2,", "最后一档"),
            ('kind  = "notice_incomplete"', 'kind  = "unheard"', "不在 kinds 中"),
            ('source = "sampled_by_size"', 'source = "nowhere"', "不在 sources 中"),
            ('code  = "workload_low"', 'code  = "absent"', "重复"),
        ],
    )
    def test_names_mistakes(self, was: str, becomes: str, said: str) -> None:
        with pytest.raises(DefinitionRefused, match=said):
            read(TEXT.replace(was, becomes, 1))

    def test_every_script_has_something_to_ask(self) -> None:
        settings: Settings = shipped()

        assert all(settings.script(way).questions for way in ("visit", "telephone", "desk"))
        assert settings.off_post == {"absent", "leave_irregular"}
        assert settings.kind("gone").zh == "gone"
        assert settings.consequence("circular").zh == "通报批评"
