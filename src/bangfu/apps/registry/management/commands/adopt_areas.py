"""``adopt_areas``: take over the shipped table of areas."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bangfu.apps.registry import actions
from bangfu.core.standards import area_table


class Command(BaseCommand):
    """Make the areas in force those of the shipped table; again changes nothing."""

    help = "采用随产品提供的行政区划表"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="生效日期")

    def handle(self, *, on: date | None = None, **options: Any) -> None:
        adopted = actions.adopt_areas(
            rows=area_table.read(), on=on or timezone.localdate(), by=None
        )
        self.stdout.write(f"新增{adopted.opened}个，停用{adopted.closed}个，不变{adopted.kept}个。")
