"""What in the ledger is worth a question: likely doubles, and figures copied month after month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, MonthSum, Resemblance
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import month_of, repeated
from bangfu.core.activities.resemblance import MONTHS_ALIKE, TELLING
from bangfu.core.programmes import shipped_kinds
from bangfu.web.wording import in_own_language

from .amounts import amount_in_words
from .ledger import Row, row_of
from .reach import CLOSE, VIEW, correctable_by, visible_to
from .single import entered_by

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Double:
    """Two entries that may tell of one activity, and whether the reader may settle it."""

    resemblance: int
    first: Row
    first_entered_by: str
    second: Row
    second_entered_by: str
    may_settle: bool
    opens: frozenset[int]
    """Which of the two the reader may open."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another entry that may tell of the same activity."""

    resemblance: int
    row: Row
    found: str
    entered_by: str
    may_settle: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """A place whose figures of a kind are the same for months in a row."""

    giver: str
    host: str
    giver_code: str
    host_code: str
    programme: str
    kind: str
    kind_title: str
    months: tuple[date, ...]
    figures: str

    @property
    def until(self) -> date:
        """The last day of the last month, for the list that is opened."""
        last = self.months[-1]
        following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


def open_doubles(user: User) -> list[Double]:
    """Likely doubles of which the reader sees an entry, the latest first; in a few queries."""
    seen = visible_to(user).order_by()
    pairs = Resemblance.objects.filter(
        Q(first__in=seen) | Q(second__in=seen), found=Resemblance.Found.OPEN
    )
    parts = [f"{side}__{name}" for side in ("first", "second") for name in PARTS]
    many = [
        f"{side}__{name}" for side in ("first", "second") for name in ("figures", "participants")
    ]
    rows = list(pairs.select_related(*parts).prefetch_related(*many).order_by("-pk")[:SHOWN])
    mine, opens = _settled_by(user, rows), _opened_by(user, rows)
    return [
        Double(
            row.pk,
            row_of(row.first),
            entered_by(row.first),
            row_of(row.second),
            entered_by(row.second),
            row.pk in mine,
            opens & {row.first_id, row.second_id},
        )
        for row in rows
    ]


def alike_to(user: User, activity: Activity) -> list[Alike]:
    """Entries that may tell of the same activity, also those of the other institution."""
    pairs = Resemblance.objects.filter(Q(first=activity) | Q(second=activity))
    both = [f"{side}__{name}" for side in ("first", "second") for name in PARTS]
    rows = list(pairs.select_related(*both).order_by("pk"))
    mine, opens = _settled_by(user, rows), _opened_by(user, rows)
    found = []
    for pair in rows:
        other = pair.second if pair.first_id == activity.pk else pair.first
        found.append(
            Alike(
                resemblance=pair.pk,
                row=row_of(other),
                found=str(pair.get_found_display()),
                entered_by=entered_by(other),
                may_settle=pair.pk in mine,
                opens=other.pk in opens,
            )
        )
    return found


def _settled_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    found = settleable_by(user).filter(pk__in=[pair.pk for pair in pairs])
    return frozenset(found.values_list("pk", flat=True))


def _opened_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    ends = {end for pair in pairs for end in (pair.first_id, pair.second_id)}
    found = visible_to(user).order_by().filter(pk__in=ends)
    return frozenset(found.values_list("pk", flat=True))


PARTS = ("programme", "giver", "host")


def settleable_by(user: User) -> QuerySet[Resemblance]:
    """Pairs the reader may settle: one side's own entry, or as the authority above both."""
    own = correctable_by(user).order_by()
    above = Activity.objects.filter(
        user.scope_of(CLOSE).filter(area=("host__area_code", "giver__area_code"))
    )
    return Resemblance.objects.filter(
        Q(first__in=own) | Q(second__in=own) | Q(first__in=above.order_by()),
        found=Resemblance.Found.OPEN,
    )


def copied(user: User, *, on: date) -> list[Copied]:
    """Places that report the very same figures for months in a row, up to the last full month.

    The database finds whose last months agree; how long a run is, is then told from their sums.
    """
    last = _before(month_of(on))
    agreeing = _agreeing(user, last)
    if not agreeing:
        return []
    wanted = Q()
    for programme, giver, host, kind in agreeing:
        wanted |= Q(programme=programme, giver=giver, host=host, indicator__startswith=f"{kind}.")
    sums = MonthSum.objects.filter(wanted, month__gte=last.replace(year=last.year - 1))
    places: dict[tuple[int, int, int | None, str], dict[date, dict[str, Decimal]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in sums.filter(month__lte=last):
        kind = row.indicator.partition(".")[0]
        month = places[(row.programme_id, row.giver_id, row.host_id, kind)][row.month]
        month[row.indicator] = month.get(row.indicator, Decimal(0)) + row.confirmed + row.waiting
    return _told(places, last)


def _agreeing(user: User, last: date) -> list[tuple[int, int, int | None, str]]:
    scope = user.scope_of(VIEW).filter(
        area=("host__area_code", "giver__area_code"), institution=("host__code", "giver__code")
    )
    found = MonthSum.objects.filter(scope, month=last, confirmed__gte=0).annotate(
        amount=F("confirmed") + F("waiting")
    )
    month = last
    for _number in range(MONTHS_ALIKE - 1):
        month = _before(month)
        earlier = MonthSum.objects.filter(
            programme=OuterRef("programme"),
            giver=OuterRef("giver"),
            host=OuterRef("host"),
            posts=OuterRef("posts"),
            indicator=OuterRef("indicator"),
            month=month,
        ).annotate(amount=F("confirmed") + F("waiting"))
        found = found.filter(Exists(earlier.filter(amount=OuterRef("amount"))))
    telling = found.filter(amount__gte=TELLING).order_by("giver", "host", "indicator")
    rows = telling.values_list("programme", "giver", "host", "indicator")[:SHOWN]
    return sorted(
        {(one, giver, host, code.partition(".")[0]) for one, giver, host, code in rows},
        key=lambda place: (place[1], place[2] or 0, place[3]),
    )


def _told(
    places: Mapping[tuple[int, int, int | None, str], Mapping[date, Mapping[str, Decimal]]],
    last: date,
) -> list[Copied]:
    every = {place for _one, giver, host, _kind in places for place in (giver, host) if place}
    names = Institution.objects.in_bulk(every)
    programmes = Programme.objects.in_bulk({key[0] for key in places})
    found = []
    for (programme, giver, host, kind), by_month in places.items():
        described = shipped_kinds().get(kind)
        runs = [run for run in repeated(by_month) if run.months[-1] == last]
        if described is None or not runs:
            continue
        run = runs[0]
        figures = [
            amount_in_words(run.figures[code], measured.unit)
            for measured in described.measures
            if (code := described.indicator(measured)) in run.figures
        ]
        found.append(
            Copied(
                giver=names[giver].name,
                host=names[host].name if host else "",
                giver_code=names[giver].code,
                host_code=names[host].code if host else "",
                programme=programmes[programme].code,
                kind=kind,
                kind_title=in_own_language(described.title),
                months=run.months,
                figures="、".join(figures),
            )
        )
    return sorted(found, key=lambda each: (-len(each.months), each.giver, each.host))


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
