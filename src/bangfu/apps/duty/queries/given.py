"""What a sender owes its programmes and what it gave: people, months, days and sessions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.recorded import Recorded, definitions_of, recorded_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party
from bangfu.core.duty import Days, Tally
from bangfu.core.duty.commitments import Commitment, Sender, Sent, commitments, given_months
from bangfu.core.duty.days import year_of
from bangfu.core.programmes import Definition
from bangfu.web.components import Tone

from .reach import sent_by

MOST = 1000
"""Postings of a sender that are reckoned for one page, those that began last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """One figure that a programme asks of the sender."""

    what: str
    needed: int
    given: int
    unit: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """What one sender gave to one programme: today, this year, and what is asked of it.

    ``served`` are confirmed working days of the year, of which ``sessions`` half-days in clinics
    are told apart; ``months`` whole months of people away this year.
    """

    programme: str
    code: str
    home: str
    out_now: int
    hosts: int
    this_year: int
    served: float
    sessions: int
    waiting: float
    months: int
    owed: tuple[OwedRow, ...]


def given_rows(user: User, *, on: date) -> list[GivenRow]:
    """What the reader's units gave and owe, by programme: seven queries."""
    rows = (
        sent_by(user)
        .filter(ends_before__gt=F("starts_on"))
        .select_related("programme", "home", "need", "roster")
        .order_by("-starts_on", "pk")
    )
    found = list(rows[:MOST])
    definitions = definitions_of({posting.programme_id for posting in found})
    year = year_of(on)
    this_year = [one for one in found if _days(one).meets(year)]
    known = recorded_of(this_year, definitions=definitions, within=year, joined=True)
    parties = _parties(found)
    together: dict[tuple[int, int], list[Posting]] = defaultdict(list)
    for posting in found:
        together[posting.programme_id, posting.home_id].append(posting)
    shown = [
        _row(own, known, definitions[key[0]], parties.get(key, frozenset()), on=on)
        for key, own in together.items()
    ]
    return sorted(shown, key=lambda row: (row.code, row.home))


def _row(
    own: Sequence[Posting],
    known: Mapping[int, Recorded],
    definition: Definition | None,
    parties: frozenset[str],
    *,
    on: date,
) -> GivenRow:
    year, first = year_of(on), own[0]
    out = [one for one in own if one.starts_on <= on < one.ends_before]
    tallies = {one.pk: _tally(known[one.pk], on=on) for one in own if one.pk in known}
    clinics = [one.pk for one in own if one.sessions_per_week and one.pk in tallies]
    dispatch = definition.dispatch if definition else None
    rules = dispatch.rules if dispatch else ()
    posts = {post.code: post.title for post in dispatch.posts} if dispatch else {}
    sent = [_sent(one) for one in own]
    sender = Sender(parties=parties, level=first.home.level, sent=sent)
    return GivenRow(
        programme=str(first.programme),
        code=first.programme.code,
        home=first.home.short_name or first.home.name,
        out_now=len({one.worker_id for one in out}),
        hosts=len({one.host_id for one in out}),
        this_year=sum(one.starts_on in year for one in own),
        served=sum(tally.served for tally in tallies.values()) / 2,
        sessions=sum(tallies[key].served for key in clinics),
        waiting=sum(tally.waiting for tally in tallies.values()) / 2,
        months=given_months([one for one in sent if one.days.meets(year)], on=on),
        owed=tuple(map(_owed, commitments(rules, sender, on=on, posts=posts))),
    )


def _tally(one: Recorded, *, on: date) -> Tally:
    """What a posting came to this year, up to yesterday."""
    return one.account.tally(Days(year_of(on).starts_on, on))


def _sent(posting: Posting) -> Sent:
    return Sent(
        worker=str(posting.worker_id),
        post=posting.need.post_group,
        batch=posting.batch,
        days=_days(posting),
        planned=Days(posting.starts_on, posting.planned_ends_before),
    )


def _days(posting: Posting) -> Days:
    return Days(posting.starts_on, posting.ends_before)


def _owed(one: Commitment) -> OwedRow:
    return OwedRow(
        what=wording.said(one.what),
        needed=one.needed,
        given=one.given,
        unit=wording.said(one.unit),
        state=_state(one),
        tone="neutral" if one.together or one.at_most else "warn" if one.short else "ok",
    )


def _state(one: Commitment) -> str:
    return wording.commitment_state(short=one.short, together=one.together, at_most=one.at_most)


def _parties(found: Sequence[Posting]) -> dict[tuple[int, int], frozenset[str]]:
    """The party codes that senders are in their programmes: one query."""
    parties: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Party.objects.filter(
        programme__in={0, *(one.programme_id for one in found)},
        institution__in={0, *(one.home_id for one in found)},
    )
    for programme, institution, code in rows.values_list(
        "programme_id", "institution_id", "party_code"
    ):
        parties[programme, institution].add(code)
    return {key: frozenset(codes) for key, codes in parties.items()}
