"""Whole notices: what is found, where it stands, what is dropped, how long it takes."""

import os
import time
from pathlib import Path

import pytest
from benchmarks._notice_damage import DAMAGES, Damage
from benchmarks._notice_scores import NOTHING, notices, score, stated, text_of

from bangfu.core.notices import Reading, read_notice, read_text
from bangfu.core.notices.repairing import repaired
from bangfu.core.notices.rules import RULES
from bangfu.core.notices.traced import Traced

RECALL, PRECISION = 0.9, 0.95
ALL = notices()
OTHERS = os.environ.get("BANGFU_NOTICES", "")
"""A folder of notices from elsewhere, which are read as well where it is given."""


@pytest.fixture(scope="module", params=ALL)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_text(text_of(request.param))


class TestNotices:
    @pytest.mark.parametrize("name", ALL)
    def test_are_read_as_a_clerk_reads_them(self, name: str) -> None:
        found = score(read_text(text_of(name)), stated(name))

        assert found.recall >= RECALL, found.missed
        assert found.precision >= PRECISION - 0.02, found.wrong

    @pytest.mark.parametrize(("title", "damage"), DAMAGES)
    def test_are_read_as_well_when_damaged(self, title: str, damage: Damage) -> None:
        total = NOTHING
        for name in ALL:
            content = damage(text_of(name))
            total += score(read_notice(content), stated(name))

        assert total.recall >= RECALL, (title, total.missed)
        assert total.precision >= PRECISION, (title, total.wrong)


class TestFacts:
    def test_stand_where_they_say_in_the_original(self, reading: Reading) -> None:
        for fact in reading.facts:
            original = reading.original.text[fact.start : fact.end]
            shown = reading.notice.text.text[slice(*fact.place)]
            assert repaired(Traced.of(original))[0].text == shown

    def test_yield_their_value_from_their_place(self, reading: Reading) -> None:
        worded = ("party", "person", "number", "basis", "annex", "task", "aim", "leading_group")
        for fact in reading.facts:
            if fact.kind in worded:
                assert reading.notice.text.text[slice(*fact.place)] == fact.value

    def test_cite_no_line_that_was_dropped(self, reading: Reading) -> None:
        for fact in reading.facts:
            for line in reading.dropped:
                assert fact.end <= line.start or fact.start >= line.end, (fact, line)

    def test_are_the_same_twice(self, reading: Reading) -> None:
        again = read_text(reading.original.text)

        assert again.as_json() == reading.as_json()

    @pytest.mark.parametrize(("title", "damage"), DAMAGES[:3])
    def test_stand_where_they_say_in_a_damaged_original(self, title: str, damage: Damage) -> None:
        content = damage(text_of("county_plan"))
        reading = read_notice(content)

        (total,) = [f for f in reading.facts if f.kind == "quantity" and f.value == 12]
        shown = reading.original.text[total.start : total.end]
        assert shown.startswith(("12", "１２"))


class TestLines:
    @pytest.mark.parametrize("name", [name for name in ALL if stated(name).get("noise")])
    def test_of_noise_are_dropped_with_a_reason(self, name: str) -> None:
        reading = read_text(text_of(name))

        for word in stated(name)["noise"]:
            assert any(word in line.text and line.reason for line in reading.dropped), word

    def test_are_never_dropped_silently(self, reading: Reading) -> None:
        lines = reading.notice.lines
        kept = [line for line in lines if line.label != "noise"]
        written = "".join(reading.notice.text.text.split())

        assert len(kept) + len(reading.dropped) == len(lines)
        assert "".join("".join(line.text.split()) for line in lines) == written

    def test_with_numbers_are_no_site_names(self) -> None:
        reading = read_text(
            "某县支医方案\n一、总体要求\n坚持按需选派，县人民医院选派医师3名到乡镇卫生院开展驻点服务。"
        )

        assert [line.text for line in reading.dropped] == []


class TestSums:
    def test_that_fail_are_shown(self) -> None:
        reading = read_text(text_of("conflicting_plan"))

        (conflict,) = reading.conflicts
        assert "8 + 4 = 12" in conflict.zh
        assert "13" in conflict.zh

    @pytest.mark.parametrize(("total", "conflicts"), [(14, 0), (15, 1)])
    def test_are_worked_out_before_and_after_the_total(self, total: int, conflicts: int) -> None:
        before = f"从三级医院选派9名、二级医院选派5名共{total}名业务骨干到乡镇卫生院帮扶。"
        after = f"选派专家共{total}名，其中常驻专家9名、坐诊专家5名。"

        for text in (before, after):
            assert len(read_text(f"某县支医方案\n{text}").conflicts) == conflicts

    def test_ask_whether_two_names_are_one(self) -> None:
        reading = read_text(
            "支援单位：市医院、中医院。\n市人民医院、中医院各选派1名医师到木叶县坐诊。"
        )

        assert any("市人民医院" in conflict.zh for conflict in reading.conflicts)


class TestDays:
    def test_without_a_year_have_none(self) -> None:
        reading = read_text("近日，某市召开会议，选派医师3名。选派人员要于8月23日前全部到岗。")

        (deadline,) = [f for f in reading.facts if f.kind == "deadline"]
        assert deadline.value == "--08-23"
        assert "08-23" not in reading.draft.toml
        assert any("年份未知" in gap.zh for gap in reading.draft.gaps)

    def test_take_the_year_of_publication_and_say_less_sure(self) -> None:
        text = "专家欢迎仪式举行\n2025-03-18 来源：某网\n3月17日，某市第二人民医院举行欢迎仪式。"
        reading = read_text(text)

        (day,) = [f for f in reading.facts if f.kind == "date"]
        assert (day.value, day.rule) == ("2025-03-17", "day_with_inferred_year")


class TestTime:
    @pytest.mark.parametrize(
        "piece",
        [
            *(
                "县人民医院",
                "第一书记、局长、",
                "不少于",
                "（一）",
                "1名、",
                "要要",
                "“",
                "《",
                "年底考核",
            ),
            *(
                "医院副院长王",
                "共14名，其中9名、",
                "3月1日至",
                "!皹",
                "業(yè)",
                "附件：1.表\n",
                "一是",
            ),
            *("选派", "来源：", "(", "各单位", "每季度", "A", "一", "〔2024〕"),
        ],
    )
    def test_of_every_rule_grows_with_the_length(self, piece: str) -> None:
        short, long = (_seconds(piece * (size // len(piece))) for size in (4_000, 16_000))

        assert long < max(10 * short, 1.5), (piece, short, long)

    def test_of_twenty_pages_is_two_seconds_at_most(self) -> None:
        text = "\n".join(text_of(name) for name in ALL)
        text = (text * 3)[: 20 * 22 * 28]

        assert _seconds(text) < 2


def _seconds(text: str) -> float:
    began = time.perf_counter()
    read_text(text)
    return time.perf_counter() - began


class TestRules:
    def test_are_all_of_use(self) -> None:
        silent = {rule.__name__ for rule in RULES}
        for name in ALL:
            notice = read_text(text_of(name)).notice
            silent -= {rule.__name__ for rule in RULES if next(rule(notice), None)}

        assert silent == set()


@pytest.mark.skipif(not OTHERS, reason="BANGFU_NOTICES names no folder of other notices")
class TestNoticesFromElsewhere:
    def test_are_read_and_drafted(self) -> None:
        files = sorted(Path(OTHERS).glob("*.txt"))

        assert files
        for file in files:
            reading = read_notice(file.read_bytes(), file.name)
            assert reading.draft.toml
            assert "(yè)" not in reading.notice.text.text
