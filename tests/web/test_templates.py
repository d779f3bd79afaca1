"""What holds of every template in the product."""

import re
from pathlib import Path

import pytest

import bangfu
from bangfu.web import icons

TEMPLATES = sorted(Path(bangfu.__file__).parent.rglob("templates/**/*.html"))
STYLES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(bangfu.__file__).parent.rglob("static/css/*.css")
)
CODE = sorted(Path(bangfu.__file__).parent.rglob("*.py"))


WITHOUT_ACCOUNT = {"_ask.html", "_follow.html"}
"""Forms of people who are not signed in: no session is acted for, and no cookie is set for one."""


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
    def test_name_only_classes_of_ours_that_a_stylesheet_draws(self, path: Path) -> None:
        text = re.sub(r"{[%{].*?[%}]}", " ", path.read_text(encoding="utf-8"))

        named = {name for found in re.findall(r'class="([^"]*)"', text) for name in found.split()}
        ours = {name for name in named if re.fullmatch(r"(bf|jn|pg|bd)-[\w-]*[\w]", name)}
        assert {name for name in ours if f".{name}" not in STYLES} == set()

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_give_every_form_that_changes_something_its_token(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        for form in re.findall(r'(?s)<form\b[^>]*method="post".*?</form>', text):
            assert "{% csrf_token %}" in form or path.name in WITHOUT_ACCOUNT
