"""Who is where on a day: for each need who is there, until when, who next, or empty since when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, NeedQuerySet
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.web.components import Tone
from bangfu.web.scope import below
from bangfu.web.timeline import Lane, Stay

from .coverage import ALARMS, Cover, Days, State, cover, empty_stretches
from .models import Posting
from .queries import TONES, Link, link, visible_to

AHEAD = timedelta(days=ALARMS[-1])


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One need on the board.

    ``present`` counts everybody there; ``there`` and ``next`` name those whom the reader may see.
    """

    need_id: int
    host: str
    host_code: str
    area_code: str
    department: str
    role_title: str
    programme: str
    form: str
    headcount: int
    starts_on: date
    ends_before: date
    present: int
    there: tuple[Link, ...]
    next: tuple[Link, ...]
    state: State
    short_since: date | None
    gap_on: date | None
    alarm: int | None

    @property
    def tone(self) -> Tone:
        """Red where empty, amber where it soon will be."""
        tones: dict[State, Tone] = {
            State.EMPTY: "danger",
            State.SHORT: "warn",
            State.GAP: "warn",
            State.COVERED: "ok",
        }
        return tones[self.state]

    @property
    def said(self) -> str:
        """Its state in words."""
        if self.state is State.GAP:
            return _("%(days)d天内将空缺") % {"days": self.alarm or 0}
        words = {State.EMPTY: _("空缺"), State.SHORT: _("人数不足"), State.COVERED: _("在岗")}
        return words[self.state]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the needs of a board stand: each need is counted once; ``present`` counts people."""

    needs: int
    empty: int
    short: int
    gaps: dict[int, int]
    covered: int
    present: int


@dataclass(frozen=True, slots=True)
class Board:
    """A stretch of the board, what was asked of it, and the tally over all of it."""

    rows: tuple[CoverageRow, ...]
    tally: Tally
    total: int


def coverage_on(
    user: User,
    *,
    on: date,
    programme: Programme | None = None,
    area: str = "",
    states: Iterable[State] = tuple(State),
    offset: int = 0,
    limit: int | None = 100,
) -> Board:
    """The board on a day, worst first: empty, short, then by how soon a gap comes.

    Shows open needs of that day or the next 30, and withdrawn ones while somebody is still there.
    ``states`` chooses rows; the tally is always over all. Four queries, however many rows.
    """
    needs = _needs_on(user, on=on, programme=programme, area=area)
    stays = _stays(needs)
    covers: dict[int, Cover] = {}
    order: dict[int, tuple[int, date, int, int]] = {}
    asked = needs.values_list("pk", "starts_on", "ends_before", "headcount", "priority")
    for pk, starts_on, ends_before, headcount, priority in asked:
        term = Days(starts_on, ends_before)
        covers[pk] = cover(term, stays.get(pk, ()), headcount=headcount, on=on)
        order[pk] = (*_urgency(covers[pk]), priority, pk)
    wanted = set(states)
    chosen = sorted((pk for pk in covers if covers[pk].state in wanted), key=order.__getitem__)
    shown = chosen[offset : None if limit is None else offset + limit]
    return Board(
        rows=tuple(_rows(user, shown, covers, on=on)), tally=_tally(covers), total=len(chosen)
    )


def timeline(
    user: User,
    *,
    starts_on: date,
    ends_before: date,
    on: date,
    programme: Programme | None = None,
    host: Institution | None = None,
    limit: int = 100,
) -> list[Lane]:
    """Lanes for the timeline: one per need and person at a time, empty stretches in red.

    Needs with a day in the stretch, at most ``limit`` of them, by host. Three queries.
    """
    found = _reached(user).overlapping(starts_on, ends_before).filter(_still_asked(on))
    if programme is not None:
        found = found.filter(programme=programme)
    if host is not None:
        found = found.filter(host=host)
    ordered = found.select_related("host").order_by("host__area_code", "host_id", "starts_on", "pk")
    needs = list(ordered[:limit])
    everybody = _stays(Need.objects.filter(pk__in=[need.pk for need in needs]))
    seen = _seen(user, [need.pk for need in needs])
    return [
        lane
        for need in needs
        for lane in _lanes(need, seen.get(need.pk, []), everybody.get(need.pk, ()), on=on)
    ]


def _reached(user: User) -> NeedQuerySet:
    """Needs of hosts in reach, of senders in reach, and those of visible postings."""
    scope = user.scope_of("postings.view_posting")
    if scope.is_everything:
        return Need.objects.all()
    here = scope.filter(area="host__area_code", institution=("host__code", "sender__code"))
    own = visible_to(user).filter(need=OuterRef("pk"))
    return Need.objects.filter(here | Q(Exists(own)))


def _still_asked(on: date) -> Q:
    held = Posting.objects.on(on).filter(need=OuterRef("pk"))
    return Q(state=Need.State.OPEN) | Q(Exists(held))


def _needs_on(user: User, *, on: date, programme: Programme | None, area: str) -> NeedQuerySet:
    found = _reached(user).filter(
        _still_asked(on), below("host__area_code", area), ends_before__gt=on
    )
    if programme is not None:
        found = found.filter(programme=programme)
    return found.filter(starts_on__lte=on + AHEAD)


def _stays(needs: NeedQuerySet) -> dict[int, list[Days]]:
    """When anybody is there, by need; not who."""
    found: dict[int, list[Days]] = defaultdict(list)
    served = Posting.objects.filter(need__in=needs.values("pk"), ends_before__gt=F("starts_on"))
    for need, starts_on, ends_before in served.values_list("need", "starts_on", "ends_before"):
        found[need].append(Days(starts_on, ends_before))
    return found


def _seen(user: User, needs: Sequence[int]) -> dict[int, list[Posting]]:
    """The postings that the reader may see, by need, in the order they begin."""
    found: dict[int, list[Posting]] = defaultdict(list)
    served = visible_to(user).filter(need__in=needs, ends_before__gt=F("starts_on"))
    for posting in served.select_related("worker").order_by("starts_on", "pk"):
        found[posting.need_id].append(posting)
    return found


def _urgency(found: Cover) -> tuple[int, date]:
    return list(State).index(found.state), found.short_since or found.gap_on or date.max


def _rows(
    user: User, shown: Sequence[int], covers: dict[int, Cover], *, on: date
) -> Iterator[CoverageRow]:
    seen = _seen(user, shown)
    asked = Need.objects.select_related("host", "programme").filter(pk__in=shown)
    needs = {need.pk: need for need in asked}
    for pk in shown:
        need, found, postings = needs[pk], covers[pk], seen.get(pk, [])
        yield CoverageRow(
            need_id=pk,
            host=need.host.name,
            host_code=need.host.code,
            area_code=need.host.area_code,
            department=need.department_name,
            role_title=need.role_title,
            programme=str(need.programme),
            form=need.get_form_display(),
            headcount=need.headcount,
            starts_on=need.starts_on,
            ends_before=need.ends_before,
            present=found.present,
            there=tuple(link(p) for p in postings if p.starts_on <= on < p.ends_before),
            next=tuple(link(p) for p in postings if p.starts_on > on),
            state=found.state,
            short_since=found.short_since,
            gap_on=found.gap_on,
            alarm=found.alarm,
        )


def _tally(covers: dict[int, Cover]) -> Tally:
    states = Counter(found.state for found in covers.values())
    alarms = Counter(found.alarm for found in covers.values() if found.state is State.GAP)
    return Tally(
        needs=len(covers),
        empty=states[State.EMPTY],
        short=states[State.SHORT],
        gaps={days: alarms[days] for days in ALARMS},
        covered=states[State.COVERED],
        present=sum(found.present for found in covers.values()),
    )


def _lanes(
    need: Need, seen: Sequence[Posting], everybody: Sequence[Days], *, on: date
) -> Iterator[Lane]:
    """As many lanes as people at once; the stretches with nobody stand in the first."""
    lanes: list[list[Stay]] = [[]]
    for gap in empty_stretches(Days(need.starts_on, need.ends_before), everybody):
        lanes[0].append(Stay(_("空缺"), gap.starts_on, gap.ends_before, "danger"))
    for posting in seen:
        state = posting.state_on(on)
        stay = Stay(
            posting.worker.name,
            posting.starts_on,
            posting.ends_before,
            "brand" if state == Posting.State.SERVING else TONES[state],
            reverse("posting", args=[posting.pk]),
        )
        free = next((lane for lane in lanes if not _meets(lane, stay)), None)
        if free is None:
            lanes.append([stay])
        else:
            free.append(stay)
    note = " · ".join(filter(None, (need.department_name, need.role_title)))
    for lane in lanes:
        yield Lane(need.host.name, sorted(lane, key=lambda stay: stay.starts_on), note)


def _meets(lane: Iterable[Stay], stay: Stay) -> bool:
    return any(
        other.starts_on < (stay.ends_before or date.max)
        and stay.starts_on < (other.ends_before or date.max)
        for other in lane
    )
