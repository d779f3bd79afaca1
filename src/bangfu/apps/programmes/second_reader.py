"""Asks a second reader: a language model behind an OpenAI-compatible address the office configured.

Off unless ``BANGFU_READER_URL`` is set. A text leaves the machine only when ``second_reading`` is
called, and a page calls it only after telling the clerk where the text goes (``told_to``).
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from bangfu.core.notices import AnswerNotUnderstood, Reading, SecondReading, answered, question
from bangfu.core.refusal import Refusal

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read; more is no list of facts."""


class NoSecondReader(Refusal):
    """No second reader is configured."""

    def __init__(self) -> None:
        super().__init__(zh="没有配置第二读者。", en="No second reader is configured.")


class AddressNotAllowed(Refusal):
    """The configured address may not be used."""


class SecondReaderUnreachable(Refusal):
    """The second reader did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a second reader answers, and as what."""

    url: SplitResult
    model: str
    key: str
    seconds: float
    allows_private: bool

    @property
    def host(self) -> str:
        """The host without brackets."""
        return self.url.hostname or ""

    @property
    def port(self) -> int:
        """The port, by the scheme where none is written."""
        return self.url.port or (443 if self.url.scheme == "https" else 80)

    @property
    def path(self) -> str:
        """The path of the chat below the configured base."""
        return f"{self.url.path.rstrip('/')}/chat/completions"


def is_configured() -> bool:
    """Whether a page may show the button at all."""
    return bool(settings.SECOND_READER["url"])


def told_to() -> str:
    """Host and model, as a clerk is told them before a text is sent; empty where none is set."""
    if not is_configured():
        return ""
    address = _configured()
    return f"{address.host}（{address.model}）"


def second_reading(reading: Reading) -> SecondReading:
    """Send the lines of a notice that are no noise, and hold the answer to its text.

    Raises ``NoSecondReader``, ``AddressNotAllowed``, ``SecondReaderUnreachable``, ``NoticeTooLong``
    and ``AnswerNotUnderstood``; the reading itself stays as it is.
    """
    address = _configured()
    body = {"model": address.model, "messages": question(reading), "temperature": 0}
    said = _posted(address, json.dumps(body, ensure_ascii=False).encode())
    return answered(reading, _content(said))


def _configured() -> Address:
    chosen: dict[str, Any] = settings.SECOND_READER
    if not chosen["url"]:
        raise NoSecondReader
    try:
        url = urlsplit(chosen["url"])
        usable = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        usable = False
    if not usable or url.username or url.query or url.fragment:
        raise _not_allowed("地址须写作 https://主机/v1", "write it as https://reader.example/v1")
    return Address(url, chosen["model"], chosen["key"], chosen["seconds"], chosen["private"])


def _not_allowed(zh: str, en: str) -> AddressNotAllowed:
    return AddressNotAllowed(
        zh=f"第二读者的地址不能使用：{zh}。",
        en=f"The second reader's address cannot be used: {en}.",
    )


def _places(address: Address) -> list[str]:
    """The addresses a name stands for, each of them allowed; the connection goes to these alone."""
    try:
        rows = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _unreachable("主机名无法解析", "its name is not known") from None
    found = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows))
    for place in found:
        _check(address, ipaddress.ip_address(place))
    return found


def _check(address: Address, place: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if isinstance(place, ipaddress.IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    if place.is_loopback:
        return
    if address.url.scheme != "https":
        raise _not_allowed("本机以外须用 https", "beyond this machine it must be https")
    # Link-local addresses hold the keys of cloud machines; no setting opens them.
    if place.is_link_local or place.is_multicast or place.is_unspecified or place.is_reserved:
        raise _not_allowed("不是可用的主机地址", "this is no host's address")
    if not place.is_global and not address.allows_private:
        raise _not_allowed(
            "内网地址须先设置 BANGFU_READER_PRIVATE=1",
            "for a private address set BANGFU_READER_PRIVATE=1",
        )


def _posted(address: Address, body: bytes) -> bytes:
    """The answer's bytes; redirections are not followed, and one deadline holds for everything."""
    ends_at = time.monotonic() + address.seconds
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if address.key:
        headers["Authorization"] = f"Bearer {address.key}"
    connection = _connected(address, _places(address), ends_at)
    # A server that sends a byte now and then never runs into the limit of a single wait.
    cut = threading.Timer(max(0.0, ends_at - time.monotonic()), _cut, (connection.sock,))
    cut.daemon = True
    cut.start()
    try:
        connection.request("POST", address.path, body, headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise _unreachable(f"答复状态{answer.status}", f"it answered {answer.status}")
        said = answer.read(LARGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException):
        if time.monotonic() >= ends_at:
            raise _too_slow(address) from None
        raise _unreachable("连接中断", "the connection broke") from None
    finally:
        cut.cancel()
        connection.close()
    if len(said) > LARGEST_ANSWER:
        raise _unreachable("答复太大", "its answer is too large")
    if time.monotonic() >= ends_at:
        raise _too_slow(address)
    return said


def _cut(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


def _connected(address: Address, places: list[str], ends_at: float) -> http.client.HTTPConnection:
    """A connection to the first place that answers; names are not looked up a second time."""
    connection = http.client.HTTPConnection(address.host, address.port)
    for place in places:
        left = ends_at - time.monotonic()
        if left <= 0:
            break
        try:
            link = socket.create_connection((place, address.port), left)
            if address.url.scheme == "https":
                secure = ssl.create_default_context()
                connection.sock = secure.wrap_socket(link, server_hostname=address.host)
            else:
                connection.sock = link
        except OSError:
            continue
        return connection
    if time.monotonic() >= ends_at:
        raise _too_slow(address)
    raise _unreachable("无法连接", "no connection")


def _content(said: bytes) -> str:
    """The words of the first choice."""
    try:
        told: Any = json.loads(said)
        words = told["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise AnswerNotUnderstood from None
    if not isinstance(words, str):
        raise AnswerNotUnderstood
    return words


def _too_slow(address: Address) -> SecondReaderUnreachable:
    return _unreachable(
        f"{address.seconds:g}秒内没有答复", f"no answer within {address.seconds:g} seconds"
    )


def _unreachable(zh: str, en: str) -> SecondReaderUnreachable:
    return SecondReaderUnreachable(
        zh=f"第二读者没有读成：{zh}。规则读出的结果不受影响。",
        en=f"The second reader did not read it: {en}. What the rules found stays.",
    )
