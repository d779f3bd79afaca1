"""Plans and their proofs: real shapes, regions up to a nation, and the same by other means

``shapes`` are problems in the shape of real programmes (``bangfu.core.planner.examples``), the
other sizes are invented regions (``bangfu.core.planner.instances``), and ``re-plan``, ``why-not``
and ``scenarios`` are questions about a plan. Every run has a process of its own. A bar counts only
if the independent checker finds no breach, and, where it says so, if the plan is proven optimal:
otherwise it is not measured. The gap is that of the first goal not proven. With ``--peers`` other
methods plan the same problem in the same time; their gap, where they prove one, is that of a
weighted sum of all goals, which is also given for every plan as its points.
"""

import argparse
from collections.abc import Iterator

from benchmarks.bar import Bar, Row

from .measured import NAN, Record, Request, run
from .peers import installed
from .problems import DISTANCES, NATIONS, PROOFS, Distance, Proof

SHAPES = ("township", "residents", "rotation-weeks", "rotation")
QUESTIONS = {"re-plan": "city1000", "why-not": "prov10k", "scenarios": "city1000"}
SIZES = ("shapes", *PROOFS, *DISTANCES, *NATIONS, *QUESTIONS)
GIVE_UP = 4
"""A proof is waited for this many times as long as it may take."""
TIMES = 3
CERTIFY = 4
"""A certificate's cases may take this many times as long as the proof itself."""
QUICK_SECONDS = 2.0
"""What may not take longer is run several times, and the middle counts."""
MARGIN = 0.97
"""Share of its time after which a run is told to end: it does so at its next step."""


def options(parser: argparse.ArgumentParser) -> None:
    """How long each run may search, and whether others plan the same."""
    parser.add_argument("--seconds", type=float, help="每次求解的秒数；不写则按指标的时限")
    parser.add_argument("--peers", action="store_true", help="同时运行已安装的其他方法作对照")


def measure(size: str, *, seconds: float | None, peers: bool) -> Iterator[Bar | Row]:
    """The bars of a size, after the runs they are read from."""
    if size in QUESTIONS:
        yield from questioned(size, seconds)
        return
    if size in NATIONS:
        yield from nation(size, NATIONS[size], seconds)
        return
    for name in SHAPES if size == "shapes" else (size,):
        if name in PROOFS:
            yield from proof(name, PROOFS[name], seconds)
        else:
            yield from distance(name, DISTANCES[name], seconds)
        if peers:
            yield from others(name, seconds or longest(name))


def longest(size: str) -> float:
    """How long a run of a size may search."""
    return GIVE_UP * PROOFS[size].seconds if size in PROOFS else DISTANCES[size].seconds


def proof(size: str, bar: Proof, seconds: float | None) -> Iterator[Bar | Row]:
    """Time to the proof, the gap where there is none, what is covered, and memory."""
    quick = bar.seconds <= QUICK_SECONDS
    record = run(
        Request(
            size=size,
            seconds=seconds or longest(size),
            times=TIMES if quick else 1,
            explained=bar.explained,
            certified=CERTIFY * bar.seconds if bar.certified else None,
        )
    )
    yield row(record)
    told = ", every empty period explained" if bar.explained else ""
    unexplained = bar.explained and record.explained != record.required - record.covered
    proven = record.proven and not unexplained
    yield Bar(f"{size}: proven optimal{told}", bar.seconds, record.seconds if proven else NAN)
    yield Bar(f"{size}: gap", 0.0, record.gap, unit="%")
    yield from _common(record, bar.covered, bar.gibibytes)


def distance(size: str, bar: Distance, seconds: float | None) -> Iterator[Bar | Row]:
    """The gap after so many seconds of one run, what is covered, and memory."""
    certified = bar.seconds if bar.certified else None
    record = run(Request(size=size, seconds=seconds or MARGIN * bar.seconds, certified=certified))
    yield row(record)
    for limit, percent in bar.gaps:
        if limit <= (seconds or limit):
            gap = record.gap_within(limit)
            yield Bar(f"{size}: gap of the first open goal in {limit:g} s", percent, gap, unit="%")
    yield from _common(record, bar.covered, bar.gibibytes)


def nation(size: str, bar: Distance, seconds: float | None) -> Iterator[Bar | Row]:
    """All provinces in one run of jobs, for each limit anew: a province is planned once."""
    for limit, percent in bar.gaps:
        if limit > (seconds or limit):
            continue
        record = run(Request(size=size, method="jobs", seconds=MARGIN * limit))
        yield row(record)
        yield Bar(f"{size}: all provinces planned", limit, record.seconds)
        yield Bar(f"{size}: gap of the first open goal in {limit:g} s", percent, record.gap, "%")
        yield from _common(record, bar.covered, bar.gibibytes)


def others(size: str, seconds: float) -> Iterator[Row]:
    """The other methods' runs on the same problem, with the same time."""
    for name in installed():
        yield row(run(Request(size=size, method=name, seconds=seconds)))


def questioned(question: str, seconds: float | None) -> Iterator[Bar]:
    """The bars of questions about a plan."""
    record = run(Request(size=QUESTIONS[question], method=question, seconds=seconds))
    seen = record.figures
    if question == "re-plan":
        lost = f"re-plan, 20 of {seen.get('serving', NAN):,.0f} lost"
        yield Bar(f"{lost}: time", 10.0, seen.get("seconds", NAN))
        yield Bar(f"{lost}: unaffected duties moved", 0, seen.get("moved", NAN), unit="")
        yield Bar(f"{lost}: fillable posts left", 0, seen.get("left", NAN), unit="")
    elif question == "why-not":
        yield Bar("why-not at 10,000 posts: p95", 0.3, seen.get("p95", NAN))
        yield Bar("why-not at 10,000 posts: asked of a new plan", 0.3, seen.get("alone", NAN))
    else:
        told = f"what {seen.get('moves', NAN):,.0f} moves change at 1,000 posts"
        yield Bar(told, 1.0, seen.get("seconds", NAN))


def row(record: Record) -> Row:
    """A run for the table."""
    return Row(
        {
            "size": record.size,
            "method": record.method,
            "s": record.seconds,
            "cpu s": record.cpu,
            "certify s": record.certify,
            "verify s": record.verify,
            "GiB": record.gibibytes,
            "covered %": record.share,
            "quality": float(record.quality),
            "points": float(record.points),
            "gap %": record.gap,
            "gap of": record.gap_of,
            "claimed %": record.claimed,
            "bound by": record.bound_by,
            "note": record.note or still_open(record),
        }
    )


def still_open(record: Record) -> str:
    """Goals that are not proven, with what was reached of how much is possible at most.

    >>> from benchmarks.planner.measured import Level
    >>> levels = [Level("rules", 0, 0), Level("coverage 1", 98, 1000)]
    >>> still_open(Record(size="city", method="bangfu", levels=levels))
    'coverage 1: 98 of 1,000'
    """
    return "; ".join(
        f"{one.goal}: {one.value:,} of {one.bound:,}"
        for one in record.levels
        if one.bound is not None and one.bound > one.value
    )


def _common(record: Record, covered: float, gibibytes: float) -> Iterator[Bar]:
    share = NAN if record.breaches else record.share
    yield Bar(f"{record.size}: covered", covered, share, unit="%", at_least=True)
    yield Bar(f"{record.size}: peak memory of a process", gibibytes, record.gibibytes, "GiB")
