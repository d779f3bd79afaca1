"""The worker of background tasks: ``python -m bangfu.config.task_worker``."""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable

from bangfu.config import nightly
from bangfu.config.command import set_up_django

ROWS_LOOKED_AT = 1000
"""Rows of an index that SQLite samples: enough to choose rightly, in well under a second."""

LOOK_SECONDS = 60
BELLS_SECONDS = 15 * 60
"""What somebody's own click brings about shows at once on their notices; this is for the rest."""


def main() -> None:
    """Take tasks from the database queue until SIGTERM, which lets the current one finish."""
    # Until the queue is being read nothing is under way that would have to finish.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    set_up_django()
    from django.core.management import call_command
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Command

    from bangfu.apps.documents.actions import requeue_abandoned_batches
    from bangfu.apps.journal.anchors import anchor_if_due
    from bangfu.apps.notifications.actions import look_at_everybody, send_digests
    from bangfu.apps.planning.actions import requeue_abandoned
    from bangfu.apps.readings.actions import requeue_abandoned_readings
    from bangfu.apps.webhooks.actions import tell_all

    class Worker(Command):
        def configure_logging(self, verbosity: int) -> None:
            # A line for each task would bury what matters; failures still come with their traces.
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    take_stock()
    # A new installation has nothing to fill before its first night.
    night = nightly.Nightly(nightly.work, nightly.filled_on() or timezone.localdate())
    looks = (
        requeue_abandoned,
        requeue_abandoned_batches,
        requeue_abandoned_readings,
        lambda: night.look(timezone.localtime()),
        lambda: tell_all(at=timezone.now()),
        lambda: anchor_if_due(at=timezone.now()),
        lambda: send_digests(at=timezone.now()),
    )
    for look in looks:
        threading.Thread(target=_again_and_again, args=(look,), daemon=True).start()
    bells = (lambda: look_at_everybody(at=timezone.now()), BELLS_SECONDS)
    threading.Thread(target=_again_and_again, args=bells, daemon=True).start()
    call_command(Worker(), startup_delay=False)


def _again_and_again(look: Callable[[], object], seconds: float = LOOK_SECONDS) -> None:
    """Look for what is to be done, now and so often, on a connection of its own.

    What fails once, for example while the database restarts, is tried again.
    """
    from django.db import close_old_connections

    while True:
        try:
            look()
        except Exception:
            logging.getLogger(__name__).exception("a look failed")
        close_old_connections()
        time.sleep(seconds)


def take_stock() -> None:
    """Let the embedded database count its rows; a server does so by itself.

    Without these statistics SQLite joins thousands of needs the slow way round.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
