"""The pages of accounts: who is granted what, where, and in which words."""

from datetime import date

import pytest
from django.test import Client

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.registry.models import Area, Institution

pytestmark = pytest.mark.django_db
OPENED = date(2020, 1, 1)


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", name="经办人")


@pytest.fixture
def security(client: Client) -> User:
    security = User.objects.create(username="security", name="安全管理员")
    give_grant(user=security, role="security_administrator", by=None, on=OPENED)
    client.force_login(security)
    return security


@pytest.fixture
def places() -> None:
    Area.objects.create(code="37", name="山东省", level=1, valid_from=OPENED)
    Area.objects.create(code="3705", name="东营市", level=2, valid_from=OPENED)
    Institution.objects.create(
        code="HOST",
        name="北宋镇卫生院",
        category="township_hospital",
        area_code="3705",
        valid_from=OPENED,
    )


@pytest.mark.usefixtures("places", "security")
class TestGiveGrant:
    @pytest.mark.parametrize("written", ["3705", "370500", "东营市", "山东省东营市"])
    def test_understands_an_area_by_name_and_code(
        self, client: Client, clerk: User, written: str
    ) -> None:
        given = {"role": "commission_clerk", "area_prefix": written}

        answer = client.post(f"/accounts/{clerk.pk}/grants/", given, follow=True)

        assert clerk.grants.get().area_prefix == "3705"
        assert "卫生健康委经办人（山东省东营市）" in answer.text

    @pytest.mark.parametrize("written", ["HOST", "北宋镇卫生院"])
    def test_understands_an_institution_by_name_and_code(
        self, client: Client, clerk: User, written: str
    ) -> None:
        given = {"role": "host_office", "institution_code": written}

        answer = client.post(f"/accounts/{clerk.pk}/grants/", given, follow=True)

        assert clerk.grants.get().institution_code == "HOST"
        assert "（北宋镇卫生院）" in answer.text

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"role": "commission_clerk", "area_prefix": "99"}, "没有这个行政区划"),
            ({"role": "commission_clerk", "area_prefix": "²"}, "没有这个行政区划"),
            ({"role": "host_office", "institution_code": "ZZZ"}, "没有登记这个机构"),
        ],
    )
    def test_refuses_a_place_that_does_not_exist(
        self, client: Client, clerk: User, given: dict[str, str], said: str
    ) -> None:
        answer = client.post(f"/accounts/{clerk.pk}/grants/", given)

        assert answer.status_code == 422
        assert said in answer.text
        assert not Grant.objects.filter(user=clerk).exists()


class TestNewAccount:
    def test_says_in_chinese_that_a_password_is_too_short(self, client: Client) -> None:
        admin = User.objects.create(username="admin", name="系统管理员")
        give_grant(user=admin, role="system_administrator", by=None, on=OPENED)
        client.force_login(admin)

        answer = client.post("/accounts/new/", {"username": "a", "name": "甲", "password": "x1"})

        assert "密码至少10个字符。" in answer.text
        assert "too short" not in answer.text
        assert client.get(f"/accounts/{admin.pk}/").text.count("停用账号") == 0
