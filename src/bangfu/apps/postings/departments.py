"""How many of a home department are away while somebody is posted, and how many must stay."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Department
from bangfu.core.programmes import quota_rules
from bangfu.core.programmes.dispatch import Dispatch
from bangfu.core.programmes.vocabulary import Each
from bangfu.core.refusal import Refusal

from .models import Offer, Posting

Stay = tuple[date, date, int]
"""First day, first day no longer away, and who."""


class DepartmentTooThin(Refusal):
    """Too few of a home department would be left on duty."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """A home department on its thinnest day of a stay: ``away`` counts who would go as well."""

    department: str
    staff: int
    away: int
    minimum: int

    @property
    def left(self) -> int:
        """How many stay on duty."""
        return self.staff - self.away

    @property
    def is_short(self) -> bool:
        """Whether fewer stay than must."""
        return self.left < self.minimum


def minimum_of(dispatch: Dispatch | None, *, staff: int, stated: int) -> int:
    """Fewest who stay in a home department: its own figure or the programme's, the larger."""
    kept = [stated]
    for rule in dispatch.rules if dispatch else ():
        if not isinstance(rule, quota_rules.SenderCap) or rule.posts:
            continue
        if rule.each is Each.DEPARTMENT:
            kept.append(rule.keeps_at_least or 0)
            kept.append(staff - rule.at_most if rule.at_most is not None else 0)
            kept.append(staff - int(staff * rule.share_at_most) if rule.share_at_most else 0)
    return min(staff, max(kept))


def staffings(offers: Sequence[Offer], *, agreeing: Collection[int] = ()) -> dict[int, Staffing]:
    """The home department of each offer of full-time service, by the offer's key.

    Away are those posted full time and those whom the sender has promised; ``agreeing`` are keys
    of offers that it promises now. Offers come with worker and need; whoever has no department is
    left out. A constant number of queries, and one for each programme.
    """
    asked = [one for one in offers if one.sessions_per_week is None and one.worker.department_id]
    if not asked:
        return {}
    departments = _departments({one.worker.department_id for one in asked})
    away = _away(departments, asked, agreeing)
    programmes = {one.need.programme_id: one.need.programme for one in asked}
    dispatches = {pk: _dispatch(programme) for pk, programme in programmes.items()}
    found = {}
    for one in asked:
        department = departments[one.worker.department_id or 0]
        staff = department.staff or department.registered  # type: ignore[attr-defined]
        found[one.pk] = Staffing(
            department=department.name,
            staff=staff,
            away=_most_away(one, away[department.pk]),
            minimum=minimum_of(
                dispatches[one.need.programme_id], staff=staff, stated=department.minimum_staff
            ),
        )
    return found


def refuse_thin_departments(offers: Sequence[Offer]) -> None:
    """Raise ``DepartmentTooThin`` where sending these leaves a department below its minimum.

    The departments are locked first, so that of two who promise at once one sees the other.
    """
    keys = {one.worker.department_id for one in offers if one.worker.department_id}
    list(Department.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    found = staffings(offers, agreeing=[one.pk for one in offers])
    for one in offers:
        if (staffing := found.get(one.pk)) and staffing.is_short:
            raise DepartmentTooThin(
                zh=f"{one.worker}派出后，{staffing.department}最少时只有{staffing.left}人在岗，"
                f"低于最低{staffing.minimum}人；请换人，或说明原因退回。",
                en=f"With {one.worker} away, {staffing.department} would have "
                f"{staffing.left} on duty at the fewest, below its minimum of "
                f"{staffing.minimum}; name somebody else, or decline with a reason.",
            )


def _departments(keys: Iterable[int | None]) -> dict[int, Department]:
    found = Department.objects.filter(pk__in=set(keys)).annotate(registered=Count("workers"))
    return {department.pk: department for department in found}


def _away(
    departments: Collection[int], asked: Sequence[Offer], agreeing: Collection[int]
) -> dict[int, list[Stay]]:
    """Who of each department is away, or promised, on some day of the offers asked about."""
    first, last = min(o.starts_on for o in asked), max(o.ends_before for o in asked)
    within = {"worker__department__in": departments, "sessions_per_week__isnull": True}
    columns = ("worker__department", "starts_on", "ends_before", "worker")
    posted = Posting.objects.overlapping(first, last).filter(**within).values_list(*columns)
    promised = (
        Offer.objects.standing()
        .overlapping(first, last)
        .filter(**within, sender_agreed_at__isnull=False)
        .values_list(*columns)
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for department, starts_on, ends_before, worker in (*posted, *promised):
        found[department].append((starts_on, ends_before, worker))
    for one in asked:
        if one.pk in agreeing and one.worker.department_id:
            found[one.worker.department_id].append((one.starts_on, one.ends_before, one.worker_id))
    return found


def _most_away(offer: Offer, stays: Iterable[Stay]) -> int:
    """Most people away on one day of an offer, its own among them, each counted once."""
    within = [s for s in stays if s[0] < offer.ends_before and s[1] > offer.starts_on]
    days = {offer.starts_on, *(s[0] for s in within if s[0] > offer.starts_on)}
    return max(len({offer.worker_id, *(s[2] for s in within if s[0] <= d < s[1])}) for d in days)


def _dispatch(programme: Programme) -> Dispatch | None:
    """A programme's rules about sending; one that has adopted no definition has none."""
    try:
        return definition_of(programme).dispatch
    except Edition.DoesNotExist:
        return None
