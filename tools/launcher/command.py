"""What ``./bangfu`` understands: the package's commands, and those for working on a clone."""

import ast
import os
import sys
from importlib import import_module
from pathlib import Path

from bangfu.config import command as package
from bangfu.core.refusal import Refusal
from launcher import environment, programs

DEVELOP = ("check", "test", "bench", "build", "lock")
"""Commands that only a clone has, each a module of ``launcher.develop``."""


def main(given: list[str]) -> int:
    """List the commands, or set up what one needs and start it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return _dispatch(given)
    except Refusal as refusal:
        print(refusal, refusal.en, sep="\n", file=sys.stderr)
        return package.REFUSED
    except KeyboardInterrupt:
        print("\n已中断；下次运行会接着做完。", file=sys.stderr)
        return package.INTERRUPTED


def _dispatch(given: list[str]) -> int:
    """The exit code of what the launcher does itself; the package's commands take its place."""
    commands = package.descriptions()
    name = given[0] if given else "help"
    if name in {"help", "-h", "--help"}:
        print(_welcome(commands))
        return 0
    if name in DEVELOP:
        return int(import_module(f"launcher.develop.{name}").run(given[1:]))
    if name not in commands and not name.startswith("-"):
        raise package.UnknownCommand(name, [*commands, *DEVELOP])
    python = environment.ready(environment.set_for("runtime"))
    sys.stdout.flush()
    command = [str(python), "-m", "bangfu.config.command", *given]
    return os.execve(python, command, programs.surroundings())


def _welcome(commands: dict[str, str]) -> str:
    folder = Path(__file__).parent / "develop"
    develop = {}
    for name in DEVELOP:
        text = ast.get_docstring(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8")))
        develop[name] = (text or "").partition("\n")[0]
    return "\n\n".join(
        (
            "帮扶 Bangfu：对口支援，从通知到通报。用法：./bangfu 命令 [参数]",
            package.listing({"使用": commands, "开发": develop}),
            "第一次运行会自动准备好所需的一切；每个命令加 --help 可看到它的参数。",
        )
    )
