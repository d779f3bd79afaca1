"""A clerk with a grant, a program that listens on this machine, and things that happen."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.apps.webhooks import actions
from bangfu.apps.webhooks.models import Subscription


class Receiver(BaseHTTPRequestHandler):
    """Answers as told, and remembers what it heard."""

    answers: ClassVar[list[int]] = []
    heard: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    address: ClassVar[str] = ""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append(
            ({k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
        )
        status = self.answers.pop(0) if self.answers else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[type[Receiver]]:
    class Listening(Receiver):
        answers: ClassVar[list[int]] = []
        heard: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    settings.WEBHOOK_PRIVATE = True
    settings.WEBHOOK_SECONDS = 3.0
    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Listening.address = f"http://127.0.0.1:{server.server_port}/hook?from=bangfu"
        yield Listening
        server.shutdown()


@pytest.fixture
def places(db: None) -> Any:
    return world.places()


@pytest.fixture
def clerk(places: Any) -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def far_clerk(places: Any) -> User:
    return world.user("far", "commission_clerk", area="6501")


def subscribed(holder: User, receiver: type[Receiver], *about: str, **more: Any) -> Subscription:
    return actions.subscribe(
        holder=holder,
        title="市级数据平台",
        address=more.get("address", receiver.address),
        about=about or ("needs", "postings"),
        at=timezone.now(),
    )


def happens(verb: str, at: Institution, by: User | None = None) -> int:
    with transaction.atomic():
        entry = journal.record(
            actor=by,
            verb=verb,
            subject=at,
            area_code=at.area_code,
            institution_code=at.code,
            facts={"reason": "某人的姓名"},
        )
    return entry.number
