"""From a fresh clone to the first page: first run, second run, empty database

A clone is made in an empty folder and started with an empty home and nothing but ``/usr/bin`` and
``/bin`` on the path. Only the packages' download caches are kept, so that the product's work is
measured and not the network's.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bar import Bar, clock

ROOT = Path(__file__).resolve().parent.parent
GIVE_UP_SECONDS = 600
PASSED_ON = ("PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")


def measure(size: str) -> Iterator[Bar]:
    """The three bars, on a clone of this repository's last commit."""
    with tempfile.TemporaryDirectory(prefix="bangfu-install-") as folder:
        clone, surroundings = prepare(Path(folder))
        # Once for the caches: a machine that has never seen the packages waits for its network.
        demonstrate(clone, surroundings)
        subprocess.run(["git", "clean", "-dffxq"], cwd=clone, check=True)
        yield Bar("first run of demo to the first page", 120, demonstrate(clone, surroundings))
        yield Bar("second run of demo to the first page", 8, demonstrate(clone, surroundings))
        yield Bar("migrate an empty database", 10, migrate(clone, surroundings, Path(folder)))


def prepare(folder: Path) -> tuple[Path, dict[str, str]]:
    """Clone into the folder; the clone and the environment for its commands."""
    clone, home, caches = (folder / name for name in ("clone", "home", "caches"))
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    surroundings = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    surroundings |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    surroundings |= {
        "UV_CACHE_DIR": str(caches / "uv"),
        "PIP_CACHE_DIR": str(caches / "pip"),
        "NPM_CONFIG_CACHE": str(caches / "npm"),
    }
    return clone, surroundings


def demonstrate(clone: Path, surroundings: dict[str, str]) -> float:
    """Seconds from ``./bangfu demo`` to its first page."""
    port = free_port()
    began = time.perf_counter()
    with running(clone, surroundings, port) as process:
        await_page(f"http://127.0.0.1:{port}/", process)
        return time.perf_counter() - began


@contextmanager
def running(
    clone: Path, surroundings: dict[str, str], port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """The demonstration, stopped at the end of the block."""
    command = ["./bangfu", "demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=clone, env=surroundings, stdout=sys.stderr)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def await_page(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the site answers with a page."""
    until = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"./bangfu demo ended with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert answer.status == 200, answer.status
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


def migrate(clone: Path, surroundings: dict[str, str], folder: Path) -> float:
    """Seconds to bring an empty database up to date."""
    own = {**surroundings, "BANGFU_DATA": str(folder / "empty")}
    with clock() as taken:
        # What the product prints is not part of the table.
        subprocess.run(["./bangfu", "migrate"], cwd=clone, env=own, check=True, stdout=sys.stderr)
    return taken.seconds


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
