from pathlib import Path

import pytest

from bangfu.core.programmes import (
    DefinitionRefused,
    load,
    load_all,
    load_kinds,
    read,
    shipped_kinds,
    shipped_themes,
    text_from,
)

LEAST = 'code = "least"\nedition = 1\ntitle = { zh = "最少" }\n'


def refusal(text: str) -> str:
    with pytest.raises(DefinitionRefused) as refused:
        read(text, file="plan.toml")
    return str(refused.value)


class TestRead:
    def test_a_section_left_out_is_a_stage_the_programme_does_without(self) -> None:
        definition = read(LEAST)

        assert definition.dispatch is None
        assert definition.appraisal is None
        assert definition.targets == ()
        assert definition.area == ""

    def test_reads_the_shortest_useful_programme(self) -> None:
        definition = read(
            """
            code     = "counterpart_support"
            edition  = 2026
            title    = { zh = "对口支援", en = "Counterpart support" }
            dispatch = { forms = ["resident"], rules = [{ kind = "minimum_stay", months = 12 }] }
            targets  = [{ indicator = "on_post_rate", at_least = 0.90 }]
            """
        )

        assert definition.title.in_language("en") == "Counterpart support"
        assert definition.targets[0].at_least == 0.90

    def test_line_ends_of_windows_make_no_difference(self) -> None:
        assert read("\ufeff" + LEAST.replace("\n", "\r\n")) == read(LEAST)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("code = \n", "第1行"),
            (LEAST + "term = { starts_on = 2009-02-30, ends_before = 2010-01-01 }", "日期不存在"),
            (LEAST + 'code = "twice"', "同一个键写了两次"),
            (LEAST + 'area = "3705', "引号"),
            (LEAST + "[term", "右方括号"),
            (LEAST + "area = 三七零五", "值写法不对"),
            (LEAST + "a" * 10 + "=" + "[" * 100_000, "嵌套过深"),
            (LEAST + r'issuer = { zh = "甲\u0000乙" }', "第4行：文字中含有空字符"),
            (LEAST + r'aims = [{ zh = "甲\U00000000" }]', "第4行：文字中含有空字符"),
        ],
    )
    def test_wrong_syntax_is_told_with_line_and_remedy(self, text: str, said: str) -> None:
        assert said in refusal(text)

    def test_a_refusal_speaks_english_too(self) -> None:
        with pytest.raises(DefinitionRefused) as refused:
            read(LEAST.replace("edition", "editoin"), file="plan.toml")

        sentence = refused.value.in_language("en").split("\n")[-1]
        assert sentence == (
            'plan.toml, line 2, editoin: there is no key "editoin"; did you mean "edition"?'
        )


class TestTextFrom:
    @pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
    def test_refuses_other_encodings_with_the_remedy(self, encoding: str) -> None:
        with pytest.raises(DefinitionRefused, match="另存为"):
            text_from(LEAST.encode(encoding), "plan.toml")

    def test_refuses_what_is_far_too_large(self) -> None:
        with pytest.raises(DefinitionRefused, match="1 MiB"):
            text_from(b"#" * (1 << 20) + b"\n", "plan.toml")


class TestLoad:
    def test_names_the_file_that_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(DefinitionRefused, match=r"absent\.toml：没有这个文件"):
            load(tmp_path / "absent.toml")

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(DefinitionRefused, match="文件夹"):
            load(tmp_path)


class TestLoadAll:
    def test_two_programmes_with_one_code_are_refused_naming_both(self, tmp_path: Path) -> None:
        (tmp_path / "north.toml").write_text(LEAST)
        (tmp_path / "south.toml").write_text("# another\n" + LEAST)

        with pytest.raises(DefinitionRefused) as refused:
            load_all(tmp_path)

        (problem,) = refused.value.problems
        assert (problem.file, problem.line, problem.place) == ("south.toml", 2, "code")
        assert "north.toml" in problem.zh

    def test_collects_the_mistakes_of_every_file(self, tmp_path: Path) -> None:
        (tmp_path / "one.toml").write_text(LEAST + "x = 1\n")
        (tmp_path / "two.toml").write_text("[")
        (tmp_path / "three.toml").write_text(LEAST)

        with pytest.raises(DefinitionRefused) as refused:
            load_all(tmp_path)

        assert [problem.file for problem in refused.value.problems] == ["one.toml", "two.toml"]

    def test_an_empty_folder_holds_no_programmes(self, tmp_path: Path) -> None:
        assert dict(load_all(tmp_path)) == {}


class TestLoadKinds:
    def test_two_activity_kinds_with_one_code_are_refused(self, tmp_path: Path) -> None:
        text = """
            title = { zh = "甲" }
            [[kinds]]
            code = "lecture"
            title = { zh = "讲座" }
            measures = [{ code = "times", title = { zh = "次数" }, unit = "times" }]
        """
        (tmp_path / "a.toml").write_text(text)
        (tmp_path / "b.toml").write_text(text)

        with pytest.raises(DefinitionRefused, match=r"lecture.*a\.toml"):
            load_kinds(tmp_path)

    def test_gives_every_shipped_kind_its_theme(self) -> None:
        themed = [kind.code for theme in shipped_themes() for kind in theme.kinds]

        assert themed == list(shipped_kinds())
        assert all(theme.title.en for theme in shipped_themes())

    def test_a_kind_added_by_file_can_be_counted_in_a_target(self, tmp_path: Path) -> None:
        (tmp_path / "more.toml").write_text(
            """
            title = { zh = "更多" }
            [[kinds]]
            code = "village_visit"
            title = { zh = "入村巡诊" }
            measures = [{ code = "villages", title = { zh = "村数" }, unit = "units" }]
            """
        )
        text = LEAST + (
            'activities = { kinds = ["village_visit"] }\n'
            'targets = [{ indicator = "village_visit.villages", at_least = 12 }]\n'
        )

        assert read(text, kinds=load_kinds(tmp_path)).targets[0].at_least == 12
        assert "village_visit" not in shipped_kinds()
        assert "village_visit" in refusal(text)
