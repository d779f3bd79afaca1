"""``adopt_map``: an office's own base map with its approval number, in place of the shipped one."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bangfu.apps.indicators import mapping
from bangfu.apps.registry.models import Area
from bangfu.core.maps.compiling import compile_file
from bangfu.core.maps.shapes import Origin
from bangfu.core.refusal import Refusal


class Command(BaseCommand):
    """The file stays where it is; what is drawn of it is kept in the data folder."""

    help = "采用经审核的底图（GeoJSON），或用 --shipped 恢复随产品提供的示意图"

    def add_arguments(self, parser: CommandParser) -> None:
        """A file and the number under which it was approved, or neither."""
        parser.add_argument("file", nargs="?", type=Path, help="底图文件，坐标为经纬度")
        parser.add_argument("--approval", default="", help="审图号，如 鲁SG（2025）001号")
        parser.add_argument("--shipped", action="store_true", help="恢复随产品提供的示意图")

    def handle(self, *, file: Path | None, approval: str, shipped: bool, **options: Any) -> None:
        target, _shipped = mapping.folders()
        if shipped:
            shutil.rmtree(target, ignore_errors=True)
            self.stdout.write("已恢复随产品提供的示意图。")
            return
        if file is None or not approval.strip():
            raise CommandError("请给出底图文件和审图号：adopt_map 文件 --approval 审图号。")
        known = set(Area.objects.filter(valid_to__isnull=True).values_list("code", flat=True))
        try:
            count = compile_file(
                file.read_bytes(), target, known, origin=Origin(file.name, approval.strip())
            )
        except OSError as failure:
            raise CommandError(f"底图文件打不开：{failure.strerror}。") from failure
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已采用底图，共{count}个行政区划，审图号：{approval.strip()}。")
