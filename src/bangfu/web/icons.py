"""Icons: chosen outline drawings, written into the page so that they take the text's colour."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static/vendor/icons"


@cache
def strokes(name: str) -> SafeString:
    """The inner drawing of an icon, without its frame."""
    try:
        text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise LookupError(f"icon {name!r} is not in tools/icons.txt") from missing
    inner = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>.*$|<path stroke=\"none\"[^>]*>", "", text)
    # Drawings come from a locked package of the build, never from a visitor.
    return mark_safe(re.sub(r">\s+<", "><", inner.strip()))  # noqa: S308


def icon(name: str, label: str = "") -> SafeString:
    """An icon of the text's height; silent to screen readers unless it has a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        mark_safe(said),  # noqa: S308
        strokes(name),
    )
