"""Handing in (交账): the year's list frozen, what is open explained, a later day asked for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import HandIn, Task
from bangfu.apps.supervision.queries.years import in_hand, line_of, of_year
from bangfu.core.duty.days import Days, year_of
from bangfu.core.refusal import Refusal
from bangfu.core.tasks import hand_in as core
from bangfu.core.tasks import settings
from bangfu.core.tasks.sides import Side

from .extending import wish
from .holding import record_about


class HandedInAlready(Refusal):
    """A ledger is handed in once a year."""


class NothingToHandIn(Refusal):
    """There is no task in this year's ledger."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What is said of a task that is open: why, what next; and until when it should take."""

    words: str
    due: date | None = None


@transaction.atomic
def hand_in_ledger(
    *,
    programme: Programme,
    institution: Institution | None,
    year: int,
    explained: Mapping[int, Explained],
    words: str = "",
    by: User | None,
    on: date,
    at: datetime,
) -> HandIn:
    """Hand in the ledger of an institution for a year, or that of the tasks no institution bears.

    Every task in hand is explained, standing ones apart; with a day in ``explained`` an extension
    is asked for as well. The list is frozen with its digest. Raises ``HandedInAlready``,
    ``NothingToHandIn``, ``TooEarly``, ``OpenUnexplained`` or ``NotLater``.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    period = year_of(date(year, 1, 1))
    core.refuse_early(period, on=on, days_before=settings.shipped().hand_in.days_before)
    given = HandIn.objects.filter(
        programme=held, institution=institution, starts_on=period.starts_on
    )
    if given.exists():
        raise HandedInAlready(zh=f"{year}年度已交账。", en=f"{year} is handed in already.")
    rows = of_year(held, institution, period).select_for_update(of=("self",))
    tasks = list(rows.in_full())
    if not tasks:
        raise NothingToHandIn(zh=f"{year}年度没有任务。", en=f"There is no task in {year}.")
    lines = [_explained(task, period, explained.get(task.pk), on=on) for task in tasks]
    core.refuse_unexplained(lines)
    for task in tasks:
        _ask_longer(task, explained.get(task.pk), by=by, today=on, at=at)
    row = HandIn.objects.create(
        programme=held,
        institution=institution,
        area_code=institution.area_code if institution else held.area_code,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        lines=[asdict(line) for line in lines],
        sums=asdict(core.sums_of(lines)),
        digest=core.digest_of(lines),
        words=words.strip(),
        by=by,
        at=at,
    )
    record_about(
        "ledger.handed_in",
        row,
        by=by,
        programme=held,
        area=row.area_code,
        institution=institution.code if institution else "",
        tasks=len(lines),
        open_tasks=row.sums["open"],
        digest=row.digest,
    )
    return row


def _explained(task: Task, year: Days, said: Explained | None, *, on: date) -> core.Line:
    line = line_of(task, year, on=on)
    if said is None or not in_hand(line):
        return line
    return replace(
        line,
        words=said.words.strip() or line.words,
        wished=said.due.isoformat() if said.due else "",
    )


def _ask_longer(
    task: Task, said: Explained | None, *, by: User | None, today: date, at: datetime
) -> None:
    """A later day is asked for where none is being decided on; the authority decides as ever."""
    if said is None or said.due is None:
        return
    wish(
        task,
        side=Side.RESPONSIBLE,
        due=said.due,
        reason=said.words,
        by=by,
        today=today,
        at=at,
    )
