"""The folder that a demonstration lives in, told from every other folder by a mark.

Standard library only: the folder is chosen before Django reads its settings.
"""

import os
import shutil
from pathlib import Path

from bangfu.core.refusal import Refusal

MARK = "demonstration"
"""A file that only a demonstration's folder has; its text is for whoever finds it."""
_TEXT = "本目录由 bangfu demo 建立，只含演示数据，可以用 bangfu demo --reset 重建。\n"

DEFAULT = Path("var") / "demonstration"

_MADE = ("bangfu.sqlite3", "bangfu.sqlite3-wal", "bangfu.sqlite3-shm", "bangfu.sqlite3-journal")
_ANCHORS = "journal-anchors.log"
_MADE_FOLDERS = ("static", "files")


class FolderOfSomethingElse(Refusal):
    """The folder holds files, and none that says it is a demonstration's."""


class FolderNotUsable(Refusal):
    """The folder cannot be made or written."""


class NothingToReset(Refusal):
    """The data stands in a database server, where a folder's files mean nothing."""


def chosen(asked: str | None) -> Path:
    """The folder asked for, else the one the environment names, else ``var/demonstration``."""
    return Path(asked or os.environ.get("BANGFU_DATA") or DEFAULT).absolute()


def prepare(folder: Path, *, reset: bool) -> None:
    """Make the folder a demonstration's; with ``reset`` empty it of what a demonstration made.

    Raises ``FolderOfSomethingElse`` for a folder with other contents, ``NothingToReset`` for
    data in a database server, ``FolderNotUsable`` where the folder cannot be written.
    """
    if reset and os.environ.get("BANGFU_DATABASE_URL"):
        raise NothingToReset(
            zh="--reset 只能重建内置数据库；现由 BANGFU_DATABASE_URL 指定了另一个数据库，"
            "请先取消该设置。",
            en="--reset rebuilds the embedded database only; unset BANGFU_DATABASE_URL first.",
        )
    try:
        _refuse_others(folder, reset=reset)
        folder.mkdir(parents=True, exist_ok=True)
        if reset:
            _clear(folder)
        (folder / MARK).write_text(_TEXT, encoding="utf-8")
    except OSError as failure:
        raise FolderNotUsable(
            zh=f"目录“{folder}”不能使用：{failure.strerror}。请用 --data 换一个可以写入的目录。",
            en=f"The folder {folder} cannot be used: {failure.strerror}. "
            "Choose another with --data.",
        ) from failure


def _refuse_others(folder: Path, *, reset: bool) -> None:
    """A folder without the mark must be empty, or a new data folder that nothing was put in."""
    if not folder.exists() or (folder / MARK).exists():
        return
    found = {path.name for path in folder.iterdir()}
    if found and (reset or found - {"secret_key", "static"}):
        raise FolderOfSomethingElse(
            zh=f"目录“{folder}”不是演示数据目录，为免损坏其中的文件，没有做任何改动；"
            "请用 --data 指定一个空目录。",
            en=f"The folder {folder} is not a demonstration's and was left alone; "
            "name an empty folder with --data.",
        )


def _clear(folder: Path) -> None:
    """Remove what a demonstration makes, by name; anything else in the folder stays."""
    for name in (*_MADE, _ANCHORS, "secret_key"):
        (folder / name).unlink(missing_ok=True)
    for name in _MADE_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
