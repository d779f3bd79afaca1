"""Rows of the workers' workbook against the register."""

from dataclasses import replace
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.actions.checks import CHANGE_WORKER, in_portions, told
from bangfu.apps.registry.actions.workers import completed
from bangfu.apps.registry.drafts import WorkerDraft, draft_of_worker
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.importing import Reading, Row

from .places import InstitutionWords, out_of_reach
from .planning import Plan, WrongCell, given

WorkerPlan = Plan[Worker, WorkerDraft]

_AS_GIVEN = ("title_code", "sex", "birth_date", "practice_certificate", "phone")


def plan_workers(reading: Reading, *, by: User | None, on: date) -> WorkerPlan:
    """What to enter and what to change.

    A worker is known by identity number; without one, by home and staff number, and then the name
    must agree: a number handed on to somebody else must not overwrite the one who had it.
    """
    plan = WorkerPlan()
    homes = InstitutionWords(str(row.values["home"]) for row in reading.rows)
    placed: list[tuple[Row, Institution]] = []
    for row in reading.rows:
        try:
            placed.append((row, homes.find(str(row.values["home"]))))
        except BadValue as reason:
            plan.wrong(row, WrongCell("home", reason))
    register = _Register(placed)
    seen: dict[tuple[int, str], Row] = {}
    for row, home in placed:
        key = home.pk, str(row.values["staff_number"])
        earlier = seen.setdefault(key, row)
        try:
            if earlier is not row:
                raise WrongCell("staff_number", _repeated(earlier))
            _plan_row(plan, row, home, register, by=by, on=on)
        except WrongCell as wrong:
            plan.wrong(row, wrong)
    return plan


class _Register:
    """The workers whom the rows may mean, read once for all of them."""

    def __init__(self, placed: list[tuple[Row, Institution]]) -> None:
        self._by_id: dict[str, Worker] = {}
        self._by_number: dict[tuple[int, str], Worker] = {}
        ids = {str(row.values["id_number"]) for row, _ in placed if row.values.get("id_number")}
        rows = Worker.objects.select_related("home", "department").prefetch_related("specialties")
        for some in in_portions(ids):
            self._by_id.update({str(w.id_number): w for w in rows.filter(id_number__in=some)})
        for homes in in_portions({home.pk for _, home in placed}):
            for worker in rows.filter(home__in=homes):
                self._by_number[worker.home_id, worker.staff_number] = worker

    def find(self, row: Row, home: Institution) -> Worker | None:
        """The worker a row means, or ``None`` for somebody new."""
        number = str(row.values.get("id_number") or "")
        colleague = self._by_number.get((home.pk, str(row.values["staff_number"])))
        found = self._by_id.get(number)
        # Whoever another row finds by identity number is that row's business.
        if colleague is None or colleague.id_number in self._by_id:
            return found
        if found is not None:
            raise WrongCell("staff_number", _number_of_another(colleague))
        if (number and colleague.id_number) or colleague.name != row.values["name"]:
            raise WrongCell("staff_number", _number_of_another(colleague))
        return colleague


def _plan_row(
    plan: WorkerPlan, row: Row, home: Institution, register: _Register, *, by: User | None, on: date
) -> None:
    scope = by.scope_of(CHANGE_WORKER) if by else None
    # Asked first: what follows may name somebody who works there.
    if scope and not scope.covers(area=home.area_code, institution=home.code):
        raise WrongCell("home", out_of_reach())
    standing = register.find(row, home)
    if standing is None:
        draft = WorkerDraft(
            name=str(row.values["name"]),
            home_code=home.code,
            staff_number=str(row.values["staff_number"]),
            department=str(row.values.get("department") or ""),
            subject_codes=_subjects(row, ()),
            id_number=str(row.values.get("id_number") or ""),
            **given(row, [*_AS_GIVEN, "since"]),
        )
        plan.enter(row, _agreeing(row, draft, on))
        return
    was = standing.home
    if scope and not scope.covers(area=was.area_code, institution=was.code):
        raise WrongCell("id_number", _held_elsewhere())
    if standing.valid_to is not None:
        raise WrongCell("name", _retired(standing.valid_to))
    before = draft_of_worker(standing)
    after = replace(
        before,
        name=str(row.values["name"]),
        home_code=home.code,
        staff_number=str(row.values["staff_number"]),
        department=_department(row, before, home),
        subject_codes=_subjects(row, before.subject_codes),
        id_number=str(row.values.get("id_number") or before.id_number),
        **given(row, _AS_GIVEN),
    )
    plan.change(row, standing, before, _agreeing(row, after, on))


def _department(row: Row, before: WorkerDraft, home: Institution) -> str:
    stated = str(row.values.get("department") or "")
    # A department left empty stays, unless it was one of the former home.
    return stated or (before.department if before.home_code == home.code else "")


def _subjects(row: Row, before: tuple[str, ...]) -> tuple[str, ...]:
    """Main subject first; a column left empty keeps what was there."""
    main, others = row.values.get("subject"), row.values.get("other_subjects")
    first = (str(main),) if main else before[:1]
    rest = others if isinstance(others, tuple) else before[1:]
    # The register keeps the further subjects in the order of their codes.
    return tuple(dict.fromkeys([*first, *sorted(rest)]))


def _agreeing(row: Row, draft: WorkerDraft, on: date) -> WorkerDraft:
    """The draft with what the identity number tells; refuses a cell that says otherwise."""
    whole = completed(draft, on=on)
    if draft.id_number:
        for key in ("birth_date", "sex"):
            if row.values.get(key) not in (None, getattr(whole, key)):
                raise WrongCell(key, _disagrees())
    return whole


def _repeated(earlier: Row) -> BadValue:
    where = earlier.cells["staff_number"][0]
    return BadValue(
        "repeated",
        zh=f"同一单位的这个工号与工作表“{earlier.sheet}”的 {where} 重复。",
        en=f"This staff number of the same home repeats {where} of sheet {earlier.sheet}.",
        remedy_zh="同一人只能填一行；请删去重复的一行，或改正填错的工号。",
        remedy_en="One row for each; delete the repeated row or correct the number.",
    )


def _number_of_another(worker: Worker) -> BadValue:
    return BadValue(
        "number_of_another",
        zh=f"本单位的这个工号登记的是“{worker.name}”。",
        en=f"This staff number is registered to {worker.name}.",
        remedy_zh="请核对工号和身份证号；确是同一人改名的，请填写身份证号。",
        remedy_en="Check both numbers; for a new name of the same person give the identity number.",
    )


def _held_elsewhere() -> BadValue:
    return BadValue(
        "held_elsewhere",
        zh="此人登记在您管理范围以外的单位。",
        en="This person is registered with an institution outside what you may change.",
        remedy_zh="请由原单位或上级卫生健康行政部门先办理调动。",
        remedy_en="Ask the former home or the authority above to transfer them first.",
    )


def _retired(day: date) -> BadValue:
    return BadValue(
        "retired",
        zh=f"此人已于{told(day)}登记离任。",
        en=f"This person left on {day}.",
        remedy_zh="请删去该行；确已返岗的，请联系系统管理员。",
        remedy_en="Delete the row; ask the administrator where they have come back.",
    )


def _disagrees() -> BadValue:
    return BadValue(
        "disagrees_with_id",
        zh="与身份证号所示不符。",
        en="It disagrees with the identity number.",
        remedy_zh="请核对；填了身份证号的，本列可以不填。",
        remedy_en="Check both; with an identity number this cell may stay empty.",
    )
