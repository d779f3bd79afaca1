#!/usr/bin/env python3
"""The texts of the interface: Chinese in the code, English in one catalogue beside it.

``python tools/messages.py extract``   bring the catalogue up to date with the code
``python tools/messages.py compile``   write what the running product reads (``.mo``), of both
``python tools/messages.py check``     name every text without English; exit code 1 if there is one

GNU gettext is not needed: Babel reads Python, and Django itself turns a template into Python calls.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/bangfu"
ENGLISH = SOURCES / "locale/en/LC_MESSAGES/django.po"
CHINESE = SOURCES / "locale/zh_Hans/LC_MESSAGES/django.po"
"""What the framework says beside fields, in better words; written by hand."""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# English of Bangfu's interface. The Chinese text in the code is the key.
# tools/messages.py keeps this file; only the msgstr lines are written by hand.
#"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def texts() -> Catalog:
    """Every text in the code and the templates, with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in _sources():
        place = str(path.relative_to(ROOT))
        for _line, found, comments, context in _extracted(path):
            catalog.add(found, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def read() -> Catalog:
    """The English catalogue as it stands; an empty one where there is none yet."""
    if not ENGLISH.exists():
        return Catalog(locale="en", charset="utf-8")
    with ENGLISH.open("rb") as stream:
        return read_po(stream, locale="en")


def updated() -> Catalog:
    """The English catalogue with exactly the texts of the code; English of others is dropped."""
    catalog = read()
    catalog.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.header_comment, catalog.fuzzy = "Bangfu", HEADER, False
    return catalog


def faults(catalog: Catalog) -> list[str]:
    """One line for each text whose English is missing, doubtful, still Chinese or ill-formed."""
    return [f"{fault}: {_key(message)}" for message in catalog for fault in _faults(message)]


def write(catalog: Catalog) -> None:
    """Write the catalogue in the order of its texts: two branches seldom touch the same line."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, sort_output=True)
    # Dates and Babel's version would differ between runs and machines, and nothing needs them.
    kept = [
        line
        for line in buffer.getvalue().decode().splitlines()
        if not re.match(r'"(?!Language: |Plural-Forms|MIME|Content-T)[A-Z][\w-]+: ', line)
    ]
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text("\n".join(kept) + "\n", encoding="utf-8")


def compile_catalog(source: Path) -> Path:
    """Write a compiled catalogue beside its source; doubtful texts are left out."""
    compiled = source.with_suffix(".mo")
    with source.open("rb") as written, compiled.open("wb") as stream:
        write_mo(stream, read_po(written))
    return compiled


def _sources() -> Iterator[Path]:
    python = (p for p in SOURCES.rglob("*.py") if "migrations" not in p.parts)
    templates = (p for p in SOURCES.rglob("*.html") if "templates" in p.parts)
    yield from sorted([*python, *templates])


def _extracted(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        if not settings.configured:
            settings.configure(USE_I18N=True)
            django.setup()
        text = templatize(text, origin=str(path))
    yield from extract("python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=["i18n:"])


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _faults(message: Message) -> Iterator[str]:
    if not message.id:
        return
    said = _forms(message.string or "")
    if not all(said):
        yield "no English"
        return
    if message.fuzzy:
        yield "doubtful English"
    asked = set(PLACEHOLDER.findall(_key(message)))
    for text in said:
        if HAN.search(text):
            yield "Chinese left in the English"
        if not set(PLACEHOLDER.findall(text)) <= asked:
            yield "a placeholder the Chinese does not have"


def main(arguments: list[str]) -> int:
    """Run one command; 2 where there is no such command."""
    match arguments:
        case ["extract"]:
            catalog = updated()
            write(catalog)
        case ["check"]:
            catalog = updated()
        case ["compile"]:
            for source in (ENGLISH, CHINESE):
                sys.stdout.write(f"{compile_catalog(source).relative_to(ROOT)}\n")
            return 0
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    found = faults(catalog)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(catalog)} texts, {len(found)} to mend\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
