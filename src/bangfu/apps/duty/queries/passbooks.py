"""The service passbook of one person: what was served, what is asked, what is still to go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Correction
from bangfu.apps.duty.recorded import Recorded, definitions_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.programmes.models import Party
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty import (
    Passbook,
    Person,
    Presences,
    Progress,
    Service,
    ServiceRules,
    passbook_of,
    settings,
    title_rules,
    working_days,
)
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary import Form, Place
from bangfu.core.programmes.wording import counted, figure
from bangfu.core.programmes.words import Text
from bangfu.web.components import Tone
from bangfu.web.wording import in_english, number, span

from .leaves import LeaveRow, leave_row

CORRECTION_TONES: dict[str, Tone] = {
    "asked": "warn",
    "granted": "info",
    "refused": "neutral",
    "done": "ok",
}
COUNTY_DISTRICTS_FROM = 21
"""From this number on the last two digits of a county-level code name a county or its city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """One requirement: the sentence, and how far it is as whole numbers for a bar."""

    what: str
    sentence: str
    needed: int
    have: int
    tone: Tone
    state: str
    parts: tuple["ProgressRow", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """Service in one programme, at one host, in one form."""

    programme: str
    host: str
    form: str
    days: tuple[str, ...]
    amount: str
    credited: str
    expected: str
    served: str
    excused: str
    absent: str
    waiting: str
    not_designated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRow:
    """A posting of the passbook that leave can be asked from, or a correction asked for."""

    posting: int
    host: str
    programme: str
    days: str
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A request for a correction in a list."""

    pk: int
    worker: str
    host: str
    days: str
    what: str
    answer: str
    state: str
    tone: Tone
    may_finish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassbookShown:
    """A passbook as its page shows it; figures are words already."""

    worker: str
    home: str
    credited: str
    served: str
    waiting: str
    lines: tuple[LineRow, ...]
    asked: tuple[tuple[str, tuple[ProgressRow, ...], tuple[str, ...]], ...]
    titles: tuple[ProgressRow, ...]
    stays: tuple[StayRow, ...]
    leaves: tuple[LeaveRow, ...]
    provisional: str


def passbook(worker: Worker, postings: PostingQuerySet, *, on: date) -> PassbookShown:
    """What a person has served in some postings before a day: eight queries for any number."""
    found = list(
        postings.filter(worker=worker, ends_before__gt=F("starts_on"))
        .select_related("worker", "home", "host", "programme", "need")
        .order_by("starts_on", "pk")
    )
    definitions = definitions_of(posting.programme_id for posting in found)
    known = recorded_of(found, definitions=definitions)
    reckoned = reckoned_of(worker, known, definitions, on=on)
    names = {posting.host.code: posting.host.name for posting in found}
    titles = {posting.programme.code: str(posting.programme) for posting in found}
    return PassbookShown(
        worker=worker.name,
        home=worker.home.name,
        credited=_days(sum((line.credited for line in reckoned.lines), Fraction(0))),
        served=_halves(sum(line.tally.served for line in reckoned.lines)),
        waiting=_halves(sum(line.tally.waiting for line in reckoned.lines)),
        lines=tuple(_lines(reckoned, titles, names)),
        asked=tuple(
            (titles[code], tuple(map(_progress, asked)), tuple(_presences(reckoned, code)))
            for code, asked in reckoned.requirements.items()
            if asked or reckoned.presences.get(code)
        ),
        titles=tuple(map(_progress, reckoned.titles)),
        stays=tuple(_stay(posting, on=on) for posting in reversed(found)),
        leaves=tuple(_leaves(known.values(), on=on)),
        provisional=_provisional(known.values()),
    )


def _leaves(known: Iterable[Recorded], *, on: date) -> Iterable[LeaveRow]:
    """Every leave of the person, the latest first."""
    rows = [(row, one.posting) for one in known for row in one.leave_rows]
    for row, posting in sorted(rows, key=lambda pair: -pair[0].starts_slot):
        yield leave_row(row, posting, on=on)


def correction_rows(found: QuerySet[Correction], *, finishing: bool = False) -> list[CorrectionRow]:
    """Requests for corrections in the order given: one query."""
    return [
        CorrectionRow(
            pk=row.pk,
            worker=row.posting.worker.name,
            host=row.posting.host.name,
            days=span(row.starts_on, row.ends_before),
            what=row.what,
            answer=row.answer,
            state=row.get_state_display(),
            tone=CORRECTION_TONES[row.state],
            may_finish=finishing and row.state == Correction.State.GRANTED,
        )
        for row in found.select_related("posting__worker", "posting__host")
    ]


def places_of(host: Institution) -> frozenset[Place]:
    """The classes of place that rules distinguish; poor counties are not on record."""
    found: set[Place] = set()
    if host.category == Institution.Category.TOWNSHIP_HOSPITAL:
        found |= {Place.TOWNSHIP_HOSPITAL, Place.COUNTY_OR_BELOW}
    elif host.category == Institution.Category.COMMUNITY_HEALTH_CENTRE:
        found |= {Place.COMMUNITY_HEALTH_CENTRE, Place.COUNTY_OR_BELOW}
    elif _in_a_county(host.area_code):
        found |= {Place.COUNTY_HOSPITAL, Place.COUNTY_OR_BELOW}
    return frozenset(found)


def _in_a_county(area: str) -> bool:
    return len(area) >= 6 and int(area[4:6]) >= COUNTY_DISTRICTS_FROM


def reckoned_of(
    worker: Worker,
    known: Mapping[int, Recorded],
    definitions: Mapping[int, Definition | None],
    *,
    on: date,
) -> Passbook:
    """A person's passbook of some postings, as the core reckons it: one query, of their parties."""
    held = settings.shipped()
    postings = [one.posting for one in known.values()]
    parties = _parties(postings)
    rules = {
        posting.programme.code: ServiceRules(
            definition=definitions[posting.programme_id] or _unstated(posting), settings=held
        )
        for posting in postings
    }
    return passbook_of(
        [_service(one, parties) for one in known.values()],
        rules=rules,
        titles=title_rules.shipped(),
        area=worker.home.area_code,
        person=Person(age=_age(worker.birth_date, on)),
        until=on,
        calendar=working_days.shipped(),
        settings=held,
    )


def _unstated(posting: Posting) -> Definition:
    """A programme without an edition asks for nothing."""
    return Definition(
        code=posting.programme.code,
        edition=1,
        area=posting.programme.area_code,
        title=Text(zh=posting.programme.title_zh),
    )


def _service(one: Recorded, parties: Mapping[tuple[int, int], frozenset[str]]) -> Service:
    posting = one.posting
    host_parties = parties.get((posting.programme_id, posting.host_id), frozenset())
    return Service(
        account=one.account,
        programme=posting.programme.code,
        host=posting.host.code,
        form=Form.of(posting.form),
        places=places_of(posting.host),
        post=posting.need.post_group,
        sender_parties=parties.get((posting.programme_id, posting.home_id), frozenset()),
        host_parties=host_parties,
        designated=bool(host_parties),
    )


def _parties(postings: Sequence[Posting]) -> dict[tuple[int, int], frozenset[str]]:
    """The codes of the parties that hosts and senders are in their programmes."""
    places = {posting.host_id for posting in postings} | {posting.home_id for posting in postings}
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Party.objects.filter(
        programme__in={posting.programme_id for posting in postings}, institution__in=places
    )
    for programme, institution, code in rows.values_list(
        "programme_id", "institution_id", "party_code"
    ):
        found[programme, institution].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _age(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _lines(
    reckoned: Passbook, titles: Mapping[str, str], names: Mapping[str, str]
) -> Iterable[LineRow]:
    for line in reckoned.lines:
        shown = figure(float(line.amount))
        yield LineRow(
            programme=titles[line.programme],
            host=names[line.host],
            form=wording.called(line.form),
            days=tuple(span(days.starts_on, days.ends_before) for days in line.days),
            amount=(
                counted(float(line.amount), line.unit.en)
                if in_english()
                else f"{shown}{line.unit.zh}"
            ),
            credited=_days(line.credited),
            expected=_halves(line.tally.expected),
            served=_halves(line.tally.served),
            excused=_halves(line.tally.excused),
            absent=_halves(line.tally.absent),
            waiting=_halves(line.tally.waiting),
            not_designated=line.not_designated,
        )


def _progress(one: Progress) -> ProgressRow:
    tone: Tone = "neutral" if one.exempt else "ok" if one.met else "brand"
    state = _("免予") if one.exempt else _("已满足") if one.met else _("未满足")
    return ProgressRow(
        what=wording.said(one.what),
        sentence=wording.said(one.sentence),
        needed=max(1, int(one.needed)),
        have=int(min(one.have, one.needed)),
        tone=tone,
        state=state,
        parts=tuple(map(_progress, one.parts)),
    )


def _presences(reckoned: Passbook, code: str) -> Iterable[str]:
    for one in reckoned.presences.get(code, ()):
        yield _presence(one)


def _presence(one: Presences) -> str:
    if not one.looked_at:
        return _("在岗频次：尚无完整确认的周期。")
    if not one.short:
        return _("在岗频次：已确认的%(all)s个周期全部达到要求。") % {"all": one.looked_at}
    first = one.short[0].days
    return _("在岗频次：已确认的%(all)s个周期中有%(short)s个未达到要求，最早为%(first)s。") % {
        "all": one.looked_at,
        "short": len(one.short),
        "first": span(first.starts_on, first.ends_before),
    }


def _stay(posting: Posting, *, on: date) -> StayRow:
    return StayRow(
        posting=posting.pk,
        host=posting.host.name,
        programme=str(posting.programme),
        days=span(posting.starts_on, posting.ends_before),
        running=posting.ends_before > on,
    )


def _provisional(known: Iterable[Recorded]) -> str:
    for one in known:
        if found := working_days.shipped().provisional(one.stay.days):
            return wording.in_own_language(found)
    return ""


def _days(value: Fraction) -> str:
    return number(float(value), 0 if value.denominator == 1 else 1)


def _halves(half_days: int) -> str:
    return number(half_days / 2, half_days % 2)
