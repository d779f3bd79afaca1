"""What the ledger may be narrowed by, told so that the databases find the rows by an index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Length

from bangfu.apps.activities.models import Activity, ActivityQuerySet
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution, Worker
from bangfu.apps.registry.queries.words import by_spelling, spelt
from bangfu.core.programmes import shipped_kinds
from bangfu.web.wording import in_own_language

from .reach import Reach

NAMES = 20
"""So many institutions or people of a name are looked up, the shortest names first."""

STANDING = "standing"
"""A filter of states: whatever counts, confirmed or not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the ledger is narrowed by; what is empty narrows nothing.

    ``giver``, ``host`` and ``place`` (either of them) are institutions' codes, ``giver_of`` and
    ``host_of`` codes of the programme's parties with commas between, whose institutions are meant.
    ``worker`` is a row's number, ``state`` a state, or ``standing`` for what counts.
    """

    words: str = ""
    programme: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    giver: str = ""
    host: str = ""
    giver_of: str = ""
    host_of: str = ""
    place: str = ""
    posts: str = ""
    worker: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointerFilter:
    """What the pointers are narrowed by; ``words`` name an institution."""

    words: str = ""
    programme: str = ""
    kind: str = ""


NO_FILTER = PointerFilter()


def narrowed_by_figure(by: LedgerFilter) -> list[str]:
    """What a filter holds that the form does not show: places and people a figure came from."""
    codes = [code for code in (by.giver, by.host, by.place) if code]
    names = list(Institution.objects.filter(code__in=codes).values_list("name", flat=True))
    names += _parties_named(by)
    if by.worker:
        names += Worker.objects.filter(pk=by.worker).values_list("name", flat=True)
    return names


def _parties_named(by: LedgerFilter) -> list[str]:
    codes = [code for codes in (by.giver_of, by.host_of) for code in codes.split(",") if code]
    found = Programme.objects.filter(code=by.programme).first() if codes else None
    parties = definition_of(found).parties if found else None
    members = [parties.by_code(code) for code in codes] if parties else []
    return [in_own_language(party.title) for party in members if party]


def narrowed(reach: Reach, by: LedgerFilter) -> Reach:
    """The entries a filter leaves, and whether they are those of a few places or people."""
    found = reach.entries
    places = list(_at_places(by))
    if by.words:
        places.append(_meant(by.words))
    if by.worker:
        places.append(_took_part([by.worker]))
    for condition in (*places, *_of_parties(by)):
        found = found.filter(condition)
    if by.since:
        found = found.filter(happened_on__gte=by.since)
    if by.until:
        found = found.filter(happened_on__lte=by.until)
    of_few = reach.of_few or bool(places)
    return Reach(_of_sort(found, by, unindexed=of_few), of_few)


def _of_sort(found: ActivityQuerySet, by: LedgerFilter, *, unindexed: bool) -> ActivityQuerySet:
    """Of a programme, kind, state and post group.

    ``unindexed`` asks for them as expressions that no index holds: where the entries of a few
    places are gathered, the index of a kind would lead to a hundred times as many.
    """
    asked: dict[str, object] = {}
    if by.programme:
        programmes = Programme.objects.filter(code=by.programme).values_list("pk", flat=True)
        asked["programme_id"] = programmes.first() or 0
    if by.kind:
        asked["kind"] = by.kind
    if by.posts:
        asked["posts"] = by.posts
    if by.state == STANDING:
        found = found.counted()
    elif by.state:
        asked["state"] = by.state
    for name, value in asked.items():
        if unindexed:
            found = found.alias(**{f"said_{name}": Coalesce(name, name)})
        found = found.filter(**{f"said_{name}" if unindexed else name: value})
    return found


def _at_places(by: LedgerFilter) -> Iterator[Q]:
    for side, code in (("giver", by.giver), ("host", by.host)):
        if code:
            yield Q(**{f"{side}__in": _ids(Institution.objects.filter(code=code))})
    if by.place:
        yield _either(_ids(Institution.objects.filter(code=by.place)))


def _of_parties(by: LedgerFilter) -> Iterator[Q]:
    for side, codes in (("giver", by.giver_of), ("host", by.host_of)):
        if codes:
            meant = Party.objects.filter(
                programme__code=by.programme, party_code__in=codes.split(",")
            )
            yield Q(**{f"{side}__in": list(meant.values_list("institution", flat=True))})


def _meant(words: str) -> Q:
    """Entries whose institutions, people or kind the words name.

    Names are looked up first, so that the ledger is asked for numbers it has an index on.
    """
    letters = spelt(words)
    named = Q(name__icontains=words) | (by_spelling(letters) if letters else Q(pk__in=[]))
    found = Q(kind__in=[kind.code for kind in shipped_kinds().values() if words in kind.title.zh])
    if places := _ids(_shortest(Institution.objects.filter(named))):
        found |= _either(places)
    if people := _ids(_shortest(Worker.objects.filter(named))):
        found |= _took_part(people)
    return found


def _shortest(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.order_by(Length("name"), "pk")[:NAMES]


def _either(places: Sequence[int]) -> Q:
    return Q(giver__in=places) | Q(host__in=places)


def _took_part(people: Sequence[int]) -> Q:
    took_part = Activity.objects.filter(participants__worker__in=people).values("pk")
    return Q(pk__in=took_part) | Q(posting__worker__in=people)


def _ids(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))
