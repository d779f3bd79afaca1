"""What the documents show is true: their code runs, their commands exist, their links lead on."""

import argparse
import contextlib
import doctest
import io
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.template import engines

from bangfu.config.command import PACKAGE, descriptions
from launcher.command import DEVELOP

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
LIBRARIES = "{% load i18n static bangfu %}"
PLACEHOLDERS = re.compile(r"[A-Z_]{3,}|…|\[|<")
"""What a person replaces: a line with one is not tried with its arguments."""


@dataclass(frozen=True)
class Block:
    """A block of code in a document."""

    path: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def blocks() -> Iterator[Block]:
    """Every block of every document."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for found in BLOCK.finditer(text):
            yield Block(path, text.count("\n", 0, found.start()) + 1, found[1], found[2])


def run_python(block: Block) -> None:
    """Run a block; where it shows answers, they must come."""
    if ">>>" not in block.text:
        exec(compile(block.text, str(block), "exec"), {"__name__": "document"})  # noqa: S102
        return
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block), None, block.line)
    said = io.StringIO()
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.write)
    assert result.failed == 0, said.getvalue()


def read_template(block: Block) -> None:
    """Let Django read a template, which knows every tag and filter."""
    begins = re.match(r"(\s*\{#.*?#\}\s*)?\{% extends [^%]*%\}", block.text)
    at = begins.end() if begins else 0
    engines["django"].from_string(block.text[:at] + LIBRARIES + block.text[at:])


def try_commands(block: Block) -> None:
    """Have each command's own parser read the lines that call it."""
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        named = next((i for i, word in enumerate(words) if word in {"./bangfu", "bangfu"}), None)
        if named is not None and len(words) > named + 1:
            try_command(words[named + 1], words[named + 2 :])


def try_command(name: str, arguments: list[str]) -> None:
    if name in DEVELOP or name.startswith("--"):
        return
    assert name in descriptions(), f"there is no command {name}"
    parser = argparse.ArgumentParser(prog=name)
    import_module(f"{PACKAGE}.{name}").configure(parser)
    said = io.StringIO()
    if not any(PLACEHOLDERS.search(word) for word in arguments):
        try:
            with contextlib.redirect_stderr(said):
                parser.parse_args(arguments)
        except SystemExit:
            pytest.fail(said.getvalue())


READERS: dict[str, Callable[[Block], object]] = {
    "python": run_python,
    "pycon": run_python,
    "toml": lambda block: tomllib.loads(block.text),
    "json": lambda block: json.loads(block.text),
    "django": read_template,
    "ini": lambda block: RawConfigParser().read_string(block.text),
    "sh": try_commands,
    "console": try_commands,
    "bash": try_commands,
}
PICTURES = {"", "text", "mermaid"}
"""Languages of blocks that only show something."""


@pytest.mark.parametrize("block", list(blocks()), ids=str)
def test_a_block_of_code_holds(block: Block) -> None:
    assert block.language in READERS.keys() | PICTURES

    if reader := READERS.get(block.language):
        reader(block)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_leads_to_a_file(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    lost = [to for to in targets if "://" not in to and not (path.parent / to).exists()]

    assert lost == []


def test_there_are_documents_to_try() -> None:
    languages = {block.language for block in blocks()}

    assert {"sh", "django"} <= languages
