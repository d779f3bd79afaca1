"""Keeps a few programs running side by side until told to stop, and stops all of them for certain.

A program that ends by itself is started again, with a growing pause; one that keeps ending takes
the whole down, so that an operator's supervisor sees it. On SIGTERM or SIGINT each gets SIGTERM, a
time to finish what it is doing, and then SIGKILL.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bangfu.core.refusal import Refusal

LOOK_SECONDS = 0.1
GRACE_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.5
TOO_OFTEN = 4
WITHIN_SECONDS = 60.0


class KeepsEnding(Refusal):
    """A program ended again and again."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__(
            zh=f"“{name}”反复退出（退出码 {code}），已全部停止；原因见上面的输出。",
            en=f"“{name}” keeps ending (exit code {code}); everything was stopped. See above why.",
        )


@dataclass(slots=True)
class Program:
    """A program to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    process: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)
    """Moments of its recent starts, on the monotonic clock."""
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start it, so that it also ends if this process is killed."""
        now = time.monotonic()
        self.starts = [moment for moment in self.starts if now - moment < WITHIN_SECONDS] + [now]
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            # Ctrl-C reaches only this process, which then stops the programs in order.
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )

    def look(self) -> None:
        """Start it again when it has ended; too many ends are a refusal."""
        if self.process is None:
            if time.monotonic() >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        _kill_group(self.process)
        if len(self.starts) >= TOO_OFTEN:
            raise KeepsEnding(self.name, code)
        self.process = None
        pause = FIRST_PAUSE_SECONDS * 2 ** (len(self.starts) - 1)
        self.start_again_at = time.monotonic() + pause


def keep_running(
    programs: Sequence[Program],
    *,
    started: Callable[[], None] = lambda: None,
    grace: float = GRACE_SECONDS,
) -> int:
    """Run the programs until SIGTERM or SIGINT; the exit code is 0 then.

    ``started`` is called in a thread of its own once all have been started. Raises ``KeepsEnding``.
    """
    told_to_stop = threading.Event()
    former = {
        number: signal.signal(number, lambda *_: told_to_stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        for program in programs:
            program.start()
        threading.Thread(target=started, daemon=True).start()
        while not told_to_stop.wait(LOOK_SECONDS):
            for program in programs:
                program.look()
        return 0
    finally:
        _stop(programs, grace)
        for number, handler in former.items():
            signal.signal(number, handler)


def _stop(programs: Sequence[Program], grace: float) -> None:
    running = [program.process for program in programs if program.process is not None]
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + grace
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
        _kill_group(process)
        process.wait()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End what a program may have left behind, such as web workers that still hold the port."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def end_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent dies, however it dies."""
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
