"""A second reader's answer counts only as far as the text bears it out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.notices import (
    AnswerNotUnderstood,
    NoticeTooLong,
    Reading,
    answered,
    question,
    read_text,
)
from bangfu.core.notices.second_reader import LONGEST_TEXT, RULE, SUREST

NOTICE = (
    "网站首页 | 新闻中心 | 政务公开\n某县支医方案\n县医院出人二十四位前往山区。"
    "山区各院由联盟统筹，本轮到2026年5月31日为止。"
)
SENTENCE = "县医院出人二十四位前往山区。"


def _answer(**entry: object) -> str:
    plain = {"kind": "quantity", "value": 24, "unit": "people", "quote": SENTENCE}
    return json.dumps({"facts": [{**plain, "confidence": 0.85, **entry}]}, ensure_ascii=False)


@pytest.fixture
def bare() -> Reading:
    """A reading whose rules found no quantities, so that everything is the second reader's."""
    reading = read_text(NOTICE)
    return reading.with_facts([f for f in reading.facts if f.kind != "quantity"], ())


class TestQuestion:
    def test_holds_the_notice_and_no_noise(self) -> None:
        _, asked = question(read_text(NOTICE))

        assert SENTENCE in asked["content"]
        assert "政务公开" not in asked["content"]

    def test_of_a_very_long_notice_is_not_put(self) -> None:
        with pytest.raises(NoticeTooLong):
            question(read_text("县医院选派医师。\n" * (LONGEST_TEXT // 8)))


class TestAnswered:
    def test_gives_a_fact_with_its_place_and_its_mark(self, bare: Reading) -> None:
        second = answered(bare, _answer(object="医师", modality="planned"))

        (added,) = second.added
        fact = second.reading.facts[added]
        assert (fact.value, fact.unit, fact.rule, fact.confidence) == (24, "people", RULE, 0.85)
        assert second.reading.original.text[fact.start : fact.end] == "二十四"
        assert second.turned_down == ()

    def test_drafts_again_and_names_the_values_that_are_new(self, bare: Reading) -> None:
        quoted = "本轮到2026年5月31日为止。"
        entry = {"kind": "task", "value": "山区各院由联盟统筹", "unit": "", "confidence": 0.9}
        second = answered(bare, _answer(**entry, quote=f"山区各院由联盟统筹，{quoted}"))

        assert [field.value for field in second.fields] == ["山区各院由联盟统筹"]
        assert "山区各院由联盟统筹" in second.reading.draft.toml
        assert "山区各院由联盟统筹" not in bare.draft.toml

    @pytest.mark.parametrize(
        "wrong",
        [
            {"quote": "县医院出人二十五位前往山区。"},
            {"quote": ""},
            {"quote": "网站首页 | 新闻中心 | 政务公开"},
            {"value": 25},
            {"value": True},
            {"value": "24"},
            {"unit": "dragons"},
            {"kind": "spell"},
            {"kind": "party", "value": "县医院", "object": "emperor"},
            {"kind": "party", "value": "市医院", "object": "sender"},
            {"kind": "form", "value": "resident"},
            {"kind": "deadline", "value": "2025-05-31", "quote": "本轮到2026年5月31日为止。"},
        ],
    )
    def test_turns_down_what_the_text_does_not_say(
        self, bare: Reading, wrong: dict[str, object]
    ) -> None:
        second = answered(bare, _answer(**wrong))

        assert second.added == ()
        assert len(second.turned_down) == 1
        assert second.reading.draft.toml == bare.draft.toml

    def test_does_not_repeat_what_the_rules_found(self) -> None:
        reading = read_text(NOTICE)
        (found,) = [f for f in reading.facts if f.kind == "quantity"]

        second = answered(reading, _answer(value=found.value, unit=found.unit))

        assert (second.added, second.turned_down) == ((), ())

    def test_is_never_surer_than_it_may_be(self, bare: Reading) -> None:
        for claimed, taken in ((1, SUREST), (-3, 0.0), ("very", 0.5), (float("nan"), 0.5)):
            second = answered(bare, _answer(confidence=claimed))

            assert second.reading.facts[second.added[0]].confidence == taken

    @pytest.mark.parametrize(
        "answer", ["", "好的", "{}", '{"facts": 3}', "[" * 50_000, '{"facts": [{"kind": ']
    )
    def test_that_is_no_list_is_refused(self, bare: Reading, answer: str) -> None:
        with pytest.raises(AnswerNotUnderstood):
            answered(bare, answer)

    def test_is_read_within_a_fence_of_code(self, bare: Reading) -> None:
        assert answered(bare, f"```json\n{_answer()}\n```").added

    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(
                    ["kind", "value", "unit", "object", "quote", "confidence", "bound"]
                ),
                st.one_of(
                    st.none(),
                    st.integers(),
                    st.floats(),
                    st.text(max_size=8),
                    st.lists(st.integers(), max_size=2),
                    st.sampled_from(["quantity", "party", "deadline", "people", SENTENCE, "form"]),
                ),
            ),
            max_size=6,
        )
    )
    def test_of_any_shape_adds_only_what_stands_in_the_text(self, entries: list[object]) -> None:
        reading = read_text(NOTICE)
        second = answered(reading, json.dumps(entries))

        for number in second.added:
            fact = second.reading.facts[number]
            shown = second.reading.notice.text.text[slice(*fact.place)]
            assert shown
            assert shown in reading.notice.text.text
        assert second.reading.facts[: len(reading.facts)] == list(reading.facts)
