"""重算已公布的考核：考核表、取数、评分和结果是否逐位相符

Scores a published round again, from the database by its number or from a file that was handed out.
"""

import argparse
import zlib
from pathlib import Path

from bangfu.config.command import language, set_up_django
from bangfu.core.appraisal import Frozen, replay, unpacked
from bangfu.core.refusal import Refusal

LARGEST_BYTES = 200_000_000
MOST_DIGITS = 18


class NoSuchRound(Refusal):
    """No published round has this number, and no file this name."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["replay"], help="replay：重新计算并逐项比对")
    parser.add_argument("round", metavar="ROUND", help="考核编号，或导出的封存文件")


def run(arguments: argparse.Namespace) -> int:
    """0 where every bit agrees; else 1, each difference in words.

    Raises ``NoSuchRound``, ``NotAFrozenRound``, or what scoring refuses.
    """
    english = language().startswith("en")
    title, frozen = _found(arguments.round)
    found = replay(frozen)
    if not found.digest_holds:
        words = ("digest: not {0}, but {1}", "摘要不符：封存时{0}，现为{1}")
        print(words[0 if english else 1].format(frozen.digest, found.digest))
    for each in found.differences:
        words = ("{0}: frozen {1}, replayed {2}", "{0}：封存{1}，重算{2}")
        print(words[0 if english else 1].format(each.place, each.frozen, each.replayed))
    if not found.identical:
        return 1
    agreed = (
        "“{0}”: every figure, point, grade and star agrees. sha256 {1}",
        "“{0}”重算相符：取数、评分、等次和星级逐位一致。摘要 {1}",
    )
    print(agreed[0 if english else 1].format(title, found.digest))
    return 0


def _found(named: str) -> tuple[str, Frozen]:
    if named.isdecimal():
        return _kept(named)
    path = Path(named)
    try:
        if path.stat().st_size <= LARGEST_BYTES:
            return path.name, unpacked(path.read_bytes())
    except OSError:
        pass
    raise _no_such(named)


def _kept(number: str) -> tuple[str, Frozen]:
    set_up_django()
    from bangfu.apps.appraisal.models import FrozenRound

    rows = FrozenRound.objects.select_related("round")
    row = rows.filter(round=int(number)).first() if len(number) <= MOST_DIGITS else None
    if row is None:
        raise _no_such(number)
    return str(row.round), Frozen(zlib.decompress(bytes(row.content)), row.digest)


def _no_such(named: str) -> NoSuchRound:
    return NoSuchRound(
        zh=f"没有编号为“{named[:40]}”的已公布考核，也没有这个文件，请核对。",
        en=f'No published round is numbered "{named[:40]}", and no file has this name.',
    )
