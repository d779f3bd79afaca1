"""按 pyproject.toml 重新锁定依赖

Each set is written with names, versions and checksums only: where packages come from is the
machine's business and never stands in the repository.
"""

import argparse
import os
import subprocess

from launcher import environment, installer, pip_settings
from launcher.bar import Step
from launcher.places import REQUIREMENTS, ROOT

SETS: dict[str, list[str]] = {
    "runtime": ["pyproject.toml"],
    "server": ["pyproject.toml", "--extra", "postgresql", "-c", "requirements/runtime.txt"],
    "develop": [
        *("pyproject.toml", "--extra", "postgresql", "-c", "requirements/server.txt"),
        *("--group", "test", "--group", "check", "--group", "build"),
    ],
    "installer": ["--group", "pyproject.toml:installer"],
}


def run(given: list[str]) -> int:
    """Write ``requirements/*.txt``; versions stay unless ``--upgrade`` asks for newer ones."""
    parser = argparse.ArgumentParser(prog="bangfu lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="取各依赖的最新版本")
    arguments = parser.parse_args(given)
    own = environment.surroundings()
    own |= pip_settings.read(os.environ).for_installer(own)
    for name, source in SETS.items():
        target = REQUIREMENTS / f"{name}.txt"
        command = [str(installer.program()), "pip", "compile", *source, "--universal"]
        command += ["--generate-hashes", "--python-version", "3.11", "--no-emit-index-url"]
        command += ["--no-header", "--quiet", "-o", str(target)]
        with Step(target.name):
            subprocess.run(
                [*command, *(["--upgrade"] if arguments.upgrade else [])],
                cwd=ROOT,
                env=own,
                check=True,
                stdout=subprocess.DEVNULL,
            )
    return 0
