"""Programs are kept running, and ended for certain."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bangfu.config.processes import KeepsEnding, Program, keep_running

PATIENCE_SECONDS = 20


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def tell_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def python(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", script, *map(str, arguments)]


SLEEPS = "import time; time.sleep(600)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(600)"
)
LEAVES_A_LINE = (
    "import sys, time; open(sys.argv[1], 'a').write('x'); time.sleep(float(sys.argv[2]))"
)


class TestKeepRunning:
    def test_ends_all_programs_when_told_to_stop(self) -> None:
        programs = [Program("one", python(SLEEPS)), Program("other", python(SLEEPS))]

        code = keep_running(programs, started=tell_to_stop)

        assert code == 0
        assert [p.process.returncode for p in programs if p.process] == [-signal.SIGTERM] * 2

    def test_kills_a_program_that_does_not_listen(self) -> None:
        deaf = Program("deaf", python(DEAF))
        began = time.monotonic()

        keep_running([deaf], started=lambda: (time.sleep(0.5), tell_to_stop())[1], grace=0.5)

        assert deaf.process is not None
        assert deaf.process.returncode == -signal.SIGKILL
        assert time.monotonic() - began < PATIENCE_SECONDS

    def test_starts_a_program_again_that_ended(self, tmp_path: Path) -> None:
        starts = tmp_path / "starts"
        program = Program("brief", python(LEAVES_A_LINE, starts, 0))

        def stop_after_the_second() -> None:
            wait_for(lambda: starts.exists() and len(starts.read_text()) >= 2)
            tell_to_stop()

        assert keep_running([program], started=stop_after_the_second) == 0

    def test_gives_up_on_a_program_that_keeps_ending_and_stops_the_others(self) -> None:
        ending, steady = (
            Program("ending", python("raise SystemExit(7)")),
            Program("s", python(SLEEPS)),
        )

        with pytest.raises(KeepsEnding, match=r"ending.*7"):
            keep_running([ending, steady])

        assert steady.process is not None
        assert steady.process.returncode is not None

    def test_leaves_nothing_behind_when_it_is_killed_itself(self, tmp_path: Path) -> None:
        kept = tmp_path / "pid"
        child = (
            f"import os, time; open({str(kept)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
        )
        script = (
            "import sys; from bangfu.config.processes import *\n"
            f"keep_running([Program('child', [sys.executable, '-c', {child!r}])])"
        )
        parent = subprocess.Popen(python(script))
        wait_for(lambda: kept.exists() and kept.read_text() != "")

        parent.kill()
        parent.wait()

        wait_for(lambda: not alive(int(kept.read_text())))


def alive(process: int) -> bool:
    """Whether a process still runs; one that waits to be buried by its parent does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_signals_are_handled_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)

    keep_running([Program("sleeper", python(SLEEPS))], started=tell_to_stop)

    assert signal.getsignal(signal.SIGTERM) is before
    assert threading.current_thread() is threading.main_thread()
