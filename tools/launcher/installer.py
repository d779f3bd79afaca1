"""The program that installs packages: uv, as a wheel whose checksum stands in the repository.

It comes by the first way that works: the pip of this Python; a pip that ``ensurepip`` can make; or,
where neither is there, the index or folder of wheels that pip's configuration names.
"""

import base64
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from bangfu.core.refusal import Refusal
from launcher import pip_settings
from launcher.pip_settings import PipSettings
from launcher.places import REQUIREMENTS, STATE

PINNED = REQUIREMENTS / "installer.txt"
PROGRAM = STATE / "uv"
SECONDS_TO_ANSWER = 60


class NoInstaller(Refusal):
    """Neither pip nor venv is there, and no index is configured."""

    def __init__(self) -> None:
        super().__init__(
            zh="这台机器的 Python 缺少 venv 和 pip，也没有配置软件包镜像："
            "请先运行 apt install python3-venv。",
            en="This Python has neither venv nor pip and no package index is configured: "
            "run apt install python3-venv first.",
        )


class InstallerNotFetched(Refusal):
    """The installer's wheel could not be brought here."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            zh=f"安装程序 uv 没有取到：{reason}。请检查网络或 pip 的镜像设置后再运行一次。",
            en=f"The installer uv could not be fetched: {reason}. "
            "Check the network or pip's index setting and run again.",
        )


def pinned() -> tuple[str, frozenset[str]]:
    """The version of uv and the SHA-256 sums of its wheels."""
    text = PINNED.read_text(encoding="utf-8")
    version = re.search(r"^uv==(\S+)", text, re.MULTILINE)
    if version is None:
        raise InstallerNotFetched(f"{PINNED.name} 中没有 uv")
    return version[1], frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))


def program() -> Path:
    """uv's program, fetched on first use and whenever the pinned version changes."""
    version, sums = pinned()
    here = PROGRAM / version / "uv"
    if not here.exists():
        STATE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STATE, prefix="fetch-") as folder:
            unpack(wheel(Path(folder), version, sums), here)
    return here


def wheel(folder: Path, version: str, sums: frozenset[str]) -> Path:
    """Bring the wheel for this machine into ``folder``, by whichever way is open."""
    settings = pip_settings.read(os.environ)
    for pip in pips(folder):
        return by_pip(pip, folder)
    if settings.index or settings.extra_indexes or settings.folders:
        return by_hand(settings, folder, version, sums)
    raise NoInstaller


def pips(folder: Path) -> Iterator[list[str]]:
    """Ways to start pip here: this Python's own, then one made by ``venv`` for the purpose."""
    own = [sys.executable, "-m", "pip"]
    if _works([*own, "--version"]):
        yield own
        return
    made = folder / "pip"
    if _works([sys.executable, "-m", "venv", str(made)]):
        yield [str(made / "bin" / "python"), "-m", "pip"]


def by_pip(pip: list[str], folder: Path) -> Path:
    """Have pip fetch the wheel; it checks the checksum and heeds its own configuration."""
    command = [*pip, "download", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["--disable-pip-version-check", "--quiet", "--dest", str(folder), "-r", str(PINNED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(folder.glob("uv-*.whl"))
    if done.returncode or not found:
        raise InstallerNotFetched(_last_line(done.stderr))
    return found[0]


def by_hand(settings: PipSettings, folder: Path, version: str, sums: frozenset[str]) -> Path:
    """Fetch the wheel without pip from the configured index or folder, and check its sum."""
    reason = "配置的镜像里没有适合这台机器的 uv"
    for address in _offers(settings, version):
        target = folder / Path(urllib.parse.urlsplit(address).path).name
        try:
            target.write_bytes(_get(settings, address))
        except OSError as failure:
            reason = str(failure)
            continue
        if hashlib.sha256(target.read_bytes()).hexdigest() in sums:
            return target
        reason = f"{target.name} 的校验和不符"
    raise InstallerNotFetched(reason)


def unpack(source: Path, target: Path) -> None:
    """Take the program out of the wheel; it stands there whole or not at all."""
    with zipfile.ZipFile(source) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        with archive.open(name) as packed, partial.open("wb") as out:
            shutil.copyfileobj(packed, out)
    partial.chmod(0o755)
    partial.replace(target)


def fits(name: str, version: str) -> bool:
    """Whether a wheel of that name is uv in that version for this machine.

    >>> fits("uv-0.1.0-py3-none-win32.whl", "0.1.0")
    False
    """
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        ending = rf"macosx_\w+_{machine}"
    else:
        libc = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
        ending = rf"(\w+\.)*{libc}\w*_{machine}(\.\w+)*"
    return re.fullmatch(rf"uv-{re.escape(version)}-py3-none-{ending}\.whl", name) is not None


def _offers(settings: PipSettings, version: str) -> Iterator[str]:
    """Addresses of fitting wheels: local folders first, then the index pages."""
    for folder in settings.folders:
        place = Path(folder.removeprefix("file://"))
        if place.is_dir():
            names = sorted(path.name for path in place.iterdir())
            yield from ((place / n).absolute().as_uri() for n in names if fits(n, version))
    for index in settings.indexes():
        page = index.rstrip("/") + "/uv/"
        try:
            links = _Links(_get(settings, page).decode("utf-8", "replace"))
        except OSError:
            continue
        for address in (urllib.parse.urljoin(page, found) for found in links.found):
            if fits(Path(urllib.parse.urlsplit(address).path).name, version):
                yield urllib.parse.urldefrag(address).url


class _Links(HTMLParser):
    """The targets of a page's links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _get(settings: PipSettings, address: str) -> bytes:
    """The bytes at an address, with pip's proxy and certificates and a password in the address."""
    parts = urllib.parse.urlsplit(address)
    if settings.certificates:
        os.environ.setdefault("SSL_CERT_FILE", settings.certificates)
    proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(plain, headers={"Accept": "text/html, */*"})
    if parts.username:
        pair = f"{parts.username}:{parts.password or ''}"
        coded = base64.b64encode(urllib.parse.unquote(pair).encode()).decode()
        request.add_header("Authorization", f"Basic {coded}")
    with opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
        return bytes(answer.read())


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["没有说明原因"])[-1].removeprefix("ERROR: ").rstrip(".")
