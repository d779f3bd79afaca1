"""The visible text of an HTML page, each character traced to its place in the source.

Written out here because no parser at hand tells the place of every character; it needs no tree.
Scripts, styles and comments are left out; block elements break lines. One pass, linear in the
length of the page whatever stands in it.
"""

import html
import re

from .traced import Traced

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl"),
        *("dt", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr"),
        *("html", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea", "svg", "iframe"})


def visible_text(source: str) -> Traced:
    """What a reader of the page sees."""
    return _Page(source).read()


class _Page:
    def __init__(self, source: str) -> None:
        self.source = source
        self.lower = source.lower()
        self.text: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.absent: set[str] = set()

    def read(self) -> Traced:
        at = 0
        while at < len(self.source):
            following = self.source.find("<", at)
            following = len(self.source) if following < 0 else following
            self._words(at, following)
            at = self._markup(following)
        return Traced("".join(self.text), self.starts, self.ends)

    def _words(self, start: int, end: int) -> None:
        at = start
        for found in _ENTITY.finditer(self.source, start, end):
            self._add(at, found.start())
            for char in html.unescape(found[0]):
                self._put(" " if char == "\xa0" else char, found.start(), found.end())
            at = found.end()
        self._add(at, end)

    def _add(self, start: int, end: int) -> None:
        """Plain source; a line break in it is only a blank, and none between Chinese."""
        for place in range(start, end):
            char = self.source[place]
            if char in "\r\n\t":
                if self.text and self.text[-1] not in "\n " and ord(self.text[-1][-1]) < 0x2E80:
                    self._put(" ", place, place + 1)
                continue
            self._put(char, place, place + 1)

    def _put(self, char: str, start: int, end: int) -> None:
        self.text.append(char)
        self.starts.append(start)
        self.ends.append(end)

    def _markup(self, at: int) -> int:
        """What begins with ``<``; where to go on."""
        if at >= len(self.source):
            return at
        if self.source.startswith("<!--", at):
            return self._after("-->", at + 4)
        found = _TAG.match(self.source, at)
        if not found:
            if self.source.startswith(("<!", "<?", "</"), at):
                return self._after(">", at + 1)
            self._put("<", at, at + 1)
            return at + 1
        name = found[2].lower()
        end = self._after(">", found.end())
        if name in _BLOCKS:
            self._put(" " if name in _CELLS and found[1] else "\n", at, end)
        if name in _UNSEEN and not found[1] and not self.source[at:end].endswith("/>"):
            return self._after(">", self._after(f"</{name}", end))
        return end

    def _after(self, mark: str, at: int) -> int:
        """Behind the next mark; the end of the page where there is none, looked for only once."""
        if mark in self.absent:
            return len(self.source)
        found = self.lower.find(mark, at)
        if found < 0:
            self.absent.add(mark)
            return len(self.source)
        return found + len(mark)
