"""The ledger as it is read: narrowed, stretch by stretch, opened, corrected, locked, exported."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity, Resemblance
from bangfu.apps.activities.queries import ledger, pointers
from bangfu.apps.activities.queries.copied import copied
from bangfu.apps.activities.queries.narrowing import LedgerFilter, PointerFilter
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.journal.models import Entry
from bangfu.core.activities import Side

from .conftest import World, at

Signed = Client


def signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


def shown(user: User, **by: object) -> list[int]:
    return [row.pk for row in ledger.stretch(user, by=LedgerFilter(**by)).rows]


class TestStretch:
    def test_is_narrowed_by_every_filter_and_by_any_two(
        self, here: World, clerk: User, host: User
    ) -> None:
        clinic = here.record(on=date(2026, 5, 3))
        south = here.record(
            here.work("lecture", {"times": 1, "people": 30}, host=here.places.south)
        )
        posted = here.post("沈若谷")
        visit = here.record(here.work("outpatient", {"visits": 40}, posting=posted))
        actions.confirm_activities(activities=[clinic], by=host, at=at())

        assert shown(clerk) == [visit.pk, south.pk, clinic.pk]
        assert shown(clerk, kind="lecture") == [south.pk]
        assert shown(clerk, state="confirmed") == [clinic.pk]
        assert shown(clerk, host="NORTH", state="recorded") == [visit.pk]
        assert shown(clerk, since=date(2026, 6, 1), place="SOUTH") == [south.pk]
        assert shown(clerk, words="沈若谷") == [visit.pk]
        assert shown(clerk, words="清水", kind="lecture") == [south.pk]
        assert shown(clerk, posts="doctors") == [visit.pk]
        assert shown(clerk, worker=posted.worker_id) == [visit.pk]
        assert shown(clerk, programme="another") == []

    def test_shows_a_host_its_own_and_nobody_elses(self, here: World, host: User) -> None:
        north = here.record()
        here.record(here.work(host=here.places.south))

        assert shown(host) == [north.pk]

    def test_goes_on_where_it_stopped_without_a_gap(
        self, here: World, clerk: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        days = [date(2026, 5, day) for day in (1, 1, 1, 2, 3)]
        every = [here.record(on=day).pk for day in days]
        monkeypatch.setattr(ledger, "ROWS", 2)

        seen: list[int] = []
        after = None
        while True:
            found = ledger.stretch(clerk, by=LedgerFilter(), after=after)
            seen += [row.pk for row in found.rows]
            after = found.following
            if after is None:
                break

        assert seen == every[::-1]

    def test_sums_the_figures_of_a_kind_without_what_does_not_count(
        self, here: World, clerk: User
    ) -> None:
        here.record()
        here.record(here.work(figures={"times": 2, "people": 20}, on=date(2026, 4, 1)))
        gone = here.record(here.work(on=date(2026, 3, 1)))
        actions.withdraw_activity(activity=gone, reason="误登", by=None, at=at())

        found = ledger.stretch(clerk, by=LedgerFilter(kind="free_clinic"))

        assert [str(each) for each in found.sums] == ["3次", "100人次"]
        assert found.total == 3

    @pytest.mark.parametrize("rows", [2, 12])
    def test_asks_as_much_for_many_rows_as_for_few(
        self, here: World, clerk: User, rows: int, django_assert_num_queries: object
    ) -> None:
        for number in range(rows):
            here.record(on=date(2026, 5, 1) + timedelta(days=2 * number))
        client = signed_in(clerk)
        client.get("/activities/")

        with django_assert_num_queries(10):  # type: ignore[operator]
            answer = client.get("/activities/")

        assert len(re.findall(r'<a href="/activities/[0-9]+/"', answer.content.decode())) == rows


class TestOneActivity:
    def test_tells_everything_and_what_it_said_before(self, here: World, sender: User) -> None:
        activity = here.record(here.work(place="河口镇广场"))
        actions.correct_activity(
            activity=activity,
            work=here.work(figures={"times": 1, "people": 60}, place="河口镇广场"),
            reason="按签到表更正",
            by=sender,
            at=at(),
            today=at().date(),
        )

        page = signed_in(sender).get(f"/activities/{activity.pk}/").content.decode()

        assert "60人次" in page
        assert "义诊服务人次：80人次" in page
        assert "按签到表更正" in page

    def test_of_another_place_looks_absent(self, here: World) -> None:
        activity = here.record()
        far = world.user("far", "host_office", at="FAR")

        assert signed_in(far).get(f"/activities/{activity.pk}/").status_code == 404

    def test_is_corrected_by_the_side_that_entered_it(self, here: World, sender: User) -> None:
        activity = here.record(by=sender)
        client = signed_in(sender)
        page = client.get(f"/activities/{activity.pk}/correct/").content.decode()
        assert 'value="80"' in page
        typed = {"reason": "人数核实", "figure_times": "1", "figure_people": "75"}

        answer = client.post(
            f"/activities/{activity.pk}/correct/", {**typed, "on": "2026-06-10", "place": "河口"}
        )

        assert answer.status_code == 302
        activity.refresh_from_db()
        assert activity.figures.get(indicator="free_clinic.people").amount == Decimal(75)
        assert client.get(f"/activities/{here.record().pk}/").status_code == 200

    def test_a_refused_correction_offers_its_files_again(self, here: World, sender: User) -> None:
        activity = here.record(by=sender)
        path, client = f"/activities/{activity.pk}/correct/", signed_in(sender)
        typed = {"figure_times": "1", "figure_people": "75", "on": "2026-06-10", "place": "河口"}
        sheet = SimpleUploadedFile("签到表.txt", "七十五人".encode())
        refused = client.post(path, {**typed, "proof": sheet})
        held = refused.content.decode().partition('name="proof_held" value="')[2].partition('"')[0]

        client.post(path, {**typed, "reason": "人数核实", "proof_held": held})

        assert refused.status_code == 422
        assert [each.name for each in attachments_on(activity)] == ["签到表.txt"]

    def test_is_not_corrected_by_the_other_side(self, here: World, host: User) -> None:
        activity = here.record()

        assert signed_in(host).get(f"/activities/{activity.pk}/correct/").status_code == 404
        assert signed_in(host).get(f"/activities/{activity.pk}/withdraw/").status_code == 404


class TestMonths:
    def test_are_locked_and_reopened_with_a_reason(self, here: World, clerk: User) -> None:
        here.record(on=date(2026, 5, 3))
        client = signed_in(clerk)
        lock, reopen = (
            f"/activities/months/county_support/2026/5/{do}/" for do in ("lock", "reopen")
        )

        assert client.post(lock).status_code == 302
        assert "已锁定" in client.get("/activities/months/").content.decode()
        assert "请填写原因" in client.post(reopen).content.decode()
        assert client.post(reopen, {"reason": "补登"}).status_code == 302
        assert client.post("/activities/months/county_support/2026/13/lock/").status_code == 404

    def test_are_not_for_hosts(self, here: World, host: User) -> None:
        assert signed_in(host).get("/activities/months/").status_code == 403


class TestPointers:
    def test_show_a_double_to_both_institutions_and_let_either_settle_it(
        self, here: World, host: User, sender: User
    ) -> None:
        here.record(by=sender)
        here.record(here.work(figures={"times": 1, "people": 85}), by=host, side=Side.HOST)
        pair = Resemblance.objects.get()

        for reader in (host, sender):
            assert "是同一项" in signed_in(reader).get("/activities/pointers/").content.decode()
            for one, other in ((pair.first_id, pair.second_id), (pair.second_id, pair.first_id)):
                page = signed_in(reader).get(f"/activities/{one}/").content.decode()
                assert "是同一项" in page
                assert f'href="/activities/{other}/"' in page
        signed_in(host).post(f"/activities/pointers/{pair.pk}/", {"same": "1"})

        assert Activity.objects.counted().count() == 1
        assert signed_in(sender).post(f"/activities/pointers/{pair.pk}/").status_code == 404

    def test_flag_figures_copied_month_after_month(self, here: World, clerk: User) -> None:
        for month in (2, 3, 4, 5):
            here.record(here.work("outpatient", {"visits": 120}, on=date(2026, month, 28)))
        here.record(
            here.work("outpatient", {"visits": 90}, on=date(2026, 5, 28), host=here.places.south)
        )

        found = copied(clerk, on=date(2026, 6, 15))

        assert [(each.host, len(each.months), each.figures) for each in found] == [
            ("河口镇卫生院", 4, "120人次")
        ]

    def test_say_nothing_of_figures_that_differ_once(self, here: World, clerk: User) -> None:
        for month, visits in ((3, 120), (4, 121), (5, 120)):
            here.record(here.work("outpatient", {"visits": visits}, on=date(2026, month, 28)))

        assert copied(clerk, on=date(2026, 6, 15)) == []


class TestExport:
    def test_holds_what_the_list_shows_and_is_recorded(self, here: World, clerk: User) -> None:
        here.record()
        here.record(here.work("lecture", {"times": 1, "people": 30}))

        answer = signed_in(clerk).get("/activities/export/?kind=free_clinic")

        content = b"".join(answer.streaming_content)
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        header, row = sheet.to_python()
        assert header[3:5] == ["义诊次数（次）", "义诊服务人次（人次）"]
        assert row[0] == date(2026, 6, 10)
        assert row[3:5] == [1, 80]
        assert Entry.objects.get(verb="list.exported").facts["rows"] == 1

    def test_writes_counts_without_decimals(self, here: World, clerk: User) -> None:
        here.record()

        answer = signed_in(clerk).get("/activities/export/?kind=free_clinic&as=csv")

        assert ",1,80," in b"".join(answer.streaming_content).decode()


class TestCopiedAlone:
    def test_figures_of_work_without_a_host_are_held_against_each_other(
        self, here: World, clerk: User
    ) -> None:
        for month in (3, 4, 5):
            work = here.work(figures={"times": 1, "people": 66}, on=date(2026, month, 12))
            here.record(replace(work, host=None), side=Side.AUTHORITY)

        (found,) = copied(clerk, on=date(2026, 6, 15))

        assert (found.giver, found.host, found.figures) == ("东海市中心医院", "", "1次、66人次")


class TestPointersPage:
    def fill(self, here: World, host: User, sender: User, pairs: int) -> None:
        for each in range(pairs):
            day = date(2026, 1, 1) + timedelta(days=4 * each)
            here.record(here.work(on=day), by=sender)
            twice = here.work(figures={"times": 1, "people": 85}, on=day)
            here.record(twice, by=host, side=Side.HOST)

    def test_asks_as_often_for_many_as_for_one(
        self, here: World, clerk: User, host: User, sender: User
    ) -> None:
        self.fill(here, host, sender, 1)
        client = signed_in(clerk)
        with CaptureQueriesContext(connection) as one:
            client.get("/activities/pointers/")
        self.fill(here, host, sender, 9)
        with CaptureQueriesContext(connection) as ten:
            page = client.get("/activities/pointers/").content.decode()

        assert len(one) == len(ten) <= 12
        assert page.count('name="same" value="1"') == Resemblance.objects.count() > 5

    def test_is_narrowed_by_institution_programme_and_kind(
        self, here: World, clerk: User, host: User, sender: User
    ) -> None:
        self.fill(here, host, sender, 1)
        for month in (3, 4, 5):
            here.record(here.work("outpatient", {"visits": 120}, on=date(2026, month, 28)))
        on = date(2026, 6, 15)

        def found(**asked: str) -> tuple[int, int]:
            by = PointerFilter(**asked)
            return pointers.count_doubles(clerk, by=by), len(copied(clerk, on=on, by=by))

        assert found() == (1, 1)
        assert found(kind="free_clinic") == (1, 0)
        assert found(kind="outpatient") == (0, 1)
        assert found(words="河口") == (1, 1)
        assert found(words="不存在") == (0, 0)
        assert found(programme=here.programme.code) == (1, 1)
        assert found(programme="other") == (0, 0)

    def test_leaves_as_a_file_with_both_kinds(
        self, here: World, clerk: User, host: User, sender: User
    ) -> None:
        self.fill(here, host, sender, 1)

        answer = signed_in(clerk).get("/activities/pointers/export/?as=csv")
        told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

        assert told.splitlines()[1].startswith("疑似重复,")
        assert "85人次" in told
        assert Entry.objects.filter(verb="list.exported").count() == 1
