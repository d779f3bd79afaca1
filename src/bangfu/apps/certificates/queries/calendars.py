"""Clinic sessions as calendars: who has an address, and what programs read there (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import CalendarAddress
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty import Days, clinic_hours
from bangfu.web.wording import in_english

from .reach import KEEP_CALENDAR, hosts_kept_by, worker_of
from .sessions import ClinicSession, sessions_at, sessions_by

DAYS_AHEAD = 90
READ_AGAIN = timedelta(hours=6)
"""How often a calendar program should come back: leave may be granted today for tomorrow."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar that the reader keeps: of themselves (``host`` is ``None``) or of a host."""

    name: str
    host: int | None
    secret: str
    made_at: datetime | None


def kept_by(user: User) -> list[Kept]:
    """The calendars a reader keeps, with their addresses where they have one: two queries."""
    worker = worker_of(user)
    hosts = list(hosts_kept_by(user, KEEP_CALENDAR).order_by("name")[:20])
    known = {(one.worker_id, one.host_id): one for one in _addresses(worker, hosts)}
    found = [] if worker is None else [_kept(_("我的坐诊"), None, known.get((worker.pk, None)))]
    return found + [_kept(host.name, host.pk, known.get((None, host.pk))) for host in hosts]


def _addresses(worker: Worker | None, hosts: list[Institution]) -> list[CalendarAddress]:
    own = (
        CalendarAddress.objects.filter(worker=worker) if worker else CalendarAddress.objects.none()
    )
    return list(own | CalendarAddress.objects.filter(host__in=hosts))


def _kept(name: str, host: int | None, address: CalendarAddress | None) -> Kept:
    if address is None:
        return Kept(name, host, "", None)
    return Kept(name, host, address.secret, address.made_at)


def calendar_of(address: CalendarAddress, *, on: date, at: datetime) -> bytes:
    """The sessions of the next 90 days, the first today: eight queries.

    Sessions on leave or on a holiday are not there; one swapped stands where it was swapped to.
    """
    days = Days(on, on + timedelta(days=DAYS_AHEAD))
    calendar = Calendar()
    calendar.add("prodid", "-//Bangfu//Clinic sessions//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _title(address))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for session in _sessions(address, days):
        calendar.add_component(_event(session, mine=address.host is None, at=at))
    written: bytes = calendar.to_ical()
    return written


def _sessions(address: CalendarAddress, days: Days) -> list[ClinicSession]:
    if address.host is not None:
        return sessions_at(address.host, days)
    return sessions_by(address.worker, days) if address.worker is not None else []


def _title(address: CalendarAddress) -> str:
    if address.host:
        return _("%(host)s专家坐诊") % {"host": address.host.name}
    return _("帮扶坐诊")


def _event(session: ClinicSession, *, mine: bool, at: datetime) -> Event:
    posting, host = session.posting, session.posting.host
    begin, end = clinic_hours.shipped().of(session.half_day, host.area_code)
    colon = ": " if in_english() else "："
    about = (
        f"{_('坐诊')}{colon}{session.department}"
        if mine
        else (f"{session.worker.name}{colon}{session.department}")
    )
    event = Event()
    event.add("uid", f"{posting.pk}-{session.half_day.slot}@bangfu")
    event.add("dtstamp", at)
    # In universal time: so no table of time zones has to come along.
    event.add("dtstart", begin.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", about)
    event.add("location", " ".join(filter(None, (host.name, host.address))))
    return event
