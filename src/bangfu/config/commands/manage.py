"""Django 管理命令，供运维和开发使用

Everything after ``manage`` goes to Django as it stands: ``bangfu manage shell``.
"""

import argparse
import os

from bangfu.config.command import SETTINGS


def configure(parser: argparse.ArgumentParser) -> None:
    """Take everything: the arguments are Django's own."""
    parser.add_help = False
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")


def run(arguments: argparse.Namespace) -> int:
    """Hand over to Django, whose commands say themselves what is wrong with their arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bangfu manage", *arguments.rest])
    return 0
