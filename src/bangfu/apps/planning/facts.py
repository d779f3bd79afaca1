"""What a plan depends on, read from the database in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Count, F, Q

from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.postings.offering import pairs_declined
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Department, Institution, WorkerSpecialty

Parties = dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Period:
    """The days a plan is made for, half-open."""

    starts_on: date
    ends_before: date

    @classmethod
    def including(cls, starts_on: date, last_day: date) -> Self:
        """The days from a first to a last one, both included, as people state them."""
        return cls(starts_on, last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a problem is made of, read in a constant number of queries.

    ``departments`` come with the number of workers registered in each; ``parties`` are each
    institution's codes in the definition. ``offers`` are those still in talks, which a plan leaves
    as they are; ``declined`` are workers and needs, by key, that no plan brings together again.
    """

    programme: Programme
    needs: Sequence[Need]
    nominations: Sequence[Nomination]
    specialties: dict[int, tuple[str, ...]]
    departments: Sequence[tuple[Department, int]]
    parties: Parties
    pairings: Sequence[tuple[Institution, Institution]]
    postings: Sequence[Posting]
    served_days: dict[int, int]
    offers: Sequence[Offer] = ()
    declined: Sequence[tuple[int, int]] = ()

    @property
    def held(self) -> list[Posting | Offer]:
        """What takes people and fills needs already: postings, and names in talks."""
        return [*self.postings, *self.offers]


def gather(programme: Programme, period: Period) -> Facts:
    """Read what a programme's plan for a period depends on."""
    needs = (
        Need.objects.filter(
            programme=programme,
            state=Need.State.OPEN,
            starts_on__lt=period.ends_before,
            ends_before__gt=period.starts_on,
        )
        .select_related("host", "sender")
        .order_by("pk")
    )
    nominations = (
        Nomination.objects.filter(
            programme=programme,
            state=Nomination.State.STANDING,
            consented=True,
            available_from__lt=period.ends_before,
            available_before__gt=period.starts_on,
        )
        .select_related("worker__home", "worker__department")
        .order_by("pk")
    )
    workers = [nomination.worker_id for nomination in nominations]
    of_them = Q(worker__in=workers) | Q(need__in=[need.pk for need in needs])
    postings = list(
        Posting.objects.filter(of_them, ends_before__gt=F("starts_on"))
        .select_related("home")
        .order_by("pk")
    )
    return Facts(
        programme=programme,
        needs=list(needs),
        nominations=list(nominations),
        specialties=_specialties(workers),
        departments=_departments(workers),
        parties=parties_of(programme),
        pairings=_pairings(programme, period),
        postings=postings,
        offers=list(Offer.objects.standing().filter(of_them).select_related("home").order_by("pk")),
        declined=pairs_declined(needs),
        served_days=_served_days(postings, before=period.starts_on),
    )


def parties_of(programme: Programme) -> Parties:
    """Each institution's party codes in a programme, by its key."""
    found: dict[int, frozenset[str]] = {}
    for institution, code in programme.parties.values_list("institution_id", "party_code"):
        found[institution] = found.get(institution, frozenset()) | {code}
    return found


def _departments(workers: list[int]) -> list[tuple[Department, int]]:
    homes = Department.objects.filter(workers__in=workers).values("pk")
    found = (
        Department.objects.filter(pk__in=homes)
        .select_related("institution")
        .annotate(registered=Count("workers"))
        .order_by("pk")
    )
    return [(department, department.registered) for department in found]


def _specialties(workers: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = WorkerSpecialty.objects.filter(worker__in=workers).order_by(
        "-is_primary", "subject_code"
    )
    for worker, code in rows.values_list("worker_id", "subject_code"):
        found[worker].append(code)
    return {worker: tuple(codes) for worker, codes in found.items()}


def _pairings(programme: Programme, period: Period) -> tuple[tuple[Institution, Institution], ...]:
    found = (
        Pairing.objects.filter(programme=programme, starts_on__lt=period.ends_before)
        .exclude(ends_before__lte=period.starts_on)
        .select_related("sender", "host")
        .order_by("sender__code", "host__code")
    )
    return tuple(dict.fromkeys((pairing.sender, pairing.host) for pairing in found))


def _served_days(postings: Iterable[Posting], *, before: date) -> dict[int, int]:
    served: dict[int, int] = defaultdict(int)
    for posting in postings:
        served[posting.worker_id] += max(
            0, (min(posting.ends_before, before) - posting.starts_on).days
        )
    return dict(served)
