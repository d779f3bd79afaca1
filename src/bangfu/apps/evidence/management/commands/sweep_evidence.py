"""``sweep_evidence``: remove contents that no record ever kept."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bangfu.apps.evidence import actions


class Command(BaseCommand):
    """Contents of transactions that failed, a day after; run it nightly or never, both are safe."""

    help = "清除没有登记的佐证文件（上传中断一天以上的）"

    def handle(self, **options: Any) -> None:
        swept = actions.sweep(now=timezone.now())
        self.stdout.write(f"清除{swept}个没有登记的文件。")
