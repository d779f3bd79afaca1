"""Postings of a subject: weeks and half-days on post, leave papers, rank and specialty asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q

from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import definitions_of, recorded_of
from bangfu.apps.intake.service_form import BY_SESSIONS
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Department, WorkerSpecialty
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.duty import Account, HalfDay, Tally
from bangfu.core.duty.days import Days
from bangfu.core.programmes.words import Text
from bangfu.core.standards import subjects as clinical

from .asking import ONE, Asked, Measure, Record, Rows

WEEK = timedelta(days=7)
NOUGHT = Decimal(0)
SINGLE = frozenset({Kind.POSTING, Kind.DEPARTMENT})
HELPED = frozenset({Kind.PAIRING, Kind.HOST, Kind.SENDER, Kind.UNIT})
EVERY = SINGLE | HELPED

Key = tuple[int, ...] | tuple[int, str]


@dataclass(frozen=True, slots=True)
class Among:
    """Postings of each subject by its key; one posting may count for several subjects."""

    of: Mapping[int, Sequence[Posting]]

    @property
    def postings(self) -> list[Posting]:
        """Each posting once, in the order of their days."""
        found = {one.pk: one for rows in self.of.values() for one in rows}
        return list(found.values())

    def rows(self, by_posting: Mapping[int, Iterable[Record]]) -> Rows:
        """Records by posting as records by subject; nothing is known of who has no posting."""
        return {
            pk: [record for one in rows for record in by_posting.get(one.pk, ())]
            for pk, rows in self.of.items()
            if rows
        }


def postings_of(asked: Asked) -> Among:
    """The postings of a programme that have a day in the days and count for a subject.

    Of a pairing those between its two sides, of a department those into it.
    """
    rows = Posting.objects.overlapping(asked.days.starts_on, asked.days.ends_before)
    rows = rows.filter(programme=asked.programme).select_related(
        "worker", "home", "host", "programme", "need"
    )
    keyed = _keys(asked)
    found: dict[int, list[Posting]] = {one.pk: [] for one in asked.subjects}
    for posting in rows.order_by("starts_on", "pk"):
        for key in _keys_of(asked.kind, posting):
            for pk in keyed.get(key, ()):
                found[pk].append(posting)
    return Among(found)


def _keys(asked: Asked) -> Mapping[Key, Sequence[int]]:
    found: dict[Key, list[int]] = defaultdict(list)
    refs = [one.ref for one in asked.subjects]
    named: dict[int, str] = {}
    if asked.kind is Kind.DEPARTMENT:
        named = dict(Department.objects.filter(pk__in=refs).values_list("pk", "name"))
    for one in asked.subjects:
        keys: dict[Kind, Key] = {
            Kind.POSTING: (one.ref,),
            Kind.PAIRING: (one.institution_id, one.partner_id or 0),
            Kind.DEPARTMENT: (one.institution_id, named.get(one.ref, "")),
        }
        found[keys.get(asked.kind, (one.institution_id,))].append(one.pk)
    return found


def _keys_of(kind: Kind, posting: Posting) -> set[Key]:
    if kind is Kind.POSTING:
        return {(posting.pk,)}
    if kind is Kind.PAIRING:
        return {(posting.home_id, posting.host_id)}
    if kind is Kind.DEPARTMENT:
        return {(posting.host_id, posting.department_name)}
    sides = {Kind.HOST: [posting.host_id], Kind.SENDER: [posting.home_id]}
    return {(place,) for place in sides.get(kind, [posting.host_id, posting.home_id])}


def _accounts(among: Among) -> dict[int, Account]:
    postings = among.postings
    definitions = definitions_of({one.programme_id for one in postings})
    known = recorded_of(postings, definitions=definitions)
    return {pk: one.account for pk, one in known.items()}


def _by_week(count: Callable[[Tally], Decimal]) -> Callable[[Asked], Rows]:
    def read(asked: Asked) -> Rows:
        among = postings_of(asked)
        accounts = _accounts(among)
        rows = {
            one.pk: [
                _week(one, week, amount)
                for week in _weeks(asked.days)
                if (amount := count(accounts[one.pk].tally(week)))
            ]
            for one in among.postings
        }
        return among.rows(rows)

    return read


def _weeks(days: Days) -> Iterable[Days]:
    """Weeks from Monday on, cut to the days."""
    monday = days.starts_on - timedelta(days=days.starts_on.weekday())
    while monday < days.ends_before:
        yield Days(monday, monday + WEEK).within(days)
        monday += WEEK


def _week(posting: Posting, week: Days, amount: Decimal) -> Record:
    last = week.last_day
    said = Text(
        zh=f"{posting.worker.name}，{_short(week.starts_on)}至{_short(last)}",
        en=f"{posting.worker.name}, {week.starts_on} to {last}",
    )
    return Record("posting", posting.pk, week.starts_on, said, amount)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _expected(tally: Tally) -> Decimal:
    """A week in which somebody is expected, leave and work elsewhere left out."""
    return ONE if tally.expected > tally.excused else NOUGHT


def _served(tally: Tally) -> Decimal:
    """A week expected and confirmed in which no half-day was missed."""
    return ONE if tally.served and not tally.absent and not tally.waiting else NOUGHT


def _half_days(tally: Tally) -> Decimal:
    return Decimal(tally.served)


def clinics(asked: Asked) -> Rows:
    """Half-days served of who comes for sessions; of who is resident no clinic is told apart."""
    among = postings_of(asked)
    sessions = Among(
        {pk: [one for one in rows if one.form in BY_SESSIONS] for pk, rows in among.of.items()}
    )
    accounts = _accounts(sessions)
    return sessions.rows(
        {
            one.pk: [
                _week(one, week, amount)
                for week in _weeks(asked.days)
                if (amount := _half_days(accounts[one.pk].tally(week)))
            ]
            for one in sessions.postings
        }
    )


def presence(asked: Asked) -> Rows:
    """Half-days served of those expected, leave left out, week by week."""
    among = postings_of(asked)
    accounts = _accounts(among)
    rows: dict[int, list[Record]] = {}
    for one in among.postings:
        account = accounts[one.pk]
        told = [(week, account.tally(week)) for week in _weeks(asked.days)]
        rows[one.pk] = [
            Record(
                "posting",
                one.pk,
                week.starts_on,
                _week(one, week, ONE).said,
                Decimal(tally.served),
                Decimal(tally.expected - tally.excused),
            )
            for week, tally in told
            if tally.expected > tally.excused
        ]
    return among.rows(rows)


def leave_irregular(asked: Asked) -> Rows:
    """Leave that began in the days and was over without a report back, or reported back late."""
    among = postings_of(asked)
    first, last = asked.days.first_slot, HalfDay(asked.days.ends_before).slot
    over = Q(state=Leave.State.APPROVED, ends_slot__lte=HalfDay(asked.days.last_day).slot)
    late = Q(state=Leave.State.RETURNED, returned_slot__gt=F("ends_slot"))
    found = Leave.objects.filter(
        over | late,
        posting__in=[one.pk for one in among.postings],
        starts_slot__gte=first,
        starts_slot__lt=last,
    )
    rows: dict[int, list[Record]] = defaultdict(list)
    for one in found.select_related("posting__worker").order_by("starts_slot", "pk"):
        began = HalfDay.of_slot(one.starts_slot).day
        why_zh, why_en = ("逾期销假", "reported back late")
        if one.state == Leave.State.APPROVED:
            why_zh, why_en = ("未销假", "not reported back")
        name = one.posting.worker.name
        said = Text(zh=f"{name}请假{why_zh}", en=f"{name}: leave {why_en}")
        rows[one.posting_id].append(Record("posting", one.posting_id, began, said))
    return among.rows(rows)


def rank_met(asked: Asked) -> Rows:
    """Postings whose worker has at least the rank that the need asks for."""
    return _matched(asked, lambda one, _codes: one.worker.rank <= one.need.rank_floor)


def specialty_met(asked: Asked) -> Rows:
    """Postings whose worker practises a subject that the need asks for, or one next to it."""
    return _matched(
        asked,
        lambda one, codes: any(
            clinical.match(held, wanted) is not clinical.Match.NONE
            for wanted in one.need.subject_codes
            for held in codes
        ),
        among=lambda one: bool(one.need.subject_codes),
    )


def _matched(
    asked: Asked,
    meets: Callable[[Posting, list[str]], bool],
    among: Callable[[Posting], bool] = lambda one: True,
) -> Rows:
    found = postings_of(asked)
    held: dict[int, list[str]] = defaultdict(list)
    workers = [one.worker_id for one in found.postings]
    practised = WorkerSpecialty.objects.filter(worker__in=workers).order_by("pk")
    for worker, code in practised.values_list("worker", "subject_code"):
        held[worker].append(code)
    rows = {
        one.pk: [
            Record(
                "posting",
                one.pk,
                one.starts_on,
                Text(zh=f"{one.worker.name}，{one.department_name}"),
                ONE if meets(one, held[one.worker_id]) else NOUGHT,
            )
        ]
        for one in found.postings
        if among(one)
    }
    return found.rows(rows)


_NOBODY = Text(
    zh="考核期内没有派驻人员；派驻由主管部门办理。",
    en="Nobody was posted in the period; the authority opens postings.",
)


def _measure(
    code: str,
    read: Callable[[Asked], Rows],
    zh: str,
    en: str,
    *,
    kinds: frozenset[Kind] = EVERY,
    missing: Text = _NOBODY,
    share: bool = False,
    or_reported: bool = False,
) -> Measure:
    return Measure(
        code=code,
        kinds=kinds,
        read=read,
        told=Text(zh=zh, en=en),
        missing=missing,
        share=share,
        or_reported=or_reported,
    )


MEASURES = (
    _measure(
        "weeks_expected",
        _by_week(_expected),
        "按排班应到岗的周数，全周准假、公出的不计。",
        "Weeks in which the roster expects somebody; weeks wholly excused are left out.",
    ),
    _measure(
        "weeks_served",
        _by_week(_served),
        "已由受援单位确认、没有缺勤的周数。",
        "Weeks confirmed by the host in which no half-day was missed.",
    ),
    _measure(
        "service_days",
        _by_week(lambda tally: Decimal(tally.days) / 2),
        "受援单位已确认的服务天数。",
        "Days of service confirmed by the host.",
        kinds=SINGLE,
    ),
    _measure(
        "on_post_rate",
        presence,
        "应到岗的半天中，已确认在岗的占比，准假、公出的不计。",
        "Of the half-days expected, those served and confirmed; excused ones are left out.",
        kinds=SINGLE,
        share=True,
    ),
    _measure(
        "clinic_half_days",
        clinics,
        "坐诊、半脱产等按半天排班的人员，已确认的半天数。",
        "Half-days confirmed of people who come for sessions.",
        missing=Text(
            zh="没有按半天排班的派驻；常驻人员的坐诊半天由派驻人员（单位）报送。",
            en="No posting is by half-days; clinics of residents are reported.",
        ),
        or_reported=True,
    ),
    _measure(
        "leave_irregular",
        leave_irregular,
        "考核期内开始的请假中，期满未销假或逾期销假的。",
        "Leave begun in the period that was not reported back from, or late.",
    ),
    _measure(
        "rank_met_share",
        rank_met,
        "派驻人员中，职称不低于需求所列最低级别的占比。",
        "Of the postings, those whose worker has the rank that the need asks for.",
        share=True,
    ),
    _measure(
        "specialty_met_share",
        specialty_met,
        "需求写明诊疗科目的派驻中，专业对口或相近的占比。",
        "Of postings whose need names subjects, those with the specialty or a related one.",
        share=True,
    ),
)
