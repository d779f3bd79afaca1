"""Every verb that an action of targets records has its words."""

import re
from pathlib import Path

from bangfu.apps.journal import verbs
from bangfu.apps.targets import actions

RECORDED = re.compile(r'"((?:target|lag|review)\.[a-z_]+)"')


def test_every_verb_has_its_words() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

    assert {"target.shared", "lag.explained", "review.kept"} <= recorded
    assert recorded <= set(verbs.every())
