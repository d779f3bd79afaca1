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
_ROW_ENDS = re.compile(r"</?(?:tr|table)(?![a-z])")
_CELL_BEGINS = re.compile(r"<t[dh](?![a-z])")
_ANY_TAG = re.compile(r"<[^<>]*>")
LONGEST_CELL = 120
"""Characters; a longer cell holds paragraphs, and its table only lays out the page."""
LONGEST_ROW = 20_000
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
        self.row_ends = 0
        """Up to here the cells of one row of figures and names are read into one line."""

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
        if name == "tr" and not found[1]:
            self.row_ends = self._row(end)
        if name in _BLOCKS:
            for char in self._break(name, at, closes=bool(found[1])):
                self._put(char, at, end)
        if name in _UNSEEN and not found[1] and not self.source[at:end].endswith("/>"):
            return self._after(">", self._after(f"</{name}", end))
        return end

    def _break(self, name: str, at: int, *, closes: bool) -> str:
        """What a block element leaves in the text: within a row of a table no line breaks."""
        if at < self.row_ends:
            if name not in _CELLS or not closes:
                return " "
            # An empty cell must not let the ones behind it move to its column.
            written = next((char for char in reversed(self.text) if char not in " \n"), "\t")
            return "—\t" if written == "\t" else "\t"
        return " " if name in _CELLS and closes else "\n"

    def _row(self, start: int) -> int:
        """Where a row ends that holds short cells and no table; 0 where it only lays out."""
        found = _ROW_ENDS.search(self.lower, start, start + LONGEST_ROW)
        if not found or found[0] != "</tr":
            return 0
        cells = _CELL_BEGINS.split(self.lower[start : found.start()])[1:]
        # The rest of the opening tag stands before each cell's text.
        shown = [_ANY_TAG.sub("", cell.partition(">")[2]).strip() for cell in cells]
        is_data = len(cells) >= 2 and max(map(len, shown)) <= LONGEST_CELL
        return found.start() if is_data else 0

    def _after(self, mark: str, at: int) -> int:
        """Behind the next mark; the end of the page where there is none, looked for only once."""
        if mark in self.absent:
            return len(self.source)
        found = self.lower.find(mark, at)
        if found < 0:
            self.absent.add(mark)
            return len(self.source)
        return found + len(mark)
