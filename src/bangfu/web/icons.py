"""Icons: chosen outline drawings, written into the page so that they take the text's colour."""

import json
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = Path(__file__).parent / "static/vendor/icons.json"


@cache
def drawings() -> dict[str, SafeString]:
    """The inner strokes of every chosen icon by its name."""
    found = json.loads(DRAWINGS.read_text(encoding="utf-8"))
    # They come from a locked package of the build, never from a visitor.
    return {name: mark_safe(strokes) for name, strokes in found.items()}  # noqa: S308


def strokes(name: str) -> SafeString:
    """The drawing of one icon; raises ``LookupError`` for one that was not chosen."""
    try:
        return drawings()[name]
    except KeyError:
        raise LookupError(f"icon {name!r} is not in tools/icons.txt") from None


def icon(name: str, label: str = "") -> SafeString:
    """An icon of the text's height; silent to screen readers unless it has a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        mark_safe(said),  # noqa: S308
        strokes(name),
    )
