"""检查风格、格式、类型、依赖方向和中英文对照"""

import argparse
import subprocess
from dataclasses import dataclass

from launcher import environment, programs
from launcher.bar import Step
from launcher.places import PYTHON, ROOT


@dataclass(frozen=True, slots=True)
class Piece:
    """One check: its title and the arguments for the environment's Python."""

    title: str
    command: tuple[str, ...]
    mend: tuple[str, ...] = ()
    """What to run instead to mend what can be mended; empty where nothing can."""


IMPORT_LINTER = "from importlinter.cli import lint_imports_command as check; check()"
PIECES = {
    "style": Piece("风格", ("-m", "ruff", "check"), ("-m", "ruff", "check", "--fix")),
    "format": Piece("格式", ("-m", "ruff", "format", "--check"), ("-m", "ruff", "format")),
    "types": Piece("类型", ("-m", "mypy")),
    "imports": Piece("依赖方向", ("-c", IMPORT_LINTER)),
    "texts": Piece("中英文对照", ("tools/messages.py", "check")),
}


def run(given: list[str]) -> int:
    """Run each piece, or the named ones; exit 1 where one found something."""
    parser = argparse.ArgumentParser(prog="bangfu check", description=__doc__)
    parser.add_argument("pieces", nargs="*", metavar="项目", help="只做这几项：" + " ".join(PIECES))
    parser.add_argument("--fix", action="store_true", help="能自动改的就改（style、format）")
    arguments = parser.parse_args(given)
    if strange := set(arguments.pieces) - PIECES.keys():
        parser.error(f"没有这一项：{' '.join(sorted(strange))}；可选：{' '.join(PIECES)}")
    environment.ready("develop")
    chosen = arguments.pieces or list(PIECES)
    # All of them, also after one has failed: who mends wants to see everything at once.
    passed = [passes(PIECES[name], fix=arguments.fix) for name in chosen]
    return 0 if all(passed) else 1


def passes(piece: Piece, *, fix: bool) -> bool:
    """Run one piece; what it says is shown only if it found something."""
    command = piece.mend if fix and piece.mend else piece.command
    with Step(piece.title) as step:
        done = subprocess.run(
            [str(PYTHON), *command],
            cwd=ROOT,
            env=programs.surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        step.failed = done.returncode != 0
    if done.returncode:
        print(f"{piece.title}有问题：", done.stdout, sep="\n", flush=True)
    return done.returncode == 0
