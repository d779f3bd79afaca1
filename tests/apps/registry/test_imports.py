"""Taking workbooks over: tried as a whole, taken as a whole."""

import io
from datetime import date
from itertools import count

import pytest
import xlsxwriter

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.registry import actions
from bangfu.apps.registry.models import Employment, Institution, Upload, Worker
from bangfu.core.exchange.workbook_files import EmptyWorkbook, NotAWorkbook
from bangfu.core.standards import id_number

from .conftest import LONG_AGO, NORTH, SOUTH, TODAY, granted, physician

pytestmark = pytest.mark.django_db

INSTITUTIONS = ["机构代码", "机构名称", "机构类别", "医院等级", "行政区划", "薄弱机构", "上级机构"]
WORKERS = ["姓名", "身份证号", "工号", "所在单位", "所在科室", "职称", "主要专业", "其他专业"]
_serial = count(1)


def xlsx(*rows: list[object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def citizen(born: str = "19850601") -> str:
    body = f"370523{born}{next(_serial):03}"
    return body + id_number.check_digit(body)


def institutions(
    *rows: list[object], by: User | None = None, dry_run: bool = False
) -> actions.ImportReport:
    return actions.import_institutions(
        content=xlsx(INSTITUTIONS, *rows), name="机构.xlsx", by=by, on=TODAY, dry_run=dry_run
    )


def workers(
    *rows: list[object], by: User | None = None, dry_run: bool = False
) -> actions.ImportReport:
    return actions.import_workers(
        content=xlsx(WORKERS, *rows), name="人员.xlsx", by=by, on=TODAY, dry_run=dry_run
    )


def places(report: actions.ImportReport) -> list[tuple[str, str]]:
    return [(error.cell, error.code) for error in report.errors]


class TestImportInstitutions:
    def test_enters_what_is_new(self, areas: None, clerk: User) -> None:
        report = institutions(
            [SOUTH, "南湖医院", "综合医院", "二甲", "370523", "是", "北辰医院"],
            [NORTH, "北辰医院", "A100", "三级甲等", "山东省东营市东营区", "", ""],
            by=clerk,
        )

        assert (report.created, report.changed, report.unchanged) == (2, 0, 0)
        south = Institution.objects.get(code=SOUTH)
        assert (south.level, south.grade, south.is_weak) == (2, "甲", True)
        assert (south.parent.code, south.parent.area_code) == (NORTH, "370502")
        assert south.valid_from == TODAY

    def test_changes_nothing_with_the_same_file_again(self, areas: None, clerk: User) -> None:
        rows = [
            [NORTH, "北辰医院", "综合医院", "三级甲等", "370502", "否", ""],
            [SOUTH, "南湖医院", "综合医院", "", "广饶县", "", NORTH],
        ]
        institutions(*rows, by=clerk)
        written = Entry.objects.count()

        again = institutions(*rows, by=clerk)

        assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
        assert Entry.objects.count() == written
        assert Upload.objects.count() == 1

    def test_takes_another_name_as_a_renaming(self, north: Institution) -> None:
        report = institutions([NORTH, "东营区第一医院", "综合医院", "", "370502"])

        (change,) = report.changes
        assert [(f.field, f.before, f.after) for f in change.fields] == [
            ("name", "东营区北辰医院", "东营区第一医院")
        ]
        assert north.former_names.get().name == "东营区北辰医院"

    def test_leaves_alone_what_the_file_leaves_empty(self, north: Institution) -> None:
        institutions([NORTH, "东营区北辰医院", "综合医院", "", "370502"])

        north.refresh_from_db()
        assert (north.level, north.grade) == (3, "甲")

    def test_warns_of_a_wrong_check_character_and_takes_the_row(self, areas: None) -> None:
        report = institutions(["91350211M0000XUF46", "民营医院", "民营医院", "", "370523"])

        assert [(w.cell, w.code) for w in report.warnings] == [("A2", "uscc_check")]
        assert Institution.objects.count() == 1

    def test_writes_one_entry_for_the_file_and_one_for_each_row(
        self, areas: None, clerk: User
    ) -> None:
        report = institutions([NORTH, "北辰医院", "综合医院", "", "370502"], by=clerk)

        whole, row = Entry.objects.order_by("-number")[:2]
        assert (whole.verb, row.verb) == ("workbook.imported", "institution.registered")
        assert whole.facts["digest"] == report.digest
        assert (whole.facts["created"], whole.area_code) == (1, "3705")

    def test_names_each_wrong_cell_and_takes_nothing(self, north: Institution, far, clerk) -> None:
        rows = [
            ["12370502MB00000045", "新医院", "宫殿", "", "370502"],
            ["12370502MB00000053", "新医院", "综合医院", "九级", "370599"],
            ["12370502MB00000061", "新医院", "综合医院", "", "370599"],
            [far.code, far.name, "综合医院", "", "210702"],
            ["12370502MB00000070", "新医院", "综合医院", "", "370502", "", "没有的医院"],
            [NORTH, "好医院", "综合医院", "", "370502"],
        ]
        before = Entry.objects.count()

        report = institutions(*rows, by=clerk, dry_run=True)
        with pytest.raises(actions.ImportRefused, match="有 5 处错误，没有导入任何内容"):
            institutions(*rows, by=clerk)

        assert places(report) == [
            ("C2", "unknown_word"),
            ("D3", "unknown_word"),
            ("E4", "area_unknown"),
            ("E5", "out_of_reach"),
            ("G6", "institution_unknown"),
        ]
        assert Institution.objects.count() == 2
        assert Entry.objects.count() == before

    def test_points_a_former_code_to_the_present_one(self, north: Institution) -> None:
        actions.recode_institution(institution=north, code=SOUTH, on=TODAY, by=None)

        report = institutions([NORTH, "北辰医院", "综合医院", "", "370502"], dry_run=True)

        assert places(report) == [("A2", "former_code")]
        assert SOUTH in report.errors[0].remedy_zh

    def test_refuses_a_merged_institution_and_names_where_it_went(
        self, north: Institution, south: Institution
    ) -> None:
        actions.merge_institution(institution=north, into=south, on=TODAY, by=None)

        report = institutions([NORTH, north.name, "综合医院", "", "370502"], dry_run=True)

        assert places(report) == [("A2", "institution_ended")]
        assert "并入“广饶县南湖医院”" in report.errors[0].zh


class TestDryRun:
    def test_tells_all_and_writes_nothing(self, areas: None, clerk: User) -> None:
        entries = Entry.objects.count()

        report = institutions([NORTH, "北辰医院", "综合医院", "", "370502"], by=clerk, dry_run=True)

        assert [change.label for change in report.changes] == ["北辰医院"]
        assert not Institution.objects.exists()
        assert not Upload.objects.exists()
        assert Entry.objects.count() == entries

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_refuses_what_is_no_workbook_and_what_is_empty(
        self, areas: None, dry_run: bool
    ) -> None:
        for content, refusal in ((b"PK\x03\x04", NotAWorkbook), (b"", EmptyWorkbook)):
            with pytest.raises(refusal, match=r"人员\.xlsx"):
                actions.import_workers(
                    content=content, name="人员.xlsx", by=None, on=TODAY, dry_run=dry_run
                )


class TestImportDepartments:
    HEAD = ("机构名称", "科室名称", "诊疗科目", "在编人数", "最低在岗人数")

    def take(self, *rows: list[object], dry_run: bool = False) -> actions.ImportReport:
        return actions.import_departments(
            content=xlsx(list(self.HEAD), *rows),
            name="科室.xlsx",
            by=None,
            on=TODAY,
            dry_run=dry_run,
        )

    def test_enters_and_changes(self, north: Institution) -> None:
        self.take([north.name, "骨科", "骨科", 12, 9])

        report = self.take([NORTH, "骨科", "", 14, ""])

        row = north.departments.get()
        assert (row.subject_code, row.staff, row.minimum_staff) == ("04.03", 14, 9)
        assert report.changed == 1

    def test_refuses_more_on_post_than_there_are_and_repeats(self, north: Institution) -> None:
        report = self.take(
            [north.name, "骨科", "", 5, 6],
            [north.name, "眼科", "", 5, 1],
            [NORTH, "眼科", "", 5, 1],
            dry_run=True,
        )

        assert places(report) == [("E2", "more_than_staff"), ("B4", "repeated")]


class TestImportWorkers:
    def test_enters_a_worker_with_what_the_number_tells(self, north: Institution) -> None:
        number = citizen("19850601")

        report = workers(
            ["王晓", number, "0217", north.name, "心内科", "副主任医师", "03.04", "03.10、28"]
        )

        worker = Worker.objects.get()
        assert report.created == 1
        assert (worker.rank, worker.birth_date) == (2, date(1985, 6, 1))
        assert [s.subject_code for s in worker.specialties.all()] == ["03.04", "03.10", "28"]
        assert worker.department.subject_code == "03.04"

    def test_changes_nothing_with_the_same_file_again(self, north: Institution) -> None:
        rows = [
            ["王晓", citizen(), "1", north.name, "心内科", "232", "心内科", "28、03.10"],
            ["李明", "", "2", NORTH, "", "", "", ""],
        ]
        workers(*rows)
        written = Entry.objects.count()

        again = workers(*rows)

        assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
        assert Entry.objects.count() == written
        assert Employment.objects.count() == 2

    def test_transfers_somebody_known_by_number(
        self, north: Institution, south: Institution
    ) -> None:
        number = citizen()
        workers(["王晓", number, "1", north.name, "心内科", "232", "03.04"])
        Employment.objects.update(starts_on=LONG_AGO)

        workers(["王晓", number, "88", south.name, "", "232", "03.04"])

        worker = Worker.objects.get()
        assert (worker.home, worker.staff_number, worker.department) == (south, "88", None)
        assert [e.institution for e in worker.employments.order_by("starts_on")] == [north, south]

    def test_lets_a_newcomer_take_the_number_of_one_who_leaves_it(
        self, north: Institution, south: Institution
    ) -> None:
        number = citizen()
        workers(["王晓", number, "1", north.name])
        Employment.objects.update(starts_on=LONG_AGO)

        report = workers(["李明", citizen(), "1", north.name], ["王晓", number, "9", south.name])

        assert (report.created, report.changed) == (1, 1)

    def test_never_overwrites_one_person_with_another(self, north: Institution) -> None:
        workers(["王晓", citizen(), "1", north.name], ["李明", "", "2", north.name])

        report = workers(
            ["赵强", citizen(), "1", north.name], ["赵强", "", "2", north.name], dry_run=True
        )

        assert places(report) == [("C2", "number_of_another"), ("C3", "number_of_another")]
        assert "登记的是“王晓”" in report.errors[0].zh

    def test_refuses_to_move_somebody_onto_the_number_of_another(
        self, north: Institution, south: Institution
    ) -> None:
        number = citizen()
        workers(["王晓", number, "1", north.name], ["李明", "", "1", south.name])

        report = workers(["王晓", number, "1", south.name], dry_run=True)

        assert places(report) == [("C2", "number_of_another")]

    def test_completes_a_number_that_was_missing(self, north: Institution) -> None:
        workers(["李明", "", "2", north.name])

        workers(["李明", citizen(), "2", north.name])

        assert Worker.objects.get().id_number

    def test_names_each_wrong_cell_and_takes_nothing(
        self, north: Institution, south: Institution
    ) -> None:
        number, wrong = citizen(), "110105194912310021"
        rows = [
            ["王晓", number, "1", north.name, "", "院长", "", ""],
            ["李明", wrong, "2", north.name, "", "", "", ""],
            ["赵强", "110105194902300021", "3", "没有的医院", "", "", "", ""],
            ["钱多", citizen(), "4", "没有的医院", "", "", "99", ""],
            ["孙好", citizen(), "5", north.name, "", "", "", 3.1],
            ["周全", number, "6", north.name, "", "", "", ""],
            ["吴用", number, "7", north.name, "", "", "", ""],
            ["郑义", "", "8", north.name, "", "", "", ""],
            ["冯时", "", "8", NORTH, "", "", "", ""],
        ]

        report = workers(*rows, dry_run=True)
        with pytest.raises(actions.ImportRefused):
            workers(*rows)

        assert places(report) == [
            ("F2", "unknown_word"),
            ("B3", "id_check"),
            ("B4", "id_birth"),
            ("G5", "unknown_word"),
            ("H6", "unknown_word"),
            ("B8", "repeated"),
            ("C10", "repeated"),
        ]
        assert not Worker.objects.exists()

    def test_refuses_a_birth_date_that_disagrees_with_the_number(self, north: Institution) -> None:
        content = xlsx(
            ["姓名", "身份证号", "工号", "所在单位", "性别", "出生日期"],
            ["王晓", "11010519491231002X", "1", north.name, "女", date(1949, 12, 30)],
        )

        report = actions.import_workers(
            content=content, name="x.xlsx", by=None, on=TODAY, dry_run=True
        )

        assert places(report) == [("F2", "disagrees_with_id")]

    def test_keeps_a_sending_hospital_to_its_own_staff(
        self, north: Institution, south: Institution
    ) -> None:
        office = granted("office", "sender_office", institution_code=NORTH)
        number = citizen()
        workers(["王晓", number, "1", south.name])

        report = workers(
            ["李明", citizen(), "1", south.name],
            ["王晓", number, "2", north.name],
            ["赵强", citizen(), "3", north.name],
            by=office,
            dry_run=True,
        )

        assert places(report) == [("D2", "out_of_reach"), ("B3", "held_elsewhere")]
        assert "南湖" not in report.errors[1].zh

    def test_refuses_one_who_has_left(self, north: Institution) -> None:
        number = citizen()
        workers(["王晓", number, "1", north.name])
        actions.retire_worker(worker=Worker.objects.get(), on=TODAY, by=None)

        assert places(workers(["王晓", number, "1", north.name], dry_run=True)) == [
            ("A2", "retired")
        ]


class TestUploads:
    def test_are_kept_for_the_trial_and_forgotten_when_taken(
        self, north: Institution, clerk: User
    ) -> None:
        content = xlsx(WORKERS, ["王晓", citizen(), "1", north.name])
        upload = actions.keep_upload(
            kind="workers", content=content, name="人员.xlsx", by=clerk, on=TODAY
        )

        assert actions.try_upload(upload=upload, by=clerk, on=TODAY).created == 1
        assert not Worker.objects.exists()
        actions.take_upload(upload=upload, by=clerk, on=TODAY)

        upload.refresh_from_db()
        assert (upload.content, upload.created) == (None, 1)
        assert upload.taken_at is not None
        with pytest.raises(actions.UploadGone):
            actions.take_upload(upload=upload, by=clerk, on=TODAY)

    def test_are_thrown_away_after_a_day(self, areas: None, clerk: User) -> None:
        content = xlsx(WORKERS)
        kept = {"kind": "workers", "content": content, "by": clerk, "on": TODAY}
        upload = actions.keep_upload(name="a.xlsx", **kept)
        Upload.objects.filter(pk=upload.pk).update(uploaded_at="2025-01-01T00:00:00Z")

        actions.keep_upload(name="b.xlsx", **kept)

        assert [row.file_name for row in Upload.objects.all()] == ["b.xlsx"]


class TestWorkersAreKnown:
    def test_by_number_even_under_another_name(self, north: Institution) -> None:
        number = citizen()
        actions.register_worker(draft=physician(north, id_number=number), on=LONG_AGO, by=None)

        report = workers(["曾晓敏", number, "0001", north.name])

        assert report.changed == 1
        assert Worker.objects.get().name_pinyin == "zengxiaomin"
