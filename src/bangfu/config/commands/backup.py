"""备份全部数据和文件到一个加密文件

While the product runs. The file is read back and checked before it is called a backup.
"""

import argparse
import getpass
import sys
from pathlib import Path

from bangfu.config.command import set_up_django
from bangfu.config.commands.migrate import require_up_to_date
from bangfu.config.progress import bar
from bangfu.core.archives import Passphrase
from bangfu.core.refusal import Refusal


class NoPassphrase(Refusal):
    """Nobody said how the backup is sealed."""

    def __init__(self) -> None:
        super().__init__(
            zh="备份必须加密：请用 --passphrase-file 指定口令文件，或用 --recipient 指定公钥"
            "（bangfu backup --new-key 文件 可生成）。",
            en="A backup is always sealed: name a file with --passphrase-file, or a public key "
            "with --recipient (bangfu backup --new-key FILE makes one).",
        )


class PassphraseFileNotReadable(Refusal):
    """The passphrase's file cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(zh=f"口令文件 {path} 读不出。", en=f"{path} cannot be read.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, nargs="?", help="备份文件，例如 /backup/bangfu-20250317")
    parser.add_argument("--passphrase-file", type=Path, help="口令所在的文件（第一行）")
    parser.add_argument("--recipient", action="append", default=[], help="age 公钥，可以写多个")
    parser.add_argument("--new-key", type=Path, metavar="KEYFILE", help="生成一对密钥，不备份")
    parser.add_argument("--check", action="store_true", help="只核对已有的备份，需要口令或 --key")
    parser.add_argument("--key", type=Path, help="核对时用的私钥文件")


def run(arguments: argparse.Namespace) -> int:
    """Make or check a backup; 1 where a record's file was missing, everything else is in it."""
    from bangfu.core.archives import key_from, lock_from, new_key

    if arguments.new_key:
        print(f"公钥：{new_key(arguments.new_key)}")
        print(f"私钥已写入 {arguments.new_key}：请移到别处妥善保管，没有它备份打不开。")
        return 0
    if arguments.file is None:
        raise NoFile
    if arguments.check:
        words = None if arguments.key else passphrase(arguments.passphrase_file, twice=False)
        return _check(arguments.file, key_from(key_file=arguments.key, passphrase=words))
    words = None if arguments.recipient else passphrase(arguments.passphrase_file, twice=True)
    return _make(arguments.file, lock_from(recipients=arguments.recipient, passphrase=words))


class NoFile(Refusal):
    """The name of the backup's file was left out."""

    def __init__(self) -> None:
        super().__init__(zh="请写明备份文件的名称。", en="Name the backup's file.")


def _make(path: Path, lock: object) -> int:
    set_up_django()
    from django.utils import timezone

    from bangfu.config.backups import making

    require_up_to_date()
    with bar("备份") as step:
        made = making.make(
            path,
            lock,  # type: ignore[arg-type]
            at=timezone.now(),
            said=lambda _table, _rows: step.advance(),
        )
    making.record(made)
    print(
        f"已备份到 {made.path}（{made.size / 1e6:.1f} MB，已读回核对）："
        f"{made.tables}张表{made.rows}行，{made.files}个文件，日志{made.journal_entries}条。"
    )
    if made.lacking:
        print(
            f"注意：{len(made.lacking)}个佐证文件在备份前已缺失或已变，"
            "运行 bangfu manage check_evidence 可逐个查看。",
            file=sys.stderr,
        )
        return 1
    return 0


def _check(path: Path, key: object) -> int:
    set_up_django()
    from bangfu.config.backups import making

    head, manifest = making.check(path, key)  # type: ignore[arg-type]
    rows = sum(table.rows for table in manifest.tables.values())
    print(
        f"备份完好：版本 {head.product}，{len(manifest.tables)}张表{rows}行，"
        f"{len(manifest.files)}个文件，日志{manifest.journal_entries}条。"
    )
    return 0


def passphrase(file: Path | None, *, twice: bool) -> Passphrase:
    """From a file, else typed at a terminal; raises ``NoPassphrase`` where there is neither."""
    if file is not None:
        try:
            return Passphrase(file.read_text(encoding="utf-8").partition("\n")[0].strip("\r"))
        except (OSError, UnicodeDecodeError):
            raise PassphraseFileNotReadable(file) from None
    if not sys.stdin.isatty():
        raise NoPassphrase
    while True:
        typed = getpass.getpass("备份口令：")
        if not twice or typed == getpass.getpass("再输入一次："):
            return Passphrase(typed)
        print("两次输入不一致，请重新输入。", file=sys.stderr)
