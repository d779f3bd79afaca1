"""The pages of duty: who sees what, how many queries, what is said where something is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.duty.conftest import World, at
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import actions
from bangfu.apps.duty.models import (
    ClosedMonth,
    Confirmation,
    Correction,
    Leave,
    Roster,
    TypedException,
)
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Edition
from bangfu.core.duty import Days, Half, HalfDay, Session, Sessions, month_of, week_of
from bangfu.core.duty import Roster as RosterOf
from bangfu.core.duty.roster import as_plain
from bangfu.core.duty.sides import Side

TODAY = timezone.localdate()
LAST_WEEK = week_of(TODAY - timedelta(days=7))
BEGAN = LAST_WEEK.starts_on - timedelta(days=70)
ENDS = TODAY + timedelta(days=200)

Open = Callable[..., Any]


@pytest.fixture
def posting(here: World) -> Posting:
    return here.post(starts_on=BEGAN, ends_before=ENDS)


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Callable[[User, str], int]:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def slots(*days: int) -> list[int]:
    first = HalfDay(LAST_WEEK.starts_on).slot
    return [first + 2 * day + half for day in days for half in (0, 1)]


def leave_of(posting: Posting, first: date, days: int = 2) -> Leave:
    return actions.ask_leave(
        posting=posting,
        kind="annual",
        starts_at=HalfDay(first),
        ends_before=HalfDay(first + timedelta(days=days)),
        side=Side.WORKER,
        by=None,
        at=at(min(first, TODAY)),
    )


class TestWeek:
    def test_confirms_everybody_with_one_press(
        self, here: World, seen: Open, host: User, posting: Posting
    ) -> None:
        here.post("沈若谷", starts_on=BEGAN, ends_before=ENDS)
        assert "确认这一周（2人）" in seen(host, "/duty/week/").content.decode()

        answer = seen(host, "/duty/week/", anything="")

        assert answer.status_code == 302
        assert {row.days for row in Confirmation.objects.all()} == {LAST_WEEK}
        assert Confirmation.objects.count() == 2

    def test_leads_to_the_earliest_week_that_still_waits(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        answer = seen(host, "/duty/week/", anything="")

        earliest = seen(host, "/duty/week/").context["page"].chips[0]
        assert answer["Location"] == earliest.url

    def test_takes_exceptions_and_leaves_out_whom_the_host_leaves_out(
        self, here: World, seen: Open, host: User, posting: Posting
    ) -> None:
        other = here.post("沈若谷", starts_on=BEGAN, ends_before=ENDS)

        seen(
            host,
            "/duty/week/",
            **{
                f"p{posting.pk}-kind": "leave:sick",
                f"p{posting.pk}-half": slots(0, 2),
                f"p{posting.pk}-note": "发热",
                f"p{other.pk}-kind": "hold",
            },
        )

        rows = TypedException.objects.order_by("starts_slot")
        assert [(row.exception, row.leave_kind, row.note) for row in rows] == [
            ("leave", "sick", "发热")
        ] * 2
        assert [row.ends_slot - row.starts_slot for row in rows] == [2, 2]
        assert Confirmation.objects.get().posting == posting

    def test_shows_who_is_new_with_the_day_which_the_host_may_change(
        self, here: World, seen: Open, host: User, posting: Posting
    ) -> None:
        first = LAST_WEEK.starts_on
        new = here.post("沈若谷", starts_on=first, ends_before=ENDS)
        Posting.objects.filter(pk=posting.pk).update(arrived_on=BEGAN)
        rows = {row.person.posting: row for row in seen(host, "/duty/week/").context["page"].rows}
        assert rows[new.pk].arrived_on == first.isoformat()
        assert rows[posting.pk].arrived_on == ""

        later = first + timedelta(days=1)
        answer = seen(host, "/duty/week/", **{f"p{new.pk}-arrived_on": later.isoformat()})

        assert answer.status_code == 302
        new.refresh_from_db()
        assert new.arrived_on == later
        assert Confirmation.objects.get(posting=new).starts_on == later

    def test_says_beside_the_person_why_an_arrival_cannot_be(
        self, here: World, seen: Open, host: User
    ) -> None:
        new = here.post(starts_on=LAST_WEEK.starts_on, ends_before=ENDS)
        before = (LAST_WEEK.starts_on - timedelta(days=3)).isoformat()

        answer = seen(host, "/duty/week/", **{f"p{new.pk}-arrived_on": before})

        assert answer.status_code == 422
        assert "应在任命期间" in answer.context["page"].rows[0].error
        assert "应在任命期间" in answer.content.decode()

    def test_names_who_is_due_this_week_and_not_confirmed(
        self, here: World, seen: Open, host: User, posting: Posting
    ) -> None:
        new = here.post("沈若谷", starts_on=TODAY, ends_before=ENDS)

        page = seen(host, "/duty/week/").context["page"]

        assert [one.posting for one in page.newcomers] == [new.pk]

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"kind": "absence"}, "请勾选涉及的半天。"),
            ({"kind": "party", "half": slots(0)}, "没有这种例外"),
            ({"kind": "absence", "half": ["4"]}, "4"),
        ],
    )
    def test_shows_what_is_incomplete_beside_the_person(
        self, seen: Open, host: User, posting: Posting, typed: dict[str, Any], said: str
    ) -> None:
        given = {f"p{posting.pk}-{name}": value for name, value in typed.items()}

        answer = seen(host, "/duty/week/", **given)

        row = answer.context["page"].rows[0]
        assert answer.status_code == 422
        assert said in row.error
        assert (row.kind, row.opened) == (typed["kind"], True)
        assert not Confirmation.objects.exists()

    def test_says_that_a_week_is_confirmed_already(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        seen(host, "/duty/week/", anything="")

        path = f"/duty/week/?week={LAST_WEEK.starts_on.isoformat()}"
        answer = seen(host, path, anything="")

        assert answer.status_code == 422
        assert "已经确认，无需重复确认" in answer.content.decode()

    def test_refuses_a_closed_month_in_words(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        actions.close_month(
            programme=posting.programme,
            month=month_of(BEGAN),
            by=None,
            at=at(month_of(BEGAN).ends_before),
        )
        answer = seen(host, f"/duty/week/?week={BEGAN.isoformat()}")

        assert "所在月份已锁定，不能再确认" in answer.content.decode()
        assert answer.context["page"].rows[0].state == "已锁定，未确认"
        refused = seen(host, f"/duty/week/?week={BEGAN.isoformat()}", anything="")
        assert refused.status_code == 422
        assert "已锁定，不能再改" in refused.content.decode()

    def test_shows_leave_that_nobody_needs_to_type(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        row = leave_of(posting, LAST_WEEK.starts_on)
        actions.approve_leave(row=row, by=None, at=at(LAST_WEEK.starts_on))

        assert "年休假" in seen(host, "/duty/week/").context["page"].rows[0].person.leaves[0]

    def test_of_another_host_is_not_shown(self, here: World, seen: Open, posting: Posting) -> None:
        south = world.user("south", "host_office", at="SOUTH")
        here.post("沈若谷", starts_on=BEGAN, ends_before=ENDS, host=here.places.south)

        page = seen(south, "/duty/week/?host=NORTH").context["page"]

        assert [row.person.name for row in page.rows] == ["沈若谷"]

    def test_takes_back_an_exception_of_ones_own_host_only(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        given = {f"p{posting.pk}-kind": "absence", f"p{posting.pk}-half": slots(0)}
        seen(host, "/duty/week/", **given)
        row = TypedException.objects.get()
        address = f"/duty/exceptions/{row.pk}/withdraw/"

        stranger = world.user("south", "host_office", at="SOUTH")
        assert seen(stranger, address, anything="").status_code == 404
        assert seen(host, address, anything="").status_code == 302

        row.refresh_from_db()
        assert row.withdrawn_at is not None

    def test_asks_as_much_for_forty_people_as_for_two(
        self, here: World, asked: Callable[[User, str], int], host: User, posting: Posting
    ) -> None:
        def queries() -> int:
            return asked(host, "/duty/week/")

        few = queries()
        for number in range(40):
            here.post(f"甲{number}", starts_on=BEGAN, ends_before=ENDS)

        assert queries() == few <= 12


class TestSwapInTheWeek:
    """A swap is done only after the host has read what it changes."""

    @pytest.fixture
    def clinic(self, here: World) -> Posting:
        text = OWED + '[duty]\nexceptions = ["leave", "swap"]\n'
        Edition.objects.create(
            programme=here.programme, number=1, text=text, digest="swaps", adopted_on=TODAY
        )
        posting = here.post(
            "沈若谷", starts_on=BEGAN, ends_before=ENDS, form="visiting", sessions=1
        )
        Roster.objects.create(
            posting=posting,
            plain=as_plain(RosterOf.of(Sessions((Session(1, Half.MORNING, "内科"),)))),
            agreed_at=timezone.now(),
        )
        return posting

    def test_says_what_follows_and_is_done_on_the_second_press(
        self, seen: Open, host: User, clinic: Posting
    ) -> None:
        tuesday = HalfDay(LAST_WEEK.starts_on + timedelta(days=1)).slot
        thursday = tuesday + 4
        given = {
            f"p{clinic.pk}-kind": "swap",
            f"p{clinic.pk}-half": [tuesday],
            f"p{clinic.pk}-instead": thursday,
        }

        told = seen(host, "/duty/week/", **given)

        assert told.status_code == 200
        assert not Confirmation.objects.exists()
        (said,) = told.context["page"].swaps
        assert "改在" in said
        assert "原时段该岗位无其他帮扶人员在岗" in said
        assert "多到岗一天" in said
        assert 'name="swaps_seen"' in told.content.decode()
        assert seen(host, "/duty/week/", **given, swaps_seen="1").status_code == 302
        assert TypedException.objects.get().instead_slot == thursday


OWED = """
code    = "deputies"
edition = 1
area    = "3705"
title   = { zh = "业务院长选派", en = "Deputies" }

[dispatch]
forms = ["resident"]

[[dispatch.rules]]
kind     = "number"
at_least = 3
each     = "sender"

[[dispatch.rules]]
kind     = "number"
at_least = 10
of       = "person_times"
per      = "year"

[[dispatch.rules]]
kind   = "minimum_stay"
months = 24
"""


class TestSentPage:
    def test_sets_what_is_owed_beside_what_was_given(
        self, seen: Open, here: World, host: User, sender: User, posting: Posting
    ) -> None:
        Edition.objects.create(
            programme=here.programme,
            number=1,
            text=OWED,
            digest="owed",
            adopted_on=TODAY,
        )
        seen(host, "/duty/week/", anything="")

        (row,) = seen(sender, "/duty/sent/given/").context["page"].programmes

        assert (row.out_now, row.hosts) == (1, 1)
        assert row.served > 0
        assert [(one.needed, one.given, one.tone) for one in row.owed] == [
            (3, 1, "warn"),
            (10, 1, "neutral"),
            (1, 0, "warn"),
        ]

    def test_asks_as_much_for_many_as_for_few(
        self, here: World, asked: Callable[[User, str], int], sender: User, posting: Posting
    ) -> None:
        paths = ("/duty/sent/", "/duty/sent/given/")
        few = [asked(sender, path) for path in paths]
        for n in range(8):
            here.post(f"甲{n}", starts_on=BEGAN, ends_before=ENDS)

        assert [asked(sender, path) for path in paths] == few
        assert max(few) <= 12

    def test_names_who_was_due_and_is_not_confirmed(
        self, seen: Open, here: World, sender: User, posting: Posting
    ) -> None:
        (row,) = seen(sender, "/duty/sent/").context["page"].arrivals

        assert row.pk == posting.pk


class TestRoster:
    def test_is_agreed_by_half_days_of_the_week(self, here: World, seen: Open, host: User) -> None:
        clinic = here.post(form="visiting", sessions=2, starts_on=BEGAN, ends_before=ENDS)

        answer = seen(
            host,
            f"/duty/rosters/{clinic.pk}/",
            sessions=["0am", "3pm"],
            starts_on=LAST_WEEK.starts_on.isoformat(),
        )

        assert answer.status_code == 302
        row = seen(host, "/duty/week/").context["page"].rows[0]
        assert row.person.expects == "星期一上午、星期四下午"

    def test_refuses_more_than_the_posting_takes(self, here: World, seen: Open, host: User) -> None:
        clinic = here.post(form="visiting", sessions=1, starts_on=BEGAN, ends_before=ENDS)

        answer = seen(host, f"/duty/rosters/{clinic.pk}/", sessions=["0am", "3pm"], starts_on=TODAY)

        assert answer.status_code == 422
        assert "每周1个半天，排班不能超过此数" in answer.content.decode()


class TestPassbook:
    def test_tells_the_worker_what_was_served_and_what_waits(
        self, seen: Open, host: User, worker: User, posting: Posting
    ) -> None:
        seen(host, "/duty/week/", anything="")

        shown = seen(worker, "/duty/passbook/").context["page"].shown

        assert shown.worker == "林知远"
        assert float(shown.served) > 0
        assert float(shown.waiting) > float(shown.served)
        assert shown.titles

    def test_of_somebody_else_is_for_those_in_reach(
        self, seen: Open, sender: User, clerk: User, worker: User, posting: Posting
    ) -> None:
        address = f"/duty/passbooks/{posting.worker_id}/"
        stranger = world.user("stranger", "sender_office", at="FAR")

        assert seen(sender, address).status_code == 200
        assert seen(clerk, address).status_code == 200
        assert seen(stranger, address).status_code == 404

    def test_without_a_worker_on_record_says_what_to_do(self, here: World, seen: Open) -> None:
        nobody = world.user("nobody", "posted_worker")

        assert "尚未关联人员档案" in seen(nobody, "/duty/passbook/").content.decode()

    def test_asks_as_much_for_many_postings_as_for_one(
        self, here: World, asked: Callable[[User, str], int], worker: User, posting: Posting
    ) -> None:
        def queries() -> int:
            return asked(worker, "/duty/passbook/")

        few = queries()
        for number in range(1, 7):
            here.post(
                starts_on=BEGAN - timedelta(days=30 * number),
                ends_before=BEGAN - timedelta(days=30 * number - 20),
                worker=posting.worker,
            )

        assert queries() == few <= 12


class TestLeave:
    def test_goes_from_the_worker_to_the_sender_and_back(
        self, seen: Open, worker: User, sender: User, posting: Posting
    ) -> None:
        asked = seen(
            worker,
            f"/duty/leave/new/?posting={posting.pk}",
            kind="sick",
            starts_on=TODAY.isoformat(),
            starts_half="am",
            last_day=(TODAY + timedelta(days=3)).isoformat(),
            last_half="pm",
            reason="住院",
        )
        assert asked.status_code == 302
        row = Leave.objects.get()
        assert seen(sender, "/duty/sent/").context["page"].to_decide[0].worker == "林知远"

        seen(sender, f"/duty/leave/{row.pk}/approve/", anything="")
        back = seen(worker, f"/duty/leave/{row.pk}/return/", day=TODAY.isoformat(), half="pm")

        row.refresh_from_db()
        assert back.status_code == 302
        assert (row.state, row.ends_slot) == ("returned", HalfDay(TODAY).slot + 1)

    def test_that_overlaps_is_refused_in_the_form(
        self, seen: Open, worker: User, posting: Posting
    ) -> None:
        leave_of(posting, TODAY)

        answer = seen(
            worker,
            f"/duty/leave/new/?posting={posting.pk}",
            kind="sick",
            starts_on=TODAY.isoformat(),
            starts_half="am",
            last_day=TODAY.isoformat(),
            last_half="am",
        )

        assert answer.status_code == 422
        assert "时间重叠" in answer.content.decode()

    def test_is_refused_with_a_reason_that_the_worker_reads(
        self, seen: Open, worker: User, sender: User, posting: Posting
    ) -> None:
        row = leave_of(posting, TODAY)

        seen(sender, f"/duty/leave/{row.pk}/refuse/", reason="科室人手不足")

        assert "科室人手不足" in seen(worker, "/duty/passbook/").content.decode()

    def test_of_another_sender_is_absent(self, seen: Open, posting: Posting) -> None:
        row = leave_of(posting, TODAY)
        stranger = world.user("stranger", "sender_office", at="FAR")

        assert seen(stranger, f"/duty/leave/{row.pk}/approve/", anything="").status_code == 404
        assert seen(stranger, f"/duty/leave/{row.pk}/refuse/").status_code == 404

    def test_decided_twice_is_told_with_a_conflict(
        self, seen: Open, sender: User, posting: Posting
    ) -> None:
        row = leave_of(posting, TODAY)
        seen(sender, f"/duty/leave/{row.pk}/approve/", anything="")

        again = seen(sender, f"/duty/leave/{row.pk}/approve/", anything="")

        assert again.status_code == 409
        assert "不能办理" in again.content.decode()


class TestLeaveForOthers:
    """Host and sender enter leave for who cannot; the sender decides, the host enters returns."""

    @pytest.mark.parametrize("who", ["host", "sender"])
    def test_is_entered_for_approval(
        self, seen: Open, request: pytest.FixtureRequest, posting: Posting, who: str
    ) -> None:
        user = request.getfixturevalue(who)
        assert "林知远" in seen(user, "/duty/leave/enter/").content.decode()

        answer = seen(user, "/duty/leave/enter/", **_leave_given(posting, TODAY, TODAY))

        row = Leave.objects.get()
        assert answer.status_code == 302
        assert (row.state, row.asked_by) == ("asked", user)

    def test_that_overlaps_is_refused_in_the_form(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        leave_of(posting, TODAY)

        answer = seen(host, "/duty/leave/enter/", **_leave_given(posting, TODAY, TODAY))

        assert answer.status_code == 422
        assert "时间重叠" in answer.content.decode()

    def test_in_a_closed_month_is_refused_in_the_form(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        answer = seen(host, "/duty/leave/enter/", **_leave_given(posting, BEGAN, BEGAN))

        assert answer.status_code == 422
        assert "已锁定，不能再改" in answer.content.decode()

    def test_of_another_host_cannot_be_entered(
        self, here: World, seen: Open, posting: Posting
    ) -> None:
        south = world.user("south", "host_office", at="SOUTH")

        answer = seen(south, "/duty/leave/enter/", **_leave_given(posting, TODAY, TODAY))

        assert not Leave.objects.exists()
        assert answer.status_code == 422

    def test_is_reported_back_from_by_the_host(
        self, seen: Open, host: User, posting: Posting
    ) -> None:
        row = leave_of(posting, TODAY)
        actions.approve_leave(row=row, by=None, at=at(TODAY))
        assert seen(host, "/duty/week/").context["page"].leaves[0].may_report_back

        early = seen(host, f"/duty/leave/{row.pk}/back/", day=BEGAN.isoformat(), half="am")
        back = seen(host, f"/duty/leave/{row.pk}/back/", day=TODAY.isoformat(), half="pm")

        assert "销假时间应在" in early.content.decode()
        assert back.status_code == 302
        row.refresh_from_db()
        assert row.state == Leave.State.RETURNED

    def test_shows_who_stands_in_to_the_host(
        self, here: World, seen: Open, sender: User, host: User, posting: Posting
    ) -> None:
        row = leave_of(posting, LAST_WEEK.starts_on, days=30)
        actions.approve_leave(row=row, by=None, at=at(LAST_WEEK.starts_on))
        stand_in = world.worker("沈若谷", here.places.sender, rank=1)
        page = seen(sender, f"/duty/leave/{row.pk}/substitute/").context["page"]
        assert [one.name for one in page.free] == ["沈若谷"]

        answer = seen(sender, f"/duty/leave/{row.pk}/substitute/", worker=stand_in.staff_number)

        assert answer.status_code == 302
        assert "替班：沈若谷" in seen(host, "/duty/week/").context["page"].rows[0].person.leaves[0]

    def test_says_why_somebody_cannot_stand_in(
        self, here: World, seen: Open, sender: User, posting: Posting
    ) -> None:
        Need.objects.filter(pk=posting.need_id).update(rank_floor=1)
        row = leave_of(posting, TODAY)
        junior = world.worker("沈若谷", here.places.sender, rank=4)

        answer = seen(sender, f"/duty/leave/{row.pk}/substitute/", worker=junior.staff_number)

        assert answer.status_code == 422
        assert "低于该岗位要求" in answer.content.decode()
        assert answer.context["page"].free == []


def _leave_given(posting: Posting, first: date, last: date) -> dict[str, Any]:
    return {
        "posting": posting.pk,
        "kind": "sick",
        "starts_on": first.isoformat(),
        "starts_half": "am",
        "last_day": last.isoformat(),
        "last_half": "pm",
    }


class TestOversight:
    def test_names_who_is_away_today_and_why(
        self, here: World, seen: Open, clerk: User, posting: Posting
    ) -> None:
        everyday = here.post("沈若谷", starts_on=BEGAN, ends_before=ENDS)
        _every_day(everyday)
        row = leave_of(everyday, TODAY)
        actions.approve_leave(row=row, by=None, at=at(TODAY))

        page = seen(clerk, "/duty/watch/").context["page"]

        assert [(one.worker, one.tone) for one in page.missing] == [("沈若谷", "warn")]
        assert page.missing[0].why.startswith("年休假")

    def test_warns_of_a_post_about_to_be_empty_and_not_of_one_relieved(
        self, here: World, seen: Open, clerk: User
    ) -> None:
        ending = here.post(starts_on=BEGAN, ends_before=TODAY + timedelta(days=12))
        _asked_until(ending, ENDS)
        relieved = here.post("沈若谷", starts_on=BEGAN, ends_before=TODAY + timedelta(days=5))
        _asked_until(relieved, ENDS)
        follower = here.post("安平", starts_on=relieved.ends_before, ends_before=ENDS)
        Posting.objects.filter(pk=follower.pk).update(predecessor=relieved)

        page = seen(clerk, "/duty/watch/").context["page"]

        assert [(one.worker, one.within) for one in page.alarms] == [("林知远", 14)]

    def test_points_out_without_accusing(self, seen: Open, clerk: User, posting: Posting) -> None:
        weeks = [
            (week_of(LAST_WEEK.starts_on - timedelta(weeks=n)), at(TODAY, 8)) for n in range(5)
        ]
        actions.record_confirmations(weeks=weeks, postings=[posting.pk], by=None)

        (pointer,) = seen(clerk, "/duty/pointers/").context["page"].pointers

        assert "一分钟内确认了5周在岗，建议抽查核实" in pointer.said
        assert pointer.about == "林知远 · 河口镇卫生院"

    def test_counts_last_weeks_confirmations(
        self, here: World, seen: Open, host: User, clerk: User, posting: Posting
    ) -> None:
        here.post("沈若谷", starts_on=BEGAN, ends_before=ENDS, host=here.places.south)
        seen(host, "/duty/week/", anything="")

        page = seen(clerk, "/duty/progress/").context["page"]

        assert [(row.host, row.due, row.confirmed) for row in page.hosts.object_list] == [
            ("清水镇卫生院", 1, 0),
            ("河口镇卫生院", 1, 1),
        ]

    def test_shows_nothing_of_another_area(self, seen: Open, posting: Posting) -> None:
        elsewhere = world.user("far", "commission_clerk", area="6501")

        page = seen(elsewhere, "/duty/watch/").context["page"]

        assert (page.missing, page.alarms, page.tiles[3].value) == ([], [], "—")
        assert page.expected == []

    def test_names_who_was_due_today_and_nobody_confirmed(
        self, here: World, seen: Open, clerk: User, posting: Posting
    ) -> None:
        Posting.objects.filter(pk=posting.pk).update(arrived_on=BEGAN)
        due = here.post("沈若谷", starts_on=TODAY, ends_before=ENDS)
        late = here.post("安平", starts_on=TODAY - timedelta(days=3), ends_before=ENDS)
        Posting.objects.filter(pk=late.pk).update(reported_on=TODAY)

        answer = seen(clerk, "/duty/watch/")

        rows = answer.context["page"].expected
        assert [(row.posting, row.days, row.tone) for row in rows] == [
            (late.pk, 3, "warn"),
            (due.pk, 0, "danger"),
        ]
        assert "今日应到，尚未报到" in answer.content.decode()

    def test_shows_no_host_of_another_area(self, seen: Open, posting: Posting) -> None:
        elsewhere = world.user("far", "commission_clerk", area="6501")

        assert seen(elsewhere, "/duty/progress/").context["page"].hosts.object_list == []

    def test_asks_as_much_for_many_as_for_few(
        self, here: World, asked: Callable[[User, str], int], clerk: User, posting: Posting
    ) -> None:
        pages = ("/duty/watch/", "/duty/progress/", "/duty/pointers/")

        def queries() -> list[int]:
            return [asked(clerk, page) for page in pages]

        for number in range(3):
            one = here.post(f"甲{number}", starts_on=BEGAN, ends_before=ENDS)
            actions.approve_leave(row=leave_of(one, TODAY), by=None, at=at(TODAY))
        few = queries()
        for number in range(12):
            one = here.post(f"乙{number}", starts_on=BEGAN, ends_before=ENDS)
            actions.approve_leave(row=leave_of(one, TODAY), by=None, at=at(TODAY))

        assert queries() == few
        assert max(few) <= 12


class TestCorrection:
    def test_opens_the_week_to_the_host_once_granted(
        self, here: World, seen: Open, worker: User, clerk: User, host: User
    ) -> None:
        early = Days(date(2025, 3, 10), date(2025, 3, 17))
        old = here.post(
            starts_on=date(2025, 1, 1), ends_before=date(2025, 7, 1), worker=_worker_of(worker)
        )
        asked = seen(
            worker,
            f"/duty/corrections/new/?posting={old.pk}",
            starts_on=early.starts_on.isoformat(),
            ends_before=early.last_day.isoformat(),
            what="该周未确认，本人全周在岗",
        )
        assert asked.status_code == 302
        row = Correction.objects.get()

        refused = seen(clerk, f"/duty/corrections/{row.pk}/answer/", granted="0")
        assert refused.status_code == 409
        seen(clerk, f"/duty/corrections/{row.pk}/answer/", granted="1")
        seen(
            host,
            "/duty/week/?week=2025-03-10",
            **{f"p{pk}-kind": "hold" for pk in _others(old)} | {"anything": ""},
        )

        assert Confirmation.objects.get().days == early
        (to_finish,) = seen(host, "/duty/week/").context["page"].to_finish
        assert (to_finish.worker, to_finish.what) == ("林知远", "该周未确认，本人全周在岗")
        seen(host, f"/duty/corrections/{row.pk}/finish/", anything="")
        row.refresh_from_db()
        assert row.state == Correction.State.DONE


class TestCloseMonth:
    def test_is_for_the_authority_of_the_area(
        self, here: World, seen: Open, clerk: User, posting: Posting
    ) -> None:
        address = f"/duty/months/{here.programme.code}/close/"
        elsewhere = world.user("far", "commission_clerk", area="6501")
        assert seen(elsewhere, address, anything="").status_code == 404
        before = seen(clerk, "/duty/progress/").context["page"].closable

        answer = seen(clerk, address, anything="")

        # In the days after a month closes by itself there is nothing left to close.
        assert answer.status_code == (302 if before else 409)
        assert ClosedMonth.objects.count() == len(before)


def _every_day(posting: Posting) -> None:
    from bangfu.core.duty import EveryDay

    actions.agree_roster(
        posting=posting,
        pattern=EveryDay(),
        starts_on=posting.starts_on,
        by=None,
        at=at(posting.starts_on),
    )


def _asked_until(posting: Posting, end: date) -> None:
    posting.need.ends_before = end
    posting.need.save()


def _worker_of(user: User) -> Any:
    return user.worker


def _others(posting: Posting) -> list[int]:
    same = Posting.objects.filter(host=posting.host).exclude(pk=posting.pk)
    return list(same.values_list("pk", flat=True))
