"""One measured run in a process of its own, so that peaks of memory do not mix.

The process is given a request as JSON and answers with a record as JSON on its last line. What it
does not survive (memory, time) is told by the record made in its place.
"""

import json
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
NAN = float("nan")
START_SECONDS = 240.0
"""A run may take this long beyond twice its time: making, stating and checking the problem."""
VERIFY_SECONDS = 600.0
"""The same for pricing and verifying a certificate, beyond twice the time for its cases."""
PER_GIBIBYTE = 2**30 if sys.platform == "darwin" else 2**20
"""Units of ``ru_maxrss``."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to run: a method on a size, for so many seconds (none: until it ends of itself).

    ``certified``: seconds for cases of a certificate, which is then verified; none: there is none.
    """

    size: str
    method: str = "bangfu"
    seconds: float | None = None
    times: int = 1
    explained: bool = False
    certified: float | None = None


class Level(msgspec.Struct, frozen=True):
    """A goal, what was reached, and the most that is proven possible (none: not bounded)."""

    goal: str
    value: int
    bound: int | None = None


class Record(msgspec.Struct, kw_only=True):
    """What was seen of a run.

    ``seconds`` from a problem in memory to its plan, reasons included where asked for; ``cpu`` are
    seconds of processors for the whole process, making and checking included; ``certify`` and
    ``verify`` are those of the certificate, which are not among the others' ``seconds``. ``gap`` in
    per cent of ``gap_of``, a goal or the weighted sum, as ``bound_by`` has it, and ``claimed`` what
    the run said itself; ``trace`` has the gap after so many seconds, by the run itself but for the
    last. ``points`` are the goals in one weighted sum, the same for every method. ``breaches``:
    rules broken, by the independent checker. ``figures`` are of runs that ask for no plan.
    """

    size: str
    method: str
    seconds: float = NAN
    cpu: float = NAN
    gibibytes: float = NAN
    certify: float = NAN
    verify: float = NAN
    covered: int = 0
    required: int = 0
    quality: int = 0
    points: int = 0
    gap: float = NAN
    gap_of: str = ""
    claimed: float = NAN
    bound_by: str = ""
    levels: list[Level] = []
    trace: list[tuple[float, float]] = []
    explained: int = 0
    breaches: int = 0
    proven: bool = False
    figures: dict[str, float] = {}
    note: str = ""

    @property
    def share(self) -> float:
        """Covered post-periods in per cent."""
        return 100 * self.covered / self.required if self.required else NAN

    def gap_within(self, seconds: float) -> float:
        """The gap reached by that moment; not a number where there was no plan yet."""
        seen = [gap for at, gap in self.trace if at <= seconds]
        return seen[-1] if seen and not self.breaches else NAN


def run(request: Request) -> Record:
    """Run it and wait; a process that does not end is ended."""
    return _ended(request, _process(request), _patience(request))


def _patience(request: Request) -> float:
    proof = 0.0 if request.certified is None else 2 * request.certified + VERIFY_SECONDS
    return 2 * (request.seconds or 600) * request.times + START_SECONDS + proof


def _process(request: Request) -> "subprocess.Popen[bytes]":
    own = dict(os.environ)
    own["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [
        sys.executable,
        "-m",
        "benchmarks.planner.child",
        msgspec.json.encode(request).decode(),
    ]
    return subprocess.Popen(
        command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _ended(request: Request, process: "subprocess.Popen[bytes]", patience: float) -> Record:
    """The record of a process, with the most memory that it or a process of its own held.

    Where the process has told that of its search alone, that counts.
    """
    assert process.stdout is not None
    assert process.stderr is not None
    late = threading.Timer(patience, os.kill, (process.pid, signal.SIGKILL))
    complaints: list[bytes] = []
    listening = threading.Thread(target=_gather, args=(process.stderr.read, complaints))
    late.start()
    listening.start()
    said = process.stdout.read()
    listening.join()
    _, status, used = os.wait4(process.pid, 0)
    late.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    record = _read(request, said, b"".join(complaints), process.returncode)
    if math.isnan(record.gibibytes):
        record.gibibytes = used.ru_maxrss / PER_GIBIBYTE
    record.cpu = used.ru_utime + used.ru_stime
    return record


def _gather(read: Callable[[], bytes], into: list[bytes]) -> None:
    into.append(read())


def _read(request: Request, said: bytes, complaints: bytes, code: int) -> Record:
    if code == 0 and said.strip():
        return msgspec.convert(json.loads(said.splitlines()[-1]), type=Record)
    last = complaints.decode(errors="replace").strip().rpartition("\n")[2]
    why = f"ended after {_patience(request):.0f} s" if code == -9 else last or f"exit {code}"
    return Record(size=request.size, method=request.method, note=f"no plan: {why[:120]}")
