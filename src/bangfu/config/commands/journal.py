"""核对日志链是否完整"""

import argparse

from bangfu.config.command import set_up_django
from bangfu.config.commands.migrate import require_up_to_date


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["verify"], help="verify：逐条核对摘要与链接")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 where the whole chain holds; else name the first entry that does not, exit 1."""
    set_up_django()
    from bangfu.apps.journal.models import Entry
    from bangfu.apps.journal.queries import first_break

    require_up_to_date()
    if found := first_break():
        print(found.zh)
        print(found.en)
        return 1
    print(f"日志完整：共{Entry.objects.count()}条，摘要逐条相符。")
    return 0
