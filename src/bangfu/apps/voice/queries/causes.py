"""Why requests came, by quarter: each figure with the filter that shows its rows; the reviews."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Area, Institution
from bangfu.apps.voice.models import CauseReview, PublicRequest, PublicRequestQuerySet
from bangfu.core.voice import settings
from bangfu.web.scope import below
from bangfu.web.wording import in_own_language

from .reach import HANDLE, VIEW, visible_to

Row = tuple[str, int, int, str]
"""What the cause is called, how many this quarter and the one before, and its code."""
PLACES = 200
"""Institutions offered at most: a person has a few, an authority reviews its area."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose requests are reviewed: an institution's, or those of an area."""

    institution: Institution | None
    area: str
    name: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"i{self.institution.pk}" if self.institution else f"a{self.area}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review in a list."""

    pk: int
    place: str
    quarter: str
    met_on: date
    findings: str
    measures: str
    withdrawn: bool


def row_of(one: CauseReview) -> ReviewRow:
    """A review as a row."""
    return ReviewRow(
        pk=one.pk,
        place=one.place,
        quarter=quarter_in_words(one.first),
        met_on=one.met_on,
        findings=one.findings,
        measures=one.measures,
        withdrawn=one.withdrawn_at is not None,
    )


def quarter_in_words(first: date) -> str:
    """2025年第1季度."""
    told = {"year": first.year, "quarter": (first.month + 2) // 3}
    return _("%(year)s年第%(quarter)s季度") % told


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of a day's quarter, and that of the next."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = (first + timedelta(days=100)).replace(day=1)
    return first, after


def cause_rows(user: User, *, first: date) -> list[Row]:
    """Causes of the answers to what was asked in a quarter, the most frequent first: one query."""
    held = settings.shipped()
    return [
        (in_own_language(held.cause(cause)), now, earlier, cause)
        for cause, (now, earlier) in _sums(visible_to(user), first=first).items()
    ]


def figures_of(place: Place, *, first: date) -> dict[str, list[int]]:
    """The same of one place, as a review keeps it: one query."""
    mine = Q(institution=place.institution) if place.institution else below("area_code", place.area)
    return {
        cause: [now, earlier]
        for cause, (now, earlier) in _sums(PublicRequest.objects.filter(mine), first=first).items()
    }


def places_reviewed_by(user: User) -> list[Place]:
    """The areas and institutions for which a reader handles requests: two queries."""
    scope = user.scope_of(HANDLE)
    names = dict(
        Area.objects.filter(code__in=scope.areas, valid_to__isnull=True).values_list("code", "name")
    )
    areas = [Place(None, code, names.get(code) or _("全部地区")) for code in scope.areas]
    own = Institution.objects.filter(code__in=scope.institutions).order_by("name")[:PLACES]
    return [*areas, *(Place(one, "", one.name) for one in own)]


def reviews_visible_to(user: User) -> QuerySet[CauseReview]:
    """Reviews of a reader's institutions and areas, and of what lies in those areas."""
    scope = user.scope_of(VIEW)
    inside = scope.filter(area="institution__area_code", institution="institution__code")
    # Of areas, those inside one's own: a county does not read the city's.
    own = Q(institution__isnull=True) & scope.filter(area="area_code")
    found = CauseReview.objects.filter((Q(institution__isnull=False) & inside) | own)
    return found.select_related("institution", "kept_by", "withdrawn_by")


def may_withdraw(user: User, review: CauseReview) -> bool:
    """Whether a reader handles requests where the review was made."""
    if review.institution is None:
        return user.scope_of(HANDLE).covers(area=review.area_code)
    return user.scope_of(HANDLE).covers(
        area=review.institution.area_code, institution=review.institution.code
    )


def _sums(found: PublicRequestQuerySet, *, first: date) -> dict[str, tuple[int, int]]:
    before, _first = quarter_of(first - timedelta(days=1))
    _same, after = quarter_of(first)
    asked = found.counted().exclude(cause="").filter(asked_on__gte=before, asked_on__lt=after)
    rows = (
        asked.order_by()
        .values("cause")
        .annotate(
            now=Count("pk", filter=Q(asked_on__gte=first)),
            earlier=Count("pk", filter=Q(asked_on__lt=first)),
        )
    )
    sums = {row["cause"]: (row["now"], row["earlier"]) for row in rows}
    return dict(sorted(sums.items(), key=lambda one: (-one[1][0], -one[1][1], one[0])))
