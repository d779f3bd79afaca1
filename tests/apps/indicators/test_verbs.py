"""Every verb that an action of indicators records has its words."""

import re
from pathlib import Path

from bangfu.apps.indicators import actions
from bangfu.apps.journal import verbs

RECORDED = re.compile(r'"((?:indicators|statistic)\.[a-z_]+)"')


def test_every_verb_has_its_words() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

    assert recorded == {"indicators.refilled", "statistic.entered", "statistic.withdrawn"}
    assert recorded <= set(verbs.every())
