"""From queries to what the week's page draws: one row a person, one column a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.core.duty import Days, Entered, HalfDay
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.web.components import Tone
from bangfu.web.wording import weekday

from . import wording
from .forms import PersonForm, kinds_of
from .queries.weeks import HostWeek, Person, TypedRow, WaitingWeek

STANDINGS: dict[str, Tone] = {
    "open": "info",
    "confirmed": "ok",
    "closed": "warn",
    "to_come": "neutral",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to a week, with how many people wait in it."""

    label: str
    url: str
    people: int
    current: bool = False


@dataclass(frozen=True, slots=True)
class Finishing:
    """A granted correction with a link to the week where the host carries it out."""

    pk: int
    worker: str
    what: str
    week: Chip


@dataclass(frozen=True, slots=True)
class Cell:
    """A half-day that may be ticked."""

    slot: int
    label: str
    title: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week with the half-days expected on it."""

    weekday: str
    day: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of the week, and what was typed about them if the form comes back."""

    person: Person
    state: str
    tone: Tone
    days: tuple[Day, ...]
    kinds: Sequence[tuple[str, str]]
    instead: Sequence[tuple[str, str]]
    kind: str = ""
    moved_to: str = ""
    note: str = ""
    error: str = ""
    arrived_on: str = ""

    @property
    def opened(self) -> bool:
        """Whether the fields for exceptions stand open."""
        return bool(self.kind)

    @property
    def typed(self) -> tuple[TypedRow, ...]:
        """Exceptions on record."""
        return self.person.typed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What was submitted about a person, as it was written."""

    kind: str = ""
    halves: frozenset[str] = frozenset()
    instead: str = ""
    note: str = ""
    arrived_on: str = ""


def rows(
    people: Sequence[Person], forms: dict[int, PersonForm], errors: dict[int, str]
) -> list[Row]:
    """One row for each person; ``forms`` are those that came back."""
    return [row(one, forms.get(one.posting), errors.get(one.posting, "")) for one in people]


def row(person: Person, form: PersonForm | None, error: str) -> Row:
    """A person's row."""
    given = _given(form)
    swaps = DutyException.SWAP in person.exceptions
    return Row(
        person=person,
        state=_state(person.standing),
        tone=STANDINGS[person.standing],
        days=_days(person.expected, given.halves),
        kinds=kinds_of(person) if person.may_type else [],
        instead=[(str(p.slot), wording.half_day(p)) for p in person.free] if swaps else [],
        kind=given.kind,
        moved_to=given.instead,
        note=given.note,
        error=error,
        arrived_on=given.arrived_on or ((person.arrived_on or "") and str(person.arrived_on)),
    )


def chips(found: HostWeek) -> list[Chip]:
    """The weeks that wait, the earliest first; the one shown is among them."""
    waiting = list(found.waiting)
    if found.week not in [one.days for one in waiting]:
        waiting.append(WaitingWeek(found.week, 0))
    ordered = sorted(waiting, key=lambda one: one.days)
    return [chip(found, one) for one in ordered]


def chip(found: HostWeek, one: WaitingWeek) -> Chip:
    """A link to a week of the same host."""
    return Chip(
        wording.week_in_words(one.days),
        week_url(found.host.code, one.days),
        one.people,
        current=one.days == found.week,
    )


def finishing(found: HostWeek) -> list[Finishing]:
    """Granted corrections, each with its week."""
    return [
        Finishing(one.pk, one.worker, one.what, chip(found, WaitingWeek(one.week, 0)))
        for one in found.to_finish
    ]


def swaps_told(found: HostWeek, given: Mapping[int, PersonForm]) -> list[str]:
    """What each swap typed would change, said before the week is confirmed."""
    told = []
    for form in given.values():
        if form.holds:
            continue
        for typed in form.typed():
            if typed.entered.instead is not None:
                told.append(_swap_told(found, form.person, typed.entered))
    return told


def _swap_told(found: HostWeek, person: Person, entered: Entered) -> str:
    """Days moved, presence of the week, who else of the post is there on both half-days."""
    left, instead = entered.starts_at, entered.instead or entered.starts_at
    named = {
        "name": person.name,
        "left": f"{wording.month_day(left.day)} {wording.half_day(left)}",
        "instead": f"{wording.month_day(instead.day)} {wording.half_day(instead)}",
    }
    words = [_("%(name)s：%(left)s改在%(instead)s，本周应在岗半天数不变。") % named]
    others = [one for one in found.people if one.posting != person.posting]
    colleagues = [one for one in others if one.post == person.post and left in one.expected]
    if colleagues:
        who = "、".join(one.name for one in colleagues)
        words.append(_("原时段同岗位仍有%(who)s在岗。") % {"who": who})
    else:
        words.append(_("原时段该岗位无其他帮扶人员在岗。"))
    if not any(instead.day == place.day for place in person.expected):
        words.append(_("改后多到岗一天。"))
    return "".join(words)


def week_url(host: str, week: Days) -> str:
    """The address of a host's week."""
    return reverse("week") + "?" + urlencode({"host": host, "week": week.starts_on.isoformat()})


def week_said(found: HostWeek, *, on: date) -> str:
    """One sentence on where the week stands."""
    if not found.people:
        return _("这一周没有派驻到本单位的人员。")
    if found.to_confirm:
        return ""
    standing = {one.standing for one in found.people}
    if standing == {"confirmed"}:
        return _("这一周已全部确认；发现漏登的，在月份锁定前仍可补登例外。")
    if "to_come" in standing:
        return _("这一周尚未结束，请在%(day)s后确认。") % {
            "day": wording.month_day(found.week.last_day)
        }
    return _("所在月份已锁定，不能再确认；确需更正的，请由本人提交更正申请。")


def _state(standing: str) -> str:
    return {
        "open": _("待确认"),
        "confirmed": _("已确认"),
        "closed": _("已锁定，未确认"),
        "to_come": _("尚未结束"),
    }[standing]


def _days(expected: Sequence[HalfDay], ticked: frozenset[str]) -> tuple[Day, ...]:
    found: dict[date, list[Cell]] = {}
    for place in expected:
        cell = Cell(
            place.slot,
            wording.called(place.half),
            f"{wording.month_day(place.day)} {wording.half_day(place)}",
            str(place.slot) in ticked,
        )
        found.setdefault(place.day, []).append(cell)
    return tuple(
        Day(weekday(day), wording.month_day(day), tuple(cells)) for day, cells in found.items()
    )


def _given(form: PersonForm | None) -> _Given:
    if form is None:
        return _Given()
    data = form.given
    instead = str(data.get(form.add_prefix("instead"), ""))
    halves = [str(one) for one in data.getlist(form.add_prefix("half"))]
    return _Given(
        kind=str(data.get(form.add_prefix("kind"), "")),
        halves=frozenset(halves),
        instead=instead,
        note=str(data.get(form.add_prefix("note"), "")),
        arrived_on=str(data.get(form.add_prefix("arrived_on"), "")),
    )
