"""What stands on a reader's first page, by what the reader may do and where.

Roles are data, so nothing here names one: a clerk is who may plan, a sender's office who may
nominate at an institution, a posted worker who sees only their own rows.
"""

from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import queries as journal

from . import presentation
from .pages import Desk
from .queries import coverage, matters, people, running
from .queries.coverage import PERMISSION, Asked

ENTRIES = 8


def desk_of(user: User, *, on: date) -> Desk:
    """The reader's first page: at most twelve queries, whatever the roles hold."""
    sent, hosted = people.people_of_units(user, on=on)
    own = people.own_postings(user, on=on) if user.scope_of(PERMISSION).own else None
    tiles, found = _coverage(user, on=on)
    found += _planning(user, on=on) + _accounts(user, on=on)
    return Desk(
        name=user.name,
        on=on,
        tiles=tiles,
        matters=sorted(found, key=_urgency) if _has_duties(user) else None,
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


def _coverage(user: User, *, on: date) -> tuple[list[presentation.Tile], list[matters.Matter]]:
    """The board's figures and what follows from them, for who looks after places."""
    scope = user.scope_of(PERMISSION)
    if not (scope.areas or scope.institutions):
        return [], []
    asked = Asked(on=on)
    found = coverage.standings(user, asked)
    losses = coverage.coming_losses(user, asked)
    hosts = coverage.host_sums(found, losses)
    tiles = presentation.board_tiles(hosts, losses, on=on, address=reverse("board"), kept={})
    return tiles, [
        *matters.empty_places(found, on=on),
        *matters.coming_gaps(losses, on=on),
    ]


def _planning(user: User, *, on: date) -> list[matters.Matter]:
    """Who may plan plans; who may nominate answers; who may state needs waits."""
    if user.has_perm("planning.change_run"):
        return [*matters.plans_to_publish(user), *matters.needs_to_plan(user, on=on)]
    if user.has_perm("intake.change_nomination"):
        return [*matters.needs_to_answer(user, on=on), *matters.consents_to_ask(user, on=on)]
    if user.has_perm("intake.change_need"):
        return matters.needs_unmet(user, on=on)
    return []


def _accounts(user: User, *, on: date) -> list[matters.Matter]:
    if user.has_perm("accounts.change_user") or user.has_perm("accounts.change_grant"):
        return matters.accounts_without_grants(user, on=on)
    return []


def _has_duties(user: User) -> bool:
    """Whether somebody who has nothing to do today should be told so."""
    scope = user.scope_of(PERMISSION)
    return bool(
        scope.areas
        or scope.institutions
        or user.has_perm("accounts.change_user")
        or user.has_perm("accounts.change_grant")
    )


def _urgency(matter: matters.Matter) -> tuple[int, date]:
    tones = ("danger", "warn", "info")
    rank = tones.index(matter.tone) if matter.tone in tones else len(tones)
    return rank, matter.by or date.max
