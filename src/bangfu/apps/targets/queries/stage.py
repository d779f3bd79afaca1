"""What a page of targets starts from: the targets in force, who bears them, how they are shared."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from bangfu.apps.programmes.models import Edition, Party, Programme
from bangfu.apps.programmes.queries import decoded, edition_in_force
from bangfu.apps.targets.models import Part, Sharing
from bangfu.core.duty.days import Days
from bangfu.core.programmes import Definition, Kinds, shipped_kinds
from bangfu.core.programmes.parties import Term
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.work import Target
from bangfu.core.targets import Bound, bound_of, exact, keyed, window_of

from .reach import Reach

WORKING = frozenset({PartyRole.SENDER, PartyRole.MEMBER, PartyRole.BRANCH})
"""Whose work adds up where a target names nobody; hosts only where there is none of these."""
AT_HOSTS = frozenset(
    {
        "county_inpatient_share",
        "down_referral_share",
        "on_post_rate",
        "primary_visit_share",
        "techniques_alone",
        "uncovered_days",
    }
)
"""What is seen at hosts, where a target names nobody."""


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """One institution as a party of the programme."""

    area_code: str
    name: str
    pk: int
    code: str
    party: str
    role: str
    starts_on: date
    ends_before: date | None

    def takes_part(self, days: Days) -> bool:
        """Whether it is in on any of some days."""
        still = self.ends_before is None or self.ends_before > days.starts_on
        return still and self.starts_on < days.ends_before


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A programme's targets with those who bear them, as one reader sees them."""

    programme: Programme
    edition: int
    definition: Definition
    kinds: Kinds
    members: tuple[Member, ...]
    whole: bool
    shares: Mapping[str, Mapping[int, Fraction]]

    @property
    def term(self) -> Term | None:
        """The days of the programme; without them nothing is counted."""
        return self.definition.term

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Targets by key in the order of the definition."""
        return keyed(self.definition.targets)

    def window(self, target: Target, on: date) -> Days:
        """The days over which a target is counted on a day; without a term none at all."""
        return window_of(target.per, self.term, on) if self.term else Days(on, on)

    def bound(self, target: Target) -> Bound:
        """What the definition asks, of each or of all."""
        return bound_of(target, self.kinds)

    def side(self, target: Target) -> str:
        """Whether work counts for who received it (``host``) or who gave it (``giver``)."""
        return "host" if self._roles(target) == {PartyRole.HOST.value} else "giver"

    def bearers(self, target: Target, window: Days) -> list[Member]:
        """Institutions whose work adds up to a target, each once, by area and name."""
        codes, roles = self._codes(target), self._roles(target)
        found: dict[int, Member] = {}
        for member in self.members:
            meant = member.party in codes if codes else member.role in roles
            if meant and member.takes_part(window):
                found.setdefault(member.pk, member)
        return sorted(found.values())

    def part_of(self, key: str, target: Target, bearers: list[Member]) -> dict[int, Bound]:
        """What each institution is to reach, for those of whom it is known."""
        bound = self.bound(target)
        if target.each or bound.rate or not bound.amount:
            return {member.pk: bound for member in bearers}
        found: dict[int, Bound] = {}
        if target.party and len(bearers) == 1:
            found[bearers[0].pk] = bound
        for share in target.cascade:
            own = [member for member in bearers if member.party == share.party]
            if len(own) == 1:
                found[own[0].pk] = bound.of(exact(share.at_least))
        bearing = {member.pk for member in bearers}
        for pk, amount in self.shares.get(key, {}).items():
            if pk in bearing:
                found[pk] = bound.of(amount)
        return found

    def parties_on(self, on: date) -> dict[str, list[int]]:
        """Institutions by the party they belong to on a day."""
        found: dict[str, list[int]] = defaultdict(list)
        for member in self.members:
            if member.party and member.takes_part(Days(on, on + timedelta(days=1))):
                found[member.party].append(member.pk)
        return found

    def narrowed(self, institution: int) -> "Stage":
        """The same for one institution alone, so that no other's figures are read."""
        own = tuple(member for member in self.members if member.pk == institution)
        return replace(self, members=own, whole=False)

    def is_shared_out(self, target: Target) -> bool:
        """Whether a target is one amount that several institutions make together."""
        bound = self.bound(target)
        return not (target.each or bound.rate or not bound.amount)

    def _codes(self, target: Target) -> frozenset[str]:
        if target.party:
            return frozenset({target.party})
        return frozenset(share.party for share in target.cascade)

    def _roles(self, target: Target) -> set[str]:
        codes = self._codes(target)
        if codes and self.definition.parties:
            stated = [self.definition.parties.by_code(code) for code in codes]
            return {party.role.value for party in stated if party}
        if target.indicator in AT_HOSTS:
            return {PartyRole.HOST.value}
        there = {member.role for member in self.members}
        return there & {role.value for role in WORKING} or {PartyRole.HOST.value}


def stage_of(programme: Programme, reach: Reach, *, edition: Edition | None = None) -> Stage:
    """Everything that a page about a programme's targets starts from: two queries.

    One more where the ``edition`` in force was not read yet.
    """
    edition = edition or edition_in_force(programme)
    rows = Party.objects.filter(programme=programme).select_related("institution")
    members = [_member(party) for party in rows.order_by("starts_on", "pk")]
    shares: dict[str, dict[int, Fraction]] = defaultdict(dict)
    standing = Sharing.objects.standing().filter(programme=programme, institution__isnull=True)
    parts = Part.objects.filter(sharing__in=standing, institution__isnull=False)
    for key, institution, amount in parts.values_list("sharing__target", "institution", "amount"):
        shares[key][institution] = exact(amount)
    return Stage(
        programme=programme,
        edition=edition.number,
        definition=decoded(edition),
        kinds=shipped_kinds(),
        members=tuple(m for m in members if reach.holds(area=m.area_code, institution=m.code)),
        whole=reach.whole,
        shares=dict(shares),
    )


def _member(party: Party) -> Member:
    place = party.institution
    return Member(
        area_code=place.area_code,
        name=place.short_name or place.name,
        pk=place.pk,
        code=place.code,
        party=party.party_code,
        role=party.role,
        starts_on=party.starts_on,
        ends_before=party.ends_before,
    )
