"""What would stand on a posting's certificate today, reckoned as the passbook reckons it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from bangfu.apps.duty.models import Correction
from bangfu.apps.duty.queries.passbooks import reckoned_of
from bangfu.apps.duty.recorded import (
    Recorded,
    closed_before,
    days_of,
    definitions_of,
    recorded_of,
    reopened,
)
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days
from bangfu.core.duty.account import Status
from bangfu.core.duty.passbook import Line
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary import Form
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .printed import Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A posting's service as of a day.

    ``line`` is that of a passbook with this posting alone, nothing where it has no day. ``waiting``
    are half-days that the host may still confirm; those of a closed month wait no longer, unless a
    correction has opened them again. ``correction_open`` is whether one is asked for or under way.
    """

    line: Line | None
    served: int
    waiting: int
    correction_open: bool
    days: Days
    definition: Definition | None


def statement_of(posting: Posting, *, on: date) -> Statement:
    """The service of one posting before a day: nine queries."""
    definitions = definitions_of([posting.programme_id])
    known = recorded_of([posting], definitions=definitions)
    lines = reckoned_of(posting.worker, known, definitions, on=on).lines
    recorded = known[posting.pk]
    under_way = (Correction.State.ASKED, Correction.State.GRANTED)
    tally = recorded.account.tally()
    return Statement(
        line=lines[0] if lines else None,
        # Pairing is on no roster: what counts there is how long it lasted.
        served=tally.served if tally.expected else tally.lasting,
        waiting=_waiting(recorded, on=on),
        correction_open=posting.corrections.filter(state__in=under_way).exists(),
        days=days_of(posting),
        definition=definitions[posting.programme_id],
    )


def _waiting(one: Recorded, *, on: date) -> int:
    """Half-days that can still be confirmed: of open days, and of those opened again."""
    posting = one.posting
    closed = closed_before([posting.programme_id], on=on)[posting.programme_id]
    account = one.account
    rostered = bool(account.tally().expected)
    waits = (account.status if rostered else account.lasting) == Status.WAITING
    stay = account.stay.days
    reachable = np.zeros(len(waits), dtype=np.bool_)
    for days in (Days(min(closed, on), on), *reopened([posting.pk]).get(posting.pk, ())):
        met = days.within(stay)
        first = met.starts_on
        begin = 2 * (first - stay.starts_on).days
        reachable[begin : begin + 2 * len(met)] = True
    return int(np.count_nonzero(waits & reachable))


def printed_of(
    posting: Posting, stated: Statement, *, issuer: Institution, number: str, on: date
) -> Printed:
    """What a certificate of a posting says; ``stated.line`` is there."""
    line = stated.line
    assert line is not None  # noqa: S101 - who has served something has a line
    programme = posting.programme
    return Printed(
        title=title_of(stated.definition, DocumentKind.SERVICE_CERTIFICATE),
        number=number,
        name=posting.worker.name,
        home=posting.home.name,
        host=posting.host.name,
        department=posting.department_name,
        form=Form.of(posting.form).label,
        role=posting.role_title,
        programme=Text(zh=programme.title_zh, en=programme.title_en),
        starts_on=stated.days.starts_on,
        ends_before=stated.days.ends_before,
        half_days=line.tally.served,
        amount=str(line.amount),
        unit=line.unit.label,
        credited=str(Fraction(line.credited)),
        issuer=issuer.name,
        issued_on=on,
    )


def title_of(definition: Definition | None, kind: DocumentKind) -> Text:
    """What a programme calls a document; its usual name where the programme has no own."""
    for document in definition.documents if definition else ():
        if document.kind is kind and document.title:
            return document.title
    return kind.label
