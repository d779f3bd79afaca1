"""Evaluations: settings read strictly, marks complete, sums that tell on nobody."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.evaluation import (
    READERS,
    MarksIncomplete,
    NoteUnclear,
    Said,
    read,
    refuse_unclear_marks,
    refuse_unclear_note,
    released,
    shipped,
)
from bangfu.core.duty.posting_life import EVALUATORS
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.problems import DefinitionRefused
from bangfu.definitions import FOLDER

TEXT = (FOLDER / "duty" / "evaluation.toml").read_text(encoding="utf-8")
PEOPLE = st.sampled_from("abcdefgh")
said = st.lists(
    st.builds(
        Said,
        PEOPLE,
        st.sampled_from([("well",), ("badly",)]),
        st.sampled_from([frozenset(), frozenset({"conduct"})]),
    ),
    max_size=30,
)


class TestSettings:
    def test_give_everybody_something_to_mark_and_name_their_sources(self) -> None:
        settings = shipped()

        assert all(settings.aspects_of(side) for side in EVALUATORS)
        assert not settings.aspects_of(Side.AUTHORITY)
        assert settings.quiet.at_least_people == 3

    @pytest.mark.parametrize(
        ("written", "instead"),
        [
            ('code   = "teaching"', 'code   = "presence"'),
            ('by     = ["host", "worker"]', 'by     = ["passer_by"]'),
            ('source = "aspects_usual"', 'source = "hearsay"'),
            ("at_least_people = 3", "at_least_people = 0"),
        ],
    )
    def test_refuse_what_is_mistaken(self, written: str, instead: str) -> None:
        assert written in TEXT

        with pytest.raises(DefinitionRefused):
            read(TEXT.replace(written, instead, 1))

    def test_refuse_a_side_without_anything_to_mark(self) -> None:
        without = TEXT.replace('by     = ["host", "worker"]', 'by     = ["host"]')
        without = without.replace('by     = ["sender", "worker"]', 'by     = ["sender"]')

        with pytest.raises(DefinitionRefused, match="派驻人员"):
            read(without)


class TestMarks:
    def test_are_a_grade_for_each_aspect_of_the_side(self) -> None:
        marks = {aspect.code: "excellent" for aspect in shipped().aspects_of(Side.SENDER)}

        refuse_unclear_marks(Side.SENDER, marks, shipped())
        with pytest.raises(MarksIncomplete, match="业务能力"):
            refuse_unclear_marks(Side.HOST, marks, shipped())
        with pytest.raises(MarksIncomplete, match="competence"):
            refuse_unclear_marks(Side.SENDER, {**marks, "competence": "excellent"}, shipped())
        with pytest.raises(MarksIncomplete):
            refuse_unclear_marks(Side.SENDER, {**marks, "tasks": "superb"}, shipped())

    def test_a_note_says_what_and_of_which_kind(self) -> None:
        refuse_unclear_note("conduct", "多次迟到", shipped())
        with pytest.raises(NoteUnclear):
            refuse_unclear_note("gossip", "多次迟到", shipped())
        with pytest.raises(NoteUnclear):
            refuse_unclear_note("conduct", "  ", shipped())


class TestReaders:
    def test_keep_what_a_host_says_from_those_it_is_said_of(self) -> None:
        assert READERS[Side.HOST] == {Side.HOST, Side.AUTHORITY}
        assert all(side in READERS[side] for side in EVALUATORS)


class TestReleased:
    @given(said, st.integers(1, 5))
    def test_covers_enough_people_or_nothing(self, told: list[Said], least: int) -> None:
        sums = released(told, at_least=least)

        if len({one.person for one in told}) < least:
            assert sums is None
        if sums is not None:
            assert sums.people >= least
            every = Counter(head for one in told for head in one.heads)
            assert all(count <= every[head] for head, count in sums.counts.items())

    @given(said, st.integers(2, 5))
    def test_two_looks_differ_by_nothing_or_by_enough_people(
        self, told: list[Said], least: int
    ) -> None:
        shown: Counter[str] = Counter()
        since: set[str] = set()
        for upto in range(1, len(told) + 1):
            since.add(told[upto - 1].person)
            sums = released(told[:upto], at_least=least)
            now = Counter(dict(sums.counts)) if sums else Counter()
            if now != shown:
                assert len(since) >= least
                shown, since = now, set()

    @given(said.map(lambda told: [Said(o.person, o.heads, frozenset({"conduct"})) for o in told]))
    def test_says_nothing_while_everybody_is_spoken_ill_of(self, told: list[Said]) -> None:
        assert released(told, at_least=3) is None

    def test_speaks_once_somebody_else_is_among_them(self) -> None:
        ill = [Said(person, ("badly",), frozenset({"conduct"})) for person in "abc"]

        sums = released([*ill, Said("d", ("well",))], at_least=3)

        assert sums is not None
        assert (sums.people, dict(sums.counts)) == (4, {"badly": 3, "well": 1})
