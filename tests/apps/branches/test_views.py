"""Pages of branches: who sees what, forms and refusals, lists that never ask more for more rows."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch, PaperKept
from bangfu.apps.branches.queries import coverage, due, lists
from bangfu.apps.registry.models import Department
from bangfu.core.branches import Standing

from .county import FOUNDED, County, ago, today


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def many(here: County, number: int, *, after: int = 0) -> None:
    for place in range(after, after + number):
        room = Department.objects.create(institution=here.city, name=f"病区{place}")
        here.found(name=f"第{place}党支部", departments=[room])


class TestList:
    def test_shows_an_office_its_own_and_the_party_office_its_area(
        self, here: County, party: User, north: User
    ) -> None:
        here.found()
        here.join()

        everything = signed_in(party).get("/branches/").content.decode()
        own = signed_in(north).get("/branches/").content.decode()

        assert "内科党支部" in everything
        assert "河口清水联合党支部" in everything
        assert "内科党支部" not in own
        assert "河口清水联合党支部" in own

    def test_asks_no_more_for_more_rows(self, here: County, party: User) -> None:
        client = signed_in(party)
        many(here, 10)
        few = queries_of(client, "/branches/")
        many(here, 35, after=10)

        assert queries_of(client, "/branches/") == few

    @pytest.mark.parametrize(
        ("missing", "expected"),
        [
            (lists.FEW, {"小支部"}),
            (lists.LED, {"河口清水联合党支部"}),
            (lists.ELECTION, {"内科党支部", "小支部", "河口清水联合党支部"}),
            (lists.COUNT, {"内科党支部", "小支部", "河口清水联合党支部"}),
            (lists.DEPARTMENTS, {"小支部"}),
        ],
    )
    def test_narrows_by_what_is_missing(
        self, here: County, party: User, missing: str, expected: set[str]
    ) -> None:
        here.found()
        here.found(name="小支部", departments=[], full=2)
        here.join()

        rows = lists.branch_rows(
            party, by=lists.BranchFilter(missing=missing), on=today()
        ).object_list

        assert {row.name for row in rows} == expected

    def test_papers_missing_are_counted_alike_in_list_and_filter(
        self, here: County, party: User
    ) -> None:
        here.found()
        by = lists.BranchFilter(missing=lists.PAPERS)

        shown = lists.branch_rows(party, by=lists.BranchFilter(), on=today()).object_list

        narrowed = lists.branch_rows(party, by=by, on=today()).object_list
        assert bool(shown[0].papers_missing) == bool(narrowed)

    def test_finds_by_name_unit_pinyin_secretary_and_former_name(
        self, here: County, party: User
    ) -> None:
        branch = here.found()
        actions.re_set_branch(
            branch=branch,
            name="大内科党支部",
            departments=[here.rooms[0]],
            on=ago(5),
            reason="更名",
            by=None,
            at=timezone.now(),
            today=today(),
        )

        for words in ("大内科", "内科党支部", "东海市", "dhs", "陈小满"):
            by = lists.BranchFilter(words=words)
            assert lists.count(party, by=by, on=today()) == 1, words

    def test_leaves_as_a_file(self, here: County, party: User) -> None:
        here.found()

        answer = signed_in(party).get("/branches/export/?as=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

        assert "内科党支部" in text
        assert "陈小满" in text

    def test_speaks_english(self, here: County, party: User) -> None:
        here.join()
        with override("en"):
            assert signed_in(party).get("/branches/").status_code == 200


class TestCard:
    def test_shows_members_file_and_history(self, here: County, party: User) -> None:
        branch = here.found()
        actions.count_members(
            branch=branch,
            on=ago(3),
            counts={here.city: (14, 2)},
            by=None,
            at=timezone.now(),
            today=today(),
        )

        page = signed_in(party).get(f"/branches/{branch.pk}/").content.decode()

        assert "14+2" in page
        assert "年度工作计划" in page
        assert "成立党支部" in page
        assert f'href="/branches/{branch.pk}/set/"' in page

    def test_is_absent_outside_the_scope(self, here: County, north: User) -> None:
        branch = here.found()

        assert signed_in(north).get(f"/branches/{branch.pk}/").status_code == 404
        assert signed_in(north).get(f"/branches/{branch.pk}/set/").status_code == 404

    def test_offers_no_change_to_who_only_reads(self, here: County, clerk: User) -> None:
        branch = here.found()
        client = signed_in(clerk)

        assert "/set/" not in client.get(f"/branches/{branch.pk}/").content.decode()
        assert client.get(f"/branches/{branch.pk}/set/").status_code == 403

    def test_an_ended_branch_is_read_only(self, here: County, party: User) -> None:
        branch = here.found()
        actions.dissolve_branch(
            branch=branch, on=ago(3), reason="撤并", by=None, at=timezone.now(), today=today()
        )

        page = signed_in(party).get(f"/branches/{branch.pk}/").content.decode()

        assert "已撤销" in page
        assert "登记党员人数" not in page
        # The figures of its last day stay.
        assert "另有预备党员1人" in page
        assert "未登记" not in page


class TestForms:
    def test_an_office_founds_a_branch(self, here: County, sender: User) -> None:
        client = signed_in(sender)
        assert client.get("/branches/new/").headers["Location"].endswith("/found/")

        answer = client.post(
            f"/branches/at/{here.city.pk}/found/",
            {
                "name": "外科党支部",
                "founded_on": FOUNDED.isoformat(),
                "full": "8",
                "probationary": "0",
                "departments": [str(here.rooms[1].pk)],
                "secretary_name": "林知远",
                "is_head": "on",
            },
        )

        branch = Branch.objects.get()
        assert answer.headers["Location"] == f"/branches/{branch.pk}/"
        assert branch.secretaries.get().is_head

    def test_the_party_office_joins_small_hospitals(self, here: County, party: User) -> None:
        for place in (here.north, here.south):
            actions.count_members(
                branch=None,
                on=ago(5),
                counts={place: (2, 0)},
                by=None,
                at=timezone.now(),
                today=today(),
            )
        client = signed_in(party)
        offered = client.get(f"/branches/at/{here.north.pk}/join/").content.decode()
        assert "清水镇卫生院" in offered

        client.post(
            f"/branches/at/{here.north.pk}/join/",
            {
                "name": "联合党支部",
                "founded_on": ago(1).isoformat(),
                "institutions": [str(here.south.pk)],
                "reason": "就近就便",
            },
        )

        assert Branch.objects.get().seats.count() == 2

    def test_a_refusal_stands_at_the_form(self, here: County, party: User) -> None:
        branch = here.found()

        answer = signed_in(party).post(
            f"/branches/{branch.pk}/set/",
            {
                "name": branch.name,
                "departments": [str(here.rooms[0].pk)],
                "on": today().isoformat(),
                "reason": "调整",
            },
        )

        assert answer.status_code == 422
        assert "没有变化" in answer.content.decode()

    def test_refuses_rows_that_are_none(self, here: County, sender: User) -> None:
        """Longer than any row's number, another institution's, or taken while the form stood."""
        branch, client = here.found(departments=here.rooms), signed_in(sender)
        path = f"/branches/{branch.pk}/set/"
        typed = {"name": branch.name, "on": ago(1).isoformat(), "reason": "调整"}

        for given in ("9" * 20, "x", "99999"):
            answer = client.post(path, typed | {"departments": given})
            assert answer.status_code == 422, given

        late = client.post(
            f"/branches/at/{here.city.pk}/found/",
            {
                "name": "外科党支部",
                "founded_on": ago(1).isoformat(),
                "full": "5",
                "probationary": "0",
                "departments": [str(here.rooms[1].pk)],
            },
        )
        assert late.status_code == 422
        assert "不在可选范围内" in late.content.decode()
        assert Branch.objects.get() == branch

    def test_drops_nothing_said_of_a_secretary_without_a_name(
        self, here: County, sender: User
    ) -> None:
        answer = signed_in(sender).post(
            f"/branches/at/{here.city.pk}/found/",
            {
                "name": "外科党支部",
                "founded_on": ago(1).isoformat(),
                "full": "5",
                "probationary": "0",
                "is_head": "on",
            },
        )

        assert "请同时填写书记姓名" in answer.content.decode()
        assert not Branch.objects.exists()

    @pytest.mark.parametrize("step", ["dissolve", "merge", "members", "set", "papers"])
    def test_lead_back_to_a_branch_that_ended(self, here: County, sender: User, step: str) -> None:
        branch = here.found()
        actions.dissolve_branch(
            branch=branch, on=ago(5), reason="撤并", by=None, at=timezone.now(), today=today()
        )
        client = signed_in(sender)

        answer = client.post(f"/branches/{branch.pk}/{step}/", {"on": ago(1).isoformat()})

        assert answer.headers["Location"] == f"/branches/{branch.pk}/"
        assert "不能再办理" in client.get(f"/branches/{branch.pk}/").content.decode()

    def test_every_form_opens(self, here: County, party: User) -> None:
        own, joint = here.found(), here.join()
        client = signed_in(party)

        for name in ("set", "secretary", "election", "members", "development", "papers"):
            assert client.get(f"/branches/{own.pk}/{name}/").status_code == 200, name
        for name in ("merge", "dissolve", "join", "members", f"leave/{here.south.pk}"):
            assert client.get(f"/branches/{joint.pk}/{name}/").status_code == 200, name

    def test_namesakes_want_a_staff_number(self, here: County, sender: User) -> None:
        branch = here.found()
        for number in ("1", "2"):
            world.worker("周晚晴", here.city, number=number)
        client, path = signed_in(sender), f"/branches/{branch.pk}/secretary/"
        typed = {"secretary_name": "周晚晴", "on": ago(1).isoformat()}

        assert client.post(path, typed).status_code == 422
        assert client.post(path, typed | {"staff_number": "2"}).status_code == 302

        now = branch.secretaries.get(ends_before__isnull=True)
        assert now.worker is not None
        assert now.worker.staff_number == "2"

    def test_a_paper_is_uploaded_opened_and_taken_back(self, here: County, sender: User) -> None:
        branch, client = here.found(), signed_in(sender)
        file = SimpleUploadedFile("会议.csv", "议题,结果\n发展党员,通过\n".encode())
        typed: dict[str, Any] = {
            "kind": "plan",
            "year": str(today().year),
            "on": today().isoformat(),
            "note_of_it": "",
            "evidence": [file],
        }

        assert client.post(f"/branches/{branch.pk}/papers/", typed).status_code == 302

        paper = PaperKept.objects.get()
        page = client.get(f"/branches/{branch.pk}/").content.decode()
        assert "会议.csv" in page
        removed = client.post(
            f"/branches/{branch.pk}/papers/{paper.pk}/remove/", {"reason": "传错"}
        )
        assert removed.status_code == 302
        assert "会议.csv" not in client.get(f"/branches/{branch.pk}/").content.decode()


class TestCoverage:
    def test_names_what_is_uncovered_and_whom_to_join(self, here: County, party: User) -> None:
        here.found()
        for place in (here.north, here.south):
            actions.count_members(
                branch=None,
                on=ago(5),
                counts={place: (2, 0)},
                by=None,
                at=timezone.now(),
                today=today(),
            )
        client = signed_in(party)

        city = client.get(f"/branches/at/{here.city.pk}/").content.decode()
        north = client.get(f"/branches/at/{here.north.pk}/").content.decode()

        assert "尚未覆盖2个" in city
        assert "需成立联合党支部" in north
        assert "清水镇卫生院" in north

    def test_is_absent_outside_the_scope(self, here: County, north: User) -> None:
        assert signed_in(north).get(f"/branches/at/{here.city.pk}/").status_code == 404

    def test_asks_no_more_for_more_rows(self, here: County, party: User) -> None:
        client = signed_in(party)
        few = queries_of(client, "/branches/coverage/")
        for place in range(40):
            world.institution(f"T{place}", f"第{place}卫生院", "370523103", "township_hospital")

        assert queries_of(client, "/branches/coverage/") == few

    @pytest.mark.parametrize("standing", list(Standing))
    def test_standing_is_the_same_in_python_and_in_sql(
        self, here: County, party: User, standing: Standing
    ) -> None:
        here.found(full=2)
        here.join()
        for code, full in (("A", 0), ("B", 2), ("C", 5), ("D", None)):
            place = world.institution(code, f"{code}院", "370523103", "township_hospital")
            if full is not None:
                actions.count_members(
                    branch=None,
                    on=ago(5),
                    counts={place: (full, 0)},
                    by=None,
                    at=timezone.now(),
                    today=today(),
                )

        every = coverage.place_rows(party, by=coverage.CoverageFilter(), on=today()).object_list
        asked = coverage.CoverageFilter(standing=standing.value)
        narrowed = coverage.place_rows(party, by=asked, on=today()).object_list

        assert {row.pk for row in narrowed} == {row.pk for row in every if row.standing is standing}


class TestDue:
    def test_calls_elections_and_old_counts_to_mind(self, here: County, party: User) -> None:
        here.found(full=2)
        here.join()

        found = {name: rows.count() for name, rows in due.waiting(party, on=today()).items()}

        assert found == {
            "branches_election": 2,
            "branches_led": 1,
            "branches_few": 1,
            "branches_count": 2,
        }
        assert "党支部换届" in signed_in(party).get("/").content.decode()

    def test_who_only_reads_is_not_reminded(self, here: County, clerk: User) -> None:
        here.found(full=2)

        assert due.waiting(clerk, on=today()) == {}


class TestSavedViews:
    def test_bring_the_list_back_as_it_was_narrowed(self, here: County, party: User) -> None:
        here.found()
        here.found(name="外科党支部", departments=[here.rooms[1]])
        client = signed_in(party)

        narrowed = client.get("/branches/?words=外科").content.decode()
        client.post(
            "/saved-views/new/", {"title": "外科", "page": "branch_list", "query": "words=外科"}
        )
        listed = client.get("/branches/").content.decode()
        [address] = re.findall(r'href="([^"]*/branches/[?]words=[^"]*|[?]words=[^"]*)"', listed)
        again = client.get(address if address.startswith("/") else f"/branches/{address}")

        assert "内科党支部" not in narrowed.split("<tbody>")[1]
        assert "内科党支部" in listed.split("<tbody>")[1]
        assert "内科党支部" not in again.content.decode().split("<tbody>")[1]
