"""``check_evidence``: read every file of evidence and name those that are missing or changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bangfu.apps.evidence import queries
from bangfu.apps.evidence.models import StoredFile


class Command(BaseCommand):
    """For the day after a restore, or a doubt; changes nothing. Ends with an error if any is."""

    help = "逐个核对佐证文件是否完整"

    def handle(self, **options: Any) -> None:
        bad = 0
        for file, is_missing in queries.unsound():
            bad += 1
            said = "缺失" if is_missing else "内容已变"
            self.stdout.write(f"{said}：{file.kept_name}（{file.digest}）")
        if bad:
            raise CommandError(f"{bad}个文件不完整，请从备份恢复佐证材料目录。")
        self.stdout.write(f"佐证文件完整：共{StoredFile.objects.count()}个，摘要逐个相符。")
