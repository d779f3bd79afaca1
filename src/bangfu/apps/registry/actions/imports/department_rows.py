"""Rows of the departments' workbook against the register."""

from collections.abc import Iterable
from dataclasses import replace

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.actions.checks import CHANGE_INSTITUTION, in_portions
from bangfu.apps.registry.drafts import DepartmentDraft
from bangfu.apps.registry.models import Department, Institution
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.importing import Reading, Row

from .places import InstitutionWords, out_of_reach
from .planning import Plan, WrongCell, given

DepartmentPlan = Plan[Institution, DepartmentDraft]


def plan_departments(
    reading: Reading, *, by: User | None
) -> tuple[DepartmentPlan, dict[Institution, list[DepartmentDraft]]]:
    """What to enter and change, and the drafts by institution that differ from the register."""
    plan = DepartmentPlan()
    drafts: dict[Institution, list[DepartmentDraft]] = {}
    placed = _placed(plan, reading, by)
    standing = _standing(home.pk for _, home in placed)
    seen: set[tuple[int, str]] = set()
    for row, home in placed:
        key = home.pk, str(row.values["name"])
        before = standing.get(key)
        try:
            after = _draft(row, before, home, is_repeated=key in seen)
        except WrongCell as wrong:
            plan.wrong(row, wrong)
            continue
        seen.add(key)
        if before is None:
            plan.enter(row, after)
        else:
            plan.change(row, home, before, after)
        if before != after:
            drafts.setdefault(home, []).append(after)
    return plan, drafts


def _placed(
    plan: DepartmentPlan, reading: Reading, by: User | None
) -> list[tuple[Row, Institution]]:
    """The rows whose institution is known and within reach."""
    words = InstitutionWords(str(row.values["institution"]) for row in reading.rows)
    scope = by.scope_of(CHANGE_INSTITUTION) if by else None
    placed: list[tuple[Row, Institution]] = []
    for row in reading.rows:
        try:
            home = words.find(str(row.values["institution"]))
            if scope and not scope.covers(area=home.area_code, institution=home.code):
                raise out_of_reach()
        except BadValue as reason:
            plan.wrong(row, WrongCell("institution", reason))
        else:
            placed.append((row, home))
    return placed


def _draft(
    row: Row, before: DepartmentDraft | None, home: Institution, *, is_repeated: bool
) -> DepartmentDraft:
    if is_repeated:
        raise WrongCell("name", _repeated(home))
    facts = given(row, ["name", "staff", "minimum_staff"])
    if subject := row.values.get("subject"):
        facts["subject_code"] = subject
    draft = replace(before, **facts) if before else DepartmentDraft(**facts)
    if draft.minimum_staff > draft.staff:
        raise WrongCell("minimum_staff", _more_than_there_are(draft.staff))
    return draft


def _standing(homes: Iterable[int]) -> dict[tuple[int, str], DepartmentDraft]:
    found: dict[tuple[int, str], DepartmentDraft] = {}
    for some in in_portions(set(homes)):
        for row in Department.objects.filter(institution__in=some):
            found[row.institution_id, row.name] = DepartmentDraft(
                name=row.name,
                subject_code=row.subject_code,
                staff=row.staff,
                minimum_staff=row.minimum_staff,
            )
    return found


def _repeated(home: Institution) -> BadValue:
    return BadValue(
        "repeated",
        zh=f"“{home.name}”的这个科室在上面已经出现。",
        en=f"This department of {home.name} stands above already.",
        remedy_zh="请删去重复的一行。",
        remedy_en="Delete the repeated row.",
    )


def _more_than_there_are(staff: int) -> BadValue:
    return BadValue(
        "more_than_staff",
        zh=f"最低在岗人数多于在编人数（{staff}）。",
        en=f"More must stay than there are ({staff}).",
        remedy_zh="请核对两项人数。",
        remedy_en="Check both figures.",
    )
