"""What is done once a night: late requests are reminded of, indicators are filled again.

In a process of its own, which takes its memory with it; the worker that starts it stays small.
Several workers may start it at once: unchanged months are left alone, and a month is held while it
is written.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

AT = time(2, 30)
"""Local time; a machine that is off at night does it when it is next on."""
COMMANDS = ("remind_requests", "refill_indicators")


@dataclass(slots=True)
class Nightly:
    """Starts the work when it is due; ``done_on`` is the last day on which it was."""

    start: Callable[[], object]
    done_on: date | None = None

    def look(self, now: datetime) -> bool:
        """Start the work where it is past the hour and today's was not done; whether it was.

        >>> started = []
        >>> nightly = Nightly(lambda: started.append("x"), done_on=date(2025, 3, 16))
        >>> [nightly.look(datetime(2025, 3, 17, hour)) for hour in (1, 3, 4)]
        [False, True, False]
        """
        if now.time() < AT or self.done_on == now.date():
            return False
        # A day on which it fails is not tried every minute; its error stands in the log.
        self.done_on = now.date()
        self.start()
        return True


def work() -> None:
    """Remind, then fill indicators again, and wait until it is done; each also after a failure."""
    for name in COMMANDS:
        command = (sys.executable, "-m", "bangfu.config.command", "manage", name)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def filled_on() -> date | None:
    """The day on which a month was last written; nothing where none was."""
    from django.utils import timezone

    from bangfu.apps.indicators.queries.months import last_filling

    latest = last_filling()
    return timezone.localdate(latest.filled_at) if latest else None
