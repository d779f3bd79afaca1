"""把数据迁到另一个数据库

Every table into an empty database, compared table by table; the one it comes from stays as it is.
"""

import argparse

from bangfu.config.command import set_up_django
from bangfu.config.commands.migrate import require_up_to_date
from bangfu.config.progress import bar


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--to",
        required=True,
        help="另一个数据库，例如 postgresql:///bangfu；embedded 为数据目录里的内置数据库",
    )


def run(arguments: argparse.Namespace) -> int:
    """Copy, compare, and say what to set; nothing is changed where it comes from."""
    set_up_django()
    from django.utils import timezone

    from bangfu.config.backups.moving import move

    require_up_to_date()
    with bar("迁移数据库") as step:
        moved = move(arguments.to, at=timezone.now(), said=lambda _table, _rows: step.advance())
    print(
        f"已迁移：{moved.tables}张表{moved.rows}行，逐表核对相符；"
        f"日志{moved.journal_entries}条，末条摘要{moved.journal_digest[:12]}…相同。"
    )
    print("请把 BANGFU_DATABASE_URL 改为新数据库后再启动；迁移期间请勿使用原系统。")
    return 0
