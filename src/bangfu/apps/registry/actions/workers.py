"""Registering workers and changing what is known of them; where they worked stays on record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.drafts import DepartmentDraft, WorkerDraft, draft_of_worker
from bangfu.apps.registry.models import (
    Department,
    Employment,
    Institution,
    Worker,
    WorkerSpecialty,
)
from bangfu.core.standards import id_number, spelling, subjects, titles

from .checks import (
    CHANGE_WORKER,
    UnknownInstitution,
    in_portions,
    refuse_ended,
    refuse_out_of_reach,
    refuse_too_early,
)
from .departments import set_departments
from .worker_checks import refuse_taken_numbers, refuse_wrong_facts

_WRITTEN = (
    "name",
    "name_pinyin",
    "name_initials",
    "sex",
    "birth_date",
    "id_number",
    "staff_number",
    "home",
    "department",
    "title_code",
    "rank",
    "practice_certificate",
    "phone",
)


def register_worker(*, draft: WorkerDraft, on: date, by: User | None) -> Worker:
    """Enter one worker; raises as :func:`register_workers`."""
    return register_workers(drafts=[draft], on=on, by=by)[0]


@transaction.atomic
def register_workers(*, drafts: Sequence[WorkerDraft], on: date, by: User | None) -> list[Worker]:
    """Enter several workers, all or none, with their first employment.

    Rank follows from the title, birth date and sex from the identity number. A department that
    the home institution does not have yet is opened. Raises ``UnknownInstitution``,
    ``AlreadyEnded``, ``OutOfReach``, ``StaffNumberTaken``, ``IdNumberTaken``, ``IdNumberWrong``,
    ``UnknownTitle`` or ``UnknownSubject``.
    """
    drafts = [completed(draft, on=on) for draft in drafts]
    refuse_wrong_facts(drafts, on=on)
    places = _Places(drafts)
    places.refuse_out_of_reach(by)
    refuse_taken_numbers([(None, places.homes[d.home_code], d) for d in drafts])
    made = Worker.objects.bulk_create([_new(d, places, on) for d in drafts], batch_size=500)
    Employment.objects.bulk_create(
        [
            Employment(
                worker=row,
                institution=row.home,
                department=row.department,
                starts_on=row.valid_from,
            )
            for row in made
        ],
        batch_size=500,
    )
    _set_specialties(dict(zip(made, drafts, strict=True)))
    journal.record_many(actor=by, events=[_event("worker.registered", row) for row in made])
    return made


def revise_worker(*, worker: Worker, draft: WorkerDraft, on: date, by: User | None) -> Worker:
    """Bring one worker to what a draft says; raises as :func:`revise_workers`."""
    revise_workers(pairs=[(worker, draft)], on=on, by=by)
    return worker


def transfer_worker(
    *,
    worker: Worker,
    to: Institution,
    on: date,
    by: User | None,
    department: str = "",
    staff_number: str = "",
) -> Worker:
    """Move a worker to another institution from a day on; the former employment stays on record.

    The staff number is kept unless another is given. Raises as :func:`revise_workers`.
    """
    draft = replace(
        draft_of_worker(worker),
        home_code=to.code,
        department=department,
        staff_number=staff_number or worker.staff_number,
    )
    return revise_worker(worker=worker, draft=draft, on=on, by=by)


@transaction.atomic
def revise_workers(
    *, pairs: Sequence[tuple[Worker, WorkerDraft]], on: date, by: User | None
) -> int:
    """Bring workers to what their drafts say, all or none; the number that changed.

    Another home or department closes the open employment on ``on`` and opens the next; on the very
    day the open one began it is corrected instead. What does not differ is not written and not
    journalled. Raises ``AlreadyEnded``, ``DayTooEarly`` and what :func:`register_workers` raises.
    """
    changed = [_Change(row, draft_of_worker(row), completed(d, on=on)) for row, d in pairs]
    changed = [change for change in changed if change.differences]
    refuse_wrong_facts([change.after for change in changed], on=on)
    for change in changed:
        refuse_ended(change.row.valid_to, change.row.name)
    _refuse_homes_out_of_reach(by, changed)
    places = _Places([change.after for change in changed])
    places.refuse_out_of_reach(by)
    refuse_taken_numbers([(c.row, places.homes[c.after.home_code], c.after) for c in changed])
    for change in changed:
        _take(change.row, change.after, places)
    _free_numbers(changed)
    rows = [change.row for change in changed]
    Worker.objects.bulk_update(rows, _WRITTEN, batch_size=200)
    _move([c.row for c in changed if c.differences.keys() & {"home_code", "department"}], on)
    _set_specialties({c.row: c.after for c in changed if "subject_codes" in c.differences})
    journal.record_many(actor=by, events=[change.event() for change in changed])
    return len(changed)


@transaction.atomic
def retire_worker(*, worker: Worker, on: date, by: User | None) -> Worker:
    """End a worker's service from a day on; the row and its history stay.

    Raises ``AlreadyEnded``, ``DayTooEarly`` or ``OutOfReach``.
    """
    refuse_ended(worker.valid_to, worker.name)
    refuse_out_of_reach(by, CHANGE_WORKER, [(worker.home.area_code, worker.home.code)])
    last = worker.employments.filter(ends_before__isnull=True).first()
    refuse_too_early(on, max(worker.valid_from, last.starts_on if last else date.min), worker.name)
    if last is not None and last.starts_on == on:
        last.delete()
    elif last is not None:
        last.ends_before = on
        last.save(update_fields=["ends_before"])
    worker.valid_to = max(on, date.fromordinal(worker.valid_from.toordinal() + 1))
    worker.save(update_fields=["valid_to"])
    journal.record_many(actor=by, events=[_event("worker.retired", worker, on=on)])
    return worker


@transaction.atomic
def link_account(*, worker: Worker, account: User | None, by: User | None) -> Worker:
    """Let an account be a worker's own, or nobody's with ``None``."""
    if worker.account_id == (account.pk if account else None):
        return worker
    worker.account = account
    worker.save(update_fields=["account"])
    name = account.username if account else ""
    journal.record_many(actor=by, events=[_event("worker.account_linked", worker, account=name)])
    return worker


def completed(draft: WorkerDraft, *, on: date) -> WorkerDraft:
    """The draft with what its identity number tells, where the number is right."""
    number = id_number.normal(draft.id_number)
    identity = id_number.read(number, on=on) if number else None
    if identity is None:
        return replace(draft, id_number=number)
    return replace(
        draft, id_number=number, birth_date=identity.birth_date, sex=Worker.Sex(identity.sex)
    )


@dataclass(frozen=True, slots=True)
class _Change:
    row: Worker
    before: WorkerDraft
    after: WorkerDraft

    @property
    def differences(self) -> dict[str, list[object]]:
        """Before and after, by the name of what differs; identity numbers are masked."""
        found: dict[str, list[object]] = {}
        for field in fields(WorkerDraft):
            before, after = getattr(self.before, field.name), getattr(self.after, field.name)
            if field.name == "since" or before == after:
                continue
            if field.name == "id_number":
                before, after = id_number.masked(before), id_number.masked(after)
            found[field.name] = [before, after]
        return found

    def event(self) -> Event:
        differences = self.differences
        verb = "worker.transferred" if "home_code" in differences else "worker.changed"
        return _event(verb, self.row, **differences)


class _Places:
    """The homes and departments that drafts name, read or opened once for all of them."""

    def __init__(self, drafts: Sequence[WorkerDraft]) -> None:
        codes = {draft.home_code for draft in drafts}
        self.homes: dict[str, Institution] = {}
        for some in in_portions(codes):
            self.homes.update({i.code: i for i in Institution.objects.filter(code__in=some)})
        if missing := sorted(codes - set(self.homes)):
            raise UnknownInstitution(
                zh=f"没有代码为“{missing[0]}”的机构，请先登记该机构。",
                en=f"No institution has the code “{missing[0]}”; register it first.",
            )
        for home in self.homes.values():
            refuse_ended(home.valid_to, home.name)
        self._departments = self._read(drafts)

    def department(self, draft: WorkerDraft) -> Department | None:
        """The department a draft names at its home."""
        return self._departments[draft.home_code, draft.department] if draft.department else None

    def refuse_out_of_reach(self, by: User | None) -> None:
        """Raise ``OutOfReach`` unless ``by`` may change workers at every home."""
        places = ((home.area_code, home.code) for home in self.homes.values())
        refuse_out_of_reach(by, CHANGE_WORKER, places)

    def _read(self, drafts: Iterable[WorkerDraft]) -> dict[tuple[str, str], Department]:
        wanted = {(draft.home_code, draft.department) for draft in drafts if draft.department}
        homes = list(self.homes.values())
        standing = Department.objects.filter(institution__in=homes).select_related("institution")
        found = {(row.institution.code, row.name): row for row in standing}
        new: dict[Institution, list[DepartmentDraft]] = defaultdict(list)
        for code, name in sorted(wanted - set(found)):
            subject = subjects.find(name)
            new[self.homes[code]].append(
                DepartmentDraft(name=name, subject_code=subject.code if subject else "")
            )
        for row in set_departments(new):
            found[row.institution.code, row.name] = row
        return found


def _refuse_homes_out_of_reach(by: User | None, changed: Iterable[_Change]) -> None:
    places = ((change.row.home.area_code, change.row.home.code) for change in changed)
    refuse_out_of_reach(by, CHANGE_WORKER, places)


def _new(draft: WorkerDraft, places: _Places, on: date) -> Worker:
    row = Worker(valid_from=draft.since or on)
    _take(row, draft, places)
    return row


def _take(row: Worker, draft: WorkerDraft, places: _Places) -> None:
    row.name, row.staff_number = draft.name, draft.staff_number
    row.name_pinyin, row.name_initials = spelling.of_person(draft.name)
    row.sex, row.birth_date = draft.sex, draft.birth_date
    row.id_number = draft.id_number or None
    row.home, row.department = places.homes[draft.home_code], places.department(draft)
    row.title_code, row.rank = draft.title_code, titles.rank_of(draft.title_code)
    row.practice_certificate, row.phone = draft.practice_certificate, draft.phone


def _free_numbers(changed: Iterable[_Change]) -> None:
    """Let go of the numbers that change hands, or two workers could not exchange theirs."""
    numbers = {"home_code", "staff_number", "id_number"}
    for some in in_portions(c.row.pk for c in changed if c.differences.keys() & numbers):
        freed = Concat(Value("~"), Cast("pk", CharField()))
        Worker.objects.filter(pk__in=some).update(staff_number=freed, id_number=None)


def _move(rows: Sequence[Worker], on: date) -> None:
    """Close the open employments on a day and open the next ones."""
    new: list[Employment] = []
    standing = Employment.objects.filter(worker__in=rows, ends_before__isnull=True)
    last = {employment.worker_id: employment for employment in standing}
    for row in rows:
        employment = last.get(row.pk)
        if employment is not None:
            refuse_too_early(on, employment.starts_on, row.name)
        if employment is not None and employment.starts_on == on:
            employment.institution, employment.department = row.home, row.department
        else:
            if employment is not None:
                employment.ends_before = on
            new.append(
                Employment(
                    worker=row, institution=row.home, department=row.department, starts_on=on
                )
            )
    Employment.objects.bulk_update(
        list(last.values()), ["institution", "department", "ends_before"], batch_size=500
    )
    Employment.objects.bulk_create(new, batch_size=500)


def _set_specialties(drafts: Mapping[Worker, WorkerDraft]) -> None:
    for some in in_portions([row.pk for row in drafts]):
        WorkerSpecialty.objects.filter(worker__in=some).delete()
    WorkerSpecialty.objects.bulk_create(
        [
            WorkerSpecialty(worker=row, subject_code=code, is_primary=place == 0)
            for row, draft in drafts.items()
            for place, code in enumerate(dict.fromkeys(draft.subject_codes))
        ],
        batch_size=1000,
    )
    for row in drafts:
        # A prefetched list would still show what was replaced.
        getattr(row, "_prefetched_objects_cache", {}).pop("specialties", None)


def _event(verb: str, row: Worker, **facts: object) -> Event:
    return Event(
        verb,
        row,
        area_code=row.home.area_code,
        institution_code=row.home.code,
        facts={"home": row.home.name} | facts,
    )
