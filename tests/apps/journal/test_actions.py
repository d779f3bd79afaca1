"""The journal: one entry per change, in its transaction, chained."""

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.journal.actions import Event, record, record_many
from bangfu.apps.journal.models import ChainHead, Entry
from bangfu.apps.journal.queries import first_break

pytestmark = pytest.mark.django_db

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text("abc 中文\"'\\é", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=3), inner),
    max_leaves=6,
)


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", name="经办人")


@pytest.fixture
def three_entries(clerk: User) -> list[Entry]:
    with transaction.atomic():
        return [record(actor=clerk, verb="account.opened", subject=clerk) for _ in range(3)]


class TestRecord:
    def test_refuses_an_entry_outside_a_transaction(self, clerk: User, monkeypatch) -> None:
        connection = transaction.get_connection()
        monkeypatch.setattr(connection, "in_atomic_block", False)

        with pytest.raises(transaction.TransactionManagementError):
            record(actor=clerk, verb="account.opened", subject=clerk)

    def test_is_gone_when_its_change_is_rolled_back(self, clerk: User) -> None:
        with transaction.atomic():
            record(actor=clerk, verb="account.opened", subject=clerk)
            transaction.set_rollback(True)

        assert Entry.objects.count() == 0
        assert first_break() is None

    def test_links_each_entry_to_the_one_before(self, three_entries: list[Entry]) -> None:
        first, second, third = Entry.objects.order_by("number")

        assert (first.number, second.number, third.number) == (1, 2, 3)
        assert second.previous == first.digest
        assert third.previous == second.digest

    def test_reads_the_same_whatever_language_its_actor_worked_in(self, clerk: User) -> None:
        grant = Grant(pk=1, user=clerk, role="auditor", reach="area")

        with translation.override("en"), transaction.atomic():
            entry = record(actor=clerk, verb="grant.given", subject=grant)

        assert entry.subject == "经办人: 审计管理员（全国）"

    def test_takes_a_thousand_events_with_few_queries(
        self, clerk: User, django_assert_max_num_queries
    ) -> None:
        events = [Event("account.opened", clerk, facts={"row": row}) for row in range(1000)]

        with transaction.atomic(), django_assert_max_num_queries(25):
            record_many(actor=clerk, events=events)

        assert first_break() is None

    @given(facts=st.dictionaries(st.text("ab", max_size=3), JSON, max_size=3))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_digests_whatever_facts_are_read_back(self, clerk: User, facts: dict) -> None:
        with transaction.atomic():
            record(actor=clerk, verb="account.opened", subject=clerk, facts=facts)

        assert first_break() is None


class TestFirstBreak:
    def test_finds_nothing_in_an_untouched_journal(self, three_entries: list[Entry]) -> None:
        assert first_break() is None

    @pytest.mark.parametrize(
        "change",
        [{"actor": "他人"}, {"facts": {"x": 1}}, {"verb": "grant.given"}, {"area_code": "37"}],
    )
    def test_names_an_altered_entry(self, three_entries: list[Entry], change: dict) -> None:
        Entry.objects.filter(number=2).update(**change)

        found = first_break()

        assert found is not None
        assert found.number == 2
        assert "第2条" in found.zh

    def test_names_a_missing_entry(self, three_entries: list[Entry]) -> None:
        Entry.objects.filter(number=2).delete()

        assert first_break().number == 2

    def test_names_a_cut_off_end(self, three_entries: list[Entry]) -> None:
        Entry.objects.filter(number=3).delete()

        assert first_break().number == 3

    def test_names_an_altered_head(self, three_entries: list[Entry]) -> None:
        ChainHead.objects.update(number=F("number") + 1)

        assert first_break() is not None
