"""What tests need from the machine itself: a browser, Chinese type, a database server.

On Debian and its kin, as root, what is missing is installed; elsewhere one sentence names it.
"""

import ctypes
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bangfu.core.refusal import Refusal
from launcher.bar import Step
from launcher.places import STATE
from launcher.programs import LOG

SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


@dataclass(frozen=True, slots=True)
class Need:
    """A thing the machine must have, how to see that it has it, and the package that brings it."""

    package: str
    found: Callable[[], bool]


def chromium() -> str | None:
    """The browser's program: ``BANGFU_CHROMIUM``, or the one that is installed."""
    named = os.environ.get("BANGFU_CHROMIUM")
    known = ("chromium", "chromium-browser", "google-chrome")
    return named or next(filter(None, map(shutil.which, known)), None)


def has_chinese_type() -> bool:
    """Whether a typeface with Chinese characters is installed."""
    if not shutil.which("fc-list"):
        return False
    command = ["fc-list", ":lang=zh-cn", "family"]
    return bool(subprocess.run(command, capture_output=True, check=False).stdout.strip())


def postgresql() -> Path | None:
    """The folder of the newest PostgreSQL server's programs."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    if newest:
        return newest.parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def has_library(name: str) -> bool:
    """Whether programs find a shared library of that name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


NEEDS = (
    # The program that drives the browser is linked against it.
    Need("libatomic1", lambda: has_library("libatomic.so.1")),
    Need("chromium", lambda: chromium() is not None),
    Need("fonts-noto-cjk", has_chinese_type),
    Need("postgresql", lambda: postgresql() is not None),
)


class PackagesMissing(Refusal):
    """The machine lacks packages that this run may not install."""

    def __init__(self, packages: list[str]) -> None:
        names = " ".join(packages)
        super().__init__(
            zh=f"测试还需要系统软件包，请先以管理员身份运行：apt-get install {names}",
            en=f"The tests need system packages; run as administrator: apt-get install {names}",
        )


class PackagesNotInstalled(Refusal):
    """apt-get could not install what is missing."""

    def __init__(self, packages: list[str], said: str) -> None:
        names = " ".join(packages)
        super().__init__(
            zh=f"系统软件包 {names} 没有装上：{said}",
            en=f"The system packages {names} could not be installed: {said}",
        )


def provide() -> None:
    """Install what is missing where that is possible, else say what to install."""
    missing = [need.package for need in NEEDS if not need.found()]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise PackagesMissing(missing)
    with Step(f"安装系统软件包（{len(missing)}）") as step:
        _apt_get(missing, step, "update", "--quiet")
        _apt_get(missing, step, "install", "--quiet", "--yes", "--no-install-recommends", *missing)
    if still := [need.package for need in NEEDS if not need.found()]:
        raise PackagesNotInstalled(still, "apt-get 没有报错，但程序找不到")


def _apt_get(packages: list[str], step: Step, *arguments: str) -> None:
    """Run apt-get, whose status lines say how many percent are done."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), SBIN])
    own = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": path}
    STATE.mkdir(exist_ok=True)
    # A channel of its own: packages' scripts speak a protocol on standard output.
    reading, writing = os.pipe()
    options = ["-o", f"APT::Status-Fd={writing}", "-o", "Dpkg::Use-Pty=0"]
    with LOG.open("w+", encoding="utf-8", errors="replace") as log:
        with subprocess.Popen(
            ["apt-get", *options, *arguments],
            env=own,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[writing],
        ) as running:
            os.close(writing)
            with os.fdopen(reading, encoding="utf-8", errors="replace") as status:
                for line in status:
                    if (percent := percent_done(line)) is not None:
                        step.reach(percent, 100, "%")
        log.seek(0)
        said = [line.strip() for line in log if line.startswith("E: ")]
    if running.returncode:
        raise PackagesNotInstalled(packages, said[-1] if said else f"{running.returncode}")


def percent_done(line: str) -> float | None:
    """How far apt is, by one of its status lines: fetching is the first half, unpacking the second.

    >>> percent_done("dlstatus:3:41.5000:Retrieving file 3 of 9"), percent_done("pmerror:x:1:why")
    (20.75, None)
    >>> percent_done("pmstatus:libpango-1.0-0:amd64:88:Configuring")
    94.0
    """
    # A package's name may carry its architecture after a colon of its own.
    found = re.match(r"(dlstatus|pmstatus):[^:]+(?::[a-z][\w-]*)?:(\d+(?:\.\d+)?):", line)
    if found is None:
        return None
    return float(found[2]) / 2 + (50 if found[1] == "pmstatus" else 0)
