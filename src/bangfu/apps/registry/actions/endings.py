"""Closing an institution, or merging it into another, without losing what it was."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.drafts import draft_of_worker
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.refusal import Refusal

from .checks import CHANGE_INSTITUTION, hold, refuse_ended, refuse_out_of_reach, refuse_too_early
from .workers import revise_workers


class StillStaffed(Refusal):
    """Workers or subordinate institutions still belong to the institution."""


class MergeWithItself(Refusal):
    """An institution cannot be merged into itself or into one below it."""


@transaction.atomic
def close_institution(*, institution: Institution, on: date, by: User | None) -> Institution:
    """End an institution from a day on; the row and its history stay.

    Raises ``StillStaffed``, ``AlreadyEnded``, ``DayTooEarly`` or ``OutOfReach``.
    """
    _refuse_ending(institution, on, by)
    staff = institution.workers.filter(valid_to__isnull=True).count()
    children = institution.children.filter(valid_to__isnull=True).count()
    if staff or children:
        raise StillStaffed(
            zh=f"“{institution.name}”还有在册人员{staff}人、下属机构{children}个，"
            "请先办理调动、离任或合并。",
            en=f"“{institution.name}” still has {staff} workers and {children} institutions below "
            "it; transfer, retire or merge them first.",
        )
    institution.valid_to = on
    institution.save(update_fields=["valid_to"])
    journal.record(
        actor=by,
        verb="institution.closed",
        subject=institution,
        area_code=institution.area_code,
        institution_code=institution.code,
        facts={"on": on},
    )
    return institution


@transaction.atomic
def merge_institution(
    *, institution: Institution, into: Institution, on: date, by: User | None
) -> Institution:
    """Merge an institution into another from a day on.

    Its workers move, their employment so far on record; a staff number already in use there takes
    the end of the former institution's code behind it. Institutions below it move as well.
    Raises ``MergeWithItself``, ``AlreadyEnded``, ``DayTooEarly`` or ``OutOfReach``.
    """
    if institution.pk in _with_those_above(into):
        raise MergeWithItself(
            zh=f"“{institution.name}”不能并入自身或其下属机构。",
            en=f"“{institution.name}” cannot be merged into itself or one below it.",
        )
    _refuse_ending(institution, on, by)
    refuse_ended(into.valid_to, into.name)
    refuse_out_of_reach(by, CHANGE_INSTITUTION, [(into.area_code, into.code)])
    moved = _move_workers(institution, into, on, by)
    below = institution.children.update(parent=into)
    institution.valid_to, institution.merged_into = on, into
    institution.save(update_fields=["valid_to", "merged_into"])
    journal.record(
        actor=by,
        verb="institution.merged",
        subject=institution,
        area_code=institution.area_code,
        institution_code=institution.code,
        facts={"into": into.name, "into_code": into.code, "on": on, "workers": moved}
        | {"institutions_below": below},
    )
    return into


def _refuse_ending(institution: Institution, on: date, by: User | None) -> None:
    hold(Institution, [institution.pk])
    refuse_ended(institution.valid_to, institution.name)
    refuse_out_of_reach(by, CHANGE_INSTITUTION, [(institution.area_code, institution.code)])
    # An institution exists for one day at least.
    refuse_too_early(on, date.fromordinal(institution.valid_from.toordinal() + 1), institution.name)


def _with_those_above(institution: Institution) -> set[int]:
    found: set[int] = set()
    above: Institution | None = institution
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = above.parent
    return found


def _move_workers(institution: Institution, into: Institution, on: date, by: User | None) -> int:
    """Move those in service; the number moved."""
    taken = set(into.workers.values_list("staff_number", flat=True))
    pairs = []
    workers = institution.workers.filter(valid_to__isnull=True)
    for worker in workers.select_related("home", "department").prefetch_related("specialties"):
        number = _free_number(worker, institution.code, taken)
        taken.add(number)
        draft = replace(draft_of_worker(worker), home_code=into.code, staff_number=number)
        pairs.append((worker, draft))
    return revise_workers(pairs=pairs, on=on, by=by)


def _free_number(worker: Worker, code: str, taken: Collection[str]) -> str:
    number = worker.staff_number
    return number if number not in taken else f"{number}-{code[-4:]}"
