"""Bytes of a file become text: any Chinese encoding, and four kinds of file within limits."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from bangfu.core.refusal import Refusal

from .markup import visible_text
from .office import docx_text
from .printed import pdf_text
from .traced import Traced

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_TEXT = 100_000
"""Characters: some 160 pages. A notice is never that long; a whole web site saved as one is."""

FEWEST_COMMON = 0.05
"""Text has far more everyday characters than this, bytes read in a wrong way have next to none."""

LARGEST_SOURCE = 4_000_000
"""Characters of a page's source: what scripts and pictures within it take is not read."""

_COMMON = frozenset(
    "的一是不了在有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年"
    "动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里裡如水化高自"
    "二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日"
    "月市县縣区區院医醫卫衛健康帮幫扶支援单單位各员員"
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class UnreadableNotice(Refusal):
    """The file is no text that can be read as a notice."""


@dataclass(frozen=True, slots=True)
class Original:
    """The original as characters, and of these what can be seen, traced to it.

    Offsets count characters of ``text``: of the decoded file where it is text or HTML, of the text
    taken out of it where it is a document or a PDF.
    """

    text: str
    seen: Traced
    kind: str
    encoding: str


def decode(content: bytes, name: str = "") -> Original:
    """The text of a file; its kind is told by its content, not by its name.

    Raises ``UnreadableNotice``.
    """
    if len(content) > LARGEST_BYTES:
        raise _too_large()
    for kind, begins, reader in _BINARY:
        if content.startswith(begins):
            text = reader(content, name)
            return Original(_within(text), Traced.of(text), kind, "")
    text, encoding = decoded(content)
    if len(text) > LARGEST_SOURCE:
        raise _too_large()
    if not text.strip():
        raise UnreadableNotice(zh="文件里没有文字。", en="There is no text in the file.")
    if _is_markup(text):
        seen = visible_text(text)
        _within(seen.text)
        return Original(text, seen, "html", encoding)
    return Original(_within(text), Traced.of(text), "txt", encoding)


def decoded(content: bytes) -> tuple[str, str]:
    """Text and encoding: by its byte order mark, by what it declares, or by what reads best."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    if b"\0" in content[:8000]:
        # No other encoding of Chinese text has a zero byte; this one has two for each line break.
        return _without_mark(content)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(content[:2000])
    tried = [*_CANDIDATES]
    if declared and (known := _known(declared[1].decode("ascii"))):
        tried.insert(0, known)
    return max(
        ((content.decode(encoding, errors="replace"), encoding) for encoding in tried),
        key=lambda pair: _reads_well(pair[0]),
    )


def _without_mark(content: bytes) -> tuple[str, str]:
    """UTF-16 that says nothing of its byte order: the one that reads better."""
    pairs = [(content.decode(e, errors="replace"), e) for e in ("utf-16-le", "utf-16-be")]
    best = max(pairs, key=lambda pair: _reads_well(pair[0]))
    if "\0" in best[0] or _reads_well(best[0]) < FEWEST_COMMON:
        raise UnreadableNotice(
            zh="文件不是文字，无法读取；可以使用 txt、html、docx 或带文字的 pdf。",
            en="The file is no text; txt, html, docx, or pdf with text can be read.",
        )
    return best


def _reads_well(text: str) -> float:
    """The share of everyday characters among the Chinese ones, less what could not be decoded."""
    chinese = _CHINESE.findall(text[:20_000])
    broken = text[:20_000].count("\ufffd")
    if not chinese:
        return -broken
    return sum(ch in _COMMON for ch in chinese) / len(chinese) - 4 * broken / len(chinese)


def _known(encoding: str) -> str | None:
    lower = encoding.lower()
    if lower.startswith("gb"):
        return "gb18030"
    return "big5hkscs" if lower.startswith("big5") else None


def _is_markup(text: str) -> bool:
    head = text[:3000].lower()
    return any(tag in head for tag in ("<html", "<!doctype html", "<body", "<div", "<p>", "<p "))


def _within(text: str) -> str:
    if len(text) > LARGEST_TEXT:
        raise _too_large()
    return text


def _too_large() -> UnreadableNotice:
    return UnreadableNotice(
        zh=f"文件太大：通知不超过{LARGEST_BYTES // 2**20} MB、{LARGEST_TEXT // 10_000}万字。",
        en=f"The file is too large: at most {LARGEST_BYTES // 2**20} MB and {LARGEST_TEXT:,} "
        "characters.",
    )


_BINARY: tuple[tuple[str, bytes, Callable[[bytes, str], str]], ...] = (
    ("docx", b"PK\x03\x04", docx_text),
    ("pdf", b"%PDF-", pdf_text),
)
