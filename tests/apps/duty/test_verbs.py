"""Every verb that an action of duty records has its words."""

import re
from pathlib import Path

from bangfu.apps.duty import actions
from bangfu.apps.journal import verbs

RECORDED = re.compile(r'"((?:week|exception|roster|leave|correction|month)\.[a-z_]+)"')


def test_every_verb_has_its_words() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

    assert {"week.confirmed", "leave.returned", "month.closed"} <= recorded
    assert recorded <= set(verbs.every())
