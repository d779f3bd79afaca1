"""Rows of the institutions' workbook against the register."""

from dataclasses import replace
from typing import Any

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.actions.checks import CHANGE_INSTITUTION, in_portions
from bangfu.apps.registry.drafts import InstitutionDraft, draft_of_institution
from bangfu.apps.registry.models import FormerCode, Institution
from bangfu.core.exchange.cell_errors import BadValue, CellError
from bangfu.core.exchange.importing import Reading, Row
from bangfu.core.standards import uscc
from bangfu.web.scope import Scope

from .places import AreaWords, InstitutionWords, ended, out_of_reach
from .planning import Plan, WrongCell, given

InstitutionPlan = Plan[Institution, InstitutionDraft]

_AS_GIVEN = (
    "name",
    "short_name",
    "category",
    "area_class",
    "is_weak",
    "address",
    "phone",
    "population_served",
)


def plan_institutions(reading: Reading, *, by: User | None) -> InstitutionPlan:
    """What to enter and what to change; a code tells whether an institution is there already."""
    plan = InstitutionPlan()
    register = _Register(reading)
    scope = by.scope_of(CHANGE_INSTITUTION) if by else None
    for row in reading.rows:
        try:
            _plan_row(plan, row, register, scope)
        except WrongCell as wrong:
            plan.wrong(row, wrong)
        plan.warnings.extend(_doubts(row))
    return plan


def _plan_row(plan: InstitutionPlan, row: Row, register: "_Register", scope: Scope | None) -> None:
    facts, code = _facts(row, register), str(row.values["code"])
    standing = register.standing.get(code)
    places = {facts["area_code"], standing.area_code if standing else facts["area_code"]}
    if scope and not all(scope.covers(area=place, institution=code) for place in places):
        raise WrongCell("area", out_of_reach())
    if standing is None and code in register.former:
        raise WrongCell("code", _former_code(register.former[code]))
    if standing is None:
        plan.enter(row, InstitutionDraft(code=code, **facts, **given(row, ["since"])))
        return
    if standing.valid_to is not None:
        raise WrongCell("code", ended(standing))
    before = draft_of_institution(standing)
    plan.change(row, standing, before, replace(before, **facts))


class _Register:
    """What the rows may refer to, read once for all of them."""

    def __init__(self, reading: Reading) -> None:
        codes = [str(row.values["code"]) for row in reading.rows]
        self.standing: dict[str, Institution] = {}
        self.former: dict[str, Institution] = {}
        for some in in_portions(codes):
            found = Institution.objects.filter(code__in=some)
            for one in found.select_related("parent", "merged_into"):
                self.standing[one.code] = one
            former = FormerCode.objects.filter(code__in=some).select_related("institution")
            self.former.update({one.code: one.institution for one in former})
        self.areas = AreaWords()
        self.parents = InstitutionWords(str(r.values.get("parent") or "") for r in reading.rows)
        self.in_file = {str(row.values["name"]): str(row.values["code"]) for row in reading.rows}
        self.codes_in_file = set(codes)

    def parent_code(self, word: str) -> str:
        """The code of a parent named by code or name, in the file or in the register."""
        if uscc.normal(word) in self.codes_in_file:
            return uscc.normal(word)
        return self.in_file.get(word) or self.parents.find(word).code


def _facts(row: Row, register: _Register) -> dict[str, Any]:
    facts: dict[str, Any] = given(row, _AS_GIVEN)
    level = row.values.get("level")
    if isinstance(level, tuple):
        facts["level"], facts["grade"] = level
    try:
        facts["area_code"] = register.areas.code_of(str(row.values["area"]))
    except BadValue as reason:
        raise WrongCell("area", reason) from None
    if parent := row.values.get("parent"):
        try:
            facts["parent_code"] = register.parent_code(str(parent))
        except BadValue as reason:
            raise WrongCell("parent", reason) from None
        if facts["parent_code"] == row.values["code"]:
            raise WrongCell("parent", _own_parent())
    return facts


def _doubts(row: Row) -> list[CellError]:
    """A code that fails its check is taken, and the clerk is told."""
    return [
        row.error(
            "code",
            BadValue(
                finding.code,
                zh=finding.zh,
                en=finding.en,
                remedy_zh="不影响导入。",
                remedy_en="The row is taken all the same.",
            ),
        )
        for finding in uscc.check(str(row.values["code"]))
    ]


def _own_parent() -> BadValue:
    return BadValue(
        "own_parent",
        zh="上级机构不能是本机构。",
        en="An institution cannot be its own parent.",
        remedy_zh="请改填上级机构，没有的不填。",
        remedy_en="Enter the parent, or nothing.",
    )


def _former_code(owner: Institution) -> BadValue:
    return BadValue(
        "former_code",
        zh=f"这是“{owner.name}”曾经使用的代码。",
        en=f"This is a former code of “{owner.name}”.",
        remedy_zh=f"请填现在的代码 {owner.code}。",
        remedy_en=f"Enter the present code {owner.code}.",
    )
