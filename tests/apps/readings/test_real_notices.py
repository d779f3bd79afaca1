"""Every notice at hand becomes a programme once its draft is accepted: our own, and real ones.

Real notices are not ours to publish. ``BANGFU_NOTICES`` names a folder of them on this machine.
"""

import os
from pathlib import Path

import pytest
from tests.apps.programmes import world
from tests.apps.readings.conftest import NOW
from tests.apps.readings.test_actions import DAY, accept_all

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import NoticeReading
from bangfu.apps.readings.taking import as_text
from bangfu.apps.readings.written import digest_of, written

OWN = sorted((Path(__file__).parents[2] / "core/notices/notices").glob("*.txt"))
FOLDER = os.environ.get("BANGFU_NOTICES", "")
REAL = sorted(Path(FOLDER).glob("*.txt")) if FOLDER else []


@pytest.fixture
def nation(db: None) -> User:
    account = world.user("nation", "commission_clerk", area="37")
    for area in ("41", "65", "21"):
        account.grants.create(
            role="commission_clerk", reach="area", area_prefix=area, starts_on="2000-01-01"
        )
    return account


def adopted(file: Path, by: User) -> NoticeReading:
    reading = actions.start_reading(
        file=as_text(file.read_bytes(), file.name), area="37", by=by, at=NOW
    )
    reading = actions.perform_reading(reading=reading, at=NOW)
    accept_all(reading, by)
    reading.values.filter(place="area").update(kept="37", verdict="corrected")
    reading = NoticeReading.objects.get(pk=reading.pk)
    actions.adopt_reading(
        reading=reading, seen=digest_of(written(reading).toml), note="", by=by, on=DAY, at=NOW
    )
    reading.refresh_from_db()
    return reading


class TestOwnNotices:
    def test_each_becomes_a_programme(self, nation: User) -> None:
        for file in OWN:
            reading = adopted(file, nation)

            assert reading.edition is not None, file.name
            assert definition_of(reading.edition.programme).title.zh


@pytest.mark.skipif(not REAL, reason="BANGFU_NOTICES names no folder of real notices")
class TestRealNotices:
    @pytest.mark.parametrize("file", REAL, ids=lambda path: path.stem)
    def test_each_becomes_a_programme_and_every_value_is_quoted(
        self, nation: User, file: Path
    ) -> None:
        reading = adopted(file, nation)

        assert reading.edition is not None
        definition = definition_of(reading.edition.programme)
        read = reading.read
        for passage in definition.basis.passages:
            for quote in passage.quotes:
                plain = quote.split("×××")
                assert all(piece in read.text for piece in plain), quote
