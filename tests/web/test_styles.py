"""The palette can be read by people who see less well (WCAG 2.2, level AA: 4.5 to 1)."""

import re
from pathlib import Path

import pytest

import bangfu

STYLES = Path(bangfu.__file__).parent / "web/static/css"
COLOURS = dict(re.findall(r"--bf-([\w-]+): (#[0-9a-f]{6});", (STYLES / "tokens.css").read_text()))
TONES = ["neutral", "brand", "ok", "warn", "danger", "info"]


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, from 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class TestPalette:
    def test_contrast_is_measured_as_the_guidelines_do(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)

    @pytest.mark.parametrize("tone", TONES)
    def test_a_state_can_be_read_on_its_tint_and_on_white(self, tone: str) -> None:
        assert contrast(COLOURS[tone], COLOURS[f"{tone}-tint"]) >= 4.5
        assert contrast(COLOURS[tone], COLOURS["surface"]) >= 4.5

    @pytest.mark.parametrize("ink", ["ink", "ink-soft", "ink-faint"])
    def test_text_can_be_read_wherever_it_stands(self, ink: str) -> None:
        for ground in ("surface", "canvas", "neutral-tint", "danger-tint"):
            assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5, ground

    def test_every_colour_that_is_used_is_defined(self) -> None:
        for sheet in STYLES.glob("*.css"):
            used = set(re.findall(r"var\((--bf-[\w-]+)", sheet.read_text()))
            defined = set(re.findall(r"(--bf-[\w-]+):", (STYLES / "tokens.css").read_text()))
            assert used <= defined, sheet.name
