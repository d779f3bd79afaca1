"""把数据库升级到当前版本

An empty database is created and given the shipped table of areas; one that is up to date stays
as it is.
"""

import argparse

from bangfu.config.command import set_up_django
from bangfu.config.progress import bar
from bangfu.core.refusal import Refusal


class DatabaseOutOfDate(Refusal):
    """The database lacks migrations of this version."""

    def __init__(self, count: int) -> None:
        super().__init__(
            zh=f"数据库还差 {count} 步升级：请先备份，再运行 bangfu migrate。",
            en=f"The database lacks {count} migrations: make a backup, then run bangfu migrate.",
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help="只检查，不改动；需要升级时退出码为 1")


def run(arguments: argparse.Namespace) -> int:
    """Bring every table up to date; with ``--check`` only say whether that is needed."""
    set_up_django()
    if arguments.check:
        needed = pending()
        print(*needed or ["数据库已是当前版本。"], sep="\n")
        return 1 if needed else 0
    steps = migrate()
    print(f"数据库已升级（{steps} 步）。" if steps else "数据库已是当前版本。")
    if areas := first_areas():
        print(f"已采用行政区划表（{areas} 个区划）。")
    return 0


def first_areas() -> int:
    """Adopt the shipped areas where there are none yet; how many. Needs Django set up.

    Later tables are adopted by an office when it chooses: ``bangfu manage adopt_areas``.
    """
    from django.utils import timezone

    from bangfu.apps.registry.actions import adopt_areas
    from bangfu.apps.registry.models import Area
    from bangfu.core.standards import area_table

    if Area.objects.exists():
        return 0
    return adopt_areas(rows=area_table.read(), on=timezone.localdate(), by=None).opened


def pending() -> list[str]:
    """The migrations that the database still lacks, as ``app.name``. Needs Django set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_up_to_date() -> None:
    """Raise ``DatabaseOutOfDate`` where a migration is missing. Needs Django set up."""
    if missing := pending():
        raise DatabaseOutOfDate(len(missing))


def migrate() -> int:
    """Apply what is pending, with a bar; how many migrations there were. Needs Django set up."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command

    needed = len(pending())
    if not needed:
        return 0
    with bar("升级数据库") as step:
        step.expect(needed)

        class Migrate(Command):
            def migration_progress_callback(
                self, action: str, migration: object = None, fake: bool = False
            ) -> None:
                if action == "apply_success":
                    step.advance()

        call_command(Migrate(), interactive=False, verbosity=0)
    return needed
