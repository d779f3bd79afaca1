"""Every verb that an action of the ledger records has its words."""

import re
from pathlib import Path

from bangfu.apps.activities import actions
from bangfu.apps.journal import verbs

RECORDED = re.compile(r'"((?:activity|ledger)\.[a-z_]+)"')


def test_every_verb_has_its_words() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

    assert {"activity.recorded", "ledger.reopened"} <= recorded
    assert recorded <= set(verbs.every())
