"""``refill_indicators``: facts and snapshots of some months, for every night and after a change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bangfu.apps.indicators import actions
from bangfu.apps.indicators.queries.months import earliest_month
from bangfu.core.indicators import month_number
from bangfu.core.indicators.facts import months_on
from bangfu.core.indicators.settings import shipped
from bangfu.core.refusal import Refusal


class Command(BaseCommand):
    """Unchanged months cost little; a run broken off goes on where it stopped."""

    help = "重算指标：默认最近若干个月，--month 指定一个月，--all 全部月份"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which months, and why past ones may say something else."""
        months = parser.add_mutually_exclusive_group()
        months.add_argument("--month", help="一个月份，如 2025-03")
        months.add_argument("--all", action="store_true", help="从最早的记录开始")
        parser.add_argument("--reason", default=actions.USUAL_REASON, help="往月数值变动的原因")

    def handle(self, *, month: str | None, all: bool, reason: str, **options: Any) -> None:
        on = timezone.localdate()
        last = month_number(on)
        first = months_on(last, 1 - shipped().refilling.months)
        if month:
            first = last = _month(month)
        elif all:
            first = earliest_month() or last
        try:
            filled = actions.refill(
                first=first, last=last, by=None, at=timezone.now(), on=on, reason=reason
            )
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"核对{filled.months}个月，更新{filled.changed}个月、{filled.rows}个指标值，"
            f"更正往月数值{filled.restated}个。"
        )


def _month(text: str) -> int:
    year, _, month = text.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and len(year) == 4):
        raise CommandError(f"“{text}”不是月份，请写成 2025-03 的样子。")
    return int(year) * 100 + int(month)
