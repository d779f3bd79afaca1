"""A hospital's office with needs that wait, and a mail server on this machine."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.duty.working_days import shipped


class Mailbox:
    """What arrived; ``refuses`` makes the server turn everything away."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.refuses = False

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.refuses:
            return "451 not now"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.to += envelope.rcpt_tos
        return "250 taken"

    def text(self) -> str:
        """The text of the last mail."""
        body = self.mails[-1].get_body(("plain", "html"))
        assert body is not None
        return str(body.get_content())


def free_port() -> int:
    with socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def needed_now(hospital: Institution, code: str = "deputies", title: str = "业务院长选派") -> Need:
    """A need of today that nobody was posted to, in a programme of its own."""
    today = timezone.localdate()
    term = {"starts_on": today, "ends_before": today + timedelta(days=300)}
    within = Programme.objects.create(code=code, title_zh=title, area_code="3705", **term)
    return world.need(hospital, within, **term)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server that the office's gateway leads to."""
    box = Mailbox()
    port = free_port()
    server = Controller(box, hostname="localhost", port=port)
    server.start()
    address = f"mailto://localhost:{port}/?from=bangfu@office.example&to={{to}}&mode=insecure"
    settings.NOTIFICATION_GATEWAYS = {"email": address}
    settings.SITE = "https://bangfu.example"
    yield box
    server.stop()


@pytest.fixture
def hospital(db: None) -> Institution:
    return world.places().north


@pytest.fixture
def office(hospital: Institution) -> User:
    """The office of a hospital that may state needs."""
    return world.user("office", "host_office", at=hospital.code)


@pytest.fixture
def needed(hospital: Institution) -> Need:
    """Something that waits for the office."""
    return needed_now(hospital)


@pytest.fixture
def morning() -> datetime:
    """A working day at nine, in local time, with its needs still to come."""
    day = timezone.localdate()
    while not shipped().is_worked(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(9)))
