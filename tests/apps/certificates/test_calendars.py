"""Clinic sessions in calendars and on public rosters: leave taken out, swaps carried out."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from tests.apps.certificates.conftest import NOW, TODAY, Open, account_of
from tests.apps.duty.conftest import World
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions
from bangfu.apps.certificates.models import CalendarAddress, PublicRoster
from bangfu.apps.certificates.queries.calendars import calendar_of
from bangfu.apps.certificates.queries.sessions import sessions_of
from bangfu.apps.duty import actions as duty
from bangfu.apps.duty.models import Leave, TypedException
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days, Half, HalfDay, working_days
from bangfu.core.duty.sides import Side

BEIJING = ZoneInfo("Asia/Shanghai")
QUARTER = Days(TODAY, TODAY + timedelta(days=90))
Count = Callable[[User | None, str], int]


def ordinary(weekday: int, *, after: date = TODAY + timedelta(days=7)) -> date:
    """The first such weekday from a day on that is no holiday, nor is the day after it."""
    day = after
    calendar = working_days.shipped()
    while day.weekday() != weekday or not all(
        calendar.free_of_holiday(Days(day, day + timedelta(days=2)))
    ):
        day += timedelta(days=1)
    return day


def halves(posting: Posting) -> set[HalfDay]:
    found = sessions_of(Posting.objects.filter(pk=posting.pk), QUARTER)
    return {one.half_day for one in found}


def away(posting: Posting, day: date, *, approved: bool = True) -> Leave:
    row = duty.ask_leave(
        posting=posting,
        kind="personal",
        starts_at=HalfDay(day),
        ends_before=HalfDay(day + timedelta(days=1)),
        side=Side.WORKER,
        by=None,
        at=NOW,
    )
    return duty.approve_leave(row=row, by=None, at=NOW) if approved else row


def swapped(posting: Posting, left: HalfDay, instead: HalfDay) -> None:
    TypedException.objects.create(
        posting=posting,
        exception="swap",
        starts_slot=left.slot,
        ends_slot=left.slot + 1,
        instead_slot=instead.slot,
        typed_at=NOW,
    )


def address_of(owner: object) -> CalendarAddress:
    return actions.renew_address(owner=owner, by=None, at=NOW)  # type: ignore[arg-type]


def events_at(path: str) -> list[object]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


class TestSessions:
    def test_follow_the_roster(self, visiting: Posting) -> None:
        expected = {
            one
            for one, _room in visiting_roster(visiting)
            if one.day in QUARTER and one.day < visiting.ends_before
        }

        assert halves(visiting) == expected != set()

    def test_leave_out_leave_once_it_is_approved(self, visiting: Posting) -> None:
        monday = ordinary(0)
        asked = away(visiting, monday, approved=False)
        assert HalfDay(monday) in halves(visiting)

        duty.approve_leave(row=asked, by=None, at=NOW)

        assert HalfDay(monday) not in halves(visiting)

    def test_stand_where_they_were_swapped_to_with_their_department(
        self, visiting: Posting
    ) -> None:
        monday = ordinary(0)
        left, instead = HalfDay(monday), HalfDay(monday + timedelta(days=1), Half.AFTERNOON)
        swapped(visiting, left, instead)

        found = sessions_of(Posting.objects.filter(pk=visiting.pk), QUARTER)

        rooms = {one.half_day: one.department for one in found}
        assert left not in rooms
        assert rooms[instead] == "心血管内科"

    def test_are_held_by_who_stands_in(self, here: World, visiting: Posting) -> None:
        substitute = world.worker("顾清和", here.places.sender)
        monday = ordinary(0)
        row = away(visiting, monday)
        duty.name_substitute(row=row, worker=substitute, by=None)

        found = sessions_of(Posting.objects.filter(pk=visiting.pk), QUARTER)

        who = {one.half_day: one.worker for one in found}
        assert who[HalfDay(monday)] == substitute
        assert set(who.values()) == {substitute, visiting.worker}
        (own,) = events_at(f"/calendar/{address_of(substitute).secret}.ics")
        assert own["dtstart"].dt.astimezone(BEIJING).date() == monday  # type: ignore[index]

    def test_know_nothing_of_who_is_there_all_week(self, here: World) -> None:
        resident = here.post(ends_before=TODAY + timedelta(days=100))

        assert halves(resident) == set()

    def test_end_with_the_posting(self, visiting: Posting) -> None:
        visiting.ends_before = TODAY + timedelta(days=10)
        visiting.end_reason = "召回"
        visiting.save()

        assert all(one.day < visiting.ends_before for one in halves(visiting))


def visiting_roster(posting: Posting) -> list[tuple[HalfDay, str]]:
    """What was agreed: Monday mornings and Thursday afternoons but on holidays."""
    free = working_days.shipped().free_of_holiday(QUARTER)
    return [
        (HalfDay(day, Half.MORNING if day.weekday() == 0 else Half.AFTERNOON), "心血管内科")
        for day, open_day in zip(QUARTER, free, strict=True)
        if open_day and day.weekday() in (0, 3)
    ]


class TestCalendar:
    def test_holds_every_session_of_the_worker_in_local_hours(self, visiting: Posting) -> None:
        address = address_of(visiting.worker)

        events = events_at(f"/calendar/{address.secret}.ics")

        begins = {event["dtstart"].dt.astimezone(BEIJING) for event in events}  # type: ignore[index]
        expected = {
            datetime(
                one.day.year, one.day.month, one.day.day, 8 if one.half is Half.MORNING else 14,
                tzinfo=BEIJING,
            )
            for one in halves(visiting)
        }  # fmt: skip
        assert begins == expected
        assert all(str(event["location"]).startswith("河口镇卫生院") for event in events)  # type: ignore[index]
        assert all("心血管内科" in str(event["summary"]) for event in events)  # type: ignore[index]

    def test_of_a_host_names_who_comes(self, visiting: Posting) -> None:
        address = address_of(visiting.host)

        events = events_at(f"/calendar/{address.secret}.ics")

        assert {str(event["summary"]) for event in events} == {"沈若谷：心血管内科"}  # type: ignore[index]

    def test_gives_each_session_one_name_whoever_reads_and_however_often(
        self, visiting: Posting
    ) -> None:
        address = address_of(visiting.host)

        first = [str(event["uid"]) for event in events_at(f"/calendar/{address.secret}.ics")]  # type: ignore[index]
        again = [str(event["uid"]) for event in events_at(f"/calendar/{address.secret}.ics")]  # type: ignore[index]

        assert first == again
        assert len(set(first)) == len(first)

    def test_does_not_say_why_somebody_is_away(self, visiting: Posting) -> None:
        away(visiting, ordinary(0))
        written = calendar_of(address_of(visiting.host), on=TODAY, at=NOW).decode()

        assert "事假" not in written
        assert "personal" not in written

    def test_is_neither_stored_nor_listed(self, visiting: Posting) -> None:
        address = address_of(visiting.host)

        answer = Client().get(f"/calendar/{address.secret}.ics")

        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"

    def test_is_empty_and_valid_where_nothing_is_to_come(self, here: World) -> None:
        address = address_of(here.places.south)

        assert events_at(f"/calendar/{address.secret}.ics") == []

    def test_asks_as_much_for_many_as_for_one(
        self, here: World, visiting: Posting, asked: Count
    ) -> None:
        path = f"/calendar/{address_of(visiting.host).secret}.ics"
        few = asked(None, path)
        for number in range(4):
            here.post(
                f"甲{number}", form="visiting", sessions=1, ends_before=TODAY + timedelta(days=90)
            )

        assert asked(None, path) == few <= 12


class TestRenewAddress:
    def test_leaves_the_old_address_leading_nowhere(self, visiting: Posting, seen: Open) -> None:
        own = account_of(visiting)
        seen(own, "/clinics/renew/", mine="1")
        first = CalendarAddress.objects.get().secret

        seen(own, "/clinics/renew/", mine="1")

        second = CalendarAddress.objects.get().secret
        assert first != second
        assert len(second) == 43
        assert Client().get(f"/calendar/{first}.ics").status_code == 404
        assert Client().get(f"/calendar/{second}.ics").status_code == 200

    def test_is_journalled_without_the_address(self, visiting: Posting) -> None:
        address = address_of(visiting.worker)

        entry = Entry.objects.get(verb="calendar.renewed")
        assert address.secret not in str(entry.facts) + entry.subject

    def test_is_the_owners(
        self, visiting: Posting, seen: Open, sender: User, clerk: User, host: User
    ) -> None:
        for other in (sender, clerk):
            assert seen(other, "/clinics/renew/", host=visiting.host_id).status_code == 403
        south = world.user("south", "host_office", at="SOUTH")
        assert seen(south, "/clinics/renew/", host=visiting.host_id).status_code == 404
        assert seen(host, "/clinics/renew/", host=visiting.host_id).status_code == 302

    @pytest.mark.parametrize("asked_for", ["abc", "9" * 30, "-1"])
    def test_withstands_senseless_owners(
        self, visiting: Posting, seen: Open, host: User, asked_for: str
    ) -> None:
        assert seen(host, "/clinics/renew/", host=asked_for).status_code == 404


class TestPublicRoster:
    def path(self, posting: Posting) -> str:
        return f"/experts/{posting.host.code}/"

    def test_is_not_there_unless_the_host_opens_it(self, visiting: Posting, seen: Open) -> None:
        assert seen(None, self.path(visiting)).status_code == 404

    def test_shows_who_comes_when_and_nothing_else(self, visiting: Posting, seen: Open) -> None:
        worker = visiting.worker
        worker.title_code, worker.phone, worker.staff_number = "232", "13900001111", "S-77"
        worker.save()
        away(visiting, away_on := ordinary(0))
        actions.open_roster(host=visiting.host, by=None, at=NOW)

        answer = seen(None, self.path(visiting))

        page = answer.content.decode()
        for shown in ("沈若谷", "副主任医师", "东海市中心医院", "心血管内科"):
            assert shown in page
        for hidden in ("13900001111", "S-77", "事假", "请假", str(visiting.programme)):
            assert hidden not in page
        experts = answer.context["page"].departments[0].experts
        listed = {
            f"{one.day.month}月{one.day.day}日"
            for one in halves(visiting)
            if one.day < TODAY + timedelta(days=28)
        }
        assert {each.split(" ")[0] for each in experts[0].half_days} == listed
        assert f"{away_on.month}月{away_on.day}日" not in listed

    def test_is_opened_and_closed_by_the_host(
        self, visiting: Posting, seen: Open, host: User
    ) -> None:
        pk = visiting.host_id
        assert seen(host, f"/clinics/{pk}/poster.pdf").status_code == 404

        seen(host, f"/clinics/{pk}/open/", yes="1")
        assert seen(None, self.path(visiting)).status_code == 200
        assert seen(host, f"/clinics/{pk}/poster.pdf").content.startswith(b"%PDF-")

        seen(host, f"/clinics/{pk}/close/", yes="1")
        assert seen(None, self.path(visiting)).status_code == 404
        verbs = Entry.objects.order_by("number").values_list("verb", flat=True)
        assert list(verbs)[-2:] == ["roster.opened_to_public", "roster.closed_to_public"]

    def test_is_nobody_elses_to_open(
        self, visiting: Posting, seen: Open, sender: User, clerk: User
    ) -> None:
        for other in (sender, clerk, account_of(visiting)):
            assert seen(other, f"/clinics/{visiting.host_id}/open/", yes="1").status_code == 403
        south = world.user("south", "host_office", at="SOUTH")
        assert seen(south, f"/clinics/{visiting.host_id}/open/", yes="1").status_code == 404
        assert not PublicRoster.objects.exists()

    def test_opened_twice_is_journalled_once(self, visiting: Posting) -> None:
        for _ in range(2):
            actions.open_roster(host=visiting.host, by=None, at=NOW)

        assert Entry.objects.filter(verb="roster.opened_to_public").count() == 1

    def test_asks_as_much_for_many_as_for_one(
        self, here: World, visiting: Posting, asked: Count
    ) -> None:
        actions.open_roster(host=visiting.host, by=None, at=NOW)
        few = asked(None, self.path(visiting))
        for number in range(4):
            here.post(
                f"甲{number}", form="visiting", sessions=1, ends_before=TODAY + timedelta(days=90)
            )

        assert asked(None, self.path(visiting)) == few <= 12


class TestClinicsPage:
    def test_offers_each_what_is_theirs(self, visiting: Posting, seen: Open, host: User) -> None:
        of_host = seen(host, "/clinics/").content.decode()
        assert "公开专家坐诊安排" in of_host

        own = account_of(visiting)
        of_worker = seen(own, "/clinics/").content.decode()
        assert "我的坐诊" in of_worker
        assert "公开专家坐诊安排" not in of_worker

    def test_shows_the_whole_address(self, visiting: Posting, seen: Open, host: User) -> None:
        secret = address_of(visiting.host).secret

        assert f"/calendar/{secret}.ics</code>" in seen(host, "/clinics/").content.decode()

    def test_asks_at_most_twelve_queries(self, visiting: Posting, asked: Count, host: User) -> None:
        assert asked(host, "/clinics/") <= 12


def test_hours_are_those_of_the_hosts_area(here: World, visiting: Posting) -> None:
    host = visiting.host
    host.area_code = "652328"
    host.save()

    events = events_at(f"/calendar/{address_of(host).secret}.ics")

    hours = {event["dtstart"].dt.astimezone(BEIJING).hour for event in events}  # type: ignore[index]
    assert hours == {10, 15}
