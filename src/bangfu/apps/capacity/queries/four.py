"""Every host of a programme with what it has built; each cell opens its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.recorded import definitions_of
from bangfu.apps.intake.queries import named
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Party, Programme
from bangfu.core.capacity import Standing, Thing, standing_of, things_of
from bangfu.core.programmes import shipped_kinds

from .facts import built
from .reach import VIEW


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one host is with one thing; ``asked`` where the programme asks it of this host."""

    lasting: str
    standing: Standing
    there: int
    under_way: int
    least: int
    asked: bool

    @property
    def tells_more(self) -> bool:
        """Whether the figures say more than the word: more than one, or more than one asked."""
        return self.there + self.under_way > 1 or self.least > 1


@dataclass(frozen=True, slots=True)
class HostRow:
    """One host with a cell for each thing."""

    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        """Things built of those asked."""
        return sum(cell.asked and cell.standing is Standing.BUILT for cell in self.cells)

    @property
    def asked(self) -> int:
        return sum(cell.asked for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A programme's things and hosts."""

    programme: Programme
    things: Sequence[Thing]
    rows: Sequence[HostRow]

    @property
    def built(self) -> list[tuple[str, int]]:
        """Each thing, in order, with how many hosts have built it."""
        return [
            (
                thing.lasting.value,
                sum(row.cells[at].standing is Standing.BUILT for row in self.rows),
            )
            for at, thing in enumerate(self.things)
        ]


def asking(user: User) -> list[Programme]:
    """The programmes in reach that ask their hosts to build something: two queries."""
    held = list(programmes.visible_to(user, VIEW))
    definitions = definitions_of({one.pk for one in held}) if held else {}
    kinds = shipped_kinds()
    found = []
    for one in held:
        definition = definitions.get(one.pk)
        if definition is not None and things_of(definition, kinds):
            found.append(one)
    return found


def matrix_of(user: User, programme: Programme, *, on: date, words: str = "") -> Matrix:
    """Its hosts in reach with what each has built, those of a name: three queries."""
    things = things_of(programmes.definition_of(programme), shipped_kinds())
    asked = {code for thing in things for code in thing.parties}
    scope = user.scope_of(VIEW)
    parties = Party.objects.filter(
        scope.filter(area="institution__area_code", institution="institution__code")
        if scope.own is None or scope.areas or scope.institutions
        else scope.filter(owner="institution__postings_received__worker__account"),
        programme=programme,
        party_code__in=asked,
    )
    if words:
        parties = parties.filter(named("institution", words))
    rows = parties.on(on).select_related("institution").distinct()
    listed = list(rows.order_by("institution__area_code", "institution__name_pinyin"))
    counted = built(programme, [one.institution_id for one in listed])
    hosts = [
        HostRow(
            one.institution.code,
            one.institution.name,
            tuple(
                _cell(thing, one, counted.get((one.institution_id, thing.lasting.value), (0, 0)))
                for thing in things
            ),
        )
        for one in listed
    ]
    return Matrix(programme, things, hosts)


def _cell(thing: Thing, party: Party, counted: tuple[int, int]) -> Cell:
    there, begun = counted
    return Cell(
        thing.lasting.value,
        standing_of(built=there, under_way=begun, least=thing.least),
        there,
        begun,
        thing.least,
        party.party_code in thing.parties,
    )
