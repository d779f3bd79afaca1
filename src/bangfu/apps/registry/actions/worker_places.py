"""Where workers belong: homes and departments that drafts name, and the employments there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.drafts import DepartmentDraft, WorkerDraft
from bangfu.apps.registry.models import Department, Employment, Institution, Worker
from bangfu.core.standards import subjects

from .checks import (
    CHANGE_WORKER,
    UnknownInstitution,
    in_portions,
    refuse_ended,
    refuse_out_of_reach,
    refuse_too_early,
)
from .departments import set_departments


class Places:
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


def move(rows: Sequence[Worker], on: date) -> None:
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
