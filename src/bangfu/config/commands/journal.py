"""核对日志链是否完整，与库外锚点是否相符"""

import argparse

from bangfu.config.command import set_up_django
from bangfu.config.commands.migrate import require_up_to_date


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "what",
        choices=["verify", "anchor"],
        help="verify：逐条核对摘要、链接和锚点；anchor：立即在库外记下当前末条摘要",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 where the whole chain holds; else name every place that does not, exit 1."""
    set_up_django()
    from django.utils import timezone

    from bangfu.apps.journal import anchors
    from bangfu.apps.journal.proof import proven

    require_up_to_date()
    if arguments.what == "anchor":
        number = anchors.anchor_now(at=timezone.now())
        print(f"已在库外记下：第{number}条。", *anchors.paths(), sep="\n")
        return 0
    proof = proven()
    for zh, en in proof.notes:
        print(zh, en, sep="\n")
    for found in proof.breaks:
        print(found.zh, found.en, sep="\n")
    if proof.breaks:
        return 1
    print(f"日志完整：共{proof.entries}条，摘要逐条相符。")
    print(f"锚点{proof.anchors}个，全部相符。" if proof.anchors else "还没有锚点可以核对。")
    return 0
