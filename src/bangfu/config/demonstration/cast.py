"""The plain values a demonstration is made of, before any of them is a row."""

from dataclasses import dataclass
from datetime import date

from .names import Sex

Key = tuple[str, str]
"""Who a worker is where no identity number is given: home institution and staff number."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department: clinical subject, staff in post, fewest that must stay."""

    name: str
    subject: str
    staff: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the registry will hold it; ``level`` 3 to 0, ``area`` a code path.

    ``now_called`` is today's name of one that a programme knows by the name of its time.
    """

    code: str
    name: str
    category: str
    area: str
    level: int = 0
    grade: str = ""
    short_name: str = ""
    is_weak: bool = False
    population: int | None = None
    parent: str = ""
    departments: tuple[Department, ...] = ()
    now_called: str = ""

    def department(self, subject: str) -> Department | None:
        """The department that works in a subject, or ``None``."""
        return next((one for one in self.departments if one.subject == subject), None)


@dataclass(frozen=True, slots=True)
class Worker:
    """A health worker; ``home`` is an institution's code, ``department`` a department's name."""

    home: str
    staff_number: str
    name: str
    sex: Sex
    birth_date: date
    joined_on: date
    title: str
    department: str
    subjects: tuple[str, ...]

    @property
    def main_subject(self) -> str:
        """The subject practised first; empty where there is none."""
        return self.subjects[0] if self.subjects else ""

    @property
    def key(self) -> Key:
        """Home institution's code and staff number."""
        return self.home, self.staff_number

    @property
    def rank(self) -> int:
        """1 senior to 4 junior, from the title's last digit."""
        return min(int(self.title[-1]), 4)


@dataclass(frozen=True, slots=True)
class Cast:
    """Institutions and the people who work in them."""

    institutions: tuple[Institution, ...] = ()
    workers: tuple[Worker, ...] = ()

    def __add__(self, other: "Cast") -> "Cast":
        return Cast(self.institutions + other.institutions, self.workers + other.workers)

    def institution(self, name: str) -> Institution:
        """The institution of that name; ``KeyError`` where there is none."""
        for one in self.institutions:
            if one.name == name:
                return one
        raise KeyError(name)

    def staff_of(self, home: Institution) -> list[Worker]:
        """The workers of an institution, in the order they were invented."""
        return [one for one in self.workers if one.home == home.code]
