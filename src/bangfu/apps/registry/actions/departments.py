"""Departments of institutions."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.drafts import DepartmentDraft
from bangfu.apps.registry.models import Department, Institution
from bangfu.core.standards import subjects

from .checks import CHANGE_INSTITUTION, UnknownSubject, refuse_ended, refuse_out_of_reach

_FACTS = ("subject_code", "staff", "minimum_staff")


@transaction.atomic
def revise_departments(
    *, departments: Mapping[Institution, Sequence[DepartmentDraft]], by: User | None
) -> int:
    """Enter departments or bring them to what their drafts say; the number that changed.

    A department is known by its name within its institution; those not named stay as they are.
    Raises ``UnknownSubject``, ``AlreadyEnded`` or ``OutOfReach``.
    """
    for institution in departments:
        refuse_ended(institution.valid_to, institution.name)
    refuse_out_of_reach(by, CHANGE_INSTITUTION, ((i.area_code, i.code) for i in departments))
    changed = set_departments(departments)
    journal.record_many(actor=by, events=[_event(row) for row in changed])
    return len(changed)


def set_departments(
    departments: Mapping[Institution, Sequence[DepartmentDraft]],
) -> list[Department]:
    """Write departments that are new or differ, within the caller's transaction; those written."""
    _refuse_unknown_subjects(draft for drafts in departments.values() for draft in drafts)
    standing = {
        (row.institution_id, row.name): row
        for row in Department.objects.filter(institution__in=list(departments))
    }
    new: list[Department] = []
    differing: list[Department] = []
    for institution, drafts in departments.items():
        for draft in drafts:
            row = standing.get((institution.pk, draft.name))
            if row is None:
                row = Department(institution=institution, name=draft.name)
                standing[institution.pk, draft.name] = row
                new.append(row)
            elif all(getattr(row, name) == getattr(draft, name) for name in _FACTS):
                continue
            else:
                row.institution = institution
                differing.append(row)
            for name in _FACTS:
                setattr(row, name, getattr(draft, name))
    Department.objects.bulk_create(new, batch_size=500)
    Department.objects.bulk_update(differing, _FACTS, batch_size=500)
    return [*new, *differing]


def _event(row: Department) -> Event:
    return Event(
        "department.changed",
        row,
        area_code=row.institution.area_code,
        institution_code=row.institution.code,
        facts={"institution": row.institution.name} | {n: getattr(row, n) for n in _FACTS},
    )


def _refuse_unknown_subjects(drafts: Iterable[DepartmentDraft]) -> None:
    for draft in drafts:
        if draft.subject_code and draft.subject_code not in subjects.every():
            raise UnknownSubject(
                zh=f"科室“{draft.name}”的诊疗科目代码“{draft.subject_code}”不在名录中。",
                en=f"“{draft.subject_code}” of department “{draft.name}” is no clinical subject.",
            )
