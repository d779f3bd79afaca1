"""The two sides of every capacity that may bear a price, restated from the problem."""

from typing import cast

from bangfu.core.planner.certificate import Price
from bangfu.core.planner.problem import Problem, Tier


class Sides:
    """Upper and lower side of a row, by its rule and what it is of."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._programmes = {part.id: part for part in problem.programmes}
        self.pinned = {(d.person, d.post, d.start, d.end) for d in problem.pinned}

    def known(self, row: Price) -> bool:
        """Whether there is such a row: ids that the problem has, periods where they belong."""
        kinds = {
            "one_place": ("person",),
            "department_minimum": ("department",),
            "hospital_quota": ("hospital",),
            "tier_quota": ("programme", ""),
            "person_times": ("programme",),
            "burden_cap": ("person",),
            "headcount": ("post",),
            "one_seat": ("person", "post"),
            "pinned": ("person", "post"),
        }[row.rule]
        if len(kinds) != len(row.of):
            return False
        pairs = zip(kinds, row.of, strict=True)
        if not all(kind == "" or self.problem.knows(kind, id) for kind, id in pairs):
            return False
        if row.rule == "tier_quota":
            return row.of[1] in self._programmes[row.of[0]].tiers and _undated(row)
        if row.rule == "pinned":
            return (*row.of, row.period, row.end) in self.pinned
        if row.rule == "one_seat" and self.problem.post(row.of[1]).headcount == 1:
            return False
        if row.rule in {"one_place", "department_minimum", "headcount", "one_seat"}:
            within = row.period is not None and row.period < self.problem.horizon.count
            return within and row.end is None
        return _undated(row)

    def upper(self, row: Price) -> int | None:
        """The most a plan may use; ``None`` where nothing limits it. The row must be known."""
        match row.rule:
            case "one_place":
                return self.problem.person(row.of[0]).sessions
            case "department_minimum":
                return self._spared(row.of[0], row.period or 0)
            case "hospital_quota":
                quota = self.problem.hospital(row.of[0]).quota
                return None if quota is None else quota.upper
            case "tier_quota":
                return self._programmes[row.of[0]].tiers[_tier(row)]
            case "burden_cap":
                own, general = self.problem.person(row.of[0]).burden_cap, self.problem.burden
                return own if own is not None else None if general is None else general.cap
            case "headcount":
                return self.problem.post(row.of[0]).headcount
            case "one_seat" | "pinned":
                return 1
            case _:
                return None

    def lower(self, row: Price) -> int | None:
        """The least a plan should use; ``None`` where nothing asks for it. The row is known."""
        match row.rule:
            case "hospital_quota":
                quota = self.problem.hospital(row.of[0]).quota
                return None if quota is None or not quota.lower else quota.lower
            case "tier_quota":
                return self._programmes[row.of[0]].tiers[_tier(row)]
            case "person_times":
                return self._programmes[row.of[0]].person_times
            case "pinned":
                return 1
            case _:
                return None

    def _spared(self, id: str, period: int) -> int:
        """How many a department may have away in a period."""
        department = self.problem.department(id)
        on_leave = sum(
            leave.people for leave in department.leave if leave.start <= period < leave.end
        )
        return max(0, department.staff - department.minimum - on_leave)


def _tier(row: Price) -> Tier:
    return cast("Tier", row.of[1])


def _undated(row: Price) -> bool:
    return row.period is None and row.end is None
