"""Between whom work is entered, who may have taken part, and what is entered most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.apps.registry.queries.words import by_spelling, spelt
from bangfu.core.activities import Side
from bangfu.core.programmes import ActivityKind
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.scope import Scope

from .grounds import ALONE, LATE, Ground, parties_lately

LISTED = 60
"""So many institutions are listed to choose from; of more, those that a word names."""
PEOPLE = 200
"""So many people are offered as taking part: a medical group's host had 71 of one programme."""
LOOKED_BACK = 60
"""So many of the latest entries say which kinds are entered most."""
OFTEN = 4
"""So many kinds stand first; a phone shows them without scrolling."""

Institutions = QuerySet[Institution]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Everything an entry needs to know that nobody types: programme, giver, host, posting."""

    ground: Ground
    giver: Institution
    host: Institution | None

    @property
    def place(self) -> Institution:
        """Where it is done, as far as anybody knows beforehand."""
        return self.host or self.giver

    @property
    def query(self) -> str:
        """What follows the question mark of an address that means this place."""
        ends = {"host": self.host.code if self.host else "", "giver": self.giver.code}
        chosen = {} if self.ground.posting else ends
        return urlencode({"at": self.ground.code, **{k: v for k, v in chosen.items() if v}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be chosen before an entry can begin; ``more`` where a word has to narrow it."""

    asks: Literal["giver", "host"]
    ground: Ground
    host: Institution | None
    places: tuple[Institution, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address says about the place: codes, and a word to find an institution by."""

    at: str = ""
    giver: str = ""
    host: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may have taken part."""

    worker: Worker
    is_there: bool
    is_reader: bool


def place_in(ground: Ground, asked: Asked, *, on: date) -> Where | Choice | None:
    """Between whom: asked only where there are several; nothing for what is out of reach."""
    if ground.posting is not None:
        return Where(ground=ground, giver=ground.posting.home, host=ground.posting.host)
    if ground.role in ALONE and ground.institution is not None:
        return Where(ground=ground, giver=ground.institution, host=None)
    host = ground.institution if ground.role is PartyRole.HOST else None
    if host is None:
        hosts = _hosts(ground, on=on)
        found = _picked(hosts, asked.host)
        if len(found) > 1:
            return _choice("host", ground, None, hosts, asked)
        if not found and (asked.host or ground.role is PartyRole.SENDER):
            return None
        host = found[0] if found else None
    return _given(ground, host, asked, on=on)


def _given(
    ground: Ground, host: Institution | None, asked: Asked, *, on: date
) -> Where | Choice | None:
    if ground.role is PartyRole.SENDER and ground.institution is not None:
        return Where(ground=ground, giver=ground.institution, host=host)
    givers = _givers(ground, host, on=on)
    found = _picked(givers, asked.giver)
    if len(found) > 1:
        return _choice("giver", ground, host, givers, asked)
    return Where(ground=ground, giver=found[0], host=host) if found else None


def people_at(user: User, where: Where, *, on: date) -> list[Person]:
    """Who may have taken part: those the giver has, or lately had, posted at the host."""
    if where.host is None:
        return []
    posted = Posting.objects.filter(
        programme=where.ground.programme, host=where.host, home=where.giver
    )
    rows = posted.overlapping(on - LATE, on + timedelta(days=1)).select_related("worker")
    found: dict[int, Person] = {}
    for row in rows.order_by("-ends_before", "worker__name_pinyin", "pk"):
        reader = row.worker.account_id == user.pk
        found.setdefault(row.worker_id, Person(row.worker, row.ends_before > on, reader))
    # The reader first: the chip that stands ticked.
    return sorted(found.values(), key=lambda person: not person.is_reader)[:PEOPLE]


def often_entered(user: User, where: Where) -> list[str]:
    """The kinds entered most, by the account itself, else for the place: one or two queries."""
    latest = Activity.objects.order_by("-pk").values_list("kind", flat=True)
    kinds = list(latest.filter(recorded_by=user)[:LOOKED_BACK])
    if not kinds:
        side = {"host": where.host} if where.host else {"giver": where.giver}
        recent = Activity.objects.filter(**side).order_by("-happened_on", "-pk")
        kinds = list(recent.values_list("kind", flat=True)[:LOOKED_BACK])
    kept = {kind.code for kind in where.ground.kinds}
    counted = Counter(kind for kind in kinds if kind in kept)
    return [kind for kind, _times in counted.most_common(OFTEN)]


def where_of(activity: Activity, kind: ActivityKind) -> Where:
    """The place an entry was made in, for its correction."""
    ground = Ground(
        code="",
        programme=activity.programme,
        kinds=(kind,),
        side=Side.of(activity.entered_by),
        posting=activity.posting,
    )
    return Where(ground=ground, giver=activity.giver, host=activity.host)


def drafts_of(user: User) -> QuerySet[Draft]:
    """The account's own drafts: nobody sees those of others."""
    return Draft.objects.filter(saved_by=user)


def _taking_part(programme: Programme, roles: Sequence[PartyRole], *, on: date) -> Institutions:
    rows = parties_lately(on=on).filter(
        programme=programme, role__in=[role.value for role in roles]
    )
    return Institution.objects.filter(pk__in=rows.values("institution"))


def _hosts(ground: Ground, *, on: date) -> Institutions:
    """Hosts that the ground may name: those tied to the sender, or those of the area."""
    every = _taking_part(ground.programme, [PartyRole.HOST], on=on)
    if ground.institution is not None:
        every = every.exclude(pk=ground.institution.pk)
        tied = _tied(ground.programme, "sender", "home", ground.institution, "host", on=on)
        return tied if tied.exists() else every
    inside = every.filter(Scope(areas=ground.areas).filter(area="area_code"))
    return inside if inside.exists() else every


def _givers(ground: Ground, host: Institution | None, *, on: date) -> Institutions:
    """Who may have given: those tied to the host, or who takes part by itself."""
    within = Scope(areas=ground.areas)
    if host is None:
        alone = _taking_part(ground.programme, [*ALONE, PartyRole.SENDER], on=on)
        return alone.filter(within.filter(area="area_code"))
    tied = _tied(ground.programme, "host", "host", host, "sender", on=on)
    found = tied if tied.exists() else _taking_part(ground.programme, [PartyRole.SENDER], on=on)
    found = found.exclude(pk=host.pk)  # who sends and receives in one programme never helps itself
    if ground.institution is not None or within.covers(area=host.area_code):
        return found
    return found.filter(within.filter(area="area_code"))


def _tied(
    programme: Programme, paired: str, posted: str, to: Institution, other: str, *, on: date
) -> Institutions:
    """Institutions on the other side of a pairing or of postings with one, lately or now."""
    soon = on + timedelta(days=1)
    pairings = Pairing.objects.filter(programme=programme, **{paired: to})
    postings = Posting.objects.filter(programme=programme, **{posted: to})
    partner = "home" if other == "sender" else "host"
    return Institution.objects.filter(
        Q(pk__in=pairings.overlapping(on - LATE, soon).values(other))
        | Q(pk__in=postings.overlapping(on - LATE, soon).values(partner))
    )


def _picked(found: Institutions, code: str) -> list[Institution]:
    """The one a code names, the only one there is, or two to tell that there are several."""
    return list(found.filter(code=code)[:1] if code else found.order_by("pk")[:2])


def _choice(
    asks: Literal["giver", "host"],
    ground: Ground,
    host: Institution | None,
    found: Institutions,
    asked: Asked,
) -> Choice:
    if asked.words:
        letters = spelt(asked.words)
        named = Q(name__icontains=asked.words) | Q(short_name__icontains=asked.words)
        found = found.filter(named | by_spelling(letters) if letters else named)
    rows = list(found.order_by("name_pinyin", "pk")[: LISTED + 1])
    return Choice(
        asks=asks, ground=ground, host=host, places=tuple(rows[:LISTED]), more=len(rows) > LISTED
    )
