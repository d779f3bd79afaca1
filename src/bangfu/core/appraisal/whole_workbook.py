"""A whole table as a workbook, a sheet for each part, and back; nothing of it is lost.

Code, year and kind stay those of the table that is worked on. A sheet that the file does not have
leaves its part as it was; a sheet without rows empties it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.cells import Workbook
from bangfu.core.exchange.importing import NoHeadings, Reading, Row, read_rows
from bangfu.core.exchange.layouts import Layout
from bangfu.core.exchange.workbook_files import read_workbook
from bangfu.core.programmes.problems import Path, Problem
from bangfu.core.programmes.sources import Source
from bangfu.core.programmes.walking import shape_problems

from .checking import scheme_problems
from .part_sheets import Head, cells_of, head_layout, part_layouts, part_rows, plain_of, stated
from .rules import Meaning
from .scheme import Band, Block, Climb, Gate, Group, Level, Scheme, Veto
from .sheet_cells import bad, free_code
from .vocabulary import Ladder
from .workbook import Meanings, item_error, item_rows, items_in, items_layout, meanings_with
from .workbook_file import Filled, written

ITEMS, HEAD = "评分项目", "表头"
Pairs = Sequence[tuple[Row, dict[str, Any]]]

_KINDS: Mapping[str, type] = {
    "sources": Source,
    "inputs": Meaning,
    "blocks": Block,
    "groups": Group,
    "levels": Level,
    "grades": Band,
    "stars": Band,
}
_STEMS = {part: part[:-1] for part in _KINDS} | {"vetoes": "veto"}
_NEVER_EMPTY = ("blocks", "levels")
_OTHER_LADDER = (
    "“首次最高”应是同一行“适用于”的等次或星级。",
    "The best at first is one of the ladder of the same row.",
)


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a workbook gave: the table, or what to mend first; columns nobody asked for."""

    scheme: Scheme | None
    errors: tuple[CellError, ...]
    ignored: tuple[str, ...] = ()


def write_scheme(scheme: Scheme, *, inputs: Meanings | None = None) -> bytes:
    """The xlsx file of a whole table, with lists to choose from and a sheet of explanations."""
    known = meanings_with(scheme, inputs)
    sheets = [
        Filled(items_layout(scheme), item_rows(scheme, known)),
        Filled(head_layout(scheme), [cells_of(head_layout(scheme), scheme)]),
    ]
    sheets += [
        Filled(layout, part_rows(scheme, part)) for part, layout in part_layouts(scheme).items()
    ]
    return written(sheets)


def read_scheme(
    content: bytes, *, name: str, base: Scheme, inputs: Meanings | None = None
) -> TableRead:
    """The table that a workbook states, on the ground of ``base``.

    Raises what ``read_workbook`` raises where the file is no workbook, ``NoHeadings`` where it has
    no sheet of a table.
    """
    return _Reader(read_workbook(content, name=name), base, inputs).read()


def marked_copy(content: bytes, *, name: str, base: Scheme, errors: Sequence[CellError]) -> bytes:
    """The uploaded workbook with each mistake marked in its cell, what is wrong as a remark.

    Contents of every visible sheet are kept; a first sheet lists the mistakes.
    """
    layouts = [items_layout(base), head_layout(base), *part_layouts(base).values()]
    named = {layout.zh: layout for layout in layouts}
    book = read_workbook(content, name=name)
    sheets = [Filled(named.get(sheet.name), sheet.rows, sheet.name) for sheet in book.sheets]
    return written(sheets, errors=errors)


class _Reader:
    """One workbook as it is read, part after part: lists of later sheets come from earlier ones."""

    def __init__(self, book: Workbook, base: Scheme, inputs: Meanings | None) -> None:
        self.book, self.scheme, self.inputs = book, base, inputs
        self.rows: dict[str, Sequence[Row]] = {}
        self.errors: list[CellError] = []
        self.ignored: list[str] = []

    def read(self) -> TableRead:
        """Everything; after a part with mistakes nothing that may follow from them is told."""
        for step in self._steps():
            step()
            if self.errors:
                return TableRead(None, tuple(self.errors), tuple(self.ignored))
        known = meanings_with(self.scheme, self.inputs)
        wrong = [self._placed(each) for each in scheme_problems(self.scheme, known)]
        return TableRead(None if wrong else self.scheme, tuple(wrong), tuple(self.ignored))

    def _steps(self) -> Sequence[Callable[[], None]]:
        names = {layout.zh for layout in part_layouts(self.scheme).values()} | {HEAD, ITEMS}
        if not any(sheet.name in names for sheet in self.book.sheets):
            # A sheet of items alone may have any name.
            return (lambda: self._items(read_rows(self.book, items_layout(self.scheme))),)
        return (
            lambda: self._parts(("sources", "inputs", "blocks", "levels")),
            lambda: self._parts(("groups",)),
            lambda: self._items(self._sheet(items_layout(self.scheme))),
            lambda: self._parts(("grades", "stars")),
            self._last,
        )

    def _last(self) -> None:
        self._gates()
        self._vetoes()
        self._climbs()
        self._head()

    def _sheet(self, layout: Layout) -> Reading | None:
        """What a sheet holds; ``None`` where the file has no such sheet."""
        found = tuple(sheet for sheet in self.book.sheets if sheet.name == layout.zh)
        if not found:
            return None
        try:
            reading = read_rows(replace(self.book, sheets=found), layout)
        except NoHeadings as refused:
            self.errors.append(CellError.at(layout.zh, "", "", bad(refused.zh, refused.en)))
            return None
        self.ignored += reading.ignored
        return reading

    def _listed(self, part: str) -> Pairs | None:
        """The rows of a part's sheet, each with what it states."""
        reading = self._sheet(part_layouts(self.scheme)[part])
        if reading is None:
            return None
        self.errors += reading.errors
        self.rows[part] = reading.rows
        return [(row, stated(row)) for row in reading.rows]

    def _items(self, reading: Reading | None) -> None:
        if reading is None:
            return
        items, errors = items_in(reading, self.scheme, meanings_with(self.scheme, self.inputs))
        self.rows["items"] = reading.rows
        self.errors += errors
        if items:
            self._take(items=tuple(items))
        elif not errors:
            self._empty(ITEMS)

    def _parts(self, parts: Sequence[str]) -> None:
        for part in parts:
            rows = self._listed(part)
            if rows is None:
                continue
            if not rows and part in _NEVER_EMPTY:
                self._empty(part_layouts(self.scheme)[part].zh)
                continue
            made = self._made(rows, _KINDS[part], part)
            if part in ("grades", "stars"):
                gates = {band.code: band.gates for band in getattr(self.scheme, part)}
                made = [msgspec.structs.replace(one, gates=gates.get(one.code, ())) for one in made]
            self._take(**{part: tuple(made)})

    def _made(self, rows: Pairs, kind: type, part: str, key: str = "code") -> list[Any]:
        """The rows as what they state; one without a code is given a free one."""
        taken = {str(plain[key]) for _, plain in rows if key in plain}
        if part == "blocks":
            taken |= {item.code for item in self.scheme.items}
        made: list[Any] = []
        for row, plain in rows:
            if key and key not in plain:
                plain[key] = free_code(_STEMS[part], taken)
                taken.add(plain[key])
            problems = shape_problems(plain, kind)
            self.errors += [_at(row, problem.path, problem) for problem in problems]
            made += [] if problems else [msgspec.convert(plain, kind)]
        return made

    def _gates(self) -> None:
        rows = self._listed("gates")
        if rows is None:
            return
        gates: dict[tuple[Ladder, str], list[Gate]] = {}
        for row, plain in rows:
            band = plain.pop("band")
            gates.setdefault(band, []).extend(self._made([(row, plain)], Gate, "gates", ""))
        for ladder in Ladder:
            bands = [
                msgspec.structs.replace(band, gates=tuple(gates.get((ladder, band.code), ())))
                for band in self.scheme.bands(ladder)
            ]
            self._take(**{str(ladder): tuple(bands)})

    def _vetoes(self) -> None:
        rows = self._listed("vetoes")
        if rows is None:
            return
        for _row, plain in rows:
            ladder, code = plain.pop("band")
            plain |= {"ladder": str(ladder), plain.pop("way"): code}
        self._take(vetoes=tuple(self._made(rows, Veto, "vetoes", "fact")))

    def _climbs(self) -> None:
        rows = self._listed("climbs")
        if rows is None:
            return
        for row, plain in rows:
            ladder, code = plain.pop("first", (None, None))
            if ladder is not None and str(ladder) != plain["ladder"]:
                self.errors.append(row.error("first", bad(_OTHER_LADDER[0], _OTHER_LADDER[1])))
            plain |= {"first": code} if code else {}
        self._take(climbs=tuple(self._made(rows, Climb, "climbs", "")))

    def _head(self) -> None:
        breaking = self._listed("tie_breakers")
        ties = self.scheme.ranking.tie_breakers
        if breaking is not None:
            ties = tuple(plain["place"] for _, plain in breaking)
            self._take(ranking=msgspec.structs.replace(self.scheme.ranking, tie_breakers=ties))
        reading = self._sheet(head_layout(self.scheme))
        if reading is None:
            return
        self.errors += reading.errors
        self.rows["head"] = reading.rows[:1]
        if len(reading.rows) != 1:
            if not reading.errors:
                self._empty(HEAD)
            return
        pairs = [(row, stated(row)) for row in reading.rows]
        for head in self._made(pairs, Head, "head", ""):
            ranking = msgspec.structs.replace(head.ranking, tie_breakers=ties)
            self._take(**(plain_of(head) | {"ranking": ranking}))

    def _take(self, **parts: Any) -> None:
        self.scheme = msgspec.structs.replace(self.scheme, **parts)

    def _empty(self, sheet: str) -> None:
        wrong = bad(
            "表头要有一行，板块、项目和评审层级至少各有一行。",
            "The head has one row; blocks, items and levels have one at least.",
        )
        self.errors.append(CellError.at(sheet, "", "", wrong))

    def _placed(self, problem: Problem) -> CellError:
        """A mistake of the whole table in its cell."""
        part, *rest = problem.path
        if part == "items" and rest and "items" in self.rows:
            row = self.rows["items"][int(rest[0])]
            return item_error(row, Problem(tuple(rest[1:]), problem.zh, problem.en))
        if part in ("grades", "stars") and "gates" in rest and "gates" in self.rows:
            return self._at_gate(str(part), problem)
        if part in self.rows and rest and isinstance(rest[0], int):
            return _at(self.rows[str(part)][rest[0]], tuple(rest[1:]), problem)
        if part == "ranking" and "tie_breakers" in rest and "tie_breakers" in self.rows:
            return _at(self.rows["tie_breakers"][int(rest[-1])], ("place",), problem)
        if self.rows.get("head"):
            return _at(self.rows["head"][0], problem.path, problem)
        sheet = next((rows[0].sheet for rows in self.rows.values() if rows), ITEMS)
        return CellError.at(sheet, "", "", bad(problem.zh, problem.en))

    def _at_gate(self, ladder: str, problem: Problem) -> CellError:
        band = getattr(self.scheme, ladder)[int(problem.path[1])]
        named = (Ladder.of(ladder), band.code)
        own = [row for row in self.rows["gates"] if row.values["band"] == named]
        return _at(own[int(problem.path[3])], problem.path[4:], problem)


def _at(row: Row, path: Path, problem: Problem) -> CellError:
    """A mistake in the cell of the field it names, in the row where it names none."""
    key = ".".join(str(step) for step in path)
    words = {"sets": "band", "at_most": "band", "title": "title.zh"}
    known = next((one for one in (key, f"{key}.zh", words.get(key, "")) if one in row.cells), "")
    return row.error(known, bad(problem.zh, problem.en))
