"""用演示数据打开网站，第一次运行时建立数据

The first run in a folder builds the data in one transaction, so that one that was broken off leaves
nothing half done; the next run finds it ready.
"""

import argparse
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bangfu.config.command import set_up_django
from bangfu.config.commands import serve
from bangfu.config.demonstration import folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--no-serve", action="store_true", help="只建立数据，不打开网站")
    parser.add_argument("--data", metavar="目录", help=f"数据目录，默认 {folder.DEFAULT}")
    parser.add_argument(
        "--port", type=serve.port_number, default=serve.PORT, help=f"端口，默认 {serve.PORT}"
    )
    parser.add_argument("--reset", action="store_true", help="清除目录中的演示数据后重建")
    parser.add_argument(
        "--scale",
        choices=["province"],
        help="province：另加一个省的规模（1500家机构、2万人、1万人次派驻），供测量",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build what is not there yet, then serve it."""
    place = folder.chosen(arguments.data)
    if not arguments.no_serve:
        serve.require_free(serve.ADDRESS, arguments.port)
    folder.prepare(place, reset=arguments.reset)
    os.environ["BANGFU_DATA"] = str(place)
    set_up_django()
    from bangfu.config.demonstration import database

    database.ready(whole_province=arguments.scale == "province")
    if arguments.no_serve:
        print(f"演示数据已建立：{_short(place)}")
        _show_sign_ins()
        return 0
    return serve.serve(port=arguments.port, announce=_welcome)


def _welcome(address: str) -> None:
    print(f"\n帮扶演示已打开：{address}（按 Ctrl-C 停止）", flush=True)
    _show_sign_ins()


def _show_sign_ins() -> None:
    """One sign-in per role, aligned; the password is the same for all."""
    from bangfu.config.demonstration import database, signins

    console = Console(highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="")
    shown.add_column("登录名")
    shown.add_column("角色")
    shown.add_column("可以看到")
    for username, role, sees in database.sign_in_rows():
        shown.add_row(username, role, sees)
    console.print(f"以下账号只供演示，密码都是 {signins.PASSWORD}")
    console.print(shown)


def _short(place: Path) -> str:
    """The folder as one would type it from here."""
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)
