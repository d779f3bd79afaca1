"""Paragraphs and runs of a Word document as those of a paper."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .looks import SINGLE, Stated, Styles, W, face_of, is_on, number, over, properties, value_of
from .paper import Align, Field, Paragraph, Rule, Run, Side

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU = 12700.0
"""English metric units in a point: what pictures are measured in."""

_USUAL_SIZE = 10.5
_ALIGN: dict[str, Align] = {
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_FIELDS: dict[str, Field] = {"PAGE": "page", "NUMPAGES": "pages"}


@dataclass(frozen=True, slots=True)
class Grid:
    """The document grid: the height of a line and what is added between characters, in points."""

    pitch: float = 0.0
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Spacing:
    """How high lines are: ``exact`` points, or ``times`` a single line, on a grid of ``pitch``."""

    exact: float = 0.0
    times: float = 1.0
    pitch: float = 0.0

    def of(self, size: float) -> float:
        """The height of a line of this type size."""
        if self.exact:
            return self.exact
        plain = size * SINGLE
        if self.pitch:
            plain = self.pitch * math.ceil(round(plain / self.pitch, 3))
        return plain * self.times


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads paragraphs; ``picture`` gives the number of a picture by its link."""

    styles: Styles
    grid: Grid
    picture: Callable[[str], int | None]

    def paragraph(self, element: "_Element") -> Paragraph:
        """A ``w:p`` as a paragraph."""
        own = properties(element.find(f"{W}pPr"))
        style = value_of(own.get("pStyle")) or None
        stated = over(own, self.styles.stated(style, "paragraph", "pPr"), self.styles.paragraph)
        look = over(self.styles.stated(style, "paragraph", "rPr"), self.styles.run)
        spacing = _spacing(stated, self.grid)
        runs = tuple(self._runs(element, look, spacing))
        mark = over(properties(own["rPr"]) if "rPr" in own else {}, look)
        size = runs[0].size if runs else _size(mark)
        wide = size + self.grid.tracking
        indent = stated.get("ind")
        return Paragraph(
            runs=_joined(runs),
            align=_ALIGN.get(value_of(stated.get("jc")), "left"),
            first=_first(indent, wide),
            left=_indent(indent, ("leftChars", "startChars"), ("left", "start"), wide),
            right=_indent(indent, ("rightChars", "endChars"), ("right", "end"), wide),
            before=self._around(stated, "before"),
            after=self._around(stated, "after"),
            height=spacing.of(size),
            rules=tuple(_rules(stated.get("pBdr"))),
            new_page=is_on(stated, "pageBreakBefore") or _breaks_page(element),
            with_next=is_on(stated, "keepNext"),
        )

    def _around(self, stated: Stated, side: str) -> float:
        element = stated.get("spacing")
        lines = number(element, f"{side}Lines", unit=100.0)
        if lines:
            return lines * (self.grid.pitch or _USUAL_SIZE * SINGLE)
        return number(element, side) or 0.0

    def _runs(self, element: "_Element", look: Stated, spacing: Spacing) -> Iterator[Run]:
        shown: Field = ""
        telling = False
        for run in _run_elements(element):
            own = properties(run.find(f"{W}rPr"))
            style = value_of(own.get("rStyle")) or None
            stated = over(own, self.styles.stated(style, "character", "rPr"), look)
            for piece in run:
                kind = str(piece.tag).removeprefix(W)
                if kind == "fldChar":
                    state = value_of(piece, "fldCharType")
                    if state == "end" and shown:
                        yield self._run(stated, spacing, field=shown)
                    telling = state in ("begin", "separate")
                    shown = "" if state in ("begin", "end") else shown
                elif kind == "instrText":
                    shown = _field(piece.text or "")
                elif kind in ("t", "tab", "br", "noBreakHyphen") and not telling:
                    yield self._run(stated, spacing, text=_text(piece, kind))
                elif kind == "drawing":
                    yield from self._pictures(piece, stated, spacing)
        for simple in element.iter(f"{W}fldSimple"):
            if what := _field(value_of(simple, "instr")):
                yield self._run(look, spacing, field=what)

    def _pictures(self, element: "_Element", stated: Stated, spacing: Spacing) -> Iterator[Run]:
        for line in element.iter(f"{WP}inline"):
            blip, extent = next(line.iter(f"{A}blip"), None), line.find(f"{WP}extent")
            which = None if blip is None else self.picture(blip.get(f"{R}embed", ""))
            if which is not None and extent is not None:
                width = float(extent.get("cx", "0")) / EMU
                height = float(extent.get("cy", "0")) / EMU
                yield self._run(stated, spacing, picture=which, width=width, height=height)

    def _run(
        self,
        stated: Stated,
        spacing: Spacing,
        *,
        text: str = "",
        field: Field = "",
        picture: int | None = None,
        width: float = 0.0,
        height: float = 0.0,
    ) -> Run:
        size = _size(stated)
        fonts = stated.get("rFonts")
        colour = value_of(stated.get("color"))
        return Run(
            text=text,
            face=face_of((value_of(fonts, "eastAsia"), value_of(fonts, "ascii"))),
            size=size,
            line=spacing.of(size),
            bold=is_on(stated, "b"),
            italic=is_on(stated, "i"),
            underline=is_on(stated, "u"),
            colour="" if colour in ("", "auto", "000000") else colour,
            tracking=(number(stated.get("spacing")) or 0.0) + self.grid.tracking,
            field=field,
            picture=picture,
            width=width,
            height=height,
        )


def _run_elements(element: "_Element") -> Iterator["_Element"]:
    """The runs of a paragraph in order, also inside links and content controls."""
    for one in element:
        if one.tag == f"{W}r":
            yield one
        elif one.tag in (f"{W}hyperlink", f"{W}smartTag", f"{W}ins", f"{W}sdtContent", f"{W}sdt"):
            yield from _run_elements(one)


def _joined(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Neighbours in one look as one run: Word cuts sentences where they were edited."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and run.text and last.text and _looks(last) == _looks(run):
            found[-1] = _with_text(last, last.text + run.text)
        elif run.text or run.field or run.picture is not None:
            found.append(run)
    return tuple(found)


def _looks(run: Run) -> Run:
    return _with_text(run, "")


def _with_text(run: Run, text: str) -> Run:
    return Run(
        text=text,
        face=run.face,
        size=run.size,
        line=run.line,
        bold=run.bold,
        italic=run.italic,
        underline=run.underline,
        colour=run.colour,
        tracking=run.tracking,
    )


def _text(piece: "_Element", kind: str) -> str:
    match kind:
        case "tab":
            return "\t"
        case "br":
            return "" if value_of(piece, "type") in ("page", "column") else "\n"
        case "noBreakHyphen":
            return "-"
    return piece.text or ""


def _breaks_page(element: "_Element") -> bool:
    """Whether a paragraph begins with a page break; one in its middle is not looked for."""
    return any(value_of(one, "type") == "page" for one in element.iter(f"{W}br"))


def _field(instruction: str) -> Field:
    words = instruction.split()
    return _FIELDS.get(words[0].upper(), "") if words else ""


def _size(stated: Stated) -> float:
    return number(stated.get("sz"), unit=2.0) or _USUAL_SIZE


def _spacing(stated: Stated, grid: Grid) -> Spacing:
    pitch = grid.pitch if is_on(stated, "snapToGrid", usually=True) else 0.0
    element = stated.get("spacing")
    rule = value_of(element, "lineRule")
    line = number(element, "line", unit=1.0)
    if not line:
        return Spacing(pitch=pitch)
    if rule in ("exact", "atLeast"):
        return Spacing(exact=line / 20)
    return Spacing(times=line / 240, pitch=pitch)


def _indent(
    element: "_Element | None", chars: tuple[str, ...], points: tuple[str, ...], wide: float
) -> float:
    for name in chars:
        said = number(element, name, unit=100.0)
        if said is not None:
            return said * wide
    return next((said for name in points if (said := number(element, name)) is not None), 0.0)


def _first(element: "_Element | None", wide: float) -> float:
    hanging = _indent(element, ("hangingChars",), ("hanging",), wide)
    return -hanging if hanging else _indent(element, ("firstLineChars",), ("firstLine",), wide)


def _rules(element: "_Element | None") -> Iterator[Rule]:
    sides: tuple[Side, ...] = ("top", "bottom")
    for side in sides:
        line = None if element is None else element.find(W + side)
        if line is not None and value_of(line) not in ("", "nil", "none"):
            colour = value_of(line, "color")
            # In eighths of a point.
            thickness = number(line, "sz", unit=8.0) or 0.5
            yield Rule(side=side, thickness=thickness, colour="" if colour == "auto" else colour)
