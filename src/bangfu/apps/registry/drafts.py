"""Institutions and workers as plain values, before they are rows or as rows should become.

A draft names other rows by their keys: an institution by its code, a department by its name.
"""

from dataclasses import dataclass
from datetime import date

from .models import Institution, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentDraft:
    """A department; its institution is known from where the draft stands."""

    name: str
    subject_code: str = ""
    staff: int = 0
    minimum_staff: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionDraft:
    """What an institution is. ``since`` is its first day, by default the day of registration."""

    code: str
    name: str
    category: str
    area_code: str
    short_name: str = ""
    level: int = 0
    grade: str = ""
    area_class: int | None = None
    is_weak: bool = False
    parent_code: str = ""
    address: str = ""
    phone: str = ""
    population_served: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerDraft:
    """What a worker is. The first of ``subject_codes`` is the main subject.

    ``since`` is the first day in the register, by default the day of registration.
    """

    name: str
    home_code: str
    staff_number: str
    department: str = ""
    title_code: str = ""
    subject_codes: tuple[str, ...] = ()
    sex: str = Worker.Sex.UNKNOWN
    birth_date: date | None = None
    id_number: str = ""
    practice_certificate: str = ""
    phone: str = ""
    since: date | None = None


def draft_of_institution(institution: Institution) -> InstitutionDraft:
    """An institution as it stands; reads its parent."""
    return InstitutionDraft(
        code=institution.code,
        name=institution.name,
        category=institution.category,
        area_code=institution.area_code,
        short_name=institution.short_name,
        level=institution.level,
        grade=institution.grade,
        area_class=institution.area_class,
        is_weak=institution.is_weak,
        parent_code=institution.parent.code if institution.parent else "",
        address=institution.address,
        phone=institution.phone,
        population_served=institution.population_served,
        since=institution.valid_from,
    )


def draft_of_worker(worker: Worker) -> WorkerDraft:
    """A worker as they stand; reads home, department and specialties."""
    return WorkerDraft(
        name=worker.name,
        home_code=worker.home.code,
        staff_number=worker.staff_number,
        department=worker.department.name if worker.department else "",
        title_code=worker.title_code,
        subject_codes=tuple(
            specialty.subject_code
            for specialty in sorted(
                worker.specialties.all(), key=lambda s: (not s.is_primary, s.subject_code)
            )
        ),
        sex=worker.sex,
        birth_date=worker.birth_date,
        id_number=worker.id_number or "",
        practice_certificate=worker.practice_certificate,
        phone=worker.phone,
        since=worker.valid_from,
    )
