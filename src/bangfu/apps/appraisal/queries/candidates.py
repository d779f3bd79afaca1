"""Who a round could appraise: the rows that a score table's kind means, on its days."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from bangfu.apps.branches.models import Branch
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing, Party, Programme
from bangfu.apps.registry.models import Department, Institution
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.vocabulary import PartyRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One that may be appraised.

    ``ref`` is the row's key; ``key`` names it in the round, in words that a refusal can use, and
    ``in_full`` does where others have the same name.
    """

    kind: Kind
    ref: int
    key: str
    institution: Institution
    partner: Institution | None = None
    group: str = ""
    in_full: str = ""


Days = tuple[date, date]
"""First day, and the first day no longer covered."""


def candidates(
    programme: Programme, kind: Kind, *, starts_on: date, ends_before: date
) -> list[Candidate]:
    """Everybody of a kind who took part in a programme in some days, in the order of their keys."""
    found = list(_OF_KIND[kind](programme, (starts_on, ends_before)))
    for apart in (_in_full, _by_number):
        namesakes = Counter(each.key for each in found)
        found = [apart(each) if namesakes[each.key] > 1 else each for each in found]
    return sorted(found, key=lambda each: each.key)


def _in_full(each: Candidate) -> Candidate:
    return replace(each, key=each.in_full or each.key)


def _by_number(each: Candidate) -> Candidate:
    return replace(each, key=f"{each.key}（{each.ref}）")


def _pairings(programme: Programme, days: Days) -> Iterator[Candidate]:
    rows = Pairing.objects.filter(programme=programme).overlapping(*days)
    for each in rows.select_related("sender", "host").order_by("pk"):
        yield Candidate(
            kind=Kind.PAIRING,
            ref=each.pk,
            key=f"{each.sender.name}—{each.host.name}",
            institution=each.sender,
            partner=each.host,
        )


def _in_role(kind: Kind, *roles: PartyRole) -> Callable[[Programme, Days], Iterator[Candidate]]:
    def found(programme: Programme, days: Days) -> Iterator[Candidate]:
        codes = [role.value for role in roles]
        parties = Party.objects.filter(programme=programme, role__in=codes).overlapping(*days)
        units = Institution.objects.filter(pk__in=parties.order_by().values("institution"))
        for unit in units.order_by("code"):
            yield _of_unit(kind, unit)

    return found


def _departments(programme: Programme, days: Days) -> Iterator[Candidate]:
    """Departments that pairings name on the host's side."""
    pairings = Pairing.objects.filter(programme=programme).overlapping(*days)
    named = pairings.order_by().values("departments__host_department")
    rows = Department.objects.filter(pk__in=named).select_related("institution").order_by("pk")
    for each in rows:
        yield Candidate(
            kind=Kind.DEPARTMENT,
            ref=each.pk,
            key=f"{each.institution.name}{each.name}",
            institution=each.institution,
        )


def _postings(programme: Programme, days: Days) -> Iterator[Candidate]:
    rows = Posting.objects.filter(
        programme=programme, starts_on__lt=days[1], ends_before__gt=days[0]
    ).select_related("worker", "home", "host")
    for each in rows.order_by("pk"):
        yield Candidate(
            kind=Kind.POSTING,
            ref=each.pk,
            key=f"{each.worker.name}（{each.host.name}）",
            in_full=f"{each.worker.name}（{each.host.name}，{each.starts_on:%Y年%-m月}起）",
            institution=each.home,
            partner=each.host,
        )


def _branches(programme: Programme, days: Days) -> Iterator[Candidate]:
    """Branches of institutions that take part, as they stand on the last of the days."""
    units = Party.objects.filter(programme=programme).overlapping(*days).order_by()
    there = Branch.objects.on(days[1] - timedelta(days=1))
    rows = there.filter(institution__in=units.values("institution")).select_related("institution")
    for each in rows.order_by("pk"):
        yield Candidate(
            kind=Kind.BRANCH,
            ref=each.pk,
            key=each.name,
            in_full=f"{each.institution.name}{each.name}",
            institution=each.institution,
        )


def _of_unit(kind: Kind, unit: Institution) -> Candidate:
    return Candidate(kind=kind, ref=unit.pk, key=unit.name, institution=unit)


_OF_KIND: Mapping[Kind, Callable[[Programme, Days], Iterator[Candidate]]] = MappingProxyType(
    {
        Kind.PAIRING: _pairings,
        Kind.HOST: _in_role(Kind.HOST, PartyRole.HOST),
        Kind.SENDER: _in_role(Kind.SENDER, PartyRole.SENDER),
        Kind.UNIT: _in_role(Kind.UNIT, PartyRole.HOST, PartyRole.SENDER, PartyRole.MEMBER),
        Kind.DEPARTMENT: _departments,
        Kind.POSTING: _postings,
        Kind.BRANCH: _branches,
    }
)
