"""The first accounts of an installation, opened on the command line."""

import io

import pytest

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.journal.queries import first_break
from bangfu.apps.registry.models import Area
from bangfu.config.command import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kaitong-2025-zhanghao\n"))


@pytest.mark.usefixtures("typing")
class TestAccount:
    def test_opens_an_account_with_its_role(self, capsys: pytest.CaptureFixture[str]) -> None:
        code = main(["account", "admin", "--name", "张管理", "--role", "system_administrator"])

        account = User.objects.get(username="admin")
        assert code == 0
        assert account.has_perm("accounts.change_user")
        assert "系统管理员" in capsys.readouterr().out
        assert first_break() is None

    def test_opens_nothing_where_the_role_is_wrong(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = main(["account", "admin", "--name", "张管理", "--role", "boss"])

        assert code == 2
        assert "没有“boss”这一角色" in capsys.readouterr().err
        assert not User.objects.exists()
        assert not Grant.objects.exists()

    def test_reaches_the_whole_country_where_told_so(self) -> None:
        main(["account", "sun", "--name", "孙", "--role", "auditor", "--whole-country"])

        account = User.objects.get(username="sun")
        assert account.scope_of("journal.view_entry").is_everything
        assert account.grants_in_words == ["审计管理员（全国）"]

    def test_names_the_place_it_reaches(self) -> None:
        Area.objects.create(code="3705", name="东营市", level=2, valid_from="2000-01-01")

        main(["account", "z", "--name", "周", "--role", "commission_clerk", "--area", "东营市"])

        assert User.objects.get(username="z").grants_in_words == ["卫生健康委经办人（东营市）"]

    def test_refuses_a_place_that_does_not_exist(self) -> None:
        code = main(["account", "z", "--name", "周", "--role", "auditor", "--area", "9999"])

        assert code == 2
        assert not User.objects.exists()

    def test_asks_for_the_area_of_a_role_that_reaches_one(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["account", "zhou", "--name", "周", "--role", "commission_clerk"]) == 2
        assert "须指定行政区划" in capsys.readouterr().err
