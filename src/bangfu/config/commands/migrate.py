"""把数据库升级到当前版本

An empty database is created; one that is up to date stays as it is.
"""

import argparse

from bangfu.config.command import set_up_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help="只检查，不改动；需要升级时退出码为 1")


def run(arguments: argparse.Namespace) -> int:
    """Bring every table up to date; with ``--check`` only say whether that is needed."""
    set_up_django()
    from django.core.management import call_command

    if not arguments.check:
        call_command("migrate", interactive=False, verbosity=0)
        print("数据库已是当前版本。")
        return 0
    needed = pending()
    for name in needed:
        print(name)
    return 1 if needed else 0


def pending() -> list[str]:
    """The migrations that the database still lacks, as ``app.name``. Needs Django set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
