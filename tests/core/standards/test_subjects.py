"""Clinical subjects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.standards import subjects
from bangfu.core.standards.subjects import Match

CODES = st.sampled_from(sorted(subjects.every()))


class TestEvery:
    def test_gives_each_child_a_parent_in_the_list(self) -> None:
        assert {subject.parent for subject in subjects.every().values()} <= set(subjects.every())

    def test_names_each_subject_once(self) -> None:
        names = [subject.zh for subject in subjects.every().values()]

        assert len(names) == len(set(names))


class TestMatch:
    @given(CODES, CODES)
    def test_is_symmetric_and_exact_only_for_equals(self, offered: str, wanted: str) -> None:
        found = subjects.match(offered, wanted)

        assert found == subjects.match(wanted, offered)
        assert (found is Match.EXACT) == (offered == wanted)

    @given(CODES)
    def test_is_none_where_nothing_is_stated(self, code: str) -> None:
        assert subjects.match("", code) is Match.NONE
        assert subjects.match(code, "") is Match.NONE

    def test_orders_exact_above_parent_above_none(self) -> None:
        assert (
            subjects.match("03.04", "03.04")
            > subjects.match("03.04", "03.01")
            > subjects.match("03.04", "50.01")
        )


class TestFind:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("心血管内科", "03.04"),
            ("心内科", "03.04"),
            ("骨科", "04.03"),
            ("中医内科", "50.01"),
            ("内科", "03"),
            ("急诊科", "20"),
            ("３.４", "03.04"),
            ("26", "26"),
        ],
    )
    def test_reads_codes_and_names_of_departments(self, written: str, code: str) -> None:
        found = subjects.find(written)

        assert found is not None
        assert found.code == code

    @pytest.mark.parametrize("written", ["", "其他", "内", "院办公室", "99"])
    def test_finds_nothing_where_nothing_is_meant(self, written: str) -> None:
        assert subjects.find(written) is None

    def test_reads_every_code_and_every_name(self) -> None:
        for code, subject in subjects.every().items():
            assert subjects.find(code) == subject
            if not subject.zh.startswith("其他"):
                assert subjects.find(subject.zh) == subject
