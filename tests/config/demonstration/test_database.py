from datetime import date
from typing import Any

import pytest

from bangfu.apps.accounts.actions import open_account
from bangfu.apps.registry.actions.areas import adopt_areas
from bangfu.apps.registry.actions.institutions import register_institution
from bangfu.apps.registry.drafts import InstitutionDraft
from bangfu.apps.registry.models import Area, Institution
from bangfu.config.demonstration import codes, database, story
from bangfu.core.standards.area_table import AreaRow

SHANDONG = AreaRow("37", "山东省", 1, "")


def found_hospital(code: str) -> None:
    if not Area.objects.exists():
        adopt_areas(rows=[SHANDONG], on=date(2000, 1, 1), by=None)
    draft = InstitutionDraft(code=code, name="医院", category="general_hospital", area_code="37")
    register_institution(draft=draft, on=date(2020, 1, 1), by=None)


@pytest.mark.django_db
class TestReady:
    def test_refuses_a_database_with_real_institutions(self) -> None:
        found_hospital("911101066976941872")

        with pytest.raises(database.HoldsOtherData):
            database.ready()

    def test_refuses_a_database_with_real_accounts(self) -> None:
        open_account(username="li", name="李", password="correct horse battery", by=None)

        with pytest.raises(database.HoldsOtherData):
            database.ready()

    def test_builds_nothing_where_it_was_built(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found_hospital(codes.code_of(codes.PUBLIC, "37", 1))
        monkeypatch.setattr(story, "tell", _never)

        database.ready()

        assert Institution.objects.count() == 1

    def test_leaves_nothing_behind_when_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(**_: Any) -> None:
            found_hospital(codes.code_of(codes.PUBLIC, "37", 1))
            raise KeyboardInterrupt

        monkeypatch.setattr(story, "tell", broken)

        with pytest.raises(KeyboardInterrupt):
            database.ready()

        assert not Institution.objects.exists()


def _never(**_: Any) -> None:
    raise AssertionError("built again")
