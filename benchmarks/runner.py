"""Runs benchmarks: lists them, or runs one and shows its bars.

A benchmark is a module of this package whose docstring's first line describes it. Its
``measure(size)`` yields a ``Bar`` for each quantity as it is measured, and a ``Row`` for each run
whose figures belong together. ``SIZES`` names the sizes it knows, the usual one first; a module
without it has one size only and receives an empty text. ``options(parser)`` adds arguments of its
own, which ``measure`` receives by their names.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

from bangfu.core.refusal import Refusal
from benchmarks.bar import Bar, Row

NOT_BENCHMARKS = {"__init__", "bar", "runner"}
WIDE = 180
"""Columns of a table of runs in a file or a pipe."""


class UnknownBenchmark(Refusal):
    """No benchmark has that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = "、".join(known)
        super().__init__(
            zh=f"没有“{name}”这个性能基准；现有：{names}。",
            en=f"There is no benchmark “{name}”; there are: {', '.join(known)}.",
        )


class UnknownSize(Refusal):
    """The benchmark does not know that size."""

    def __init__(self, size: str, known: Sequence[str]) -> None:
        super().__init__(
            zh=f"没有“{size}”这个规模；可用：{'、'.join(known) or '只有一种，不用写'}。",
            en=f"There is no size “{size}”; there are: {', '.join(known) or 'one only, unnamed'}.",
        )


def main(argv: Sequence[str] | None = None) -> int:
    """List, or run one; 0 only where every bar holds, 2 where the request makes no sense."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="bangfu bench", description="列出或运行性能基准", allow_abbrev=False
    )
    parser.add_argument("name", nargs="?", help="基准的名称；不写则列出全部")
    parser.add_argument("--size", default="", help="规模，见列表")
    parser.add_argument("--json", action="store_true", help="每项指标输出一行 JSON")
    try:
        module = load(given[0]) if given and not given[0].startswith("-") else None
        if module is not None and hasattr(module, "options"):
            module.options(parser)
        own = vars(parser.parse_args(given))
        name, size, as_json = (own.pop(common) for common in ("name", "size", "json"))
        module = module or (load(name) if name else None)
        if module is None:
            show_list()
            return 0
        return run(module, size_for(module, size), as_json=as_json, **own)
    except Refusal as refusal:
        print(refusal, refusal.en, sep="\n", file=sys.stderr)
        return 2


def names() -> list[str]:
    """The benchmarks there are."""
    here = Path(__file__).parent
    found = [path.stem for path in here.glob("*.py")]
    found += [path.parent.name for path in here.glob("*/__init__.py")]
    return sorted(name for name in found if name not in NOT_BENCHMARKS and name[0] != "_")


def load(name: str) -> ModuleType:
    """The module of a benchmark."""
    if name not in names():
        raise UnknownBenchmark(name, names())
    return import_module(f"benchmarks.{name}")


def size_for(module: ModuleType, asked: str) -> str:
    """The size to run: the one asked for, else the module's usual one."""
    known: Sequence[str] = getattr(module, "SIZES", ())
    if asked and asked not in known:
        raise UnknownSize(asked, known)
    return asked or next(iter(known), "")


def show_list() -> None:
    """Print each benchmark's name, sizes and first line."""
    for name in names():
        module = load(name)
        sizes = " | ".join(getattr(module, "SIZES", ()))
        first = (module.__doc__ or "").partition("\n")[0]
        print(f"{name:<12}{first}" + (f"  [--size {sizes}]" if sizes else ""))


def run(module: ModuleType, size: str, *, as_json: bool, **own: object) -> int:
    """Measure and show; JSON lines appear as soon as each bar is known."""
    measure: Callable[..., Iterable[Bar | Row]] = module.measure
    bars: list[Bar] = []
    rows: list[Row] = []
    for found in measure(size, **own):
        if isinstance(found, Bar):
            bars.append(found)
        else:
            rows.append(found)
        if as_json:
            print(line(found), flush=True)
    if not as_json:
        title = module.__name__.rpartition(".")[2]
        if rows:
            Console(width=WIDE if not Console().is_terminal else None).print(runs(title, rows))
        Console().print(table(title, bars))
    return 0 if bars and all(bar.ok for bar in bars) else 1


def line(found: Bar | Row) -> str:
    """A bar or a run as one line of JSON; what could not be measured is ``null``.

    >>> line(Bar("migrate", limit=10, measured=1.23456))
    '{"bar": "migrate", "limit": 10, "measured": 1.235, "ok": true}'
    >>> line(Row({"method": "by hand", "s": float("nan")}))
    '{"run": {"method": "by hand", "s": null}}'
    """
    if isinstance(found, Row):
        return json.dumps(
            {"run": {k: _rounded(v) for k, v in found.cells.items()}}, ensure_ascii=False
        )
    shown = {"bar": found.name, "limit": found.limit, "measured": _rounded(found.measured)}
    return json.dumps(shown | {"ok": found.ok}, ensure_ascii=False)


def _rounded(value: str | float) -> str | float | None:
    if isinstance(value, str):
        return value
    return None if value != value else round(value, 4 if abs(value) < 0.1 else 3)


def runs(title: str, rows: Sequence[Row]) -> Table:
    """The runs as a table for people."""
    shown = Table(title=f"{title}: runs")
    for heading, value in rows[0].cells.items():
        shown.add_column(heading, justify="left" if isinstance(value, str) else "right")
    for row in rows:
        shown.add_row(*(_told(value) for value in row.cells.values()))
    return shown


def _told(value: str | float) -> str:
    """A cell: nothing where it could not be measured."""
    if isinstance(value, str):
        return value
    return "" if value != value else f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"


def table(title: str, bars: Iterable[Bar]) -> Table:
    """The bars as a table for people."""
    shown = Table("bar", title=title)
    shown.add_column("limit", justify="right")
    shown.add_column("measured", justify="right")
    shown.add_column("")
    for bar in bars:
        sign = "≥" if bar.at_least else "≤"
        mark = "[green]✓[/]" if bar.ok else "[red]✗[/]"
        amount = (
            f"{bar.measured:,.3g} {bar.unit}"
            if bar.measured < 100
            else (f"{bar.measured:,.0f} {bar.unit}")
        )
        shown.add_row(bar.name, f"{sign} {bar.limit:,g} {bar.unit}", amount, mark)
    return shown


if __name__ == "__main__":
    raise SystemExit(main())
