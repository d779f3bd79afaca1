"""The service passbook of one person: what was served, what is asked, what is still to go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Correction, Decision
from bangfu.apps.duty.recorded import Recorded, definitions_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import (
    Passbook,
    Presences,
    Progress,
    working_days,
)
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.programmes.wording import counted, figure
from bangfu.web.components import Tone
from bangfu.web.wording import in_english, in_own_language, number, span

from .leaves import LeaveRow, leave_row
from .occasions import DecisionRow, decisions_about
from .reckoning import earlier_service
from .reckoning import reckoned_of as reckoned_of  # said again: certificates read it here

CORRECTION_TONES: dict[str, Tone] = {
    "asked": "warn",
    "granted": "info",
    "refused": "neutral",
    "done": "ok",
}


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


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """Years served before this system, with the document that proves them."""

    pk: int
    place: str
    years: int
    proof: str


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
    earlier: tuple[EarlierRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()


def passbook(worker: Worker, postings: PostingQuerySet, *, on: date) -> PassbookShown:
    """What a person has served in some postings before a day: eight queries for any number."""
    found = list(
        postings.filter(worker=worker, ends_before__gt=F("starts_on"))
        .annotate(decided=Exists(Decision.objects.filter(posting=OuterRef("pk"))))
        .select_related("worker", "home", "host", "programme", "need", "roster")
        .order_by("starts_on", "pk")
    )
    definitions = definitions_of(posting.programme_id for posting in found)
    known = recorded_of(found, definitions=definitions, joined=True)
    earlier = earlier_service(worker)
    reckoned = reckoned_of(worker, known, definitions, on=on, earlier=earlier)
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
        earlier=tuple(
            EarlierRow(row.pk, wording.called(Place.of(row.place)), row.years, row.proof)
            for row in earlier
        ),
        decisions=tuple(decisions_about(found)) if any(vars(p)["decided"] for p in found) else (),
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
            return in_own_language(found)
    return ""


def _days(value: Fraction) -> str:
    return number(float(value), 0 if value.denominator == 1 else 1)


def _halves(half_days: int) -> str:
    return number(half_days / 2, half_days % 2)
