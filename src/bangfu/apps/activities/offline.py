"""What a browser is told so that an entry opens and waits without a network."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.templatetags.static import static
from django.utils.translation import get_language

import bangfu

SCRIPTS = ("activities/outbox.js", "activities/entry.js")
LOADED = (*SCRIPTS, "css/components.css", "css/shell.css", "css/tokens.css", "css/entering.css")
CACHED = "cached"
"""The mark in an address that asks for a page as it may lie in the browser: without others."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """What the page hands to its script.

    ``keep`` are the addresses of pages that are to open without a network; ``version`` changes
    when anything they load does.
    """

    account: int
    version: str
    keep: tuple[str, ...] = ()


def outbox_of(account: int, keep: Sequence[str] = ()) -> Outbox:
    """The outbox of an account, with the pages it keeps."""
    told = [bangfu.__version__, get_language() or "", *map(static, LOADED), *keep]
    version = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    return Outbox(account, version, tuple(keep))


def worker_script() -> str:
    """The service worker's script, which has to be served from below its own scope."""
    script = Path(__file__).parent / "static/activities/worker.js"
    return script.read_text(encoding="utf-8")
