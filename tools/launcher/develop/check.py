"""检查风格、格式、类型和依赖方向"""

import argparse
import subprocess
import sys

from launcher import environment, programs
from launcher.bar import Step
from launcher.places import PYTHON, ROOT

PIECES = {
    "style": ("风格", ["ruff", "check"]),
    "format": ("格式", ["ruff", "format", "--check"]),
    "types": ("类型", ["mypy"]),
    "imports": ("依赖方向", ["importlinter"]),
}
MENDED = {"style": ["--fix"], "format": []}
START_IMPORT_LINTER = "from importlinter.cli import lint_imports_command as check; check()"


def run(given: list[str]) -> int:
    """Run each piece, or the named ones; exit 1 where one found something."""
    parser = argparse.ArgumentParser(prog="bangfu check", description=__doc__)
    parser.add_argument("pieces", nargs="*", choices=[[], *PIECES], help="只做这几项")
    parser.add_argument("--fix", action="store_true", help="能自动改的就改（style、format）")
    arguments = parser.parse_args(given)
    environment.ready("develop")
    chosen = arguments.pieces or list(PIECES)
    # All of them, also after one has failed: who mends wants to see everything at once.
    passed = [_passes(name, fix=arguments.fix) for name in chosen]
    return 0 if all(passed) else 1


def _passes(name: str, *, fix: bool) -> bool:
    title, command = PIECES[name]
    if fix and name in MENDED:
        command = [part for part in command if part != "--check"] + MENDED[name]
    module = ["-m", *command]
    if command == ["importlinter"]:
        module = ["-c", START_IMPORT_LINTER]
    with Step(title) as step:
        done = subprocess.run(
            [PYTHON, *module],
            cwd=ROOT,
            env=programs.surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        step.failed = done.returncode != 0
    if done.returncode:
        print(f"{title}有问题：", done.stdout, sep="\n", file=sys.stdout, flush=True)
    return done.returncode == 0
