"""Whatever an address is asked with, the answer is a page or a sentence, never a failure."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import get_resolver

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.roles import catalogue

from .test_access import address_of, patterns

ASKED = (
    *("page", "before", "area", "words", "state", "programme", "form", "on", "first", "show"),
    *("institution", "worker", "need", "person", "step", "level", "rank", "subject", "batch"),
)
DAYS = ("0001-01-01", "9999-12-31")
SENSELESS = ("abc", "-1", "999", "9" * 30, "9" * 5000, *DAYS, "²", "\x00", "\uff19")
# Signing out would leave the walk without anybody.
ADDRESSES = [address_of(p) for p in patterns(get_resolver().url_patterns) if p.name != "sign_out"]


@pytest.fixture
def everybody(db: None) -> Client:
    """One person who holds every role."""
    user = User.objects.create(username="everybody", name="甲")
    for code, role in catalogue().roles.items():
        place = {"area": {"area_prefix": "3705"}, "institution": {"institution_code": "X"}}
        give_grant(user=user, role=code, by=None, on=date(2020, 1, 1), **place.get(role.reach, {}))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


class TestEveryAddress:
    @pytest.mark.parametrize("value", SENSELESS, ids=lambda value: repr(value[:12]))
    def test_withstands_senseless_questions(self, everybody: Client, value: str) -> None:
        question = urlencode(dict.fromkeys(ASKED, value))

        failed = [to for to in ADDRESSES if everybody.get(f"{to}?{question}").status_code >= 500]

        assert failed == []

    @pytest.mark.parametrize("value", SENSELESS, ids=lambda value: repr(value[:12]))
    def test_withstands_senseless_submissions(self, everybody: Client, value: str) -> None:
        filled = dict.fromkeys(ASKED, value)

        failed = [to for to in ADDRESSES if everybody.post(to, filled).status_code >= 500]

        assert failed == []

    def test_answers_a_question_about_its_headers_alone(self, everybody: Client) -> None:
        asked = {to: (everybody.head(to), everybody.get(to)) for to in ADDRESSES}

        wrong = [to for to, (head, get) in asked.items() if head.status_code != get.status_code]
        assert wrong == []
