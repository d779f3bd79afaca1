"""What stands on a reader's first page, by what the reader may do and where.

Roles are data, so nothing here names one: a clerk is who may plan, a sender's office who may
nominate at an institution, a posted worker who sees only their own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import queries as journal
from bangfu.web.components import Tile

from . import mosaic, presentation
from .pages import Desk
from .queries import areas, coverage, duty_due, losses, matters, people, running
from .queries.coverage import PERMISSION, Asked, Standing
from .queries.matters import Matter

ENTRIES = 8
ACTING = (
    "planning.change_run",
    "intake.change_nomination",
    "intake.change_need",
    "duty.confirm_week",
    "accounts.change_user",
    "accounts.change_grant",
)
"""Who holds one of these is told also when there is nothing to do."""
CELLS = 48
"""As many cells of the picture as leave room for the rest of the page."""


def desk_of(user: User, *, on: date) -> Desk:
    """The reader's first page: at most twelve queries for any one role."""
    sent, hosted = people.people_of_units(user, on=on)
    own = people.own_postings(user, on=on) if user.scope_of(PERMISSION).own else None
    coverage_of = _coverage(user, on=on)
    return Desk(
        name=user.name,
        on=on,
        tiles=coverage_of.tiles,
        strips=coverage_of.strips,
        matters=_matters(user, coverage_of, on=on),
        may_act=any(map(user.has_perm, ACTING)),
        own=own,
        sent=sent,
        hosted=hosted,
        programmes=(
            running.programmes_of(user, on=on)
            if user.has_perm("programmes.view_programme") and own is None
            else []
        ),
        entries=(journal.rows(user, limit=ENTRIES) if user.has_perm("journal.view_entry") else []),
    )


def matters_of(user: User, *, on: date) -> list[Matter]:
    """What the reader's first page tells to do, by itself: the most urgent first."""
    return _matters(user, _coverage(user, on=on), on=on)


def _matters(user: User, coverage_of: "_Coverage", *, on: date) -> list[Matter]:
    empty = coverage_of.standings
    waiting, since = duty_due.duty_due(user, on=on, also=matters.empty_since_asked(empty, on=on))
    found = [
        *matters.empty_places(empty, since, on=on),
        *coverage_of.matters,
        *waiting,
        *_planning(user, on=on),
        *_duty(user, on=on),
        *_accounts(user, on=on),
    ]
    return sorted(found, key=_urgency)


@dataclass(frozen=True, slots=True)
class _Coverage:
    """The board in figures, as a picture, and what follows from it."""

    tiles: Sequence[Tile] = ()
    strips: Sequence[mosaic.Strip] = ()
    matters: Sequence[Matter] = ()
    standings: Sequence[Standing] = ()


def _coverage(user: User, *, on: date) -> _Coverage:
    """For who looks after places; the picture for who looks after an area."""
    scope = user.scope_of(PERMISSION)
    if not (scope.areas or scope.institutions):
        return _Coverage()
    asked = Asked(on=on)
    found = coverage.standings(user, asked)
    left = losses.coming_losses(user, asked)
    if not found:
        return _Coverage()
    hosts = coverage.host_sums(found, losses.by_host(left))
    link = presentation.board_link()
    names = areas.names_of(mosaic.area_codes(hosts)) if scope.areas else {}
    return _Coverage(
        tiles=presentation.board_tiles(hosts, left, link, people=coverage.people_in(found), on=on),
        strips=mosaic.drawn(hosts, names, link, cells=CELLS) if scope.areas else (),
        matters=matters.coming_losses(left),
        standings=found,
    )


def _planning(user: User, *, on: date) -> list[Matter]:
    """Who may plan plans; who may nominate answers; who may state needs waits."""
    if user.has_perm("planning.change_run"):
        return [*matters.plans_to_publish(user), *matters.needs_to_plan(user, on=on)]
    if user.has_perm("intake.change_nomination"):
        return [*matters.needs_to_answer(user, on=on), *matters.consents_to_ask(user, on=on)]
    if user.has_perm("intake.change_need"):
        return matters.needs_unmet(user, on=on)
    return []


def _duty(user: User, *, on: date) -> list[Matter]:
    """Who confirms weeks hears of those that wait."""
    if not user.has_perm("duty.confirm_week"):
        return []
    return matters.week_to_confirm(user, on=on)


def _accounts(user: User, *, on: date) -> list[Matter]:
    if user.has_perm("accounts.change_user") or user.has_perm("accounts.change_grant"):
        return matters.accounts_without_grants(user, on=on)
    return []


def _urgency(matter: Matter) -> tuple[int, date]:
    tones = ("danger", "warn", "info")
    rank = tones.index(matter.tone) if matter.tone in tones else len(tones)
    return rank, matter.by or date.max
