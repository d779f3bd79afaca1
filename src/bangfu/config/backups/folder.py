"""Which files of the data folder a backup keeps: all but what is made again or is not ours."""

import os
from collections.abc import Iterator
from pathlib import Path

STAGING = ".restoring"
"""A restore that was cut off leaves this folder in the data folder; the next one removes it."""
DATABASE = "bangfu.sqlite3"
_LEFT_OUT = {"static", "backups", STAGING}


def files_to_keep(data: Path, *, leave_out: Path | None = None) -> Iterator[str]:
    """Paths below the data folder, in their order, with slashes.

    Left out are the embedded database (its rows are in the tables), gathered page assets, the
    folder ``backups``, and what is hidden: contents not yet whole begin with a dot.
    """
    kept_out = {leave_out.absolute()} if leave_out else set()
    for folder, below, names in os.walk(data, followlinks=True):
        here = Path(folder)
        if here == data:
            below[:] = [each for each in below if each not in _LEFT_OUT]
            names = [each for each in names if not each.startswith(DATABASE)]
        below[:] = sorted(each for each in below if not each.startswith("."))
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or path.absolute() in kept_out or not path.is_file():
                continue
            yield path.relative_to(data).as_posix()
