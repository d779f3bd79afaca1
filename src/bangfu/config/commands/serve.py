"""打开网站，并运行后台任务

Web workers and the worker of background tasks run side by side until Ctrl-C or SIGTERM.
"""

import argparse
import errno
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address

from bangfu.config import processes
from bangfu.config.command import SETTINGS, set_up_django
from bangfu.config.processes import Program
from bangfu.core.refusal import Refusal

ADDRESS = "127.0.0.1"
PORT = 8000
WORKERS = 2
THREADS_A_WORKER = 4
START_SECONDS = 60.0
WEB_STOP_SECONDS = 10


class PortTaken(Refusal):
    """Another program already listens there."""

    def __init__(self, address: str, port: int) -> None:
        super().__init__(
            zh=f"端口 {port} 已被另一个程序占用：请先停止它，或用 --port 换一个端口。",
            en=f"Port {port} at {address} is taken: stop the other program or choose another "
            "with --port.",
        )


class AddressNotOurs(Refusal):
    """The machine has no such address, or may not listen there."""

    def __init__(self, address: str, port: int, reason: str) -> None:
        super().__init__(
            zh=f"不能在 {address}:{port} 上提供服务：{reason}。请换 --address 或 --port。",
            en=f"Cannot listen at {address}:{port}: {reason}. Choose another --address or --port.",
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--address", default=ADDRESS, help="监听的地址，默认只有本机可以访问")
    parser.add_argument("--port", type=port_number, default=PORT, help=f"端口，默认 {PORT}")
    parser.add_argument("--workers", type=int, default=WORKERS, help="网站进程数")
    parser.add_argument("--check", action="store_true", help="只检查能否打开，不打开")


def port_number(text: str) -> int:
    """A port as the user writes it, or argparse's refusal.

    >>> port_number("8000")
    8000
    """
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}”不是端口：应为 1 到 65535 之间的整数")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop, or only see whether that is possible."""
    address, port, workers = arguments.address, arguments.port, arguments.workers
    require_free(address, port)
    if arguments.check:
        _prepare()
        return 0
    # In a process of its own, so that the one that stays to watch needs no Django in memory.
    check = [sys.executable, "-m", "bangfu.config.command", "serve", "--check"]
    checked = subprocess.run([*check, "--address", address, "--port", str(port)], check=False)
    return checked.returncode or _keep_open(address, port, workers, _announce)


def _prepare() -> None:
    """See that database and definitions can be read, and gather what pages load."""
    from bangfu.config import static_files
    from bangfu.config.commands.migrate import require_up_to_date
    from bangfu.core.programmes import shipped_kinds

    set_up_django()
    require_up_to_date()
    shipped_kinds()  # an office's own file with a mistake is told here, not on every page
    static_files.gather()


def serve(
    *,
    address: str = ADDRESS,
    port: int = PORT,
    workers: int = WORKERS,
    announce: Callable[[str], None] | None = None,
) -> int:
    """Run the site and its background worker until SIGTERM or SIGINT; the exit code.

    ``announce`` receives the site's address once it answers. Needs Django set up and the database
    up to date. Raises ``PortTaken``, ``AddressNotOurs``, ``KeepsEnding``.
    """
    from django.db import connections

    from bangfu.config import static_files

    require_free(address, port)
    static_files.gather()
    # The programs open their own; a connection kept here would hold a lock or a server's slot.
    connections.close_all()
    return _keep_open(address, port, workers, announce or _announce)


def _keep_open(address: str, port: int, workers: int, tell: Callable[[str], None]) -> int:
    return processes.keep_running(
        programs(address, port, workers),
        started=lambda: _when_answering(address, port, tell),
    )


def programs(address: str, port: int, workers: int) -> list[Program]:
    """The web server and the worker of background tasks."""
    own = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    web += ["--host", address, "--port", str(port), "--workers", str(max(1, workers))]
    web += ["--blocking-threads", str(THREADS_A_WORKER), "--log-level", "warning"]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", str(WEB_STOP_SECONDS)]
    tasks = [sys.executable, "-m", "bangfu.config.task_worker"]
    return [
        Program("网站", [*web, "bangfu.config.wsgi:application"], own),
        Program("后台任务", tasks, own),
    ]


def require_free(address: str, port: int) -> None:
    """Refuse a port on which another program listens.

    The server itself would not notice: it shares the port with whoever else agrees to share.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as failure:
            if failure.errno == errno.EADDRINUSE:
                raise PortTaken(address, port) from None
            raise AddressNotOurs(address, port, failure.strerror or str(failure)) from None


def _when_answering(address: str, port: int, tell: Callable[[str], None]) -> None:
    everywhere = {IPv4Address(0).compressed: "127.0.0.1", IPv6Address(0).compressed: "::1"}
    reachable = everywhere.get(address, address)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with socket.create_connection((reachable, port), timeout=1):
                shown = f"[{reachable}]" if ":" in reachable else reachable
                tell(f"http://{shown}:{port}")
                return
        except OSError:
            time.sleep(0.05)


def _announce(address: str) -> None:
    print(f"帮扶已打开：{address}（按 Ctrl-C 停止）", flush=True)
