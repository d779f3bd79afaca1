"""A clone's own Python environment, browser assets and messages: made once, then only checked.

A stamp is written when a step has succeeded, never before: a run that was cut off is simply done
again. A lock keeps two runs in one clone from installing at the same time.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import installer, pip_settings, programs
from launcher.bar import Step
from launcher.places import PYTHON, REQUIREMENTS, ROOT, SOURCE, STATE, VENV
from launcher.programs import follow

SETS = ("runtime", "server", "develop")
"""Locked sets of packages; each holds the ones before it."""
STAMP = VENV / ".bangfu-stamp.json"
LOCALES = SOURCE / "bangfu" / "locale"


def ready(wanted: str) -> Path:
    """Set up what is missing for a set of packages and return the environment's Python."""
    if not _installed(wanted):
        with alone():
            # Another run may have done it while this one waited.
            if not _installed(wanted):
                _install(wanted)
    with alone():
        bring_assets()
    return PYTHON


def set_for(command_needs: str) -> str:
    """The set of packages for a command: a server database needs its driver as well."""
    address = os.environ.get("BANGFU_DATABASE_URL", "")
    server = address.startswith("postgres")
    return "server" if command_needs == "runtime" and server else command_needs


@contextmanager
def alone() -> Iterator[None]:
    """Hold the clone's lock; a second run waits and says so."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with Step("等待另一个安装完成"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        programs.held.append(lock.fileno())
        try:
            yield
        finally:
            programs.held.clear()


def bring_assets() -> None:
    """Fetch what pages load and compile the messages; each looks itself if there is work."""
    with Step("取得页面资源", quiet=True):
        follow("取得页面资源", [str(PYTHON), str(ROOT / "tools/assets.py")])
    if not _messages_stand():
        with Step("编译界面文字", quiet=True):
            follow("编译界面文字", [str(PYTHON), str(ROOT / "tools/messages.py"), "compile"])


def _installed(wanted: str) -> bool:
    """Whether the environment holds the set, or a larger one, as it is locked today."""
    stamp = _stamp()
    enough = SETS[SETS.index(wanted) :]
    return PYTHON.exists() and stamp.get("set") in enough and stamp == _expected(stamp["set"])


def _stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("set") in SETS else {}


def _expected(chosen: str) -> dict[str, str]:
    """What the stamp must say: the set, its lock, and the Python the environment stands on."""
    lock = hashlib.sha256((REQUIREMENTS / f"{chosen}.txt").read_bytes()).hexdigest()
    return {"set": chosen, "lock": lock, "python": os.path.realpath(PYTHON)}


def _install(wanted: str) -> None:
    """Make or update ``.venv`` with the locked set, never a smaller one than was there."""
    before = _stamp()
    chosen = max(wanted, before.get("set", wanted), key=SETS.index)
    with Step("取得安装程序", quiet=True):
        uv = installer.program()
    STAMP.unlink(missing_ok=True)
    with Step("建立运行环境", quiet=True):
        # No stamp means that an installation was cut off: packages may be there in part, and the
        # installer would take them for whole.
        if not before or not _healthy():
            make = [str(uv), "venv", "--clear", "--python", sys.executable, str(VENV)]
            follow("建立运行环境", make)
    lock = REQUIREMENTS / f"{chosen}.txt"
    with Step("安装依赖") as step:
        follow("安装依赖", _sync(uv, lock), step)
    STAMP.write_text(json.dumps(_expected(chosen)), encoding="utf-8")


def _healthy() -> bool:
    """Whether ``.venv`` is there and starts the Python it was made with."""
    if not PYTHON.exists():
        return False
    question = "import sys, encodings; print(sys.prefix, '%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    prefix, _, version = answer.stdout.strip().rpartition(" ")
    return prefix == str(VENV) and (VENV / "lib" / f"python{version}").is_dir()


def _sync(uv: Path, lock: Path) -> list[str]:
    command = [str(uv), "pip", "sync", "--python", str(PYTHON), "--require-hashes", "--no-build"]
    settings = pip_settings.read(os.environ)
    return [*command, *(["--no-index"] if settings.no_index else []), str(lock)]


def _messages_stand() -> bool:
    return all(
        compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
        for source in LOCALES.rglob("*.po")
        for compiled in [source.with_suffix(".mo")]
    )
