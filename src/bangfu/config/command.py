"""The command line: ``bangfu NAME …`` finds the module of that name and lets it work.

A command is a module in ``bangfu.config.commands``. The first line of its docstring describes it to
the user; ``configure(parser)`` declares its arguments and ``run(arguments)`` does the work and
returns the exit code. This module needs only the standard library, so that the launcher of a fresh
clone can list the commands before anything is installed.
"""

import argparse
import ast
import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from typing import Protocol, cast

from bangfu import __version__
from bangfu.core.refusal import Refusal

PACKAGE = "bangfu.config.commands"
SETTINGS = "bangfu.config.settings"
NAMES = (
    "demo",
    "serve",
    "read",
    "plan",
    "verify",
    "compare",
    "draw",
    "appraisal",
    "tables",
    "journal",
    "account",
    "backup",
    "restore",
    "move",
    "migrate",
    "manage",
)
"""The order in which the commands are listed; a name without its module is not offered."""

REFUSED = 2
INTERRUPTED = 130


class Command(Protocol):
    """What a command's module offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work; the exit code."""


class UnknownCommand(Refusal):
    """No command has that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(name, known, n=1)
        super().__init__(
            zh=f"没有“{name}”这个命令"
            + (f"；是不是“{near[0]}”？" if near else "；不带参数运行可以看到全部命令。"),
            en=f"There is no command “{name}”"
            + (f"; did you mean “{near[0]}”?" if near else "; run without arguments to list all."),
        )


class DataFolderNotUsable(Refusal):
    """The folder of the installation's data cannot be made, read or written."""

    def __init__(self, failure: OSError) -> None:
        place, reason = failure.filename or os.environ.get("BANGFU_DATA", "var"), failure.strerror
        super().__init__(
            zh=f"数据目录不能使用：{place}（{reason}）。请检查 BANGFU_DATA 和目录的权限。",
            en=f"The data folder cannot be used: {place} ({reason}). "
            "Check BANGFU_DATA and the folder's permissions.",
        )


class DatabaseNotUsable(Refusal):
    """The database that is configured cannot be used."""

    def __init__(self, failure: Exception) -> None:
        said = (str(failure).strip().splitlines() or [type(failure).__name__])[0]
        reason = said.partition(". ")[0].rstrip(".")
        super().__init__(
            zh=f"数据库不能使用：{reason}。请检查 BANGFU_DATABASE_URL，并确认数据库已启动。",
            en=f"The database cannot be used: {reason}. "
            "Check BANGFU_DATABASE_URL and that the database runs.",
        )


def set_up_django() -> None:
    """Make models, settings and the database usable; commands that need none never pay for it.

    Raises ``DataFolderNotUsable``, ``DatabaseNotUsable``.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from dj_database_url import ParseError, UnknownSchemeError
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, connection

    try:
        django.setup()
        connection.ensure_connection()
    except (OperationalError, ImproperlyConfigured, ParseError, UnknownSchemeError) as failure:
        raise DatabaseNotUsable(failure) from None
    except OSError as failure:
        raise DataFolderNotUsable(failure) from None


def language() -> str:
    """The language of sentences on the command line: Chinese unless ``BANGFU_LANGUAGE=en``."""
    return os.environ.get("BANGFU_LANGUAGE", "zh-hans")


def descriptions() -> dict[str, str]:
    """Each command's name with its description, read from the sources without importing them."""
    folder = files(PACKAGE)
    found = {}
    for name in NAMES:
        source = folder / f"{name}.py"
        if source.is_file():
            text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
            found[name] = text.partition("\n")[0]
    return found


def listing(groups: dict[str, dict[str, str]]) -> str:
    """Groups of commands as the text that is shown when no command is named.

    >>> print(listing({"使用": {"serve": "打开网站"}}))
    使用
      serve     打开网站
    """
    lines: list[str] = []
    for title, commands in groups.items():
        lines += ["", title] if lines else [title]
        lines += [f"  {name:<9} {text}" for name, text in commands.items()]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; a refusal is one sentence and exit code 2."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(given)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        print(refusal.in_language(language()), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; Python must not complain on flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(given: list[str]) -> int:
    known = descriptions()
    if not given or given[0] in {"-h", "--help", "help"}:
        print(listing({f"帮扶 bangfu {__version__}": known}))
        return 0
    if given[0] in {"-V", "--version"}:
        print(__version__)
        return 0
    name, *rest = given
    if name not in known:
        raise UnknownCommand(name, list(known))
    command = cast("Command", import_module(f"{PACKAGE}.{name}"))
    parser = argparse.ArgumentParser(prog=f"bangfu {name}", description=known[name])
    command.configure(parser)
    return command.run(parser.parse_args(rest))


if __name__ == "__main__":
    raise SystemExit(main())
