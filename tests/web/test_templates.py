"""What holds of every template in the product."""

import re
from pathlib import Path

import pytest

import bangfu
from bangfu.web import icons

TEMPLATES = sorted(Path(bangfu.__file__).parent.rglob("templates/**/*.html"))
CODE = sorted(Path(bangfu.__file__).parent.rglob("*.py"))


class TestTemplates:
    def test_there_are_some(self) -> None:
        assert len(TEMPLATES) > 30

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_hold_nothing_the_content_policy_would_block(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        assert not re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:", text)
        assert not re.findall(r"<script\b(?![^>]*\bsrc=)", text)

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_name_only_icons_that_were_chosen(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        for name in re.findall(r'{% icon "([^"]+)"|\bicon="([^"]+)"', text):
            icons.strokes(name[0] or name[1])

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_give_every_form_that_changes_something_its_token(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        for form in re.findall(r'(?s)<form\b[^>]*method="post".*?</form>', text):
            assert "{% csrf_token %}" in form
