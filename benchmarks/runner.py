"""Runs benchmarks: lists them, or runs one and shows its bars.

A benchmark is a module of this package whose docstring's first line describes it. Its
``measure(size)`` yields a ``Bar`` for each quantity as it is measured. ``SIZES`` names the sizes it
knows, the usual one first; a module without it has one size only and receives an empty text.
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
from benchmarks.bar import Bar

NOT_BENCHMARKS = {"__init__", "bar", "runner"}


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
    parser = argparse.ArgumentParser(prog="bangfu bench", description="列出或运行性能基准")
    parser.add_argument("name", nargs="?", help="基准的名称；不写则列出全部")
    parser.add_argument("--size", default="", help="规模，见列表")
    parser.add_argument("--json", action="store_true", help="每项指标输出一行 JSON")
    arguments = parser.parse_args(argv)
    try:
        if not arguments.name:
            show_list()
            return 0
        module = load(arguments.name)
        return run(module, size_for(module, arguments.size), as_json=arguments.json)
    except Refusal as refusal:
        print(refusal, refusal.en, sep="\n", file=sys.stderr)
        return 2


def names() -> list[str]:
    """The benchmarks there are."""
    found = (path.stem for path in Path(__file__).parent.glob("*.py"))
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


def run(module: ModuleType, size: str, *, as_json: bool) -> int:
    """Measure and show; JSON lines appear as soon as each bar is known."""
    measure: Callable[[str], Iterable[Bar]] = module.measure
    bars = []
    for bar in measure(size):
        bars.append(bar)
        if as_json:
            print(line(bar), flush=True)
    if not as_json:
        Console().print(table(module.__name__.rpartition(".")[2], bars))
    return 0 if bars and all(bar.ok for bar in bars) else 1


def line(bar: Bar) -> str:
    """A bar as one line of JSON; what could not be measured is ``null``.

    >>> line(Bar("migrate", limit=10, measured=1.23456))
    '{"bar": "migrate", "limit": 10, "measured": 1.235, "ok": true}'
    """
    measured = None if bar.measured != bar.measured else round(bar.measured, 3)
    shown = {"bar": bar.name, "limit": bar.limit, "measured": measured, "ok": bar.ok}
    return json.dumps(shown, ensure_ascii=False)


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
