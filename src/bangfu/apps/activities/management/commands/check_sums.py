"""``check_sums``: hold the sums by month against the ledger they were kept in step with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from bangfu.apps.activities import actions


class Command(BaseCommand):
    """For the day after a restore, or a doubt; with ``--rebuild`` the sums are written anew."""

    help = "核对月度合计与台账是否一致"

    def add_arguments(self, parser: CommandParser) -> None:
        """The one choice."""
        parser.add_argument("--rebuild", action="store_true", help="按台账重新计算月度合计")

    def handle(self, *, rebuild: bool, **options: Any) -> None:
        with transaction.atomic():
            wrong = actions.sums_that_differ()
            if wrong and rebuild:
                actions.rebuild()
                self.stdout.write(f"已按台账重新计算，改正{len(wrong)}项月度合计。")
                return
        if wrong:
            raise CommandError(f"{len(wrong)}项月度合计与台账不一致，可加 --rebuild 重新计算。")
        self.stdout.write("月度合计与台账一致。")
