"""The navigation shows what somebody may open, and where they are."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from tests.web.faulty_addresses import ENTRIES

from bangfu.web.navigation import navigation_of


class Visitor:
    """Somebody signed in with some permissions."""

    is_authenticated = True

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def has_perm(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.fixture(autouse=True)
def declared(settings: SimpleNamespace) -> None:
    settings.NAVIGATION = "tests.web.faulty_addresses.ENTRIES"
    settings.ROOT_URLCONF = "tests.web.faulty_addresses"


def asked(path: str, user: object) -> HttpRequest:
    request = HttpRequest()
    request.path, request.user = path, user  # type: ignore[assignment]
    return request


class TestNavigation:
    def test_is_empty_for_the_signed_out(self) -> None:
        assert navigation_of(asked("/", AnonymousUser())) == ()

    def test_leaves_out_what_the_visitor_may_not_open(self) -> None:
        without = navigation_of(asked("/", Visitor()))
        holding = navigation_of(asked("/", Visitor("accounts.view_user")))

        assert [item.label for group in without for item in group.items] == ["首页", "组件陈列"]
        assert [item.label for group in holding for item in group.items] == [
            entry.label for entry in ENTRIES
        ]

    def test_gathers_entries_under_their_headings(self) -> None:
        groups = navigation_of(asked("/", Visitor("accounts.view_user")))

        assert [(group.label, len(group.items)) for group in groups] == [("", 1), ("管理", 2)]

    @pytest.mark.parametrize(
        ("path", "current"),
        [("/", ["首页"]), ("/gallery/progress/", ["组件陈列"]), ("/elsewhere/", [])],
    )
    def test_marks_the_entry_the_page_belongs_to(self, path: str, current: list[str]) -> None:
        groups = navigation_of(asked(path, Visitor()))

        assert [item.label for group in groups for item in group.items if item.current] == current
