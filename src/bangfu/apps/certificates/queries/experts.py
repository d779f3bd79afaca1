"""What a host shows the public: who comes on which half-days of the next four weeks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bangfu.apps.certificates.models import PublicRoster
from bangfu.apps.duty.wording import called, month_day
from bangfu.apps.registry.models import Institution
from bangfu.apps.registry.queries.workers import title_in_words
from bangfu.core.duty import Days, HalfDay
from bangfu.web.wording import in_english, weekday

from .sessions import ClinicSession, sessions_at

WEEKS = 4


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert in one department: name, title, own unit, and half-days in order."""

    name: str
    title: str
    home: str
    half_days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department with those who come to it."""

    name: str
    experts: tuple[ExpertRow, ...]


def opened(code: str) -> Institution | None:
    """The institution of a code, where it shows its roster to the public."""
    row = PublicRoster.objects.select_related("host").filter(host__code=code).first()
    return row.host if row and row.host.valid_to is None else None


def open_hosts() -> list[tuple[str, str]]:
    """Codes and names of institutions that show their rosters, by name: one query."""
    rows = PublicRoster.objects.filter(host__valid_to__isnull=True)
    return list(
        rows.order_by("host__name_pinyin", "host__code").values_list("host__code", "host__name")
    )


def coming_days(on: date) -> Days:
    """Four weeks from today on."""
    return Days(on, on + timedelta(weeks=WEEKS))


def departments_of(host: Institution, *, on: date) -> list[Department]:
    """Who comes to a host in the next four weeks, by department: six queries."""
    by_expert: dict[tuple[str, str, int], list[ClinicSession]] = defaultdict(list)
    for session in sessions_at(host, coming_days(on)):
        key = session.department, session.worker.name_pinyin, session.worker.pk
        by_expert[key].append(session)
    ordered = sorted(by_expert.items())
    return [
        Department(department, tuple(_expert(sessions) for _key, sessions in group))
        for department, group in groupby(ordered, key=lambda item: item[0][0])
    ]


def _expert(sessions: list[ClinicSession]) -> ExpertRow:
    first = sessions[0]
    return ExpertRow(
        name=first.worker.name,
        title=title_in_words(first.worker.title_code),
        home=first.posting.home.name,
        half_days=tuple(_half_day(each.half_day) for each in sessions),
    )


def _half_day(place: HalfDay) -> str:
    """11月23日 星期一上午."""
    joint = " " if in_english() else ""
    return f"{month_day(place.day)} {weekday(place.day)}{joint}{called(place.half)}"
