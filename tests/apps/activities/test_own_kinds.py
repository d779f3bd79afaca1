"""A kind of work that an office adds by a file, without any code."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, MonthSum
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party
from bangfu.core.activities import Side
from bangfu.core.programmes import shipped_kinds, shipped_themes

from .conftest import DEFINITION, FIRST, World

VISITS = """
title = { zh = "入村服务", en = "In the villages" }
[[kinds]]
code = "village_visit"
title = { zh = "入村巡诊", en = "Visits to villages" }
icon = "home"
measures = [{ code = "villages", title = { zh = "巡诊村数", en = "villages" }, unit = "units" }]
fields = [{ code = "road", title = { zh = "路线", en = "route" } }]
"""


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "definitions" / "activities"
    folder.mkdir(parents=True)
    (folder / "villages.toml").write_text(VISITS)
    monkeypatch.setenv("BANGFU_DATA", str(tmp_path))
    for cached in (shipped_kinds, shipped_themes):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (shipped_kinds, shipped_themes):
        cached.cache_clear()


def test_is_entered_summed_and_found_like_any_other(
    visits: None, here: World, host: User, clerk: User
) -> None:
    text = DEFINITION.replace('"outpatient"', '"village_visit", "outpatient"')
    text = text.replace("edition = 2026", "edition = 2027")
    adopt_edition(text=text, by=None, on=FIRST)
    assert Party.objects.filter(programme=here.programme).count() == 3
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(host)

    form = client.get("/activities/new/village_visit/?giver=SENDER").content.decode()
    here.record(
        here.work("village_visit", {"villages": 3}, details={"road": "北线"}), side=Side.HOST
    )

    assert "巡诊村数" in form
    assert Activity.objects.get().kind_title("zh") == "入村巡诊"
    assert MonthSum.objects.get().indicator == "village_visit.villages"
    assert MonthSum.objects.get().waiting == Decimal(3)
    client.force_login(clerk)
    assert "入村巡诊" in client.get("/activities/?kind=village_visit").content.decode()
