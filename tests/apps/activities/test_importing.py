"""The ledger by workbook: what is new is entered, the same again changes nothing."""

import io
from datetime import date
from itertools import permutations

import pytest
import python_calamine
import xlsxwriter
from django.test import Client
from django.urls import reverse
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity, MonthSum, Resemblance
from bangfu.apps.activities.workbook import layout
from bangfu.apps.journal.models import Entry
from bangfu.apps.registry.actions import ImportRefused, ImportReport, import_workbook
from bangfu.apps.registry.models import Upload
from bangfu.core.activities import Side
from bangfu.core.exchange.template import write_template

from .conftest import TODAY, World

pytestmark = pytest.mark.django_db

HEADINGS = ["活动时间", "工作类别", "义诊次数", "人次", "派出单位", "受援医院", "参加人员"]
CLINIC = ["2026-06-10", "义诊", 1, 80, "市中心医院", "南湖医院", "林知远、钱叔平"]
LECTURE = ["2026年6月11日", "专家讲座", 1, 32, "市中心医院", "南湖医院", ""]


@pytest.fixture
def rows(here: World) -> list[list[object]]:
    sender, north = here.places.sender.name, here.places.north.name
    return [[*row[:4], sender, north, row[6]] for row in (CLINIC, LECTURE)]


def book(*rows: list[object], headings: list[str] = HEADINGS) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet("六月")
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def taken(content: bytes, by: User | None, *, dry_run: bool = False) -> ImportReport:
    return import_workbook(
        kind="activities", content=content, name="六月.xlsx", by=by, on=TODAY, dry_run=dry_run
    )


def wrong(report: ImportReport) -> list[tuple[str, str]]:
    return [(error.cell, error.code) for error in report.errors]


class TestEnterActivities:
    def test_enters_what_a_form_would_have_entered(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        known = world.worker("林知远", here.places.sender)

        report = taken(book(*rows), sender)

        clinic = Activity.objects.get(kind="free_clinic")
        assert (report.created, report.errors) == (2, ())
        assert (clinic.giver, clinic.host) == (here.places.sender, here.places.north)
        assert (clinic.entered_by, clinic.confirming) == ("giver", "host")
        assert {each.name: each.worker for each in clinic.participants.all()} == {
            "林知远": known,
            "钱叔平": None,
        }
        assert clinic.place == here.places.north.name
        assert actions.sums_that_differ() == []
        assert MonthSum.objects.count() == 4

    def test_leaves_an_entry_of_the_journal_for_each_and_one_for_the_file(
        self, sender: User, rows: list[list[object]]
    ) -> None:
        report = taken(book(*rows), sender)

        of_the_file = Entry.objects.get(verb="workbook.imported")
        assert Entry.objects.filter(verb="activity.recorded").count() == 2
        assert of_the_file.facts["digest"] == report.digest
        assert of_the_file.institution_code == "SENDER"

    def test_changes_nothing_the_second_time_whoever_sends_it(
        self, here: World, sender: User, clerk: User, rows: list[list[object]]
    ) -> None:
        taken(book(*rows), sender)
        before = Entry.objects.count()

        again = [taken(book(*rows), who) for who in (sender, clerk)]

        assert [(each.created, each.unchanged) for each in again] == [(0, 2), (0, 2)]
        assert (Activity.objects.count(), Entry.objects.count()) == (2, before)

    def test_knows_what_was_entered_by_hand(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        here.record(
            here.work(
                "lecture",
                {"times": 1, "people": 32},
                on=date(2026, 6, 11),
                place=here.places.north.name,
            ),
            by=sender,
        )

        report = taken(book(*rows), sender)

        assert (report.created, report.unchanged) == (1, 1)

    def test_gives_the_same_ledger_in_whatever_order_the_rows_stand(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        other = [*rows[0][:5], here.places.south.name, ""]
        told = set()
        for order in permutations([*rows, other]):
            Resemblance.objects.all().delete()
            report = taken(book(*order), sender, dry_run=True)
            told.add(frozenset(change.label for change in report.changes))
            assert (report.created, report.errors) == (3, ())

        assert len(told) == 1

    def test_points_at_what_the_other_side_has_entered_already(
        self, here: World, sender: User, host: User, rows: list[list[object]]
    ) -> None:
        theirs = here.record(
            here.work("free_clinic", {"times": 1, "people": 82}), by=host, side=Side.HOST
        )

        taken(book(*rows), sender)

        pair = Resemblance.objects.get()
        assert (pair.first, pair.second.kind) == (theirs, "free_clinic")


class TestRefusals:
    def test_name_each_cell_and_write_nothing(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        clinic, lecture = rows
        bad = [
            ["2026-02-30", *clinic[1:]],
            [clinic[0], "打扫卫生", *clinic[2:]],
            [*clinic[:2], 0.5, *clinic[3:]],
            [*lecture[:4], "没有的医院", *lecture[5:]],
            lecture,
            lecture,
        ]

        report = taken(book(*bad), sender, dry_run=True)

        assert wrong(report) == [
            ("A2", "no_such_day"),
            ("B3", "unknown_word"),
            ("C4", "refused"),
            ("E5", "institution_unknown"),
            ("A7", "repeated"),
        ]
        with pytest.raises(ImportRefused, match="有 5 处错误"):
            taken(book(*bad), sender)
        assert not Activity.objects.exists()

    def test_stop_at_the_border_of_what_the_account_enters_by_hand(
        self, here: World, rows: list[list[object]]
    ) -> None:
        south = world.user("south", "host_office", at="SOUTH")

        assert wrong(taken(book(*rows), south, dry_run=True)) == [
            ("E2", "out_of_reach"),
            ("E3", "out_of_reach"),
        ]

    def test_say_that_a_month_is_locked_without_speaking_of_a_draft(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        old = [["2026-05-10", *rows[0][1:]]]
        actions.lock_month(
            programme=here.programme,
            month=date(2026, 5, 1),
            by=None,
            at=Entry.objects.order_by("-pk")[0].at,
            today=TODAY,
        )

        (error,) = taken(book(*old), sender, dry_run=True).errors

        assert (error.cell, error.code) == ("A2", "month_locked")
        assert "草稿" not in str(error)


class TestPages:
    def test_lead_from_a_file_with_mistakes_to_a_marked_copy_and_to_the_ledger(
        self, sender: User, rows: list[list[object]]
    ) -> None:
        client = Client()
        client.force_login(sender)
        page = reverse("import_list", args=["activities"])
        assert "导入工作台账" in client.get(page).content.decode()

        sent = client.post(page, {"workbook": _file(book(["2026-02-30", *rows[0][1:]]))})
        copy = client.get(sent["Location"] + "marked/").content
        mended = client.post(page, {"workbook": _file(book(*rows))})
        done = client.post(mended["Location"] + "take/")

        sheets = python_calamine.load_workbook(io.BytesIO(copy))
        assert sheets.sheet_names == ["需要改正", "六月"]
        assert done["Location"] == reverse("activity_list")
        assert Activity.objects.count() == 2
        assert Upload.objects.get(taken_at__isnull=False).kind == "activities"

    def test_are_closed_to_those_who_may_not_enter_work(self, here: World) -> None:
        auditor = world.user("auditor", "auditor", area="3705")
        client = Client()
        client.force_login(auditor)

        assert client.get(reverse("import_list", args=["activities"])).status_code == 403
        assert client.get(reverse("import_list", args=["nothing"])).status_code == 404

    def test_read_back_what_the_list_exports(
        self, here: World, sender: User, rows: list[list[object]]
    ) -> None:
        taken(book(*rows), sender)
        client = Client()
        client.force_login(sender)
        answer = client.get(reverse("export_activities"), {"kind": "free_clinic"})

        report = taken(b"".join(answer.streaming_content), sender)

        assert (report.errors, report.created, report.unchanged) == ((), 0, 1)


class TestLayout:
    def test_gives_a_template_that_the_import_reads(self, here: World, sender: User) -> None:
        report = taken(write_template(layout(TODAY)), sender, dry_run=True)

        assert (report.errors, report.ignored, report.changes) == ((), (), ())


def _file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "六月.xlsx"
    return file
