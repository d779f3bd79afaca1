"""复核双随机抽查记录：名单、承诺、种子、公共数和结果是否相符

Shares no code with the drawing. Each thing altered is one line on standard output.
"""

import argparse
from pathlib import Path
from typing import Any

from bangfu.config.command import language
from bangfu.core.draws.verifying import read, verify
from bangfu.core.refusal import Refusal

LARGEST_BYTES = 20_000_000


class NotARecord(Refusal):
    """The file cannot be read as a record."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["verify"], help="verify：逐项复核")
    parser.add_argument("record", type=Path, metavar="FILE", help="抽查记录文件（JSON）")
    parser.add_argument(
        "--commitment", default="", metavar="HEX", help="抽取前公布的承诺：确认就是当时那一次"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 where the record is what was drawn; else 1, each fault in words.

    Raises ``NotARecord`` where the file cannot be read.
    """
    record = _read(arguments.record)
    faults = verify(record, published=arguments.commitment)
    for fault in faults:
        print(fault.in_language(language()))
    if faults:
        return 1
    title, count = record["list"]["title"], len(record["result"])
    words = {
        "zh": f"“{title}”复核通过：抽中{count}个，名单、承诺、种子、公共数和结果逐项相符。",
        "en": f"“{title}” holds: {count} drawn; list, commitment, seed, value and result agree.",
    }
    print(words["en" if language().startswith("en") else "zh"])
    if not arguments.commitment:
        print(f"承诺 {record['commitment']}")
    return 0


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        return read(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise NotARecord(
            zh=f"文件不能读取：{path}（{failure.strerror}）。",
            en=f"The file cannot be read: {path} ({failure.strerror}).",
        ) from None
    except ValueError:
        raise NotARecord(
            zh=f"{path.name} 不是抽查记录文件（JSON），请重新下载。",
            en=f"{path.name} is no record of a draw; download it again.",
        ) from None
