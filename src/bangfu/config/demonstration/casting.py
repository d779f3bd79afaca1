"""Inventing institutions and the people who work in them, in one order from one seed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from . import codes
from .cast import Cast, Department, Institution, Worker
from .departments import TOWNSHIP
from .names import invented_names

SEED = 20190823
"""Changing it changes every name; nothing else depends on its value."""

_TITLES = {"30": "26", "31": "23", "32.05": "26"}
"""Title series by subject where it is not the physicians': laboratories have technicians."""

_AGES = {1: (50, 58), 2: (42, 52), 3: (33, 44), 4: (26, 34)}
"""Usual ages in years by rank."""


class Casting:
    """Hands out codes, names and staff; equal seeds and days give equal people."""

    def __init__(self, *, on: date, seed: int = SEED, after: int = 0) -> None:
        """``after`` is the serial number that the last institution cast elsewhere has."""
        self.on = on
        self.chance = Random(seed)  # noqa: S311 - not for secrets
        self._names = invented_names(self.chance)
        self._serial = after

    def institution(
        self,
        name: str,
        category: str,
        area: str,
        *,
        level: int = 0,
        grade: str = "",
        kind: str = codes.PUBLIC,
        departments: Sequence[Department] = (),
        short_name: str = "",
        is_weak: bool = False,
        population: int | None = None,
        parent: Institution | None = None,
        now_called: str = "",
    ) -> Institution:
        """An institution with the next code."""
        self._serial += 1
        return Institution(
            code=codes.code_of(kind, area, self._serial),
            name=name,
            category=category,
            area=area,
            level=level,
            grade=grade,
            short_name=short_name,
            is_weak=is_weak,
            population=population,
            parent=parent.code if parent else "",
            departments=tuple(departments),
            now_called=now_called,
        )

    def township_hospital(
        self, town: str, area: str, *, is_weak: bool = False, parent: Institution | None = None
    ) -> Institution:
        """The hospital of a town; its departments shrink where it is weak."""
        rows = TOWNSHIP
        if is_weak:
            rows = tuple(replace(one, staff=max(one.minimum, one.staff - 1)) for one in TOWNSHIP)
        return self.institution(
            f"{town}卫生院",
            "township_hospital",
            area,
            level=1,
            departments=rows,
            is_weak=is_weak,
            population=self.chance.randrange(18_000, 62_000, 100),
            parent=parent,
        )

    def staff(self, home: Institution, ranks: str) -> tuple[Worker, ...]:
        """One named worker per digit of ``ranks`` in each department, the digit being the rank.

        A hospital has far more people than are named: those who may be sent and their superiors.
        """
        places = [(one, int(digit)) for one in home.departments for digit in ranks]
        return tuple(
            self._worker(home, department, rank, f"{number:04d}")
            for number, (department, rank) in enumerate(places, start=1)
        )

    def crowd(self, home: Institution, count: int) -> tuple[Worker, ...]:
        """So many workers of an institution, handed round its departments, ranks 1 to 4 in turn."""
        return tuple(
            self._worker(
                home,
                home.departments[place % len(home.departments)],
                place % 4 + 1,
                f"{place + 1:04d}",
            )
            for place in range(count)
        )

    def troupe(self, institutions: Sequence[Institution], ranks: str = "34") -> Cast:
        """Institutions with their staff, all by the same ``ranks``."""
        workers = (worker for home in institutions for worker in self.staff(home, ranks))
        return Cast(tuple(institutions), tuple(workers))

    def _worker(self, home: Institution, department: Department, rank: int, number: str) -> Worker:
        name = next(self._names)
        youngest, oldest = _AGES[rank]
        born = date(
            self.on.year - self.chance.randint(youngest, oldest),
            self.chance.randint(1, 12),
            self.chance.randint(1, 28),
        )
        return Worker(
            home=home.code,
            staff_number=number,
            name=name.full,
            sex=name.sex,
            birth_date=born,
            joined_on=date(born.year + 25, 7, 1),
            title=f"{_TITLES.get(department.subject, '23')}{rank}",
            department=department.name,
            subjects=(department.subject,) if department.subject else (),
        )
