"""Every verb the code records has its words."""

import re
from pathlib import Path

import pytest

import bangfu
from bangfu.apps.journal import verbs

RECORDED = re.compile(r"""(?:verb=|record\(\w+, |Event\()\s*"([a-z_]+\.[a-z_]+)\"""")


class TestEvery:
    def test_names_each_verb_that_the_code_records(self) -> None:
        sources = Path(bangfu.__file__).parent.joinpath("apps").rglob("*.py")
        recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

        assert {"account.opened", "plan.published"} <= recorded
        assert recorded <= set(verbs.every())

    def test_falls_back_to_the_code_for_a_verb_of_old(self) -> None:
        assert verbs.label_of("thing.forgotten", "zh-hans") == "thing.forgotten"


class TestFactInWords:
    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("starts_on", "2025-03-17", ("起始", "2025年3月17日")),
            ("consented", True, ("本人同意", "是")),
            ("forms", ["resident", "visiting"], ("可派驻形式", "常驻、坐诊")),
            ("note", "", ("说明", "—")),
            ("forgotten", 3, ("forgotten", "3")),
        ],
    )
    def test_says_a_fact_as_an_official_would(
        self, key: str, value: object, said: tuple[str, str]
    ) -> None:
        assert verbs.fact_in_words(key, value, "zh-hans") == said
