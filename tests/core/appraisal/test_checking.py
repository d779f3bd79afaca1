"""Mistakes of a table: each is named at its place, in Chinese and English."""

import re

import pytest
from tests.core.appraisal.tables import SMALL, table

from bangfu.core.appraisal import as_text, catalogue, shipped
from bangfu.core.appraisal.reading import read_as_kept
from bangfu.core.indicators import catalogue as indicators
from bangfu.core.programmes import DefinitionRefused
from bangfu.core.programmes.loading import load_all
from bangfu.core.programmes.loading import shipped as programmes
from bangfu.definitions import FOLDER

WEIGHTED = SMALL.replace("base  = 60", "base  = 60\nweight = 0.7").replace(
    "base  = 40", "base  = 40\nweight = 0.2"
)
DONE = 'rule   = { kind = "ratio_to_target", input = "done", target_input = "asked" }'
SIGNED = 'rule   = { kind = "full_or_nothing", input = "signed", at_least = 1 }'
GATE = 'rule   = {{ kind = "threshold_gate", item = "{}", at_least = {} }}'


def ruled(rule: str, instead_of: str = DONE) -> str:
    assert instead_of in SMALL
    return SMALL.replace(instead_of, f"rule = {{ {rule} }}")


def replaced(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


CIRCLE = SMALL.replace(DONE, GATE.format("signed", 5)).replace(SIGNED, GATE.format("done", 5))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (WEIGHTED, "blocks[2].weight", "权重合计应为100%，现为 70% + 20% = 90%"),
        (
            WEIGHTED.replace("weight = 0.2", ""),
            "blocks[2].weight",
            "其他板块有权重，“工作”也要写明权重",
        ),
        (
            SMALL.replace("bonus_at_most = 5", "weight = 0.1"),
            "blocks[3].weight",
            "只有加分或扣分的板块直接计入总分",
        ),
        (replaced("base = 100", "base = 120"), "total.base", "总分写明120分，各板块合计100分"),
        (replaced("base  = 60", "base  = 61"), "blocks[1].base", "写明61分，各项目合计60分"),
        (
            replaced("base  = 40", "base  = 40\ndaily = 9"),
            "blocks[2].daily",
            "写明9分，各项目合计0分",
        ),
        (CIRCLE, "items[1].rule.item", "门槛互相依赖，成了一圈：signed → done → signed"),
        (SMALL.replace(DONE, GATE.format("done", 1)), "items[3].rule.item", "done → done"),
        (
            SMALL.replace(DONE, GATE.format("signed", 21)),
            "items[3].rule.at_least",
            "最高只有20分，永远达不到 21 分",
        ),
        (SMALL.replace(DONE, GATE.format("sign", 1)), "items[3].rule.item", "是否应为“signed”"),
        (replaced('code   = "done"', 'code   = "weeks"'), "items[3].code", "与第2项重复"),
        (replaced('code   = "done"', 'code   = "work"'), "items[3].code", "与某个板块重复"),
        (replaced('block  = "work"', 'block  = "wrok"'), "items[3].block", "是否应为“work”"),
        (replaced('input = "done"', 'input = "dome"'), "items[3].rule.input", "是否应为“done”"),
        (
            replaced("evidence = 1", 'evidence = 1, level = "king"'),
            "items[4].rule.level",
            "没有代码为“king”的考核层级",
        ),
        (replaced("points = 25", "points = 0"), "items[3].points", "分值为0的项目不起作用"),
        (
            replaced('sort   = "bonus"', 'sort   = "deduction"'),
            "items[5].rule.kind",
            "“逐项加分”不能用于扣分项",
        ),
        (
            ruled('kind = "tiers", input = "done", tiers = [{ bound = 1, points = 30 }]'),
            "items[3].rule.tiers",
            "30 分超过本项分值 25 分",
        ),
        (
            ruled(
                'kind = "tiers", input = "done", tiers = [{ bound = 9, points = 3 }, '
                "{ bound = 5, points = 4 }]"
            ),
            "items[3].rule.tiers",
            "做得好反而得分少",
        ),
        (
            ruled('kind = "growth", input = "done", full_at = 0.1, zero_at = 0.1'),
            "items[3].rule.full_at",
            "满分值与零分值相同",
        ),
        (ruled('kind = "ratio_to_target", input = "done"'), "items[3].rule.target", "选填一个"),
        (
            ruled('kind = "ratio_to_target", input = "done", target = 0'),
            "items[3].rule.target",
            "大于 0 的数",
        ),
        (ruled('kind = "full_or_nothing", input = "done"'), "items[3].rule.at_least", "达标条件"),
        (ruled('kind = "luck"'), "items[3].rule.kind", "没有“luck”这个规则类型"),
        (replaced("from_score = 60", "from_score = 95"), "grades[2].from_score", "分数段重叠"),
        (
            replaced("from_score = 60", "from_score = 60\nbelow = 80"),
            "grades[2].below",
            "80分至90分",
        ),
        (
            replaced("from_score = 0", "from_score = 10"),
            "grades[3].from_score",
            "低于10分的没有档次",
        ),
        (
            SMALL.replace("from_score    = 90", "from_score    = 101"),
            "grades[1].from_score",
            "总分最高只有100分",
        ),
        (
            replaced("share_at_most = 0.3", "share_at_most = 1.2"),
            "grades[1].share_at_most",
            "不能超过100%",
        ),
        (
            replaced("share_at_most = 0.3", 'gates = [{ block = "work", at_least = 41 }]'),
            "grades[1].gates[1].at_least",
            "高于满分40分",
        ),
        (
            replaced("share_at_most = 0.3", "gates = [{ at_least = 1 }]"),
            "grades[1].gates[1].block",
            "指明一个板块或一个项目",
        ),
        (
            replaced('sets  = "failed"', 'sets  = "fail"'),
            "vetoes[1].sets",
            "没有代码为“fail”的等次",
        ),
        (replaced('sets  = "failed"', ""), "vetoes[1].sets", "二者选一"),
        (
            SMALL + '\n[[climbs]]\nladder = "stars"\n',
            "climbs[1].ladder",
            "本表没有星级，不越级的规定无处适用",
        ),
        (
            SMALL + '\n[ranking]\ntie_breakers = ["nothing"]\n',
            "ranking.tie_breakers[1]",
            "没有代码为“nothing”的板块或项目",
        ),
        (
            replaced("points = 25", 'points = 25\nsource = "x"'),
            "items[3].source",
            "不在 sources 中",
        ),
        (replaced("points = 25", "point = 25"), "items[3].point", "是否应为“points”"),
    ],
)
def test_a_mistake_is_named_at_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        table(text)

    found = {problem.place: problem for problem in refused.value.problems}
    assert place in found, str(refused.value)
    assert said in found[place].zh
    assert found[place].line
    assert found[place].en


class TestShipped:
    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_the_text_is_canonical(self, code: str) -> None:
        scheme = shipped()[code]

        text = as_text(scheme)

        assert read_as_kept(text) == scheme
        assert as_text(read_as_kept(text)) == text

    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_every_part_names_its_source(self, code: str) -> None:
        scheme = shipped()[code]
        parts = (*scheme.blocks, *scheme.items, *scheme.levels, *scheme.vetoes, scheme.total)

        assert [part for part in parts if part.source is None] == []
        named = {part.source for part in parts} | {scheme.absent.source, scheme.ranking.source}
        named |= {band.source for band in (*scheme.grades, *scheme.stars)}
        named |= {part.source for part in (*scheme.groups, *scheme.climbs)}
        named |= {item.absent.source for item in scheme.items if item.absent}
        assert named == {source.code for source in scheme.sources}
        assert any(source.assumed for source in scheme.sources)

    def test_the_tables_that_programmes_name_are_there_with_their_levels(self) -> None:
        levels = {
            appraisal.scheme.code: tuple(level.code for level in appraisal.levels)
            for definition in load_all(programmes()).values()
            if (appraisal := definition.appraisal) and appraisal.scheme
        }

        assert levels
        assert {code: shipped()[code].level_codes for code in levels} == levels

    def test_every_text_is_in_both_languages(self) -> None:
        assert [known.code for known in catalogue().values() if not known.title.en] == []
        assert [
            (scheme.code, item.code)
            for scheme in shipped().values()
            for item in scheme.items
            if not item.title.en
        ] == []

    def test_the_page_lists_every_input_and_table(self) -> None:
        page = (FOLDER.parents[2] / "docs/reference/appraisal-schemes.md").read_text("utf-8")
        _, _, inputs = page.partition("## Inputs")

        assert set(re.findall(r"^\| `([\w.]+)` \|", inputs, re.MULTILINE)) == (
            catalogue().keys() - indicators().keys()
        )
        assert [code for code in shipped() if f"| `{code}` |" not in page] == []
