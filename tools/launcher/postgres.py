"""A PostgreSQL server that lives as long as one test run, in a folder that is thrown away.

It listens on a socket in that folder and on no port, so nothing else can reach or collide with it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bangfu.config.processes import end_with_parent
from bangfu.core.refusal import Refusal
from launcher.bar import Step

START_SECONDS = 60
STOP_SECONDS = 20
# Nothing here must outlive a power cut, so nothing is waited for on the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "64MB",
}


class ServerDidNotStart(Refusal):
    """The test run's database server did not come up."""

    def __init__(self, said: str) -> None:
        super().__init__(
            zh=f"测试用的 PostgreSQL 没有启动：{said}",
            en=f"The tests' PostgreSQL did not start: {said}",
        )


def _somebody_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: the account its package has made takes over."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a server from the folder of its programs; yields the address of its database."""
    # A short path: the name of a socket may not be longer than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="bangfu-pg-", dir="/tmp"))
    identity = _somebody_else()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    try:
        with Step("建立测试数据库"):
            _initialise(programs, folder, identity)
        with _running(programs, folder, identity):
            yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path, identity: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), f"--pgdata={folder}/data", "--username=postgres"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **identity
    )
    if done.returncode:
        raise ServerDidNotStart(done.stderr.strip())


@contextmanager
def _running(programs: Path, folder: Path, identity: dict[str, Any]) -> Iterator[None]:
    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            # Ctrl-C ends the tests first; the server is stopped when they are done with it.
            start_new_session=True,
            # And if the harness is killed outright, the server does not stay behind.
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
            **identity,
        )
    try:
        _wait(programs, folder, server, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(programs: Path, folder: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    question = [str(programs / "pg_isready"), "--quiet", f"--host={folder}"]
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if subprocess.run(question, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise ServerDidNotStart((log.read_text(errors="replace").strip().splitlines() or ["?"])[-1])
