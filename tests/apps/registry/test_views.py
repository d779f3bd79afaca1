"""The registry's pages, as different people see them."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.registry import actions
from bangfu.apps.registry.models import Department, Institution, Upload, Worker

from .conftest import LONG_AGO, NORTH, TODAY, granted, hospital, physician
from .test_imports import WORKERS, citizen, xlsx

pytestmark = pytest.mark.django_db

SAMPLE = "11010519491231002X"


@pytest.fixture
def at(client: Client) -> Callable[..., Client]:
    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


def text(answer: HttpResponse) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestInstitutionList:
    def test_shows_what_lies_in_the_clerks_area_only(
        self, at, clerk: User, north: Institution, far: Institution
    ) -> None:
        page = text(at(clerk).get("/institutions/"))

        assert north.name in page
        assert "综合医院 三级甲等 东营区" in page
        assert far.name not in page

    @pytest.mark.parametrize("words", ["南湖", "nanhu", "NHYY", "12370523MB00000025", "老南湖"])
    def test_finds_by_name_pinyin_initials_code_and_former_name(
        self, at, clerk: User, north: Institution, south: Institution, words: str
    ) -> None:
        actions.rename_institution(institution=south, name="老南湖医院", on=LONG_AGO, by=None)
        actions.rename_institution(institution=south, name="广饶县南湖医院", on=TODAY, by=None)

        page = text(at(clerk).get("/institutions/", {"words": words}))

        assert south.name in page
        assert north.name not in page

    def test_narrows_by_area_category_level_and_weakness(
        self, at, clerk: User, north: Institution, south: Institution
    ) -> None:
        for query, shown in [
            ({"area": "370502"}, north),
            ({"area": "370523"}, south),
            ({"level": "3"}, north),
            ({"level": "2"}, south),
        ]:
            page = text(at(clerk).get("/institutions/", query))
            assert shown.name in page
            assert ({north, south} - {shown}).pop().name not in page
        assert "没有符合条件的机构" in text(at(clerk).get("/institutions/", {"is_weak": "on"}))

    def test_offers_areas_one_level_further_down(self, at, clerk: User, north: Institution) -> None:
        first = at(clerk).get("/institutions/").content.decode()
        further = at(clerk).get("/institutions/", {"area": "370523"}).content.decode()

        assert 'value="370523"' in first
        assert 'value="370523101"' not in first
        assert 'value="370523101"' in further
        assert 'value="21' not in first + further

    def test_hides_ended_institutions_unless_asked_for(
        self, at, clerk: User, north: Institution
    ) -> None:
        actions.close_institution(institution=north, on=TODAY, by=None)

        assert north.name not in text(at(clerk).get("/institutions/"))
        assert north.name in text(at(clerk).get("/institutions/", {"ended": "on"}))


class TestInstitution:
    def test_explains_a_code_that_fails_its_check(self, at, clerk: User, areas: None) -> None:
        row = actions.register_institution(
            draft=hospital("91350211M0000XUF46", "民营医院", "370523"), on=TODAY, by=None
        )

        page = text(at(clerk).get(f"/institutions/{row.pk}/"))

        assert "校验码应为“R”，现为“6”" in page
        assert "不影响使用" in page

    def test_shows_departments_people_and_past(
        self, at, clerk: User, doctor: Worker, south: Institution
    ) -> None:
        actions.rename_institution(institution=doctor.home, name="新名医院", on=TODAY, by=None)

        page = text(at(clerk).get(f"/institutions/{doctor.home.pk}/"))

        assert "心血管内科 心血管内科 0 0 1" in page
        assert "东营区北辰医院 曾用名 2015年1月1日至2025年3月16日" in page

    def test_looks_absent_outside_scope(self, at, clerk: User, far: Institution) -> None:
        for name in ("institution", "change_institution", "merge_institution", "new_worker"):
            assert at(clerk).get(reverse(name, args=[far.pk])).status_code == 404

    def test_offers_changes_only_to_those_who_may(
        self, at, clerk: User, north: Institution
    ) -> None:
        assessor = granted("assessor", "assessor", area_prefix="3705")
        address = f"/institutions/{north.pk}/"

        assert "变更" in text(at(clerk).get(address))
        assert f"{address}change/" not in at(assessor).get(address).content.decode()
        assert at(assessor).get(f"{address}change/").status_code == 403


class TestInstitutionForms:
    FACTS = {  # noqa: RUF012
        "name": "新湖医院",
        "code": "12370523MB00000041",
        "category": "general_hospital",
        "level": "2",
        "grade": "甲",
        "area_code": "广饶县",
        "parent": NORTH,
        "on": "2025-03-17",
    }

    def test_registers(self, at, clerk: User, north: Institution) -> None:
        answer = at(clerk).post("/institutions/new/", self.FACTS)

        made = Institution.objects.get(name="新湖医院")
        assert answer["Location"] == f"/institutions/{made.pk}/"
        assert (made.area_code, made.parent, made.grade) == ("370523", north, "甲")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"code": NORTH}, "已由其他机构使用"),
            ({"area_code": "370599"}, "没有这个行政区划"),
            ({"area_code": "210702"}, "不在您的管理范围内"),
            ({"parent": "没有的医院"}, "没有找到“"),
        ],
    )
    def test_says_at_the_form_what_is_refused(
        self, at, clerk: User, north: Institution, far: Institution, change: dict, words: str
    ) -> None:
        answer = at(clerk).post("/institutions/new/", self.FACTS | change)

        assert answer.status_code == 422
        assert words in text(answer)
        assert Institution.objects.count() == 2

    def test_renames_and_keeps_the_old_name(self, at, clerk: User, north: Institution) -> None:
        form = at(clerk).get(f"/institutions/{north.pk}/change/").context["page"].form

        facts = {name: value for name, value in form.initial.items() if value not in (None, False)}
        at(clerk).post(f"/institutions/{north.pk}/change/", facts | {"name": "东营区新医院"})

        north.refresh_from_db()
        assert north.name == "东营区新医院"
        assert (north.level, north.grade, north.area_code) == (3, "甲", "370502")
        assert north.former_names.get().name == "东营区北辰医院"

    def test_merges(self, at, clerk: User, north: Institution, south: Institution) -> None:
        at(clerk).post(f"/institutions/{north.pk}/merge/", {"into": south.name, "on": "2025-03-17"})

        north.refresh_from_db()
        assert north.merged_into == south

    def test_keeps_a_department(self, at, clerk: User, north: Institution) -> None:
        facts = {"name": "骨科", "subject_code": "04.03", "staff": "9", "minimum_staff": "7"}
        address = f"/institutions/{north.pk}/departments/new/"

        wrong = at(clerk).post(address, facts | {"minimum_staff": "10"})
        at(clerk).post(address, facts)
        held = Department.objects.get()
        at(clerk).post(f"/departments/{held.pk}/change/", facts | {"staff": "11", "name": "别名"})

        assert "不能多于在编人数" in text(wrong)
        held.refresh_from_db()
        assert (held.name, held.staff) == ("骨科", 11)


class TestWorkerList:
    @pytest.mark.parametrize("words", ["晓明", "zengxiaoming", "zxm", "Zeng Xiaoming", "0001"])
    def test_finds_by_name_pinyin_initials_and_number(
        self, at, clerk: User, doctor: Worker, words: str
    ) -> None:
        actions.register_worker(
            draft=physician(doctor.home, "0002", name="单田芳"), on=LONG_AGO, by=None
        )

        page = text(at(clerk).get("/workers/", {"words": words}))

        assert "曾晓明" in page
        assert "单田芳" not in page

    def test_narrows_by_rank_subject_and_home(
        self, at, clerk: User, doctor: Worker, south: Institution
    ) -> None:
        other = physician(
            south, name="单田芳", title_code="231", subject_codes=("04.03",), department="骨科"
        )
        actions.register_worker(draft=other, on=LONG_AGO, by=None)
        for query, shown in [
            ({"rank": "1"}, "单田芳"),
            ({"rank": "3"}, "曾晓明"),
            ({"subject": "03.04"}, "曾晓明"),
            ({"subject": "04"}, "单田芳"),
            ({"institution": south.pk}, "单田芳"),
            ({"area": "370502"}, "曾晓明"),
            ({"level": "2"}, "单田芳"),
        ]:
            page = text(at(clerk).get("/workers/", query))
            assert shown in page
            assert ({"曾晓明", "单田芳"} - {shown}).pop() not in page

    def test_shows_a_posted_worker_only_themselves(
        self, at, doctor: Worker, south: Institution
    ) -> None:
        actions.register_worker(draft=physician(south, name="单田芳"), on=LONG_AGO, by=None)
        account = granted("doctor", "posted_worker")
        actions.link_account(worker=doctor, account=account, by=None)

        page = text(at(account).get("/workers/"))

        assert "曾晓明" in page
        assert "单田芳" not in page


class TestWorker:
    def test_masks_the_identity_number_everywhere(
        self, at, clerk: User, north: Institution
    ) -> None:
        row = actions.register_worker(
            draft=physician(north, id_number=SAMPLE), on=LONG_AGO, by=None
        )

        for name in ("worker", "change_worker", "transfer_worker", "retire_worker"):
            page = at(clerk).get(reverse(name, args=[row.pk])).content.decode()
            assert SAMPLE not in page
        assert "1101**********002X" in text(at(clerk).get(f"/workers/{row.pk}/"))

    def test_keeps_the_number_where_the_field_stays_empty(
        self, at, clerk: User, north: Institution
    ) -> None:
        row = actions.register_worker(
            draft=physician(north, id_number=SAMPLE), on=LONG_AGO, by=None
        )
        form = at(clerk).get(f"/workers/{row.pk}/change/").context["page"].form
        facts = {name: value for name, value in form.initial.items() if value is not None}

        answer = at(clerk).post(f"/workers/{row.pk}/change/", facts | {"title_code": "231"})

        assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.id_number, row.rank) == (SAMPLE, 1)
        assert [s.subject_code for s in row.specialties.all()] == ["03.04", "03"]

    def test_says_at_the_field_which_digit_is_wrong(
        self, at, clerk: User, north: Institution
    ) -> None:
        facts = {
            "name": "王晓",
            "staff_number": "9",
            "id_number": "110105194912310021",
            "sex": "unknown",
            "on": "2025-03-17",
        }

        answer = at(clerk).post(f"/institutions/{north.pk}/workers/new/", facts)

        assert answer.status_code == 422
        assert "校验码应为“X”" in text(answer)

    def test_transfers_and_retires(
        self, at, clerk: User, doctor: Worker, south: Institution
    ) -> None:
        at(clerk).post(f"/workers/{doctor.pk}/transfer/", {"to": south.code, "on": "2025-03-01"})
        page = text(at(clerk).get(f"/workers/{doctor.pk}/"))
        at(clerk).post(f"/workers/{doctor.pk}/retire/", {"on": "2025-03-17"})

        assert "广饶县南湖医院 2025年3月1日起" in page
        assert "东营区北辰医院 心血管内科 2015年1月1日至2025年2月28日" in page
        doctor.refresh_from_db()
        assert doctor.valid_to == TODAY


class TestImports:
    def post(self, client: Client, content: bytes, name: str = "人员.xlsx") -> HttpResponse:
        return client.post("/workers/import/", {"workbook": SimpleUploadedFile(name, content)})

    def test_tries_first_and_takes_when_confirmed(
        self, at, clerk: User, north: Institution
    ) -> None:
        content = xlsx(WORKERS, ["王晓", citizen(), "1", north.name, "心内科", "主治医师"])

        trial = self.post(at(clerk), content)
        page = text(at(clerk).get(trial["Location"]))
        assert "可以导入" in page
        assert "王晓 新增" in page
        assert not Worker.objects.exists()
        done = at(clerk).post(trial["Location"] + "take/", follow=True)

        assert "导入完成：新增1行" in text(done)
        assert Worker.objects.get().name == "王晓"

        again = at(clerk).post(trial["Location"] + "take/", follow=True)
        assert "这份文件已经导入" in text(again)

    def test_says_so_where_only_the_headings_are_there(self, at, clerk: User) -> None:
        trial = self.post(at(clerk), xlsx(WORKERS))

        assert "表头下没有一行内容" in text(at(clerk).get(trial["Location"]))

    def test_lists_cell_value_problem_and_remedy(self, at, clerk: User, north: Institution) -> None:
        content = xlsx(WORKERS, ["王晓", "110105194912310021", "1", north.name])

        trial = self.post(at(clerk), content)
        page = text(at(clerk).get(trial["Location"]))
        taken = at(clerk).post(trial["Location"] + "take/")

        assert "没有写入任何内容" in page
        assert re.search(
            r"B2 名单 110105194912310021 身份证号末位校验码应为“X”，现为“1”，其中有数字写错。 "
            r"请与身份证核对。",
            page,
        )
        assert "确认导入" not in page
        assert taken.status_code == 422
        assert not Worker.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"%PDF-1.7\x00", "不是能读取的工作簿"),
            (xlsx([]), "没有填写任何内容"),
            (xlsx(["甲", "乙"], ["1", "2"]), "没有找到“人员”的表头"),
        ],
    )
    def test_says_at_the_form_what_is_wrong_with_the_file(
        self, at, clerk: User, north: Institution, content: bytes, words: str
    ) -> None:
        answer = self.post(at(clerk), content)

        assert answer.status_code == 422
        assert words in text(answer)
        assert not Upload.objects.exists()

    def test_asks_for_a_file_where_none_is_given(self, at, clerk: User, areas: None) -> None:
        assert at(clerk).post("/workers/import/").status_code == 422

    def test_gives_the_file_back_with_its_mistakes_marked_until_it_is_mended(
        self, at, clerk: User, north: Institution
    ) -> None:
        content = xlsx(WORKERS, ["王晓", "110105194912310021", "1", north.name, "", "主治大夫"])

        trial = self.post(at(clerk), content)
        assert "下载标出错误的文件" in text(at(clerk).get(trial["Location"]))
        answer = at(clerk).get(trial["Location"] + "marked/")
        assert "%E5%B7%B2%E6%A0%87" in answer.headers["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        wrong = [cell for row in book["名单"].iter_rows() for cell in row if cell.comment]
        assert [cell.coordinate for cell in wrong] == ["B2", "F2"]
        assert "末位校验码应为" in wrong[0].comment.text
        assert not Worker.objects.exists()

        wrong[0].value, wrong[1].value = citizen(), "主治医师"
        mended = io.BytesIO()
        book.save(mended)
        trial = self.post(at(clerk), mended.getvalue(), "改好.xlsx")
        at(clerk).post(trial["Location"] + "take/")
        assert Worker.objects.get().name == "王晓"

    def test_shows_an_upload_to_nobody_else(self, at, clerk: User, north: Institution) -> None:
        trial = self.post(at(clerk), xlsx(WORKERS, ["王晓", "", "1", north.name]))
        other = granted("other", "commission_clerk", area_prefix="3705")

        assert at(other).get(trial["Location"]).status_code == 404
        assert at(other).get(trial["Location"] + "marked/").status_code == 404
        assert at(other).post(trial["Location"] + "take/").status_code == 404

    def test_throws_away(self, at, clerk: User, north: Institution) -> None:
        trial = self.post(at(clerk), xlsx(WORKERS, ["王晓", "", "1", north.name]))

        at(clerk).post(trial["Location"] + "discard/")

        assert not Upload.objects.exists()

    @pytest.mark.parametrize("kind", ["institutions", "departments", "workers"])
    def test_gives_a_template_that_the_import_reads(
        self, at, clerk: User, areas: None, kind: str
    ) -> None:
        template = at(clerk).get(f"/{kind}/template/")

        report = actions.import_workbook(
            kind=kind, content=template.content, name="t.xlsx", by=None, on=TODAY, dry_run=True
        )
        assert (report.errors, report.ignored, report.changes) == ((), (), ())


class TestQueryCounts:
    def test_are_the_same_for_ten_and_for_a_thousand_rows(
        self, at, clerk: User, north: Institution
    ) -> None:
        def fill(start: int, stop: int) -> None:
            drafts = [
                hospital(f"X{n:04}", f"第{n}医院", "370523", parent_code=north.code)
                for n in range(start, stop)
            ]
            homes = actions.register_institutions(drafts=drafts, on=LONG_AGO, by=None)
            actions.register_workers(
                drafts=[physician(home, f"{n:04}") for n, home in enumerate(homes)],
                on=LONG_AGO,
                by=None,
            )

        addresses = [
            "/institutions/",
            "/institutions/?area=370523&words=yy",
            f"/institutions/{north.pk}/",
            "/workers/",
            "/workers/?area=370523&subject=03&rank=3",
        ]
        counts = []
        for start, stop in ((0, 10), (10, 1000)):
            fill(start, stop)
            counts.append([_queries(at(clerk), address) for address in addresses])

        assert counts[0] == counts[1]
        assert max(counts[0]) <= 12, dict(zip(addresses, counts[0], strict=True))


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
