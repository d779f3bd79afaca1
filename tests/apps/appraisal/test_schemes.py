"""Score tables copied, changed, frozen: who may, what is refused, what the journal says."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import drafting
from bangfu.apps.appraisal.actions import schemes as actions
from bangfu.apps.appraisal.actions.holding import NotAllowed
from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.queries import schemes as queries
from bangfu.apps.journal.models import Entry
from bangfu.core.appraisal import Scheme, shipped
from bangfu.core.programmes.words import Text

NOW = timezone.now()


@dataclass
class Table:
    """A draft of a county, copied from a shipped table."""

    clerk: User
    draft: Edition

    @property
    def scheme(self) -> Scheme:
        return queries.scheme_of_draft(self.draft)

    def change(self, scheme: Scheme, *, version: int | None = None) -> None:
        at_hand = self.draft.version if version is None else version
        self.draft = actions.change_draft(
            edition=self.draft, scheme=scheme, version=at_hand, by=self.clerk, at=NOW
        )

    def freeze(self) -> None:
        self.draft = actions.freeze_edition(
            edition=self.draft, version=self.draft.version, by=self.clerk, at=NOW
        )


def copied(clerk: User, **more: object) -> Edition:
    given: dict[str, object] = {
        "source": shipped()["posting_evaluation"],
        "area_code": "370523",
        "title": Text(zh="本县派驻人员考核表"),
        "number": 2026,
        "by": clerk,
        "at": NOW,
    }
    return actions.copy_edition(**(given | more))  # type: ignore[arg-type]


@pytest.fixture
def table(db: None) -> Table:
    clerk = world.user("clerk", "commission_clerk", area="370523")
    return Table(clerk, copied(clerk))


def with_points(scheme: Scheme, key: str, points: int) -> Scheme:
    row = msgspec.structs.replace(drafting.row_of(scheme, "items", key), points=points)
    return drafting.with_row(scheme, "items", row)


class TestCopying:
    def test_a_shipped_table_becomes_a_draft_of_the_area(self, table: Table) -> None:
        assert table.draft.scheme.code == "posting_evaluation_370523"
        assert table.scheme.edition == 2026
        assert table.scheme.items == shipped()["posting_evaluation"].items
        assert Entry.objects.filter(verb="scheme.drafted").count() == 1

    def test_another_copy_has_another_code(self, table: Table) -> None:
        assert copied(table.clerk).scheme.code == "posting_evaluation_370523_2"

    def test_an_edition_of_a_year_stands_once(self, table: Table) -> None:
        with pytest.raises(actions.EditionStands, match="已有2026年版"):
            copied(table.clerk, of=table.draft, keep_code=True)
        after = copied(table.clerk, of=table.draft, keep_code=True, number=2027)
        assert after.scheme == table.draft.scheme
        assert after.copied_from == table.draft

    def test_a_dropped_draft_makes_room_for_another(self, table: Table) -> None:
        actions.drop_draft(edition=table.draft, version=0, by=table.clerk, at=NOW)
        again = copied(table.clerk, of=table.draft, keep_code=True)
        assert again.state == Edition.State.DRAFT

    def test_no_table_is_made_for_another_area(self, table: Table) -> None:
        with pytest.raises(NotAllowed):
            copied(table.clerk, area_code="3706")


class TestChanging:
    def test_mistakes_are_kept_until_it_is_frozen(self, table: Table) -> None:
        key = table.scheme.items[0].code
        table.change(with_points(table.scheme, key, 99))
        assert queries.problems_of(table.scheme)
        with pytest.raises(actions.TableHasMistakes, match="各项目合计"):
            table.freeze()
        assert Entry.objects.filter(verb="scheme.changed").count() == 1

    def test_of_two_who_change_at_once_the_second_is_told(self, table: Table) -> None:
        key = table.scheme.items[0].code
        mine = with_points(table.scheme, key, 12)
        table.change(with_points(table.scheme, key, 11))
        with pytest.raises(actions.ChangedMeanwhile, match="别人改过"):
            table.change(mine, version=0)
        assert table.scheme.items[0].points == 11

    def test_what_says_the_same_is_no_change(self, table: Table) -> None:
        table.change(table.scheme)
        assert table.draft.version == 0
        assert not Entry.objects.filter(verb="scheme.changed").exists()

    def test_an_item_moves_within_its_block(self, table: Table) -> None:
        first, second = [one.code for one in table.scheme.items][:2]
        turned = drafting.moved(table.scheme, "items", first, by=1)
        assert [one.code for one in turned.items][:2] == [second, first]
        assert drafting.moved(table.scheme, "items", first, by=-1) == table.scheme

    def test_the_last_row_of_a_needed_part_stays(self, table: Table) -> None:
        scheme = table.scheme
        for level in scheme.levels[1:]:
            scheme = drafting.without(scheme, "levels", level.code)
        with pytest.raises(drafting.NothingLeft):
            drafting.without(scheme, "levels", scheme.levels[0].code)


class TestFreezing:
    def test_a_frozen_edition_has_its_digest_and_never_changes(self, table: Table) -> None:
        table.freeze()
        assert table.draft.digest == sha256(table.draft.text.encode()).hexdigest()
        with pytest.raises(actions.NotADraft, match="复制成新的草稿"):
            table.change(with_points(table.scheme, table.scheme.items[0].code, 1))
        with pytest.raises(actions.NotADraft):
            actions.drop_draft(edition=table.draft, version=0, by=table.clerk, at=NOW)
        assert Entry.objects.filter(verb="scheme.frozen").count() == 1

    def test_a_draft_that_moved_on_is_not_frozen(self, table: Table) -> None:
        read = table.draft.version
        table.change(msgspec.structs.replace(table.scheme, title=Text(zh="改名")))
        with pytest.raises(actions.ChangedMeanwhile):
            actions.freeze_edition(
                edition=table.draft, version=read, by=table.clerk, at=NOW + timedelta(1)
            )


class TestReach:
    def test_a_draft_is_seen_by_those_who_may_change_it(self, table: Table) -> None:
        host = world.user("host", "host_office", at=world.places().north.code)
        assert table.draft in queries.editions_visible_to(table.clerk)
        assert table.draft not in queries.editions_visible_to(host)
