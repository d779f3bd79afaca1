"""Rows of a workbook of branches, gathered by branch and held against what stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, MemberCount, Secretary
from bangfu.apps.registry.actions.imports.places import InstitutionWords, out_of_reach
from bangfu.apps.registry.actions.imports.report import FieldChange
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.core.exchange.cell_errors import BadValue, CellError
from bangfu.core.exchange.importing import Reading, Row

from .founding import SecretaryDraft

CHANGE = "branches.change_branch"
Counts = dict[Institution, tuple[int, int]]


@dataclass(slots=True)
class Group:
    """The rows of one branch: its units, the lead first, and what the file says of it."""

    name: str
    is_joint: bool
    lines: list[tuple[Row, Institution]]
    departments: list[Department] = field(default_factory=list)
    secretary: SecretaryDraft | None = None
    branch: Branch | None = None
    stands: SecretaryDraft | None = None
    stood: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def places(self) -> list[Institution]:
        return [place for _row, place in self.lines]

    @property
    def founded_on(self) -> date:
        """As the lead's row says; the layout lets no row through without the day."""
        return cast("date", self.lines[0][0].values["founded_on"])

    @property
    def counts(self) -> Counts:
        """Full and probationary members by unit, where the file says them."""
        return {
            place: (int(str(full)), int(str(row.values.get("probationary") or 0)))
            for row, place in self.lines
            if (full := row.values.get("full")) is not None
        }

    @property
    def new_counts(self) -> Counts:
        """Those that differ from the last count."""
        return {
            place: said for place, said in self.counts.items() if self.stood.get(place.pk) != said
        }

    @property
    def new_secretary(self) -> SecretaryDraft | None:
        """The secretary the file names, where another one stands."""
        return self.secretary if self.secretary != self.stands else None

    def founded(self) -> Branch:
        """The branch that was founded from these rows."""
        return Branch.objects.standing().get(institution=self.places[0], name=self.name)

    def differences(self) -> dict[int, tuple[FieldChange, ...]]:
        """What each row would change of a branch that stands, by the row's number."""
        found: dict[int, tuple[FieldChange, ...]] = {}
        for place_row, place in self.lines:
            some: list[FieldChange] = []
            if said := self.new_counts.get(place):
                before = self.stood.get(place.pk, (None, None))
                some += [
                    FieldChange(name, was, now)
                    for name, was, now in zip(("full", "probationary"), before, said, strict=True)
                    if was != now
                ]
            if place_row is self.lines[0][0] and (leader := self.new_secretary):
                was_led = self.stands.name if self.stands else ""
                some.append(FieldChange("secretary", was_led, leader.name))
            if some:
                found[place_row.number] = tuple(some)
        return found


class _Wrong(Exception):  # noqa: N818 - it names a cell
    def __init__(self, row: Row, key: str, reason: BadValue) -> None:
        super().__init__(key)
        self.error = row.error(key, reason)


def groups_of(reading: Reading, *, by: User) -> tuple[list[Group], list[CellError]]:
    """Branches as the file has them, and the cells that are wrong; a few queries for any file."""
    words = InstitutionWords(
        str(row.values.get(key) or "") for row in reading.rows for key in ("institution", "lead")
    )
    scope = by.scope_of(CHANGE)
    gathered: dict[tuple[int, str], list[tuple[Row, Institution]]] = {}
    errors: list[CellError] = []
    for row in reading.rows:
        try:
            place = _place(words, row, "institution")
            lead = _place(words, row, "lead") if row.values.get("lead") else place
            for key, one in (("institution", place), ("lead", lead)):
                if not scope.covers(area=one.area_code, institution=one.code):
                    raise _Wrong(row, key, out_of_reach())
        except _Wrong as wrong:
            errors.append(wrong.error)
        else:
            gathered.setdefault((lead.pk, str(row.values["name"])), []).append((row, place))
    groups = [_group(lead, name, lines) for (lead, name), lines in gathered.items()]
    errors += _known(groups)
    return groups, errors


def _place(words: InstitutionWords, row: Row, key: str) -> Institution:
    try:
        return words.find(str(row.values[key]))
    except BadValue as reason:
        raise _Wrong(row, key, reason) from None


def _group(lead: int, name: str, lines: Sequence[tuple[Row, Institution]]) -> Group:
    is_joint = any(row.values.get("lead") for row, _place in lines)
    # The lead keeps the branch, wherever its row stands in the file.
    ordered = sorted(lines, key=lambda line: line[1].pk != lead)
    return Group(name=name, is_joint=is_joint, lines=list(ordered))


def _known(groups: Sequence[Group]) -> list[CellError]:
    """Fill in what the registry knows of each group; what it does not know is an error."""
    places = {place.pk for group in groups for place in group.places}
    departments = {
        (one.institution_id, one.name): one
        for one in Department.objects.filter(institution__in=places).select_related("institution")
    }
    workers = _workers(groups, places)
    standing = {
        (one.institution_id, one.name): one
        for one in Branch.objects.standing().filter(institution__in=places)
    }
    errors: list[CellError] = []
    for group in groups:
        row, lead = group.lines[0]
        group.branch = standing.get((lead.pk, group.name))
        for word in _names(row.values.get("departments")):
            found = departments.get((lead.pk, word))
            if found is None and group.branch is None:
                errors.append(row.error("departments", _no_department(lead, word)))
            elif found is not None:
                group.departments.append(found)
        group.secretary = _secretary(row, workers, group.places)
    _fill_standing(groups)
    return errors


def _workers(groups: Sequence[Group], places: Iterable[int]) -> dict[tuple[int, str], list[Worker]]:
    names = {str(name) for g in groups if (name := g.lines[0][0].values.get("secretary"))}
    found: dict[tuple[int, str], list[Worker]] = {}
    rows = Worker.objects.filter(home__in=list(places), name__in=names, valid_to__isnull=True)
    for one in rows:
        found.setdefault((one.home_id, one.name), []).append(one)
    return found


def _secretary(
    row: Row, workers: Mapping[tuple[int, str], list[Worker]], places: Sequence[Institution]
) -> SecretaryDraft | None:
    """Who leads; a worker of the registry where exactly one at the units has that name."""
    name = str(row.values.get("secretary") or "")
    if not name:
        return None
    known = [one for place in places for one in workers.get((place.pk, name), ())]
    return SecretaryDraft(
        name=name,
        worker=known[0] if len(known) == 1 else None,
        is_backbone=bool(row.values.get("is_backbone")),
        is_head=bool(row.values.get("is_head")),
    )


def _fill_standing(groups: Sequence[Group]) -> None:
    """The last counts and the secretaries of branches that stand: two queries."""
    held = [group.branch for group in groups if group.branch is not None]
    last: dict[int, dict[int, tuple[int, int]]] = {}
    for row in MemberCount.objects.filter(branch__in=held).order_by("on"):
        if row.branch_id is not None:
            by_place = last.setdefault(row.branch_id, {})
            by_place[row.institution_id] = (row.full, row.probationary)
    leaders = {
        one.branch_id: SecretaryDraft(
            name=one.name, worker=one.worker, is_backbone=one.is_backbone, is_head=one.is_head
        )
        for one in Secretary.objects.filter(
            branch__in=held, ends_before__isnull=True
        ).select_related("worker")
    }
    for group in groups:
        if group.branch is not None:
            group.stood = last.get(group.branch.pk, {})
            group.stands = leaders.get(group.branch.pk)
            # What a file leaves empty it does not say: the secretary who stands goes on.
            group.secretary = group.secretary or group.stands


def _names(given: object) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, tuple) else ()


def _no_department(place: Institution, word: str) -> BadValue:
    return BadValue(
        "department_unknown",
        zh=f"{place.name}没有登记科室“{word}”。",
        en=f"{place.name} has no department “{word}”.",
        remedy_zh="请核对科室名称，或先登记科室。",
        remedy_en="Check the name, or register the department first.",
    )
