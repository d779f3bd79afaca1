"""把问题文件存成Excel能打开的表格，或把表格存成问题文件

From a JSON file to a folder of CSV tables, or from such a folder to a JSON file.
"""

import argparse
from pathlib import Path

import msgspec

from bangfu.core.planner.exchange import read_tables, write_tables
from bangfu.core.planner.files import read_problem, refuse_unwritable, write_text
from bangfu.core.refusal import Refusal


class FileInTheWay(Refusal):
    """Something stands where the problem file would be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            zh=f"{path}：已经存在，为免覆盖请换一个位置。",
            en=f"{path}: exists already; choose another place, lest it is overwritten.",
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("source", type=Path, metavar="PROBLEM", help="问题文件，或表格所在的文件夹")
    parser.add_argument("target", type=Path, metavar="TARGET", help="相反的另一种：文件夹，或文件")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="表格的语言，默认zh")


def run(arguments: argparse.Namespace) -> int:
    """Convert, whichever way; 0, or a refusal that names what is wrong and where."""
    source, target = arguments.source, arguments.target
    if not source.is_dir():
        problem = read_problem(source)
        write_tables(problem, target, language=arguments.lang)
        tables = len(list(target.glob("*.csv")))
        print(
            f"{target}：已写成{tables}张表格，共{len(problem.posts)}个岗位、{len(problem.people)}人。"
        )
        return 0
    problem = read_tables(source)
    if target.exists():
        raise FileInTheWay(target)
    refuse_unwritable(target)
    text = msgspec.json.format(msgspec.json.encode(problem), indent=2).decode()
    write_text(target, f"{text}\n")
    print(f"{target}：已写成问题文件，共{len(problem.posts)}个岗位、{len(problem.people)}人。")
    return 0
