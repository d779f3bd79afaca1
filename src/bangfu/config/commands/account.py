"""建立账号并授权，供首次安装使用

The first administrators have nobody who could open their accounts on a page. Later accounts are
opened and granted there, by two different people.
"""

import argparse
import getpass
import sys

from bangfu.config.command import set_up_django
from bangfu.config.commands.migrate import require_up_to_date


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("username", help="登录名，例如 zhang.wei")
    parser.add_argument("--name", required=True, help="姓名")
    parser.add_argument("--role", help="角色代码，例如 system_administrator；不填则只建账号")
    parser.add_argument("--area", default="", help="按行政区划授权时的区划代码或名称，例如 3705")
    parser.add_argument("--whole-country", action="store_true", help="按行政区划授权，范围为全国")
    parser.add_argument("--institution", default="", help="按机构授权时的机构代码或名称")


def run(arguments: argparse.Namespace) -> int:
    """Open the account and give the role, both or neither; the password is asked for."""
    set_up_django()
    from django.db import transaction
    from django.utils import timezone

    from bangfu.apps.accounts.actions import give_grant, open_account
    from bangfu.apps.accounts.places import places
    from bangfu.apps.accounts.roles import title_of

    require_up_to_date()
    password = _password()
    with transaction.atomic():
        account = open_account(
            username=arguments.username, name=arguments.name, password=password, by=None
        )
        if arguments.role:
            area = places().area(arguments.area) if arguments.area else None
            institution = (
                places().institution(arguments.institution) if arguments.institution else None
            )
            place = area or institution
            give_grant(
                user=account,
                role=arguments.role,
                area_prefix=area.code if area else "",
                institution_code=institution.code if institution else "",
                place_name=place.name if place else "",
                whole_country=arguments.whole_country,
                by=None,
                on=timezone.localdate(),
            )
    granted = f"，角色：{title_of(arguments.role)}" if arguments.role else "，尚无权限"
    print(f"账号 {account.username} 已建立{granted}。")
    return 0


def _password() -> str:
    """Typed twice unseen at a terminal; else the first line of standard input, for scripts."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        typed = getpass.getpass("密码：")
        if typed == getpass.getpass("再输入一次："):
            return typed
        print("两次输入不一致，请重新输入。", file=sys.stderr)
