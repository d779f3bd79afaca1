"""Cases that the record gives occasion to look at, beside what the programme provides for them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Decision, Leave, TypedException
from bangfu.apps.duty.recorded import Recorded, definitions_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.core.duty import HalfDay, leave
from bangfu.core.duty.consequences import Occasion, occasions, possible
from bangfu.core.duty.days import months_later
from bangfu.core.duty.flags import Flag
from bangfu.core.programmes import Definition
from bangfu.core.programmes.quota_rules import YearlyDays
from bangfu.core.programmes.vocabulary_review import DutyCase, DutyException, Measure
from bangfu.core.programmes.wording import listed
from bangfu.core.programmes.words import Text
from bangfu.web.components import Tone

from .oversight import reach
from .reckoning import progress_of

MONTHS_BACK = 12
AT_MOST = 200
"""Postings looked at; more would be no page any more."""
DECIDED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionRow:
    """A case to be decided: the fact, and the measures that the programme provides."""

    posting: int
    worker: str
    host: str
    programme: str
    case: DutyCase
    fact: Text
    measures: tuple[Measure, ...]

    @property
    def case_said(self) -> str:
        """The case in the reader's language."""
        return wording.called(self.case)

    @property
    def fact_said(self) -> str:
        """The fact in the reader's language."""
        return wording.said(self.fact)

    @property
    def provided(self) -> str:
        """The measures in words; empty where the programme says nothing."""
        return wording.said(listed(one.label for one in self.measures)) if self.measures else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision as host, sender and the worker read it."""

    pk: int
    posting: int
    worker: str
    host: str
    case: str
    fact: str
    upheld: bool
    tone: Tone
    measures: str
    text: str
    at: datetime


def open_occasions(user: User, *, on: date) -> list[OccasionRow]:
    """Cases in the reader's area that nobody has decided yet, by host and worker: ten queries."""
    definitions = definitions_of(
        reach(user).order_by().values_list("programme", flat=True).distinct()
    )
    found = _perhaps(reach(user), _with_yearly_days(definitions), on=on)
    decided = {
        (row.posting_id, row.case, row.fact)
        for row in Decision.objects.filter(
            posting__in=[0, *(one.pk for one in found)], withdrawn_at__isnull=True
        )
    }
    rows = _rows(found, definitions, on=on)
    return [row for row in rows if (row.posting, row.case.value, row.fact.zh) not in decided]


def decisions(found: QuerySet[Decision]) -> list[DecisionRow]:
    """Standing decisions as pages show them, the latest first: one query."""
    standing = found.filter(withdrawn_at__isnull=True)
    rows = standing.select_related("posting__worker", "posting__host")
    return [_decision(row) for row in rows.order_by("-decided_at", "-pk")[:DECIDED]]


def decisions_seen(user: User) -> QuerySet[Decision]:
    """Decisions about postings that the reader watches over."""
    return Decision.objects.filter(posting__in=reach(user).order_by())


def decisions_about(postings: Iterable[Posting]) -> list[DecisionRow]:
    """Standing decisions about some postings."""
    return decisions(Decision.objects.filter(posting__in=[one.pk for one in postings]))


def _perhaps(there: PostingQuerySet, yearly: Collection[int], *, on: date) -> list[Posting]:
    """Postings with an absence, leave not reported back from in time, or a year to be served."""
    since = HalfDay(months_later(on, -MONTHS_BACK)).slot
    of_posting = {"posting": OuterRef("pk"), "ends_slot__gt": since}
    absent = TypedException.objects.standing().filter(
        exception=DutyException.ABSENCE.value, **of_posting
    )
    over = Q(state=Leave.State.APPROVED, ends_slot__lte=HalfDay(on).slot)
    late = Q(state=Leave.State.RETURNED, returned_slot__gt=F("ends_slot"))
    leaves = Leave.objects.filter(over | late, **of_posting)
    found = there.filter(ends_before__gt=months_later(on, -MONTHS_BACK))
    chosen = found.filter(Q(Exists(absent)) | Q(Exists(leaves)) | Q(programme__in=yearly))
    full = chosen.select_related("worker__home", "home", "host", "programme", "need", "roster")
    return list(full.order_by("host__name_pinyin", "worker__name_pinyin", "pk")[:AT_MOST])


def _with_yearly_days(definitions: Mapping[int, Definition | None]) -> list[int]:
    """Programmes whose people owe days each year."""
    return [
        key
        for key, definition in definitions.items()
        if definition and definition.dispatch
        if any(isinstance(rule, YearlyDays) for rule in definition.dispatch.rules)
    ]


def _rows(
    found: Sequence[Posting], definitions: Mapping[int, Definition | None], *, on: date
) -> Iterator[OccasionRow]:
    known = recorded_of(found, definitions=definitions, joined=True)
    progress = progress_of(known, definitions, on=on)
    for posting in found:
        one = known[posting.pk]
        seen = list(
            occasions(
                one.account.tally(),
                flags=_leave_flags(one, on=on),
                progress=progress.get(posting.pk, ()),
                until=on,
            )
        )
        yield from _provided(posting, one, seen)


def _provided(posting: Posting, one: Recorded, seen: Iterable[Occasion]) -> Iterator[OccasionRow]:
    for occasion in seen:
        measures = [
            measure
            for found in possible([occasion], one.rules)
            for measure in found.consequence.measures
        ]
        yield OccasionRow(
            posting=posting.pk,
            worker=posting.worker.name,
            host=posting.host.name,
            programme=str(posting.programme),
            case=occasion.case,
            fact=occasion.fact,
            measures=tuple(dict.fromkeys(measures)),
        )


def _leave_flags(one: Recorded, *, on: date) -> Iterator[Flag]:
    for value in one.leaves:
        if flag := leave.overdue(one.stay.key, value, on=on):
            yield flag


def _decision(row: Decision) -> DecisionRow:
    measures = [Measure.of(code) for code in row.measures]
    return DecisionRow(
        pk=row.pk,
        posting=row.posting_id,
        worker=row.posting.worker.name,
        host=row.posting.host.name,
        case=wording.called(DutyCase.of(row.case)),
        fact=row.fact,
        upheld=row.upheld,
        tone="warn" if row.upheld else "ok",
        measures=wording.said(listed(one.label for one in measures)) if measures else "",
        text=row.text,
        at=row.decided_at,
    )
