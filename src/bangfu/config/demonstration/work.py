"""Work of half a year in the ledger: most of it confirmed, some waiting, some worth a question.

Whoever is posted enters each month's visits, rounds and lectures; hosts confirm month by month.
One lecture was entered by both sides, one host copied its figures, one entry came back; two
hospitals gave medicine; the Party programme's hospitals held free clinics.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db.models import F

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.activities import CaseLine, Entry, GivenLine, Line, Side
from bangfu.core.months import month_start

from . import deputies, group, jinzhou, support
from .dongying import OIL_FIELD
from .duty import SHANGHAI

SEED = 29
MONTHS = 6
"""Full months before today that the ledger covers."""
OF_A_HOST = 6
"""So many people of one host enter work; more would only make the demonstration slow."""
CLOSED_BEFORE = 3
"""Months older than this are locked."""
PARTY_CLINICS, PARTY_MEDICINE = 40, 150_000
"""What the Party programme's report gives: over 40 free clinics, medicine worth 150,000 yuan."""
NAMESPACE = uuid.UUID("4e5f1d0a-3e0b-4b53-9b3f-0d2a6d6f9a10")

CASES = (("心内科", 1), ("骨科", 0), ("神经内科", 2))
TOPICS = ("高血压规范管理", "急性胸痛的早期识别", "抗菌药物合理使用", "慢阻肺的基层随访")
MEDICINES = (("降压药", 200, "盒", 15), ("感冒药", 150, "盒", 12), ("外用膏药", 120, "盒", 10))


@dataclass(frozen=True, slots=True)
class _Note:
    """One thing to enter for a posting."""

    kind: str
    figures: dict[str, int]
    day: int
    details: dict[str, str]
    lines: tuple[Line, ...] = ()


def tell(*, on: date, host: User, sender: User) -> None:
    """Enter the work of everybody posted and of those who give, within the caller's transaction."""
    chance = Random(SEED)  # noqa: S311 - invented data, the same in every run
    book = _Book(on, chance, offices={OIL_FIELD: sender})
    months = _months(on)
    for code in (deputies.CODE, group.CODE, support.CODE):
        for posting in _serving(code, on):
            book.keep(posting, months)
    _give(book, Programme.objects.get(code=support.CODE), on)
    _of_party(book, Programme.objects.get(code=jinzhou.CODE), on)
    book.confirm_all()
    _look_closer(book, host, on)


def lock(*, on: date, by: User) -> None:
    """Lock the months whose reports are closed, once everything dated in them is told."""
    first = month_start(on)
    for code in (deputies.CODE, group.CODE):
        programme = Programme.objects.get(code=code)
        month = first
        for number in range(1, MONTHS + 1):
            month = month_start(month, later=-1)
            if number > CLOSED_BEFORE and programme.starts_on and month >= programme.starts_on:
                actions.lock_month(programme=programme, month=month, by=by, at=_at(on, 9), today=on)


class _Book:
    """Who enters what, and the day it stands in the ledger."""

    def __init__(self, on: date, chance: Random, *, offices: dict[str, User]) -> None:
        self.on = on
        self.chance = chance
        self.offices = offices
        self.entered: list[Activity] = []

    def enter(
        self, work: actions.Work, side: Side = Side.GIVER, by: User | None = None
    ) -> Activity:
        """Enter a piece of work on the day after it was done."""
        name = f"{work.programme.code}/{len(self.entered)}"
        activity = actions.record_activity(
            key=uuid.uuid5(NAMESPACE, name),
            work=work,
            side=side,
            by=by or self.offices.get(work.giver.code),
            at=_at(min(work.entry.until + timedelta(days=1), self.on), 8),
            today=self.on,
        )
        self.entered.append(activity)
        return activity

    def keep(self, posting: Posting, months: list[date]) -> None:
        """What somebody posted did, month by month while there."""
        kept = definition_of(posting.programme).activities
        for month in months:
            for note in self._of_month(posting, month):
                day = month.replace(day=note.day)
                if kept is None or note.kind not in kept.kinds:
                    continue
                if not posting.starts_on <= day < posting.ends_before or day > self.on:
                    continue
                entry = Entry(
                    on=day,
                    figures={code: Decimal(amount) for code, amount in note.figures.items()},
                    place=posting.host.name,
                    details=note.details,
                )
                self.enter(
                    actions.Work(
                        programme=posting.programme,
                        kind=note.kind,
                        giver=posting.home,
                        host=posting.host,
                        posting=posting,
                        entry=entry,
                        workers=(posting.worker,),
                        lines=note.lines,
                    )
                )

    def _of_month(self, posting: Posting, month: date) -> Iterator[_Note]:
        busy = 3 if posting.form in ("resident", "leadership", "rotating") else 1
        visits = self.chance.randrange(20, 45) * busy
        yield _Note("outpatient", {"visits": visits}, 28, {})
        kind = posting.programme.code
        if kind == support.CODE:
            yield _Note(
                "lecture",
                {"times": 1, "people": self.chance.randrange(18, 46)},
                self.chance.randrange(5, 25),
                {"topic": self.chance.choice(TOPICS)},
            )
            return
        if busy > 1:
            rounds = self.chance.randrange(2, 6)
            yield _Note("teaching_round", {"times": rounds}, 26, {"subject": "03"})
            yield self._referred(month)
        if self.chance.random() < 0.4:
            yield _Note(
                "lecture",
                {"times": 1, "people": self.chance.randrange(15, 60)},
                self.chance.randrange(3, 25),
                {"topic": self.chance.choice(TOPICS)},
            )
        if busy > 1 and self.chance.random() < 0.3:
            people = self.chance.randrange(40, 160)
            yield _Note("free_clinic", {"times": 1, "people": people, "staff": 4}, 18, {})

    def _referred(self, month: date) -> _Note:
        department, days = self.chance.choice(CASES)
        asked = month.replace(day=12)
        case = CaseLine(
            asked_on=asked,
            answered_on=asked + timedelta(days=days),
            department=department,
            by_channel=True,
        )
        up = self.chance.random() < 0.6
        kind = "referral_up" if up else "referral_down"
        return _Note(kind, {"patients": self.chance.randrange(1, 5)}, 16, {}, (case,))

    def confirm_all(self) -> None:
        """Hosts confirm each month's entries in the first days of the next; the last wait."""
        latest = month_start(self.on - timedelta(days=12))
        older = [each for each in self.entered if each.happened_on < latest]
        by_month: dict[date, list[Activity]] = {}
        for each in older:
            by_month.setdefault(month_start(each.happened_on), []).append(each)
        for month, entries in by_month.items():
            after = (month + timedelta(days=31)).replace(day=4)
            actions.confirm_activities(activities=entries, by=None, at=_at(min(after, self.on), 10))


def _months(on: date) -> list[date]:
    """The full months before a day and the running one, the earliest first."""
    found = [month_start(on)]
    for _number in range(MONTHS):
        found.append(month_start(found[-1], later=-1))
    return found[::-1]


def _serving(code: str, on: date) -> Iterator[Posting]:
    postings = Posting.objects.filter(
        programme__code=code,
        starts_on__lte=on,
        ends_before__gt=_months(on)[0],
        planned_ends_before__gt=F("starts_on"),
    )
    counted: dict[int, int] = {}
    for posting in postings.in_full().order_by("host", "form", "pk"):
        counted[posting.host_id] = counted.get(posting.host_id, 0) + 1
        if counted[posting.host_id] <= OF_A_HOST:
            yield posting


def _give(book: _Book, programme: Programme, on: date) -> None:
    """In late May, as the plan has it: medicine and a free clinic by each supporting unit."""
    may = date(on.year if (on.month, on.day) > (5, 28) else on.year - 1, 5, 26)
    ties = Pairing.objects.filter(programme=programme).on(may).select_related("sender", "host")
    for number, tie in enumerate(ties.order_by("pk")):
        lines = tuple(
            GivenLine(
                name=name, quantity=Decimal(count), unit=unit, value=Decimal(count * price // 2)
            )
            for name, count, unit, price in MEDICINES[: 1 + number % 3]
        )
        value = sum((line.value for line in lines), Decimal(0))
        given = Entry(on=may, figures={"value": value}, details={"receipt": f"接收{number + 1}号"})
        medicine = actions.Work(
            programme=programme,
            kind="medicine",
            giver=tie.sender,
            host=tie.host,
            entry=given,
            lines=lines,
        )
        clinic = Entry(
            on=may,
            figures={
                "times": Decimal(1),
                "people": Decimal(book.chance.randrange(60, 180)),
                "staff": Decimal(6),
            },
            place=f"{tie.host.name}门诊楼前",
            details={"occasion": "送医送药下基层"},
        )
        book.enter(medicine)
        book.enter(replace(medicine, kind="free_clinic", entry=clinic, lines=()))


def _of_party(book: _Book, programme: Programme, on: date) -> None:
    """Free clinics and medicine of public hospitals, who have no host opposite."""
    members = Party.objects.filter(programme=programme, party_code="hospital_committees")
    hospitals = [each.institution for each in members.select_related("institution").order_by("pk")]
    first = max(programme.starts_on or on, date(on.year, 1, 5))
    span = max((on - first).days, 1)
    for number in range(PARTY_CLINICS if hospitals else 0):
        day = first + timedelta(days=span * number // PARTY_CLINICS)
        giver = hospitals[number % len(hospitals)]
        figures = {
            "times": Decimal(1),
            "people": Decimal(book.chance.randrange(40, 200)),
            "staff": Decimal(book.chance.randrange(4, 8)),
        }
        entry = Entry(on=day, figures=figures, place="社区广场", details={"occasion": "义诊暖人心"})
        book.enter(actions.Work(programme=programme, kind="free_clinic", giver=giver, entry=entry))
        if number % 4 == 0:
            value = Decimal(PARTY_MEDICINE * 4 // PARTY_CLINICS)
            given = Entry(on=day, figures={"value": value}, place="社区广场")
            book.enter(actions.Work(programme=programme, kind="medicine", giver=giver, entry=given))


def _look_closer(book: _Book, host: User, on: date) -> None:
    """A lecture that both sides entered, figures that repeat, an entry that came back."""
    mine = [each for each in book.entered if each.programme.code == group.CODE]
    lectures = [each for each in mine if each.kind == "lecture"]
    if lectures:
        known = lectures[-1]
        amounts = {f.indicator.partition(".")[2]: f.amount for f in known.figures.all()}
        entry = Entry(on=known.happened_on, figures=amounts, place="三楼学术厅")
        work = actions.Work(
            programme=known.programme,
            kind="lecture",
            giver=known.giver,
            host=known.host,
            entry=entry,
        )
        book.enter(work, Side.HOST, by=host)
    waiting = [each for each in mine if each.happened_on >= month_start(on - timedelta(days=12))]
    rounds = [each for each in waiting if each.kind == "teaching_round"]
    if rounds:
        actions.return_activity(
            activity=rounds[0], reason="当月只组织了2次，请核对。", by=host, at=_at(on, 11)
        )
    _repeat(book, on)


def _repeat(book: _Book, on: date) -> None:
    """One pair reports the very same inpatients four months running."""
    tie = Pairing.objects.filter(programme__code=support.CODE).on(on).order_by("pk").first()
    if tie is None:
        return
    for month in _months(on)[-5:-1]:
        entry = Entry(on=month.replace(day=27), figures={"visits": Decimal(86)})
        book.enter(
            actions.Work(
                programme=tie.programme,
                kind="outpatient",
                giver=tie.sender,
                host=tie.host,
                entry=entry,
            )
        )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), SHANGHAI)
