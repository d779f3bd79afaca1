"""Public requests: two hundred phones a minute behind one address, one of them noisy."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

from benchmarks.bar import Bar, clock, p95
from benchmarks.pages import province

PHONES = 200
NOISY = 20
SECONDS = 60.0
PAGE = 0.100
BYTES = 50 * 1024


def measure(_size: str) -> Iterator[Bar]:
    """Every phone opens the page and sends a request; what is written is rolled back."""
    with province():
        from django.db import transaction

        with transaction.atomic():
            yield from _lobby()
            transaction.set_rollback(True)


def _lobby() -> Iterator[Bar]:
    """A hospital's hall: all come from one address, each with cookies of its own."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from bangfu.apps.registry.models import Institution
    from bangfu.apps.voice import actions
    from bangfu.apps.voice.tokens import token_of

    place = Institution.objects.order_by("code")[0]
    code = actions.make_code(institution=place, by=None, at=timezone.now())
    address = reverse("ask", args=[token_of(code)])
    opened, answers, page = [], [], b""
    with clock() as whole:
        for _phone in range(PHONES):
            client = Client(REMOTE_ADDR="192.0.2.7", HTTP_HOST="localhost")
            with clock() as one:
                page = client.get(address).content
            opened.append(one.seconds)
            answers.append(_send(client, address, page))
    yield Bar("200 phones behind one address", SECONDS, whole.seconds)
    yield Bar("requests taken", PHONES, answers.count(302), "", at_least=True)
    yield Bar("the page, p95", PAGE, p95(opened))
    yield Bar("the page, uncompressed, bytes", BYTES, len(page), "")
    noisy = Client(REMOTE_ADDR="192.0.2.7", HTTP_HOST="localhost")
    told = [_send(noisy, address, noisy.get(address).content) for _turn in range(NOISY)]
    yield Bar("one noisy phone: requests taken", 3, told.count(302), "")
    quiet = Client(REMOTE_ADDR="192.0.2.7", HTTP_HOST="localhost")
    after = _send(quiet, address, quiet.get(address).content)
    yield Bar("the next phone is heard", 1, int(after == 302), "", at_least=True)


def _send(client: Any, address: str, page: bytes) -> int:
    """A ticked form with a sentence; the status of what comes back."""
    seal = re.search(r'name="seal" value="([^"]+)"', page.decode())
    given = {"seal": seal[1] if seal else "", "kind": "window", "words": secrets.token_hex(20)}
    status: int = client.post(address, given).status_code
    return status
