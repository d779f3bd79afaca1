"""Every verb that an action on branches records has its words."""

import re
from pathlib import Path

from bangfu.apps.branches import actions
from bangfu.apps.journal import verbs

RECORDED = re.compile(r'"(branch\.[a-z_]+)"')


def test_every_verb_has_its_words() -> None:
    sources = Path(actions.__file__).parent.glob("*.py")
    recorded = {verb for source in sources for verb in RECORDED.findall(source.read_text())}

    assert {"branch.founded", "branch.re_set", "branch.paper_kept"} <= recorded
    assert recorded <= set(verbs.every())
