"""The site is opened, answers, and is closed for certain."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.urls import reverse

from bangfu.config.commands import serve
from bangfu.config.commands.serve import AddressNotOurs, PortTaken, require_free

PATIENCE_SECONDS = 60


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens who would share it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestRequireFree:
    def test_refuses_a_port_that_somebody_would_share(self, taken: int) -> None:
        with pytest.raises(PortTaken, match=f"端口 {taken} 已被另一个程序占用"):
            require_free("127.0.0.1", taken)

    def test_accepts_a_free_one(self) -> None:
        require_free("127.0.0.1", free_port())

    def test_refuses_an_address_of_another_machine(self) -> None:
        with pytest.raises(AddressNotOurs, match=r"203\.0\.113\.9"):
            require_free("203.0.113.9", 8000)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "", "８0.5"])
def test_what_is_not_a_port_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="不是端口"):
        serve.port_number(text)


@contextmanager
def bangfu(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """The command in a process of its own, on an embedded database in a folder."""
    own = {**os.environ, "BANGFU_DATA": str(folder), "BANGFU_DATABASE_URL": ""}
    own["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    command = [sys.executable, "-m", "bangfu.config.command", *arguments]
    process = subprocess.Popen(
        command, env=own, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def answer(address: str) -> int:
    """The status of a page, waiting until somebody answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)


class TestServe:
    def test_asks_for_the_migration_that_is_missing(self, tmp_path: Path) -> None:
        with bangfu(tmp_path, "serve", "--port", str(free_port())) as process:
            _, said = process.communicate(timeout=PATIENCE_SECONDS)

        assert process.returncode == 2
        assert "bangfu migrate" in said
        assert "Traceback" not in said

    def test_only_checks_when_that_is_asked_for(self, tmp_path: Path) -> None:
        with bangfu(tmp_path, "migrate") as migration:
            assert migration.wait(PATIENCE_SECONDS) == 0

        with bangfu(tmp_path, "serve", "--check", "--port", str(free_port())) as process:
            assert process.wait(PATIENCE_SECONDS) == 0

        assert (tmp_path / "static").is_dir()

    def test_names_the_mistake_in_an_offices_own_definitions(self, tmp_path: Path) -> None:
        with bangfu(tmp_path, "migrate") as migration:
            assert migration.wait(PATIENCE_SECONDS) == 0
        own = tmp_path / "definitions" / "activities"
        own.mkdir(parents=True)
        (own / "villages.toml").write_text('title = { zh = "入村" }\nkind = []\n')

        with bangfu(tmp_path, "serve", "--check", "--port", str(free_port())) as process:
            _, said = process.communicate(timeout=PATIENCE_SECONDS)

        assert process.returncode == 2
        assert "villages.toml" in said
        assert "Traceback" not in said

    def test_answers_until_it_is_told_to_stop_and_frees_the_port(self, tmp_path: Path) -> None:
        port = free_port()
        with bangfu(tmp_path, "migrate") as migration:
            assert migration.wait(PATIENCE_SECONDS) == 0

        with bangfu(tmp_path, "serve", "--port", str(port), "--workers", "1") as process:
            status = answer(f"http://127.0.0.1:{port}{reverse('sign_in')}")
            process.send_signal(signal.SIGTERM)
            code = process.wait(PATIENCE_SECONDS)

        assert status == 200
        assert code == 0
        require_free("127.0.0.1", port)
