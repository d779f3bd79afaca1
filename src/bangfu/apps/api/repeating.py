"""A repeated request gets its first answer: idempotency keys."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from .models import KeptAnswer, Token
from .problems import Problem

_LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Answer:
    """What an act is answered."""

    status: int
    content: dict[str, object]
    location: str = ""
    repeated: bool = False


def once(
    token: Token, key: str, *, asked: str, content: bytes, at: datetime, act: Callable[[], Answer]
) -> Answer:
    """Act, or give the answer that the same key got before.

    Answer and act share one transaction: neither is there without the other. A second request
    with the same key that arrives meanwhile waits for the first. A refusal undoes both, so that
    the same key may be tried again. Raises ``Problem`` 422 where the key was used for something
    else.
    """
    if not key:
        with transaction.atomic():
            return act()
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise Problem(
            400,
            "key_unusable",
            zh=f"Idempotency-Key须为不超过{_LONGEST_KEY}个字符的可见文字，例如UUID。",
            en=f"An Idempotency-Key is up to {_LONGEST_KEY} printable characters, as a UUID.",
        )
    body = hashlib.sha256(asked.encode() + b"\0" + content).hexdigest()
    with transaction.atomic():
        ended = at - timedelta(hours=settings.API_KEY_HOURS)
        KeptAnswer.objects.filter(token=token, kept_at__lt=ended).delete()
        kept, is_first = KeptAnswer.objects.get_or_create(
            token=token,
            key=key,
            defaults={"body": body, "status": 0, "answer": {}, "kept_at": at},
        )
        if not is_first:
            return _again(kept, body)
        answer = act()
        kept.status, kept.answer, kept.location = answer.status, answer.content, answer.location
        kept.save(update_fields=["status", "answer", "location"])
        return answer


def _again(kept: KeptAnswer, body: str) -> Answer:
    if kept.body != body:
        raise Problem(
            422,
            "key_of_another",
            zh="此Idempotency-Key已用于另一项请求，请为新的请求换一个。",
            en="This Idempotency-Key was used for another request; use a new one.",
        )
    return Answer(kept.status, kept.answer, kept.location, repeated=True)
