"""The pages of the ledger: who sees what, what is offered, what is said where it is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.intake import world
from tests.apps.supervision.conftest import BEGAN, DUE, TODAY, Ledger, at

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Check, HandIn, Problem, Task
from bangfu.apps.supervision.queries.due import matters
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks.periods import period_before

Open = Callable[..., Any]
Asked = Callable[[User, str], int]
PAGES = (
    "/tasks/",
    "/tasks/open/",
    "/tasks/open/district_review/",
    "/tasks/new/",
    "/tasks/checks/",
    "/tasks/contacts/",
    "/tasks/problems/",
    "/tasks/problems/new/",
    "/tasks/accounts/",
)


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Asked:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def picked(pk: int, finding: str, opinion: str = "") -> dict[str, str]:
    """A task ticked on the screen of a check, with its finding."""
    return {f"check_{pk}": "on", f"finding_{pk}": finding, f"opinion_{pk}": opinion}


def text(answer: Any) -> str:
    return answer.content.decode()


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_open_empty_and_full(self, ledger: Ledger, seen: Open, path: str) -> None:
        assert seen(ledger.clerk, path).status_code == 200
        ledger.open()
        actions.raise_problem(
            programme=ledger.programme, title="急救设备不足", by=None, on=TODAY, at=at()
        )

        assert seen(ledger.clerk, path).status_code == 200

    def test_of_a_task_tells_its_way_and_offers_its_steps(self, ledger: Ledger, seen: Open) -> None:
        ledger.open()
        task = ledger.task()
        ledger.reported(task, 60)
        path = f"/tasks/{task.pk}/"

        own, above = text(seen(ledger.host, path)), text(seen(ledger.clerk, path))

        assert "报告进展：60%" in own
        assert "申请销账</a>" in own
        assert "撤销任务</a>" not in own
        assert "撤销任务</a>" in above

    def test_keep_other_places_out(self, ledger: Ledger, seen: Open) -> None:
        ledger.open()
        task = ledger.task()
        far = world.user("far", "commission_clerk", area="65")
        south = world.user("south", "host_office", at="SOUTH")

        for stranger in (far, south):
            assert seen(stranger, f"/tasks/{task.pk}/").status_code == 404
            assert seen(stranger, f"/tasks/{task.pk}/report/").status_code == 404
            assert "建立一套规范" not in text(seen(far, "/tasks/?whose=all"))
        assert seen(ledger.host, f"/tasks/{task.pk}/accept/").status_code == 403
        assert seen(ledger.host, "/tasks/checks/").status_code == 403
        assert seen(far, "/tasks/open/district_review/").status_code == 404
        assert seen(far, "/tasks/accounts/new/district_review/").status_code == 404

    def test_show_to_everybody_who_takes_part_what_hangs_out(
        self, ledger: Ledger, seen: Open
    ) -> None:
        ledger.open()
        task, south = ledger.task(), world.user("south", "host_office", at="SOUTH")
        ledger.reported(task, 60, hindered="经费不足")
        assert "河口镇卫生院" not in text(seen(south, "/tasks/?whose=all"))

        seen(ledger.clerk, "/tasks/show/district_review/", pressed="1")

        assert "河口镇卫生院" in text(seen(south, "/tasks/?whose=all"))
        assert "河口镇卫生院" not in text(seen(south, "/tasks/"))
        page = seen(south, f"/tasks/{task.pk}/")
        assert page.status_code == 200
        assert "经费不足" not in text(page)
        assert seen(south, f"/tasks/{task.pk}/report/").status_code == 404
        far = world.user("far", "host_office", at="FAR")
        assert seen(far, f"/tasks/{task.pk}/").status_code == 404

    def test_refuse_beside_the_form(self, ledger: Ledger, seen: Open) -> None:
        ledger.open()
        task = ledger.task()

        answer = seen(ledger.host, f"/tasks/{task.pk}/ask_acceptance/", summary="已完成")

        assert answer.status_code == 422
        assert "申请销账须有佐证" in text(answer)
        late = seen(ledger.host, f"/tasks/{task.pk}/report/", share="101", done="x", on=TODAY)
        assert late.status_code == 422

    def test_say_why_a_step_comes_too_late(self, ledger: Ledger, seen: Open) -> None:
        task = ledger.closed(ledger.added())

        assert "不能办理" in text(
            seen(ledger.host, f"/tasks/{task.pk}/report/", share="5", done="x", on=TODAY)
        )
        assert seen(ledger.host, f"/tasks/{task.pk}/report/").status_code == 302
        assert seen(ledger.host, f"/tasks/{task.pk}/dance/").status_code == 404


class TestExport:
    def test_holds_what_the_list_shows(self, ledger: Ledger, seen: Open) -> None:
        ledger.open()
        ledger.reported(ledger.task(), 60)

        answer = seen(ledger.host, "/tasks/export/?as=csv")

        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "建立一套规范的管理制度" in lines[1]
        assert ",60," in lines[1]
        assert len(list(seen(ledger.clerk, "/tasks/export/").streaming_content)) > 1


class TestFiles:
    def test_prove_and_are_streamed_to_those_of_the_place(self, ledger: Ledger, seen: Open) -> None:
        task = ledger.added()
        proof = SimpleUploadedFile("制度汇编.csv", "制度,日期\n值班,2025-03-01\n".encode())

        asked = seen(
            ledger.host, f"/tasks/{task.pk}/ask_acceptance/", summary="已完成", proofs=proof
        )

        assert asked.status_code == 200
        row = task.acceptances.get()
        file = files_on(row).get()
        path = f"/tasks/{task.pk}/acceptances/{row.pk}/files/{file.pk}/"
        assert "制度汇编.csv" in text(seen(ledger.clerk, f"/tasks/{task.pk}/accept/"))
        assert b"".join(seen(ledger.clerk, path).streaming_content).startswith("制度".encode())
        south = world.user("south", "host_office", at="SOUTH")
        assert seen(south, path).status_code == 404
        other = ledger.added("别的任务")
        wrong = f"/tasks/{other.pk}/acceptances/{row.pk}/files/{file.pk}/"
        assert seen(ledger.clerk, wrong).status_code == 404


class TestChecking:
    def test_is_one_screen_with_the_rest_on_schedule(self, ledger: Ledger, seen: Open) -> None:
        ledger.open(on=BEGAN)
        late = ledger.added("已过期的任务", on=BEGAN, due=BEGAN + timedelta(9))
        first = ledger.task()

        answer = seen(
            ledger.clerk,
            "/tasks/checks/",
            **picked(first.pk, "behind", "抓紧"),
            rest="on",
        )

        found = dict(Check.objects.values_list("task__key", "finding"))
        assert found.pop(first.key) == "behind"
        assert set(found.values()) == {"on_schedule"}
        assert late.key not in found
        assert "已查账" in text(answer)
        assert "已过期的任务" in text(answer)

    def test_keeps_what_was_typed_where_an_opinion_is_missing(
        self, ledger: Ledger, seen: Open
    ) -> None:
        ledger.open(on=BEGAN)
        pk = ledger.task().pk

        answer = seen(ledger.clerk, "/tasks/checks/", **picked(pk, "behind"))

        assert answer.status_code == 422
        assert "请填写督办意见" in text(answer)
        assert 'value="behind" selected' in text(answer)

    def test_leaves_out_what_is_not_ticked_and_drops_no_words(
        self, ledger: Ledger, seen: Open
    ) -> None:
        ledger.open(on=BEGAN)
        pk, other = ledger.task().pk, ledger.task("rules:SOUTH").pk
        unticked = {f"finding_{other}": "behind", f"opinion_{other}": "抓紧办理"}

        refused = seen(ledger.clerk, "/tasks/checks/", **picked(pk, "on_schedule"), **unticked)

        assert refused.status_code == 422
        assert "写了督办意见但没有勾选" in text(refused)
        assert "抓紧办理" in text(refused)
        del unticked[f"opinion_{other}"]
        seen(ledger.clerk, "/tasks/checks/", **picked(pk, "on_schedule"), **unticked)
        assert list(Check.objects.values_list("task", flat=True)) == [pk]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"finding": "splendid"}, "splendid"),
            ({"finding": ""}, "请选择查账结果"),
            ({"opinion": "长" * 100_000}, "300"),
        ],
    )
    def test_says_beside_the_task_what_is_wrong(
        self, ledger: Ledger, seen: Open, given: dict[str, str], said: str
    ) -> None:
        ledger.open(on=BEGAN)
        pk = ledger.task().pk
        fields = {"check": "on", "finding": "behind", "opinion": "抓紧"} | given

        answer = seen(
            ledger.clerk, "/tasks/checks/", **{f"{name}_{pk}": one for name, one in fields.items()}
        )

        assert answer.status_code == 422
        assert said in text(answer)
        assert not Check.objects.exists()


class TestDuties:
    def test_offer_the_report_to_who_bears_them_first(self, ledger: Ledger, seen: Open) -> None:
        duty = ledger.added("按月报告", on=BEGAN, repeat=Repeat.MONTHLY, due=None)
        reader = world.user("reader", "assessor", area="370523")
        path = f"/tasks/{duty.pk}/"

        own, read = text(seen(ledger.host, path)), text(seen(reader, path))

        assert 'btn-primary" href="/tasks/contacts/' in own
        assert "填写定期报告" not in read
        assert text(seen(ledger.clerk, path)).count("btn btn-primary") == 1

    def test_ask_why_late_only_where_the_period_is_over(self, ledger: Ledger, seen: Open) -> None:
        late = ledger.added("旧报告", on=BEGAN, repeat=Repeat.MONTHLY, due=None)
        fresh = ledger.added("新报告", on=TODAY, repeat=Repeat.YEARLY, due=None)

        assert "late_reason" in text(seen(ledger.host, f"/tasks/contacts/{late.pk}/"))
        assert "late_reason" not in text(seen(ledger.host, f"/tasks/contacts/{fresh.pk}/"))


class TestHandingIn:
    def test_asks_for_words_and_seals(self, ledger: Ledger, seen: Open) -> None:
        ledger.open(on=BEGAN)
        task, path = ledger.task(), "/tasks/accounts/new/district_review/?institution=NORTH"
        assert "待交账" in text(seen(ledger.host, "/tasks/accounts/"))

        refused = seen(ledger.host, path, words="")
        assert refused.status_code == 422
        sealed = text(seen(ledger.host, path, **{f"words_{task.pk}": "人手不足", "words": ""}))

        assert "核对摘要" in sealed
        assert "人手不足" in sealed
        row = HandIn.objects.get()
        row.lines[0]["words"] = "改了"
        HandIn.objects.filter(pk=row.pk).update(lines=row.lines)
        assert "与封存时不一致" in text(seen(ledger.host, f"/tasks/accounts/{row.pk}/"))

    def test_of_another_hospital_is_absent(self, ledger: Ledger, seen: Open) -> None:
        ledger.open(on=BEGAN)

        path = "/tasks/accounts/new/district_review/?institution=SOUTH"

        assert seen(ledger.host, path).status_code == 404
        assert seen(ledger.host, "/tasks/accounts/new/district_review/").status_code == 404


class TestProblems:
    def test_go_from_the_list_to_a_task(self, ledger: Ledger, seen: Open) -> None:
        seen(
            ledger.host,
            "/tasks/problems/new/",
            programme="district_review",
            title="急救设备不足",
            institution="河口镇卫生院",
            found_on=TODAY.isoformat(),
        )
        row = Problem.objects.get()
        path = f"/tasks/problems/{row.pk}/"
        assert 'value="remedy"' not in text(seen(ledger.host, path))
        remedy = {"remedy-due": DUE.isoformat(), "remedy-measures": "申请经费"}
        assert seen(ledger.host, path, do="remedy", **remedy).status_code == 403

        answer = seen(ledger.clerk, path, do="remedy", **remedy)

        row.refresh_from_db()
        assert row.task is not None
        assert row.task.listing == Task.Listing.REMEDIES
        assert "查看整改任务" in text(answer)

    def test_are_counted_by_sort(self, ledger: Ledger, seen: Open) -> None:
        given = {"programme": ledger.programme, "by": None, "on": TODAY, "at": at()}
        for cause in ("subjective", "subjective", "objective"):
            actions.raise_problem(title=cause, cause=cause, spread="common", **given)

        shown = text(seen(ledger.clerk, "/tasks/problems/"))

        assert 'cause=subjective&amp;spread=common">2</a>' in shown
        assert 'cause=objective&amp;spread=common">1</a>' in shown
        assert "未分" not in shown.split("<tbody>")[0].split("<thead>")[-1]

    def test_unsorted_ones_have_a_figure_that_opens_them(self, ledger: Ledger, seen: Open) -> None:
        given = {"programme": ledger.programme, "by": None, "on": TODAY, "at": at()}
        actions.raise_problem(title="缺设备", **given)
        actions.raise_problem(title="缺人手", cause="objective", spread="common", **given)

        shown = text(seen(ledger.clerk, "/tasks/problems/"))
        opened = text(seen(ledger.clerk, "/tasks/problems/?cause=none&spread=none"))

        assert 'cause=none&amp;spread=none">1</a>' in shown
        assert "缺设备" in opened
        assert "缺人手" not in opened

    def test_taken_to_the_ledger_twice_shows_the_task_it_became(
        self, ledger: Ledger, seen: Open
    ) -> None:
        row = actions.raise_problem(
            programme=ledger.programme,
            title="急救设备不足",
            institution=ledger.places.north,
            by=None,
            on=TODAY,
            at=at(),
        )
        path = f"/tasks/problems/{row.pk}/"
        remedy = {"do": "remedy", "remedy-due": DUE.isoformat(), "remedy-measures": "申请经费"}
        seen(ledger.clerk, path, **remedy)

        again = seen(ledger.clerk, path, **remedy)
        settled = seen(ledger.host, path, do="settle", words="已补齐")

        row.refresh_from_db()
        for answer in (again, settled):
            assert answer.status_code == 200
            assert answer.request["PATH_INFO"] == f"/tasks/{row.task_id}/"
            assert "已列入整改清单" in text(answer)
        assert Task.objects.filter(key=f"problem:{row.pk}").count() == 1
        assert seen(ledger.host, path, **remedy).status_code == 403

    def test_settled_twice_stays_as_it_was(self, ledger: Ledger, seen: Open) -> None:
        row = actions.raise_problem(
            programme=ledger.programme,
            title="记录不完整",
            institution=ledger.places.north,
            by=None,
            on=TODAY,
            at=at(),
        )
        path = f"/tasks/problems/{row.pk}/"
        seen(ledger.host, path, do="settle", words="已补齐")

        again = seen(ledger.host, path, do="settle", words="又补了一次")

        row.refresh_from_db()
        assert again.status_code == 200
        assert "此问题已立行立改" in text(again)
        assert row.settled_words == "已补齐"


class TestEmptyPages:
    """An empty page says how to begin; a filter that finds nothing says that."""

    def test_of_the_ledger_say_how_to_begin(self, ledger: Ledger, seen: Open) -> None:
        kept, borne = text(seen(ledger.clerk, "/tasks/")), text(seen(ledger.host, "/tasks/"))

        assert "还没有建账" in kept
        assert "本单位还没有任务" in borne
        assert "没有符合条件的任务" not in kept + borne
        ledger.open()
        narrowed = text(seen(ledger.clerk, "/tasks/?words=没有这样的任务"))
        assert "没有符合条件的任务" in narrowed
        assert "查看全部任务" in narrowed

    def test_of_problems_leave_the_table_out(self, ledger: Ledger, seen: Open) -> None:
        shown = text(seen(ledger.host, "/tasks/problems/"))

        assert "还没有登记问题" in shown
        assert "问题分类" not in shown
        assert "没有符合条件的问题" in text(seen(ledger.host, "/tasks/problems/?cause=none"))


class TestFlag:
    def test_is_absent_where_no_programme_asks(self, ledger: Ledger, seen: Open) -> None:
        assert "流动红旗" not in text(seen(ledger.clerk, "/tasks/"))
        assert seen(ledger.clerk, "/tasks/flag/").status_code == 404

    def test_is_handed_over_and_counted_twice_running(self, flagged: Ledger, seen: Open) -> None:
        over = period_before(TODAY, Per.HALF_YEAR)
        before = period_before(over.starts_on, Per.HALF_YEAR)
        actions.hand_over_flag(
            programme=flagged.programme,
            group="units",
            holder=flagged.places.north,
            in_period=before.starts_on,
            on=before.ends_before,
            basis="讲评会",
            by=None,
            today=TODAY,
            at=at(),
        )
        given = {"group": "units", "on": TODAY.isoformat(), "basis": "半年讲评会"}
        assert "流动红旗" in text(seen(flagged.clerk, "/tasks/"))
        assert seen(flagged.host, "/tasks/flag/", holder="NORTH", **given).status_code == 403

        answer = text(seen(flagged.clerk, "/tasks/flag/", holder="NORTH", **given))

        assert "连续2次" in answer
        assert "登记交接</button>" not in answer


class TestQueries:
    def test_are_as_many_for_ten_tasks_as_for_a_hundred(self, ledger: Ledger, asked: Asked) -> None:
        own = ("/tasks/", "/tasks/contacts/", "/tasks/problems/", "/tasks/accounts/")
        pages = (*own, "/")

        def add(count: int) -> None:
            for number in range(count):
                ledger.added(f"任务{number}", on=BEGAN)
                duty = ledger.added(f"报告{number}", on=BEGAN, repeat=Repeat.MONTHLY, due=None)
                actions.raise_problem(
                    programme=ledger.programme,
                    title=duty.title_zh,
                    by=None,
                    on=TODAY,
                    at=at(),
                    institution=ledger.places.north,
                )

        ledger.open()
        add(5)
        few = [asked(reader, page) for page in pages for reader in (ledger.clerk, ledger.host)]
        add(45)
        many = [asked(reader, page) for page in pages for reader in (ledger.clerk, ledger.host)]

        assert few == many
        assert max(few[: 2 * len(own)]) <= 12

    def test_of_one_task_do_not_grow_with_its_record(self, ledger: Ledger, asked: Asked) -> None:
        task = ledger.added()
        ledger.reported(task, 1)
        few = asked(ledger.clerk, f"/tasks/{task.pk}/")
        for share in range(2, 30):
            ledger.reported(task, share)

        assert asked(ledger.clerk, f"/tasks/{task.pk}/") == few <= 12

    def test_of_a_check_do_not_grow_with_its_tasks(self, ledger: Ledger, asked: Asked) -> None:
        ledger.open(on=BEGAN)
        few = asked(ledger.clerk, "/tasks/checks/")
        for number in range(40):
            ledger.added(f"任务{number}", on=BEGAN)

        assert asked(ledger.clerk, "/tasks/checks/") == few <= 12


class TestDue:
    def test_tells_the_office_and_the_unit_their_own(self, ledger: Ledger) -> None:
        ledger.open(on=BEGAN)
        ledger.added("逾期的", on=BEGAN, due=BEGAN + timedelta(9))
        ledger.added("快到期的", due=TODAY + timedelta(5))
        ledger.asked(ledger.task())

        office = {one.what: one.count for one in matters(ledger.clerk, on=TODAY)}
        unit = {one.what: one.count for one in matters(ledger.host, on=TODAY)}

        assert office["审批任务"] == 1
        assert office["查账"] >= 4
        assert office["督办逾期任务"] >= 1
        assert unit["办理逾期任务"] == 1
        assert unit["任务即将到期"] == 1
        assert "审批任务" not in unit

    def test_tells_since_when_the_oldest_is_late(self, ledger: Ledger, seen: Open) -> None:
        oldest = BEGAN + timedelta(9)
        for due in (TODAY - timedelta(3), oldest):
            ledger.added(f"到{due}", on=BEGAN, due=due)
        said = f"最早的应于{oldest.year}年{oldest.month}月{oldest.day}日完成"

        for reader in (ledger.clerk, ledger.host):
            assert said in text(seen(reader, "/"))
            late = next(one for one in matters(reader, on=TODAY) if "逾期" in one.what)
            assert late.why % {"count": late.count} == late.why.replace("%(count)s", "2")
            assert said in late.why

    def test_calls_results_to_mind_that_are_to_be_looked_at_again(self, ledger: Ledger) -> None:
        task = ledger.closed(ledger.added(), on=TODAY)
        later = TODAY + timedelta(95)

        assert "回头看" not in {one.what for one in matters(ledger.clerk, on=TODAY)}
        assert "回头看" in {one.what for one in matters(ledger.clerk, on=later)}
        assert task.look_back_due is not None
