"""What a paper shows, page by page: paragraphs and tables with the look that Word gave them.

Lengths are points (1/72 inch) unless said. A paper holds only what can be set; what a template has
beyond it is named when the template is uploaded.
"""

from typing import Literal

import msgspec

Face = Literal["song", "fangsong", "kai", "hei", "title"]
Align = Literal["left", "center", "right", "justify"]
Field = Literal["", "page", "pages"]
Side = Literal["top", "bottom", "left", "right"]

NO_COLOUR = ""
"""As the text around: black on white."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen piece of a paper that is written as JSON."""


class Run(Part, frozen=True, kw_only=True):
    """A stretch of text in one look; or a field of the page; or a picture by its number.

    ``line`` is the height of a line in this look; ``tracking`` is added between characters.
    ``width`` and ``height`` are a picture's.
    """

    text: str = ""
    face: Face = "song"
    size: float = 10.5
    line: float = 16.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = NO_COLOUR
    tracking: float = 0.0
    field: Field = ""
    picture: int | None = None
    width: float = 0.0
    height: float = 0.0


class Rule(Part, frozen=True, kw_only=True):
    """A line above or below a paragraph: its thickness and colour."""

    side: Side
    thickness: float
    colour: str = NO_COLOUR


class Paragraph(Part, frozen=True, kw_only=True, tag="paragraph"):
    """Runs set as one paragraph. ``first`` may be negative: then all lines but the first hang.

    ``height`` is that of an empty paragraph.
    """

    runs: tuple[Run, ...] = ()
    align: Align = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    height: float = 16.0
    rules: tuple[Rule, ...] = ()
    new_page: bool = False
    with_next: bool = False

    @property
    def text(self) -> str:
        """Its words, without fields and pictures."""
        return "".join(run.text for run in self.runs)


class Cell(Part, frozen=True, kw_only=True):
    """A cell over ``columns`` × ``rows`` places; ``open`` are its sides without a line."""

    paragraphs: tuple[Paragraph, ...] = ()
    columns: int = 1
    rows: int = 1
    shade: str = NO_COLOUR
    middle: bool = False
    open: tuple[Side, ...] = ()

    @property
    def text(self) -> str:
        """Its words, a paragraph a line."""
        return "\n".join(one.text for one in self.paragraphs)


class Row(Part, frozen=True, kw_only=True):
    """The cells that begin in a row; ``height`` is the least it has, and ``head`` repeats."""

    cells: tuple[Cell, ...] = ()
    height: float = 0.0
    head: bool = False


class Table(Part, frozen=True, kw_only=True, tag="table"):
    """Rows of cells; ``widths`` are those of its columns. ``at_foot``: at the page's foot."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...] = ()
    stroke: float = 0.5
    align: Align = "left"
    at_foot: bool = False


Block = Paragraph | Table


class Page(Part, frozen=True, kw_only=True):
    """The sheet: A4 upright unless said, with its margins and where header and footer stand."""

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    right: float = 72.0
    header_at: float = 42.5
    footer_at: float = 42.5


class Paper(Part, frozen=True, kw_only=True):
    """A whole paper. ``even_footer`` stands on even pages where it is given.

    ``pictures`` are files as they stand in the document: PNG or JPEG.
    """

    page: Page
    blocks: tuple[Block, ...]
    header: tuple[Paragraph, ...] = ()
    footer: tuple[Paragraph, ...] = ()
    even_footer: tuple[Paragraph, ...] = ()
    pictures: tuple[bytes, ...] = ()


def lines_of(paper: Paper) -> list[str]:
    """The words of a paper, a paragraph or a row of a table to a line; cells are parted by ``│``.

    >>> one = Paragraph(runs=(Run(text="兹证明"),))
    >>> lines_of(Paper(page=Page(), blocks=(one,)))
    ['兹证明']
    """
    found: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += ["│".join(cell.text for cell in row.cells) for row in block.rows]
    return [line.rstrip() for line in found if line.strip()]
