"""What opening a ledger would open: the tasks of a definition, borne by whom, due when."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import capfirst

from bangfu.apps.programmes.models import Edition, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Task
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.programmes.work import Task as Item
from bangfu.core.programmes.work import Tasks
from bangfu.core.tasks.periods import CYCLE_OF, cycle_of
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One task that opening would open. ``overdue``: its last day has passed already."""

    key: str
    item: Item
    institution: Institution | None
    responsible: str
    due: date | None
    overdue: bool = False

    @property
    def bearer(self) -> str:
        """Who would bear it."""
        return self.institution.name if self.institution else self.responsible

    @property
    def title(self) -> str:
        """The task in the reader's language."""
        return in_own_language(self.item.title)

    @property
    def project(self) -> str:
        """Its project in the reader's language."""
        return in_own_language(self.item.project) if self.item.project else ""

    @property
    def repeat(self) -> str:
        """How often it comes back."""
        return capfirst(in_own_language(self.item.repeat.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A ledger as it would be opened: what is new, what stands already, what nobody bears."""

    tasks: Tasks | None
    new: tuple[Planned, ...]
    standing: int
    unborne: tuple[Item, ...]

    @property
    def overdue(self) -> int:
        """How many new ones would be late from the start."""
        return sum(one.overdue for one in self.new)

    def due_again(self, due: date | None) -> "Plan":
        """The same with another deadline for what would be late from the start."""
        if due is None:
            return self
        moved = tuple(
            replace(one, due=due, overdue=False) if one.overdue else one for one in self.new
        )
        return replace(self, new=moved)


def plan_of(programme: Programme, *, on: date) -> Plan:
    """What opening the ledger of a programme on a day would open: three queries."""
    definition = definition_of(programme)
    if definition.tasks is None:
        return Plan(tasks=None, new=(), standing=0, unborne=())
    taking_part = _taking_part(programme, on=on)
    known = set(Task.objects.filter(programme=programme).values_list("key", flat=True))
    wanted: list[Planned] = []
    unborne: list[Item] = []
    for item in definition.tasks.items:
        planned = list(_borne(item, definition, taking_part, on=on))
        wanted += planned
        if not planned:
            unborne.append(item)
    new = tuple(one for one in wanted if one.key not in known)
    return Plan(
        tasks=definition.tasks,
        new=new,
        standing=len(wanted) - len(new),
        unborne=tuple(unborne),
    )


def check_cycle(definition: Definition) -> Per:
    """How often a programme's tasks are checked; each quarter where it says nothing."""
    return cycle_of(definition.tasks.checked if definition.tasks else Per.QUARTER)


def cycle_of_programme(programme: Programme) -> Per:
    """The same of the definition in force; each quarter where there is none yet."""
    try:
        return check_cycle(definition_of(programme))
    except Edition.DoesNotExist:
        return Per.QUARTER


def basis_of(definition: Definition, source: str | None) -> str:
    """The document or assumption that a task comes from, in Chinese."""
    if document := definition.basis.document_of(source):
        return f"{document.title.zh}{document.number}"
    for assumed in definition.assumptions:
        if assumed.code == source:
            return assumed.what.zh
    return ""


def _taking_part(programme: Programme, *, on: date) -> Mapping[str, list[Institution]]:
    rows = Party.objects.filter(programme=programme).on(on).select_related("institution")
    found: dict[str, list[Institution]] = defaultdict(list)
    for row in rows.order_by("institution__area_code", "institution__code"):
        found[row.party_code].append(row.institution)
    return found


def _borne(
    item: Item, definition: Definition, taking_part: Mapping[str, list[Institution]], *, on: date
) -> Iterator[Planned]:
    """One for each institution where the definition says so; else one for the party."""
    there = taking_part.get(item.party or "", [])
    overdue = item.repeat is Repeat.ONCE and item.due is not None and item.due < on
    due = item.due if item.repeat not in (*CYCLE_OF, Repeat.STANDING) else None
    if item.each:
        for institution in there:
            yield Planned(
                key=f"{item.code}:{institution.code}",
                item=item,
                institution=institution,
                responsible="",
                due=due,
                overdue=overdue,
            )
        return
    party = definition.parties.by_code(item.party) if definition.parties and item.party else None
    named = party.title.zh if party else item.office.zh if item.office else ""
    # A single institution answers for its party; several answer together, under the party's name.
    sole = there[0] if len(there) == 1 else None
    issuer = definition.issuer.zh if definition.issuer else definition.title.zh
    yield Planned(
        key=item.code,
        item=item,
        institution=sole,
        responsible="" if sole else named or issuer,
        due=due,
        overdue=overdue,
    )
