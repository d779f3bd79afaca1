"""Registering workers and changing what is known of them; where they worked stays on record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.drafts import WorkerDraft, draft_of_worker
from bangfu.apps.registry.models import (
    Employment,
    Institution,
    Worker,
    WorkerSpecialty,
)
from bangfu.core.standards import id_number, spelling, titles

from .checks import (
    CHANGE_WORKER,
    hold,
    in_portions,
    refuse_ended,
    refuse_out_of_reach,
    refuse_too_early,
)
from .worker_checks import refuse_taken_numbers, refuse_wrong_facts
from .worker_places import Places, move

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
    places = Places(drafts)
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
    hold(Worker, (row.pk for row, _ in pairs))
    changed = [_Change(row, draft_of_worker(row), completed(d, on=on)) for row, d in pairs]
    changed = [change for change in changed if change.differences]
    refuse_wrong_facts([change.after for change in changed], on=on)
    for change in changed:
        refuse_ended(change.row.valid_to, change.row.name)
    _refuse_homes_out_of_reach(by, changed)
    places = Places([change.after for change in changed])
    places.refuse_out_of_reach(by)
    refuse_taken_numbers([(c.row, places.homes[c.after.home_code], c.after) for c in changed])
    for change in changed:
        _take(change.row, change.after, places)
    _free_numbers(changed)
    rows = [change.row for change in changed]
    Worker.objects.bulk_update(rows, _WRITTEN, batch_size=200)
    move([c.row for c in changed if c.differences.keys() & {"home_code", "department"}], on)
    _set_specialties({c.row: c.after for c in changed if "subject_codes" in c.differences})
    journal.record_many(actor=by, events=[change.event() for change in changed])
    return len(changed)


@transaction.atomic
def retire_worker(*, worker: Worker, on: date, by: User | None) -> Worker:
    """End a worker's service from a day on; the row and its history stay.

    Raises ``AlreadyEnded``, ``DayTooEarly`` or ``OutOfReach``.
    """
    hold(Worker, [worker.pk])
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


def _refuse_homes_out_of_reach(by: User | None, changed: Iterable[_Change]) -> None:
    places = ((change.row.home.area_code, change.row.home.code) for change in changed)
    refuse_out_of_reach(by, CHANGE_WORKER, places)


def _new(draft: WorkerDraft, places: Places, on: date) -> Worker:
    row = Worker(valid_from=draft.since or on)
    _take(row, draft, places)
    return row


def _take(row: Worker, draft: WorkerDraft, places: Places) -> None:
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
