"""Steps that every appraisal of the demonstration takes: a table of one's own, a round, its end."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.actions import schemes as tables
from bangfu.apps.appraisal.models import Edition, Round, Subject
from bangfu.apps.appraisal.queries import figures, sheets
from bangfu.apps.appraisal.queries.candidates import Candidate, candidates
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal import Scheme, shipped
from bangfu.core.appraisal.vocabulary import Filling
from bangfu.core.evidence import Clean, checked
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.programmes.words import Text

from .task_deeds import at

Days = tuple[date, date]
"""First day, and the first day no longer covered."""


def frozen_table(
    code: str,
    *,
    area: str,
    title: Text,
    day: date,
    by: User,
    change: Callable[[Scheme], Scheme] = lambda scheme: scheme,
) -> Edition:
    """A shipped table copied for an area, changed as the office wants it, and frozen."""
    source = shipped()[code]
    draft = tables.copy_edition(
        source=source, area_code=area, title=title, number=day.year, by=by, at=at(day)
    )
    changed = msgspec.structs.replace(change(source), title=title)
    draft = tables.change_draft(
        edition=draft, scheme=changed, version=draft.version, by=by, at=at(day)
    )
    return tables.freeze_edition(edition=draft, version=draft.version, by=by, at=at(day))


def without_peers(scheme: Scheme) -> Scheme:
    """Items that nobody has a figure for are dropped: where one is appraised, it has no peers."""
    items = tuple(
        msgspec.structs.replace(item, absent=None)
        if item.absent and item.absent.how is Filling.PEER_MEAN
        else item
        for item in scheme.items
    )
    return msgspec.structs.replace(scheme, items=items)


def opened(
    programme: Programme,
    edition: Edition,
    *,
    title: str,
    kind: RoundKind,
    days: Days,
    by: User,
    day: date,
    follows: Round | None = None,
    among: Callable[[Candidate], bool] = lambda each: True,
) -> Round:
    """A round opened on a day over those that are meant, and its figures taken."""
    found = candidates(
        programme, sheets.scheme_in(edition).kind, starts_on=days[0], ends_before=days[1]
    )
    held = actions.open_round(
        programme=programme,
        edition=edition,
        title=title,
        kind=kind,
        starts_on=days[0],
        ends_before=days[1],
        subjects=[each for each in found if among(each)],
        follows=follows,
        by=by,
        at=at(day),
    )
    measured = figures.measured_of(held, on=day)
    actions.take_figures(round=held, figures=measured, by=by, at=at(day))
    return held


def rate(
    subject: Subject,
    points: Mapping[str, tuple[str, str]],
    *,
    by: User,
    day: date,
    files: Mapping[str, Clean] | None = None,
) -> None:
    """Give items points with their reasons, all at once, at the level whose turn it is."""
    given = [
        actions.Given(
            item=item,
            points=Decimal(worth),
            reason=reason,
            files=[files[item]] if files and item in files else [],
        )
        for item, (worth, reason) in points.items()
    ]
    actions.give_block(subject=subject, given=given, by=by, at=at(day))


def close(subject: Subject, level: str, opinion: str, *, by: User, day: date) -> None:
    """Sign a level."""
    actions.close_level(subject=subject, level=level, opinion=opinion, by=by, at=at(day))


def paper(name: str, text: str) -> Clean:
    """A short text file, as somebody attaches it."""
    return checked(f"\ufeff{text}\r\n".encode(), name)


def announce(held: Round, *, by: User, day: date) -> date:
    """Decide and announce; answers the first day after the term of objections."""
    actions.decide_round(round=held, by=by, at=at(day))
    until = day + timedelta(9)
    actions.announce_round(round=held, until=until, by=by, on=day)
    return until + timedelta(1)
