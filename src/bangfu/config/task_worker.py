"""The worker of background tasks: ``python -m bangfu.config.task_worker``."""

import logging

from bangfu.config.command import set_up_django


def main() -> None:
    """Take tasks from the database queue until SIGTERM, which lets the current one finish."""
    set_up_django()
    from django.core.management import call_command
    from django_tasks_db.management.commands.db_worker import Command

    class Worker(Command):
        def configure_logging(self, verbosity: int) -> None:
            # A line for each task would bury what matters; failures still come with their traces.
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    call_command(Worker(), startup_delay=False)


if __name__ == "__main__":
    main()
