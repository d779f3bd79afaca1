"""Asks a second reader: a language model behind an OpenAI-compatible address the office configured.

Off unless ``BANGFU_READER_URL`` is set. A text leaves the machine only when ``second_reading`` is
called, and a page calls it only after telling the clerk where the text goes (``told_to``).
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult

from django.conf import settings

from bangfu.core.notices import AnswerNotUnderstood, Reading, SecondReading, answered, question
from bangfu.core.refusal import Refusal
from bangfu.web import outbound


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
    def chat(self) -> SplitResult:
        """The address of the chat below the configured base."""
        return self.url._replace(path=f"{self.url.path.rstrip('/')}/chat/completions")


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
        url = outbound.usable(chosen["url"])
    except outbound.Unusable:
        url = None
    if url is None or url.query:
        raise _not_allowed("地址须写作 https://主机/v1", "write it as https://reader.example/v1")
    return Address(url, chosen["model"], chosen["key"], chosen["seconds"], chosen["private"])


def _not_allowed(zh: str, en: str) -> AddressNotAllowed:
    return AddressNotAllowed(
        zh=f"第二读者的地址不能使用：{zh}。",
        en=f"The second reader's address cannot be used: {en}.",
    )


def _posted(address: Address, body: bytes) -> bytes:
    """The answer's bytes."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if address.key:
        headers["Authorization"] = f"Bearer {address.key}"
    allowed = outbound.Allowed(this_machine=True, private=address.allows_private)
    try:
        answer = outbound.posted(
            address.chat, body, headers, seconds=address.seconds, allowed=allowed
        )
    except outbound.Private:
        raise _not_allowed(
            "内网地址须先设置 BANGFU_READER_PRIVATE=1",
            "for a private address set BANGFU_READER_PRIVATE=1",
        ) from None
    except outbound.Unusable as refused:
        raise _not_allowed(refused.zh, refused.en) from None
    except outbound.Unreachable as failed:
        raise _unreachable(failed.zh, failed.en) from None
    if answer.status != HTTPStatus.OK:
        raise _unreachable(f"答复状态{answer.status}", f"it answered {answer.status}")
    if answer.body is None:
        raise _unreachable("答复太大", "its answer is too large")
    return answer.body


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


def _unreachable(zh: str, en: str) -> SecondReaderUnreachable:
    return SecondReaderUnreachable(
        zh=f"第二读者没有读成：{zh}。规则读出的结果不受影响。",
        en=f"The second reader did not read it: {en}. What the rules found stays.",
    )
