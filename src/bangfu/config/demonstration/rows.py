"""From invented values to rows, through the same actions that an office uses."""

from collections.abc import Sequence
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.intake import actions as intake
from bangfu.apps.intake.models import Need as NeedRow
from bangfu.apps.intake.models import Nomination as NominationRow
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry import drafts
from bangfu.apps.registry.actions.institutions import register_institutions, rename_institution
from bangfu.apps.registry.actions.workers import register_workers
from bangfu.apps.registry.models import Institution as InstitutionRow
from bangfu.apps.registry.models import Worker as WorkerRow

from .cast import Cast, Institution, Key, Worker
from .rounds import Need, Nomination

RENAMED_ON = date(2019, 1, 1)
"""The day on which authorities took today's names."""

KNOWN_SINCE = date(2000, 1, 1)
"""The first day of every invented institution: before the earliest round."""


class Register:
    """The rows of a cast, found by the keys its values use."""

    def __init__(self) -> None:
        self.institutions: dict[str, InstitutionRow] = {}
        self.workers: dict[Key, WorkerRow] = {}

    def enter(self, cast: Cast, *, on: date, by: User | None) -> None:
        """Register the institutions, their departments and their people."""
        made = register_institutions(
            drafts=[_institution(one) for one in cast.institutions],
            departments={one.code: _departments(one) for one in cast.institutions},
            on=on,
            by=by,
        )
        self.institutions |= {row.code: row for row in made}
        for one in cast.institutions:
            if one.now_called:
                row = self.institutions[one.code]
                rename_institution(institution=row, name=one.now_called, on=RENAMED_ON, by=by)
        workers = register_workers(drafts=[_worker(one) for one in cast.workers], on=on, by=by)
        self.workers |= {worker.key: row for worker, row in zip(cast.workers, workers, strict=True)}

    def state_needs(
        self, needs: Sequence[Need], *, programme: Programme, by: User | None
    ) -> list[NeedRow]:
        """Enter what the hosts ask for, in the order given."""
        rows = [self._need(need, programme) for need in needs]
        return intake.state_needs(needs=rows, by=by)

    def nominate(
        self, nominations: Sequence[Nomination], *, programme: Programme, by: User | None
    ) -> list[NominationRow]:
        """Enter whom the senders offer, in the order given."""
        rows = [
            NominationRow(
                programme=programme,
                worker=self.workers[offer.worker.key],
                forms=list(offer.forms),
                available_from=offer.available_from,
                available_before=offer.available_before,
                consented=offer.consented,
                note=offer.note,
            )
            for offer in nominations
        ]
        return intake.nominate_many(nominations=rows, by=by)

    def _need(self, need: Need, programme: Programme) -> NeedRow:
        return NeedRow(
            programme=programme,
            host=self.institutions[need.host],
            department_name=need.department,
            subject_codes=list(need.subjects),
            form=need.form,
            role_title=need.role,
            post_group=need.post_group,
            rank_floor=need.rank_floor,
            sessions_per_week=need.sessions,
            starts_on=need.starts_on,
            ends_before=need.ends_before,
            equipment_ready=need.equipment_ready,
            counterpart=need.counterpart,
            priority=need.priority,
            tasks=need.tasks,
            sender=self.institutions[need.sender] if need.sender else None,
        )


def _institution(one: Institution) -> drafts.InstitutionDraft:
    return drafts.InstitutionDraft(
        code=one.code,
        name=one.name,
        category=one.category,
        area_code=one.area,
        short_name=one.short_name,
        level=one.level,
        grade=one.grade,
        is_weak=one.is_weak,
        parent_code=one.parent,
        population_served=one.population,
        since=KNOWN_SINCE,
    )


def _departments(one: Institution) -> list[drafts.DepartmentDraft]:
    return [
        drafts.DepartmentDraft(
            name=department.name,
            subject_code=department.subject,
            staff=department.staff,
            minimum_staff=department.minimum,
        )
        for department in one.departments
    ]


def _worker(one: Worker) -> drafts.WorkerDraft:
    return drafts.WorkerDraft(
        name=one.name,
        home_code=one.home,
        staff_number=one.staff_number,
        department=one.department,
        title_code=one.title,
        subject_codes=one.subjects,
        sex=one.sex,
        birth_date=one.birth_date,
        since=one.joined_on,
    )
