"""A city's health authority with a clerk, a supervisor above, a stranger, and its programme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.documents import actions
from bangfu.apps.documents.making import drafted
from bangfu.apps.documents.models import Document
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
WORDS = {
    "title": "关于上半年对口支援工作的通报",
    "recipients": "各乡镇卫生院",
    "body": "上半年应到岗12人，实到12人。\n各单位要继续做好工作。",
}

Open = Callable[..., Any]


def absolute(path: str, /) -> str:
    return f"https://bangfu.example{path}"


@dataclass
class Offices:
    """Who writes papers, and who reads them."""

    city: Institution
    sender: Institution
    programme: Programme
    clerk: User
    other_clerk: User
    hospital: User
    province: User
    stranger: User

    def draft(self, *, kind: DocumentKind = DocumentKind.CIRCULAR) -> Document:
        return actions.draft_document(
            kind=kind,
            subject=self.programme.code,
            office=self.city,
            by=self.clerk,
            at=NOW,
            absolute=absolute,
        )

    def filled_in(self) -> Document:
        return actions.fill_in(document=self.draft(), words=WORDS, seen="", by=self.clerk, at=NOW)

    def with_words(self) -> None:
        for series in Series:
            actions.set_number_word(office=self.city, series=series, word="东卫帮", by=self.clerk)

    def issued(self) -> Document:
        self.with_words()
        return issue(self.filled_in(), self.clerk)


def issue(document: Document, by: User | None = None) -> Document:
    seen = drafted(document, on=TODAY, absolute=absolute).digest
    return actions.issue_document(document=document, seen=seen, by=by, at=NOW, absolute=absolute)


@pytest.fixture
def offices(db: None) -> Offices:
    places = world.places()
    city = world.institution("CITY", "东海市卫生健康委员会", "3705", "commission")
    world.institution("FARC", "远山县卫生健康委员会", "650102", "commission")
    return Offices(
        city=city,
        sender=places.sender,
        programme=world.programme(),
        clerk=world.user("clerk", "commission_clerk", area="3705"),
        other_clerk=world.user("other", "commission_clerk", area="3705"),
        hospital=world.user("hospital", "sender_office", at="SENDER"),
        province=world.user("province", "commission_clerk", area="37"),
        stranger=world.user("stranger", "commission_clerk", area="650102"),
    )


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path, follow=True)

    return open_page
