"""Every address says who may open it, and keeps its word for every role."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bangfu.apps.accounts import roles
from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.web.access import Access, access_of

ABSENT = {"int": 999_999_999, "str": "absent", "slug": "absent", "path": "absent"}
SIGNED_OUT = "signed out"
ROLES = [*roles.catalogue().roles, SIGNED_OUT]


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


PATTERNS = list(patterns(get_resolver().url_patterns))


def address_of(pattern: URLPattern) -> str:
    """The pattern's address with values that no row has."""
    values = {
        name: ABSENT[
            type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        ]
        for name, converter in pattern.pattern.converters.items()
    }
    return reverse(pattern.name, kwargs=values)


@pytest.fixture
def client_of(db: None) -> dict[str, Client]:
    """A signed-in client for a role at a place of its own, and a signed-out one."""
    clients = {SIGNED_OUT: Client()}
    for code, role in roles.catalogue().roles.items():
        user = User.objects.create(username=code, name=role.title.zh)
        place = {"area": {"area_prefix": "3705"}, "institution": {"institution_code": "X"}}
        give_grant(user=user, role=code, by=None, on=date(2020, 1, 1), **place.get(role.reach, {}))
        clients[code] = Client()
        clients[code].force_login(user)
    return clients


class TestEveryAddress:
    @pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name or str(p.pattern))
    def test_has_a_name_and_says_who_may_open_it(self, pattern: URLPattern) -> None:
        access = access_of(pattern.callback)

        assert pattern.name
        assert access is not None
        assert access.kind != "staff" or access.permission in roles.catalogue().permissions

    def test_admits_exactly_those_whom_it_names(self, client_of: dict[str, Client]) -> None:
        wrong = []
        for pattern in PATTERNS:
            access, address = access_of(pattern.callback), address_of(pattern)
            assert access is not None
            for role, client in client_of.items():
                # A signed-in visitor signs out by this page and would be nobody afterwards.
                if pattern.name == "sign_out":
                    continue
                answer = client.get(address)
                if not _as_promised(role, access, answer):
                    wrong.append((role, address, answer.status_code))

        assert wrong == []

    def test_sends_the_signed_out_to_the_sign_in_page(self, client_of: dict[str, Client]) -> None:
        for pattern in PATTERNS:
            access = access_of(pattern.callback)
            if access is None or access.kind == "public":
                continue
            answer = client_of[SIGNED_OUT].post(address_of(pattern))

            assert _asks_to_sign_in(answer)


class TestPermissions:
    def test_are_each_asked_for_by_some_page_or_reserved_for_a_scope(self) -> None:
        asked = {access.permission for p in PATTERNS if (access := access_of(p.callback))}

        assert asked - {""} <= set(roles.catalogue().permissions)


def _as_promised(role: str, access: Access, answer: HttpResponse) -> bool:
    if answer.status_code >= 500:
        return False
    if role == SIGNED_OUT:
        return _asks_to_sign_in(answer) == (access.kind != "public")
    allowed = access.kind != "staff" or role in roles.permitting(access.permission)
    return (answer.status_code != 403) == allowed


def _asks_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL))
