"""Requests to addresses that somebody outside typed in: to public hosts alone, within a deadline.

A name is looked up once, and the connection goes to what was checked; redirections are answers like
any other. ``Unusable`` and ``Unreachable`` say why in a few words, for the caller's own sentence.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from bangfu.core.refusal import Refusal

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read."""

Place = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unusable(Refusal):
    """Nothing is sent to this address."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh=zh, en=en)


class Private(Unusable):
    """An address within somebody's own network."""


class Unreachable(Refusal):
    """No whole answer came."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh=zh, en=en)


class TooSlow(Unreachable):
    """The deadline passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What an office lets requests reach beside public hosts by https.

    ``this_machine`` may be spoken to without encryption; ``private`` networks never.
    """

    this_machine: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is ``None`` where it was larger than is read."""

    status: int
    body: bytes | None


def usable(address: str) -> SplitResult:
    """An address in its parts; raises ``Unusable`` where it is none of a web server."""
    try:
        url = urlsplit(address)
        whole = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        whole = False
    if not whole or url.username or url.password or url.fragment:
        raise Unusable("不是完整的 https 地址", "it is no whole https address")
    return url


def posted(
    url: SplitResult, body: bytes, headers: Mapping[str, str], *, seconds: float, allowed: Allowed
) -> Answer:
    """Post a body; raises ``Unusable``, ``Unreachable`` or ``TooSlow``.

    One deadline holds for everything, also for a server that sends a byte now and then.
    """
    ends_at = time.monotonic() + seconds
    connection = _connected(url, _places(url, allowed), ends_at, seconds)
    cut = threading.Timer(max(0.0, ends_at - time.monotonic()), _cut, (connection.sock,))
    cut.daemon = True
    cut.start()
    path = f"{url.path or '/'}{'?' + url.query if url.query else ''}"
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        said = answer.read(LARGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException):
        if time.monotonic() >= ends_at:
            raise _too_slow(seconds) from None
        raise Unreachable("连接中断", "the connection broke") from None
    finally:
        cut.cancel()
        connection.close()
    if time.monotonic() >= ends_at:
        raise _too_slow(seconds)
    return Answer(answer.status, said if len(said) <= LARGEST_ANSWER else None)


def _places(url: SplitResult, allowed: Allowed) -> list[str]:
    """The addresses a name stands for, each of them allowed; the connection goes to these alone."""
    try:
        rows = socket.getaddrinfo(url.hostname, _port(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("主机名无法解析", "its name is not known") from None
    found = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows))
    for place in found:
        _check(url, ipaddress.ip_address(place), allowed)
    return found


def _check(url: SplitResult, place: Place, allowed: Allowed) -> None:
    if isinstance(place, ipaddress.IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    if place.is_loopback and allowed.this_machine:
        return
    if url.scheme != "https":
        raise Unusable("本机以外须用 https", "beyond this machine it must be https")
    # Link-local addresses hold the keys of cloud machines; no setting opens them.
    if place.is_link_local or place.is_multicast or place.is_unspecified or place.is_reserved:
        raise Unusable("不是可用的主机地址", "this is no host's address")
    if place.is_loopback or (not place.is_global and not allowed.private):
        raise Private("不能使用内网地址", "an address within a private network is not used")


def _connected(
    url: SplitResult, places: list[str], ends_at: float, seconds: float
) -> http.client.HTTPConnection:
    """A connection to the first place that answers; names are not looked up a second time."""
    connection = http.client.HTTPConnection(url.hostname or "", _port(url))
    for place in places:
        left = ends_at - time.monotonic()
        if left <= 0:
            break
        try:
            link = socket.create_connection((place, _port(url)), left)
            if url.scheme == "https":
                secure = ssl.create_default_context()
                connection.sock = secure.wrap_socket(link, server_hostname=url.hostname)
            else:
                connection.sock = link
        except OSError:
            continue
        return connection
    if time.monotonic() >= ends_at:
        raise _too_slow(seconds)
    raise Unreachable("无法连接", "no connection")


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _cut(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


def _too_slow(seconds: float) -> TooSlow:
    return TooSlow(f"{seconds:g}秒内没有答复", f"no answer within {seconds:g} seconds")
