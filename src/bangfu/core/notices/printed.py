"""The text of a PDF that has text; scanned pages are refused, not guessed at."""

import io
import logging
import re
import time
from collections.abc import Iterator

import pypdf
from pypdf.errors import PyPdfError

from bangfu.core.refusal import Refusal

MOST_PAGES = 300
SECONDS = 3.0
"""How long taking the text out may last; an ordinary page takes some hundredths of a second."""
LARGEST_PAGE = 2_000_000
"""Bytes of a page's drawing commands once unpacked; a page of text has some thousands."""
LARGEST_STREAM = 20_000_000
"""Bytes any stream may unpack to before it fills the memory."""
_BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    NotImplementedError, RecursionError, OverflowError, OSError,
)  # fmt: skip
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[条章]|附件?[:：]|\d{1,2}[.、]"
)
_FULL = 24
"""Characters: a printed line shorter than this ends its paragraph."""


# What is wrong with a file is said in one sentence of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class UnreadablePdf(Refusal):
    """The PDF cannot be read, or holds no text."""


def pdf_text(content: bytes, _name: str = "") -> str:
    """The text page by page, paragraphs joined again; raises ``UnreadablePdf``."""
    try:
        with pypdf.apply_configuration(zlib_maximum_output_length=LARGEST_STREAM):
            text = "\n".join(_pages(_opened(content)))
    except _BROKEN:
        raise UnreadablePdf(
            zh="PDF 无法读取，文件可能不完整。", en="The PDF cannot be read; it may be incomplete."
        ) from None
    if not re.search(r"[\u4e00-\u9fff]{2}", text):
        raise UnreadablePdf(
            zh="PDF 里没有文字，可能是扫描件；请先做文字识别，或改用 Word 文件。",
            en="The PDF holds no Chinese text; it may be a scan. Recognise its text first.",
        )
    return _joined(text)


def _opened(content: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadablePdf(zh="PDF 设有密码，请去掉密码后再上传。", en="The PDF is locked.")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadablePdf(
            zh=f"PDF 超过{MOST_PAGES}页。", en=f"The PDF has more than {MOST_PAGES} pages."
        )
    return reader


def _pages(reader: pypdf.PdfReader) -> Iterator[str]:
    """The text of each page; raises ``UnreadablePdf`` where a page or all of them take too long."""
    ends_at = time.monotonic() + SECONDS
    for page in reader.pages:
        contents = page.get_contents()
        too_large = contents is not None and len(contents.get_data()) > LARGEST_PAGE
        if too_large or time.monotonic() > ends_at:
            raise UnreadablePdf(
                zh="PDF 太长或太复杂，没有读完；请只保留通知本身，或改用 Word 文件。",
                en="The PDF is too long or too complex; keep the notice alone, or use Word.",
            )
        yield page.extract_text()


def _joined(text: str) -> str:
    """Printed lines as paragraphs: a full line that ends within a sentence goes on."""
    joined: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        bare = line.strip()
        if goes_on and bare and not _OPENS.match(bare):
            joined[-1] += bare
        else:
            joined.append(bare)
        goes_on = len(bare) >= _FULL and not bare.endswith(("。", "！", "：", "；", ":"))
    return "\n".join(joined)
