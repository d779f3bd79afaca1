"""在空的系统上恢复备份

Into an empty data folder and database, embedded or a server's, whichever the backup came from.
"""

import argparse
from pathlib import Path

from bangfu.config.command import set_up_django
from bangfu.config.commands.backup import passphrase
from bangfu.config.commands.migrate import migrate, pending


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--passphrase-file", type=Path, help="口令所在的文件（第一行）")
    parser.add_argument("--key", type=Path, help="私钥文件，备份时用 --recipient 的")


def run(arguments: argparse.Namespace) -> int:
    """Restore all of it or nothing; an older backup is then upgraded like any database."""
    from bangfu.core.archives import key_from

    words = None if arguments.key else passphrase(arguments.passphrase_file, twice=False)
    key = key_from(key_file=arguments.key, passphrase=words)
    set_up_django()
    from bangfu.config.backups import restoring

    restored = restoring.restore(arguments.file, key)
    steps = migrate() if pending() else 0
    restoring.record(restored, arguments.file.name)
    rows = sum(table.rows for table in restored.manifest.tables.values())
    print(
        f"已恢复：{len(restored.manifest.tables)}张表{rows}行，"
        f"{len(restored.manifest.files)}个文件，日志{restored.manifest.journal_entries}条，"
        "逐表核对相符。" + (f"数据库随后升级了{steps}步。" if steps else "")
    )
    return 0
