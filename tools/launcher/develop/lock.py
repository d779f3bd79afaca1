"""按 pyproject.toml 重新锁定依赖

Each set is written with names, versions and checksums only: where packages come from is the
machine's business and never stands in the repository.
"""

import argparse

from launcher import installer
from launcher.bar import Step
from launcher.places import REQUIREMENTS
from launcher.programs import follow

SETS: dict[str, list[str]] = {
    "runtime": ["pyproject.toml"],
    "server": ["pyproject.toml", "--extra", "postgresql", "-c", "requirements/runtime.txt"],
    "spark": ["pyproject.toml", "--extra", "spark", "-c", "requirements/runtime.txt"],
    "develop": [
        *("pyproject.toml", "--extra", "postgresql", "-c", "requirements/server.txt"),
        *("--group", "test", "--group", "check", "--group", "build"),
    ],
    "peers": ["--group", "pyproject.toml:peers", "-c", "requirements/develop.txt"],
    "installer": ["--group", "pyproject.toml:installer"],
    "node": ["--group", "pyproject.toml:node"],
}


def run(given: list[str]) -> int:
    """Write ``requirements/*.txt``; versions stay unless ``--upgrade`` asks for newer ones."""
    parser = argparse.ArgumentParser(prog="bangfu lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="取各依赖的最新版本")
    arguments = parser.parse_args(given)
    for name, source in SETS.items():
        target = REQUIREMENTS / f"{name}.txt"
        command = [str(installer.program()), "pip", "compile", *source, "--universal"]
        command += ["--generate-hashes", "--python-version", "3.11", "--no-emit-index-url"]
        command += ["--no-header", "--quiet", "-o", str(target)]
        with Step(target.name):
            follow(target.name, [*command, *(["--upgrade"] if arguments.upgrade else [])])
    return 0
