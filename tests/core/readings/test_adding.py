"""What a clerk adds to a draft becomes part of a definition that loads."""

import pytest
from tests.core.readings.test_written import PLAN, decided, drafted

from bangfu.core.programmes import Definition, read
from bangfu.core.programmes.loading import shipped_kinds
from bangfu.core.programmes.measured import indicator_codes, measurable
from bangfu.core.readings import (
    Addable,
    Decided,
    Proposed,
    Typed,
    ValueWrong,
    Verdict,
    added,
    written_definition,
)

PLAIN = PLAN.replace("全市三级医院选派9名、二级医院选派5名共", "全市医院选派")
BARE = "关于选派医师的通知\n经研究，决定选派医师下乡。\n"


def own(value: Proposed) -> Decided:
    """A value that was added: nothing was read."""
    return Decided(
        value.place, value.sort, value.label, Verdict.CORRECTED, value.kept, "", value.facts
    )


def with_added(*entries: tuple[Addable, Typed], text: str = PLAN) -> Definition:
    draft, kept, values = drafted(text)
    more = []
    for what, typed in entries:
        draft, value = added(draft, what, typed)
        more.append(own(value))
    codes = {"code": "own", "edition": "2026"}
    decisions = [
        decided(value, Verdict.CORRECTED, codes.get(value.place, value.kept)) for value in values
    ]
    written = written_definition(draft, kept, [*decisions, *more])
    assert written.problems == ()
    return read(written.toml)


class TestAdded:
    @pytest.mark.parametrize("text", [PLAIN, BARE])
    def test_everything_at_once_loads(self, text: str) -> None:
        definition = with_added(
            (Addable.SENDER, Typed(words="柏河市人民医院")),
            (Addable.HOST, Typed(words="河口镇卫生院")),
            (Addable.AUTHORITY, Typed(words="柏河市卫生健康委员会")),
            (Addable.POST, Typed(words="儿科医师", figure="3", choice="visiting")),
            (Addable.TARGET, Typed(figure="24", choice="lecture.times", per="year")),
            (Addable.TASK, Typed(words="建立双向转诊台账")),
            text=text,
        )

        assert definition.parties is not None
        named = [member.title.zh for member in definition.parties.members]
        assert {"柏河市人民医院", "河口镇卫生院", "柏河市卫生健康委员会"} <= set(named)
        assert definition.dispatch is not None
        post = definition.dispatch.posts[-1]
        assert (post.title.zh, post.count, str(post.form)) == ("儿科医师", 3, "visiting")
        assert post.form in definition.dispatch.forms
        assert definition.targets[-1].at_least == 24
        assert definition.tasks is not None
        assert definition.tasks.items[-1].title.zh == "建立双向转诊台账"

    def test_rests_on_the_clerks_word_and_not_on_the_notice(self) -> None:
        definition = with_added((Addable.SENDER, Typed(words="柏河市人民医院")))

        assert definition.parties is not None
        source = definition.parties.members[-1].source
        note = next(one for one in definition.assumptions if one.code == source)
        assert note.what.zh == "派出单位：柏河市人民医院"
        assert "通知未写明" in note.why.zh

    def test_codes_are_counted_on(self) -> None:
        definition = with_added(
            *[(Addable.POST, Typed(words="内科", figure="1", choice="resident"))] * 3, text=PLAIN
        )

        assert definition.dispatch is not None
        codes = [post.code for post in definition.dispatch.posts]
        assert len(codes) == len(set(codes)) >= 3

    @pytest.mark.parametrize("indicator", indicator_codes(shipped_kinds()))
    def test_a_target_of_every_indicator_loads(self, indicator: str) -> None:
        meant = measurable(indicator, shipped_kinds())
        assert meant is not None

        definition = with_added((Addable.TARGET, Typed(figure="5", choice=indicator)))

        expected = 0.05 if meant.unit.value == "percent" else 5
        assert definition.targets[-1].at_least == expected

    def test_discarded_again_it_leaves_nothing(self) -> None:
        draft, kept, values = drafted(PLAN)
        longer, value = added(draft, Addable.HOST, Typed(words="河口镇卫生院"))
        decisions = [decided(one, Verdict.ACCEPTED) for one in values]
        gone = Decided(value.place, value.sort, value.label, Verdict.DISCARDED, value.kept, "", ())

        longer_text = written_definition(longer, kept, [*decisions, gone]).toml

        assert longer_text == written_definition(draft, kept, decisions).toml

    @pytest.mark.parametrize(
        ("what", "typed"),
        [
            (Addable.SENDER, Typed(words="  ")),
            (Addable.POST, Typed(words="内科", figure="0", choice="resident")),
            (Addable.POST, Typed(words="内科", figure="三", choice="resident")),
            (Addable.POST, Typed(words="内科", figure="3", choice="flying")),
            (Addable.TARGET, Typed(figure="3", choice="nothing.such")),
            (Addable.TARGET, Typed(figure="", choice="lecture.times")),
            (Addable.TARGET, Typed(figure="3", choice="lecture.times", per="decade")),
            (Addable.TASK, Typed(words="长" * 201)),
        ],
    )
    def test_refuses_what_cannot_stand(self, what: Addable, typed: Typed) -> None:
        with pytest.raises(ValueWrong):
            added(drafted(PLAN)[0], what, typed)


class TestCorrectedName:
    def test_is_the_name_of_the_institution_too(self) -> None:
        draft, kept, values = drafted(
            "关于选派医师的通知\n决定由柏河市人民医院选派5名医师到河口镇卫生院驻点帮扶。\n"
        )
        decisions = [
            decided(value, Verdict.CORRECTED, "柏河市第一人民医院")
            if value.label == "派出单位"
            else decided(value, Verdict.CORRECTED, {"code": "own"}.get(value.place, value.kept))
            for value in values
        ]

        definition = read(written_definition(draft, kept, decisions).toml)

        assert definition.parties is not None
        sender = next(m for m in definition.parties.members if str(m.role) == "sender")
        assert sender.title.zh == sender.institutions[0].title.zh == "柏河市第一人民医院"
