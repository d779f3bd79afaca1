"""Accounts and grants: what may be done, what is refused."""

from datetime import date

import pytest

from bangfu.apps.accounts import actions
from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.journal.models import Entry

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 17)


@pytest.fixture
def security() -> User:
    return User.objects.create(username="security", name="安全管理员")


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", name="经办人")


class TestOpenAccount:
    def test_opens_an_account_that_can_do_nothing_yet(self, security: User) -> None:
        opened = actions.open_account(
            username="new", name="新人", password="kaitong-2025-zhanghao", by=security
        )

        assert opened.check_password("kaitong-2025-zhanghao")
        assert opened.current_grants == ()
        assert Entry.objects.get().verb == "account.opened"

    def test_refuses_a_taken_name(self, security: User, clerk: User) -> None:
        with pytest.raises(actions.UsernameTaken, match="clerk"):
            actions.open_account(username="clerk", name="甲", password="x" * 20, by=security)

    @pytest.mark.parametrize("password", ["short", "1234567890123", "password12"])
    def test_refuses_a_weak_password(self, security: User, password: str) -> None:
        with pytest.raises(actions.WeakPassword):
            actions.open_account(username="new", name="新人", password=password, by=security)

        assert not User.objects.filter(username="new").exists()


class TestCloseAccount:
    def test_takes_every_permission_at_once(self, security: User, clerk: User) -> None:
        actions.give_grant(
            user=clerk, role="commission_clerk", area_prefix="3705", by=security, on=TODAY
        )

        actions.close_account(account=clerk, by=security)

        assert not User.objects.get(pk=clerk.pk).has_perm("registry.view_worker")

    def test_changes_nothing_the_second_time(self, security: User, clerk: User) -> None:
        actions.close_account(account=clerk, by=security)
        actions.close_account(account=clerk, by=security)

        assert Entry.objects.filter(verb="account.closed").count() == 1

    def test_refuses_the_account_one_works_with(self, security: User) -> None:
        with pytest.raises(actions.OwnAccount):
            actions.close_account(account=security, by=security)

        security.refresh_from_db()
        assert security.is_active


class TestGiveGrant:
    def test_is_one_grant_however_often_it_is_given(self, security: User, clerk: User) -> None:
        for _ in range(2):
            actions.give_grant(
                user=clerk, role="commission_clerk", area_prefix="3705", by=security, on=TODAY
            )

        assert Grant.objects.count() == 1
        assert Entry.objects.filter(verb="grant.given").count() == 1

    def test_refuses_a_grant_to_oneself(self, security: User) -> None:
        with pytest.raises(actions.GrantToSelf):
            actions.give_grant(
                user=security, role="auditor", area_prefix="37", by=security, on=TODAY
            )

    def test_refuses_an_unknown_role(self, security: User, clerk: User) -> None:
        with pytest.raises(actions.UnknownRole, match="boss"):
            actions.give_grant(user=clerk, role="boss", by=security, on=TODAY)

    @pytest.mark.parametrize(
        ("role", "place"),
        [("commission_clerk", {}), ("host_office", {"area_prefix": "3705"})],
    )
    def test_refuses_a_role_without_its_place(
        self, security: User, clerk: User, role: str, place: dict
    ) -> None:
        with pytest.raises(actions.PlaceMissing):
            actions.give_grant(user=clerk, role=role, by=security, on=TODAY, **place)


class TestEndGrant:
    def test_is_gone_with_the_next_request(self, security: User, clerk: User) -> None:
        grant = actions.give_grant(
            user=clerk, role="commission_clerk", area_prefix="3705", by=security, on=TODAY
        )
        assert User.objects.get(pk=clerk.pk).has_perm("registry.view_worker")

        actions.end_grant(grant=grant, by=security, on=TODAY)

        assert not User.objects.get(pk=clerk.pk).has_perm("registry.view_worker")
