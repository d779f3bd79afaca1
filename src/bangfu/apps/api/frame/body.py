"""What a program sends: JSON of a bearable size and depth, an object at the top."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

from bangfu.apps.api.problems import Problem


def body_of(request: HttpRequest) -> tuple[dict[str, object], bytes]:
    """The object that was sent, and its bytes; nothing sent is an empty object.

    Raises ``Problem``: 413 where it is too large, 415 where it is no JSON by its heading, 400
    where it cannot be read, is nested too deeply or is no object.
    """
    content = _read(request)
    if not content.strip():
        return {}, b""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(
            415,
            "json_only",
            zh="请以application/json发送。",
            en="Send application/json.",
        )
    _refuse_depth(content)
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(found, dict):
        raise _unreadable()
    return found, content


def _read(request: HttpRequest) -> bytes:
    largest: int = settings.API_BODY_BYTES
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not str(stated).isdigit() or int(stated) > largest:
        raise _too_large(largest)
    try:
        content = request.read(largest + 1)
    except (UnreadablePostError, RawPostDataException):
        raise _unreadable() from None
    if len(content) > largest:
        raise _too_large(largest)
    return content


def _refuse_depth(content: bytes) -> None:
    """Counts brackets outside of texts, before anything is built from them."""
    deepest: int = settings.API_DEPTH
    depth, within, escaped = 0, False, False
    for byte in content:
        if within:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                within = False
        elif byte == 0x22:
            within = True
        elif byte in b"[{":
            depth += 1
            if depth > deepest:
                raise Problem(
                    400,
                    "too_deep",
                    zh=f"JSON嵌套超过{deepest}层。",
                    en=f"The JSON is nested deeper than {deepest} levels.",
                )
        elif byte in b"]}":
            depth -= 1


def _too_large(largest: int) -> Problem:
    return Problem(
        413,
        "too_large",
        zh=f"内容超过{largest // 1024}kB，请分次发送。",
        en=f"More than {largest // 1024} kB; send it in parts.",
    )


def _unreadable() -> Problem:
    return Problem(
        400,
        "unreadable",
        zh="内容不是可读取的JSON对象。",
        en="What was sent is no readable JSON object.",
    )
