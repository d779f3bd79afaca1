"""Starts other programs for a step of setting up: quietly, but with all they say kept in a log."""

import os
import re
import subprocess
import sys

from bangfu.core.refusal import Refusal
from launcher import installer, pip_settings
from launcher.bar import Step
from launcher.places import ROOT, SOURCE, STATE

LOG = STATE / "install.log"
LINES_SHOWN = 8

held: list[int] = []
"""Descriptors of locks that the started programs hold as well, should this process be killed."""


class StepFailed(Refusal):
    """A step of setting up failed."""

    def __init__(self, step: str) -> None:
        super().__init__(
            zh=f"“{step}”没有成功，原因见上；全部输出在 {LOG}。排除后再运行一次即可。",
            en=f"“{step}” failed for the reason above; all output is in {LOG}. "
            "Run again once it is mended.",
        )


def surroundings() -> dict[str, str]:
    """The environment variables for programs that the launcher starts in the clone."""
    path = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    # Programs without a home, such as the browser, would scatter their files in the clone.
    home = os.environ.get("HOME") or str(STATE / "home")
    return {**os.environ, "HOME": home, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def follow(title: str, command: list[str], step: Step | None = None) -> None:
    """Run a program, keep what it says, and draw from it how far it is. Raises ``StepFailed``."""
    own = pip_settings.read(os.environ).for_installer(surroundings())
    # Scripts of this repository look for the installer's program on the path.
    own["PATH"] = os.pathsep.join([str(installer.program().parent), own.get("PATH", os.defpath)])
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=own,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=held,
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            lines.append(line.rstrip())
            if step:
                step.reach(*fetched(lines), "MiB")
    LOG.write_text("\n".join([" ".join(command), *lines, ""]), encoding="utf-8")
    if running.returncode:
        said = [line for line in lines if line.strip()][-LINES_SHOWN:]
        print("", *said, sep="\n    ", file=sys.stderr)
        raise StepFailed(title)


def fetched(lines: list[str]) -> tuple[float, float]:
    """How many MiB the installer has fetched and how many it has announced, by what it printed.

    >>> fetched(["Downloading scipy (33.5MiB)", "Downloading six (512.0KiB)", " Downloaded six"])
    (0.5, 34.0)
    """
    units = {"K": 1 / 1024, "M": 1.0, "G": 1024.0}
    said = [re.match(r"Downloading (\S+) \(([\d.]+)([KMG])iB\)", line) for line in lines]
    sizes = {found[1]: float(found[2]) * units[found[3]] for found in said if found}
    here = [line.removeprefix(" Downloaded ") for line in lines if line.startswith(" Downloaded ")]
    return sum(sizes.get(name, 0.0) for name in here), sum(sizes.values())
