"""Every verb the code records has its words."""

import re
from pathlib import Path

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
