"""What a clerk decided becomes a definition that loads, with the words it rests on."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.core.notices import read_text
from bangfu.core.programmes import Definition, read
from bangfu.core.readings import (
    Decided,
    Kept,
    Proposed,
    ValueWrong,
    Verdict,
    checked_value,
    kept,
    proposals,
    written_definition,
)
from bangfu.core.readings.sorts import Sort, as_kept, as_written

NOTICES = sorted((Path(__file__).parents[1] / "notices/notices").glob("*.txt"))
PLAN = (
    "柏河市卫生健康委员会关于选派业务院长的通知\n"
    "柏卫发〔2024〕12号\n"
    "各县卫生健康局：\n"
    "为提升基层服务能力，决定从全市三级医院选派9名、二级医院选派5名共14名业务院长到14个乡镇卫生院驻点工作，"
    "每人不少于24个月，于2024年8月23日前全部到岗。\n"
    "每季度检查一次，年底进行考核。全年开展义诊不少于12场次。市卫生健康委主任陈望舒宣布，每家派出医院举办讲座2场。\n"
    "柏河市卫生健康委员会\n"
    "2024年7月1日\n"
)


@cache
def drafted(text: str) -> tuple[str, Kept, tuple[Proposed, ...]]:
    reading = read_text(text)
    return reading.draft.toml, kept(reading), tuple(proposals(reading.draft))


def decided(value: Proposed, verdict: Verdict, typed: str | None = None) -> Decided:
    given = value.kept if typed is None else typed
    state = Verdict.OPEN if not given else verdict
    return Decided(value.place, value.sort, value.label, state, given, value.kept, value.facts)


def all_of(text: str, verdict: Verdict = Verdict.ACCEPTED, **typed: str) -> Definition:
    """The definition after everything was decided one way, and some values typed anew."""
    toml, held, values = drafted(text)
    told = {place.replace("__", "."): given for place, given in typed.items()}
    written = written_definition(
        toml,
        held,
        [
            decided(value, Verdict.CORRECTED, told[value.place])
            if value.place in told
            else decided(value, verdict)
            for value in values
        ],
    )
    assert written.problems == ()
    return read(written.toml)


class TestWrittenDefinition:
    @pytest.mark.parametrize("notice", NOTICES, ids=lambda path: path.stem)
    def test_every_notice_that_is_accepted_as_read_loads_with_all_its_values(
        self, notice: Path
    ) -> None:
        toml, _held, values = drafted(notice.read_text())

        definition = all_of(notice.read_text())

        assert values
        drafted_posts = read(toml).dispatch
        assert (definition.dispatch and definition.dispatch.posts) == (
            drafted_posts and definition.dispatch and definition.dispatch.posts
        )
        assert len(definition.targets) == len(read(toml).targets)
        assert len(definition.aims) == len(read(toml).aims)

    @settings(max_examples=150)
    @given(st.data())
    def test_whatever_is_left_out_the_rest_loads(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(NOTICES)).read_text()
        toml, held, values = drafted(text)
        verdicts = [data.draw(st.sampled_from(Verdict)) for _ in values]

        written = written_definition(
            toml, held, [decided(v, w) for v, w in zip(values, verdicts, strict=True)]
        )

        assert written.problems == ()

    @settings(max_examples=100)
    @given(st.data())
    def test_nothing_that_was_discarded_stands_in_it(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(NOTICES)).read_text()
        toml, held, values = drafted(text)
        gone = data.draw(st.sampled_from([v for v in values if v.place.startswith("t")]))

        written = written_definition(
            toml,
            held,
            [decided(v, Verdict.DISCARDED if v is gone else Verdict.ACCEPTED) for v in values],
        )

        before, after = tomllib.loads(toml), tomllib.loads(written.toml)
        section = gone.place.partition("[")[0].partition(".")[0]
        if section not in ("title", "term"):
            assert before.get(section) != after.get(section)
        if section == "term":
            assert "term" not in after

    def test_each_entry_names_the_sentence_it_came_from(self) -> None:
        definition = all_of(PLAN)

        assert definition.dispatch is not None
        passages = {passage.code: passage for passage in definition.basis.passages}
        (posts,) = definition.dispatch.posts
        assert posts.count == 14
        assert posts.source is not None
        assert "共14名业务院长" in passages[posts.source].quotes[0]
        target = definition.targets[0]
        assert target.source is not None
        assert passages[target.source].quotes == ("全年开展义诊不少于12场次。",)
        states = {str(state) for passage in passages.values() for state in passage.states}
        assert {"title", "issuer", "document", "edition"} <= states

    def test_names_of_persons_are_masked_in_what_is_quoted(self) -> None:
        toml, held, values = drafted(PLAN)
        assert held.persons == ("陈望舒",)

        written = written_definition(toml, held, [decided(v, Verdict.ACCEPTED) for v in values])

        assert "陈望舒" in held.text
        assert "陈望舒" not in written.toml

    def test_a_corrected_value_is_written_and_told_of(self) -> None:
        definition = all_of(PLAN, title="业务院长选派项目")

        assert definition.title.zh == "业务院长选派项目"
        (note,) = [one for one in definition.assumptions if "业务院长选派项目" in one.what.zh]
        assert "柏河市卫生健康委员会关于选派业务院长的通知" in note.why.zh

    def test_a_term_the_clerk_fills_in_rests_on_the_note_that_says_so(self) -> None:
        definition = all_of(PLAN, term__starts_on="2024-08-23", term__ends_before="2026-08-22")

        assert definition.term is not None
        assert (definition.term.starts_on.isoformat(), definition.term.ends_before.isoformat()) == (
            "2024-08-23",
            "2026-08-23",
        )
        assert definition.term.source in {one.code for one in definition.assumptions}

    def test_a_correction_that_breaks_a_sum_is_told_with_its_place(self) -> None:
        toml, held, values = drafted(PLAN)
        fifteen = [
            decided(v, Verdict.CORRECTED, "15")
            if v.place == "dispatch.posts[1].count"
            else decided(v, Verdict.ACCEPTED)
            for v in values
        ]

        (problem,) = written_definition(toml, held, fifteen).problems

        assert "9 + 5 = 14" in problem.zh
        assert problem.place.startswith("dispatch.rules[")

    def test_half_of_a_split_is_no_split(self) -> None:
        toml, held, values = drafted(PLAN)
        (first, *_rest) = [v for v in values if v.place.endswith(".tertiary")]

        written = written_definition(
            toml,
            held,
            [decided(v, Verdict.DISCARDED if v is first else Verdict.ACCEPTED) for v in values],
        )

        assert written.problems == ()
        assert "tier_quota" in toml
        assert "tier_quota" not in written.toml

    def test_nothing_accepted_leaves_a_head_alone(self) -> None:
        definition = all_of(PLAN, Verdict.OPEN)

        assert definition.title.zh
        assert definition.dispatch is None
        assert definition.targets == ()
        assert definition.parties is None


class TestProposals:
    def test_every_place_stands_once_and_is_in_the_draft(self) -> None:
        for notice in NOTICES:
            _toml, held, values = drafted(notice.read_text())

            places = [value.place for value in values]
            assert len(places) == len(set(places))
            assert all(fact < len(held.facts) for value in values for fact in value.facts)

    def test_the_head_is_asked_for_whether_the_notice_says_it_or_not(self) -> None:
        _toml, _held, values = drafted("选派医生的通知\n请各单位做好准备。")

        by_place = {value.place: value.kept for value in values}
        assert by_place["title"]
        assert by_place["code"]
        assert by_place["term.starts_on"] == by_place["term.ends_before"] == ""

    def test_parts_of_a_sum_each_rest_on_their_own_figure(self) -> None:
        _toml, held, values = drafted(PLAN)

        split = {v.place.rpartition(".")[2]: v for v in values if ".exactly." in v.place}
        assert (split["tertiary"].kept, split["secondary"].kept) == ("9", "5")
        assert [held.facts[v.facts[0]].value for v in split.values()] == [9, 5]


class TestCheckedValue:
    @pytest.mark.parametrize(
        ("sort", "typed", "stands"),
        [
            (Sort.WORDS, "  业务  院长 ", "业务 院长"),
            (Sort.WHOLE, "1，200", "1200"),
            (Sort.PERCENT, "95％", "95"),
            (Sort.FIGURE, "2.50", "2.5"),
            (Sort.DAY, "2025年3月7日", "2025-03-07"),
            (Sort.AREA, "", ""),
            (Sort.FORM, "resident", "resident"),
            (Sort.CONDITIONS, "registered registered", "registered"),
        ],
    )
    def test_takes_what_people_type(self, sort: Sort, typed: str, stands: str) -> None:
        if sort is Sort.CONDITIONS:
            typed = " ".join([str(sort.choices[0])] * 2)
            stands = str(sort.choices[0])

        assert checked_value(sort, typed) == stands

    @pytest.mark.parametrize(
        ("sort", "typed"),
        [
            (Sort.WORDS, " "),
            (Sort.WORDS, "字" * 201),
            (Sort.WORDS, "空\x00字"),
            (Sort.CODE, "2024计划"),
            (Sort.AREA, "37051"),
            (Sort.WHOLE, "0"),
            (Sort.WHOLE, "十四"),
            (Sort.WHOLE, "9" * 30),
            (Sort.WHOLE, "١٤"),
            (Sort.PERCENT, "101"),
            (Sort.FIGURE, "-1"),
            (Sort.FIGURE, "nan"),
            (Sort.DAY, "2025-02-30"),
            (Sort.DAY, "8月23日"),
            (Sort.DAY, "9999-01-01"),
            (Sort.FORM, "flying"),
            (Sort.CONDITIONS, "x"),
        ],
    )
    def test_refuses_what_cannot_stand(self, sort: Sort, typed: str) -> None:
        with pytest.raises(ValueWrong):
            checked_value(sort, typed)

    @given(
        st.dates(
            min_value=__import__("datetime").date(1900, 1, 1),
            max_value=__import__("datetime").date(2199, 12, 30),
        )
    )
    def test_a_last_day_comes_back_from_the_first_day_no_longer_covered(self, day: date) -> None:
        written = as_written(Sort.LAST_DAY, str(day))

        assert as_kept(Sort.LAST_DAY, written) == str(day)
