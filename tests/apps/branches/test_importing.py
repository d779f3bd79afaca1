"""A city's workbook of branches: tried, taken once, and refused cell by cell."""

import csv
import io

from django.test import Client
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch, BranchUpload, MemberCount
from bangfu.apps.branches.workbook import layout
from bangfu.apps.registry.actions import ImportReport
from bangfu.core.exchange.template import write_template
from bangfu.core.exchange.workbook_files import read_workbook

from .county import County, today

HEAD = ["所在单位", "党支部名称", "联合党支部牵头单位", "成立日期", "覆盖科室", "书记", "正式党员"]
CITY = ["东海市中心医院", "内科党支部", "", "2019-06-28", "内科、儿科", "陈小满", "12"]
NORTH = ["河口镇卫生院", "联合党支部", "河口镇卫生院", "2026-01-05", "", "林知远", "2"]
SOUTH = ["清水镇卫生院", "联合党支部", "河口镇卫生院", "2026-01-05", "", "", "1"]


def written(*rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode("utf-8-sig")


def kept(content: bytes, by: User) -> BranchUpload:
    return actions.keep_upload(
        content=content, name="党支部.csv", by=by, on=today(), at=timezone.now()
    )


def tried(content: bytes, by: User) -> ImportReport:
    return actions.try_upload(upload=kept(content, by), by=by, on=today(), at=timezone.now())


def taken(content: bytes, by: User) -> ImportReport:
    return actions.take_upload(upload=kept(content, by), by=by, on=today(), at=timezone.now())


class TestImport:
    def test_a_trial_writes_nothing(self, here: County, party: User) -> None:
        report = tried(written(CITY, SOUTH, NORTH), party)

        assert (report.errors, report.created) == ((), 3)
        assert not Branch.objects.exists()

    def test_founds_branches_and_joint_ones(self, here: County, party: User) -> None:
        taken(written(CITY, SOUTH, NORTH), party)

        own, joint = Branch.objects.order_by("is_joint")
        assert {one.department.name for one in own.coverages.all()} == {"内科", "儿科"}
        assert joint.institution == here.north
        assert joint.seats.count() == 2
        counts = MemberCount.objects.values_list("institution__code", "full")
        assert dict(counts) == {"SENDER": 12, "NORTH": 2, "SOUTH": 1}

    def test_the_same_file_again_changes_nothing(self, here: County, party: User) -> None:
        content = written(CITY, SOUTH, NORTH)
        taken(content, party)

        again = taken(content, party)

        assert (again.changes, again.unchanged) == ((), 3)

    def test_other_figures_are_a_change(self, here: County, party: User) -> None:
        taken(written(CITY), party)

        report = taken(written([*CITY[:-1], "15"]), party)

        assert [one.after for one in report.changes[0].fields] == [15]
        assert MemberCount.objects.get().full == 15

    def test_names_each_cell_that_is_wrong(self, here: County, party: User) -> None:
        unknown = ["不存在的医院", *CITY[1:]]
        no_room = [*CITY[:1], "外科党支部", "", "2019-06-28", "骨外科", "", "5"]
        no_number = [*CITY[:1], "儿科党支部", "", "2019-06-28", "儿科", "", "x"]

        report = tried(written(unknown, no_room, no_number), party)

        assert {(one.cell, one.code) for one in report.errors} >= {
            ("A2", "institution_unknown"),
            ("E3", "department_unknown"),
        }
        assert any(one.cell == "G4" for one in report.errors)

    def test_refuses_what_lies_outside_the_reach(self, here: County, sender: User) -> None:
        report = tried(written(NORTH, SOUTH), sender)

        assert {one.code for one in report.errors} == {"out_of_reach"}

    def test_the_template_is_read_back(self, here: County) -> None:
        book = read_workbook(write_template(layout(today())), name="模板.xlsx")

        assert book.sheets[0].name == "党支部"


class TestPages:
    def test_upload_trial_and_taking(self, here: County, party: User) -> None:
        client = Client()
        client.force_login(party)
        file = io.BytesIO(written(CITY))
        file.name = "党支部.csv"

        there = client.post("/branches/import/", {"workbook": file}).headers["Location"]

        trial = client.get(there).content.decode()
        assert "内科党支部" in trial
        client.post(f"{there}take/")
        assert Branch.objects.count() == 1
        assert "党支部.csv" in client.get("/branches/import/").content.decode()
        assert client.get("/branches/import/template/").status_code == 200

    def test_thrown_away_twice_says_so(self, here: County, party: User) -> None:
        held = kept(written(CITY), party)
        client = Client()
        client.force_login(party)
        client.post(f"/branches/import/{held.pk}/discard/")

        answer = client.post(f"/branches/import/{held.pk}/discard/", follow=True)

        assert "无需重复办理" in answer.content.decode()
        assert not Branch.objects.exists()

    def test_somebody_elses_upload_is_absent(self, here: County, party: User, sender: User) -> None:
        held = kept(written(CITY), party)
        client = Client()
        client.force_login(sender)

        assert client.get(f"/branches/import/{held.pk}/").status_code == 404
