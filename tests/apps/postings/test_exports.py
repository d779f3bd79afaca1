"""The lists as files: what they show, all of it, no more, and the journal knows."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(post: Need, places: Places) -> list[Posting]:
    workers = Worker.objects.bulk_create(
        Worker(
            name=f"林知{number}",
            staff_number=str(number),
            home=places.sender,
            rank=2,
            valid_from=world.SINCE,
        )
        for number in range(120)
    )
    return Posting.objects.bulk_create(
        Posting(
            need=post,
            programme=post.programme,
            worker=each,
            home=each.home,
            host=post.host,
            form="resident" if number % 2 else "visiting",
            sessions_per_week=None if number % 2 else 4,
            department_name="内科",
            starts_on=post.starts_on,
            ends_before=post.ends_before,
            planned_ends_before=post.ends_before,
        )
        for number, each in enumerate(workers)
    )


def table(content: bytes) -> list[list[object]]:
    read = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in read.iter_rows()]


class TestExportPostings:
    def test_holds_every_page_with_the_same_filters(
        self, client: Client, clerk: User, many: list[Posting], post: Need
    ) -> None:
        client.force_login(clerk)

        everything = table(client.get("/postings/export/?page=2").getvalue())
        narrowed = table(client.get("/postings/export/?form=resident").getvalue())

        assert len(everything) == 121
        assert len(narrowed) == 61
        headings = everything[0]
        row = dict(zip(headings, narrowed[1], strict=True))
        assert row["起始日期"].date() == post.starts_on
        assert row["最后一天"].date() == post.ends_before - timedelta(days=1)
        assert row["受援单位"] == post.host.name

    def test_is_one_entry_of_the_journal_with_filters_and_rows(
        self, client: Client, clerk: User, many: list[Posting]
    ) -> None:
        client.force_login(clerk)
        before = Entry.objects.count()

        client.get("/postings/export/?form=resident&words=").getvalue()

        entry = Entry.objects.order_by("number").last()
        assert Entry.objects.count() == before + 1
        assert (entry.verb, entry.actor_id) == ("list.exported", clerk.pk)
        assert entry.facts["rows"] == 60
        assert entry.facts["filters"] == "form=resident"

    def test_a_question_about_its_headers_takes_nothing_home(
        self, client: Client, clerk: User, many: list[Posting]
    ) -> None:
        client.force_login(clerk)
        before = Entry.objects.count()

        answer = client.head("/postings/export/")

        assert answer.status_code == 200
        assert Entry.objects.count() == before

    def test_reaches_no_further_than_its_reader(
        self, client: Client, many: list[Posting], places: Places
    ) -> None:
        client.force_login(world.user("far", "commission_clerk", area="3706"))

        assert len(table(client.get("/postings/export/").getvalue())) == 1

    def test_is_refused_to_whom_the_list_is_refused(self, client: Client) -> None:
        client.force_login(User.objects.create(username="nobody", name="无权限"))

        assert client.get("/postings/export/").status_code == 403

    def test_asks_as_many_queries_for_many_rows_as_for_few(
        self, client: Client, clerk: User, many: list[Posting]
    ) -> None:
        client.force_login(clerk)
        client.get("/postings/export/").getvalue()  # the journal's first entry founds its chain
        counts = []

        for filters in ("words=林知7", ""):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/postings/export/?{filters}").getvalue()
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_is_offered_with_the_filters_of_the_page(
        self, client: Client, clerk: User, many: list[Posting]
    ) -> None:
        client.force_login(clerk)

        shown = client.get("/postings/?form=resident&page=2").text

        assert 'href="/postings/export/?form=resident"' in shown
        assert 'href="/postings/export/?form=resident&amp;as=csv"' in shown
        assert "导出60条" in shown
        assert "/postings/export/" not in client.get("/postings/?words=nobody").text


class TestExportNeeds:
    def test_says_how_far_each_is_met(
        self, client: Client, clerk: User, post: Need, elsewhere: Need, many: list[Posting]
    ) -> None:
        client.force_login(clerk)

        headings, *rows = table(client.get("/needs/export/").getvalue())
        unmet = table(client.get("/needs/export/?met=unmet").getvalue())

        by_host = {row[0]: dict(zip(headings, row, strict=True)) for row in rows}
        assert by_host[post.host.name]["缺少人数"] == 0
        assert by_host[elsewhere.host.name]["缺少人数"] == elsewhere.headcount
        assert isinstance(by_host[post.host.name]["人数"], int)
        assert [row[0] for row in unmet[1:]] == [elsewhere.host.name]
        assert Entry.objects.order_by("number").last().facts["list"] == "受援需求"

    def test_counts_as_the_page_does_beyond_a_batch(
        self,
        client: Client,
        clerk: User,
        places: Places,
        post: Need,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("bangfu.web.exports._AT_ONCE", 3)
        for number in range(7):
            world.need(places.south, post.programme, role_title=f"第{number}")
        client.force_login(clerk)

        rows = table(client.get("/needs/export/").getvalue())

        assert len(rows) == 1 + Need.objects.count() == 9
        assert len({tuple(map(str, row)) for row in rows}) == len(rows)


def test_days_are_days(client: Client, clerk: User, post: Need) -> None:
    client.force_login(clerk)

    content = client.get("/needs/export/").getvalue()

    cell = openpyxl.load_workbook(io.BytesIO(content)).active["J2"]
    assert cell.value.date() == post.starts_on > date(1900, 3, 1)
    assert cell.number_format == 'yyyy"年"m"月"d"日"'
