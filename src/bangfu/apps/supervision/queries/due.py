"""What waits for somebody in the ledger: rows counted with the other figures of a first page."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.queries.due import count_of, read_at_once
from bangfu.apps.supervision.models import TaskQuerySet
from bangfu.core.tasks.task_life import State
from bangfu.web.components import DueLine, Waiting, those_waiting
from bangfu.web.wording import day

from .checking import to_check
from .contacts import in_force
from .ledger import soon, to_decide, to_look_back
from .reach import ANSWER, MANAGE, visible_to


def matters(user: User, *, on: date) -> list[Waiting]:
    """What waits for a reader: one query, none for who holds no permission of the ledger."""
    found = waiting(user, on=on)
    firsts = oldest(found)
    columns = {name: count_of(rows) for name, rows in found.items()}
    read = read_at_once(user, {**columns, **firsts})
    return said({name: read[name] for name in found}, {name: read[name] for name in firsts})


LATE = {"tasks_late": "tasks_late_since", "own_late": "own_late_since"}
"""Counts of late tasks, and how the day of their oldest deadline is called beside them."""


def oldest(found: Mapping[str, TaskQuerySet]) -> dict[str, Subquery]:
    """The oldest deadline among late tasks, as columns read with the figures of a page."""
    return {
        called: Subquery(found[name].order_by("due").values("due")[:1])
        for name, called in LATE.items()
        if name in found
    }


def waiting(user: User, *, on: date) -> dict[str, TaskQuerySet]:
    """The rows that wait for a reader; none of it is read yet.

    Who keeps the ledger of an area hears of what to decide, and of what is late there as a whole;
    who bears tasks hears of their own.
    """
    found: dict[str, TaskQuerySet] = {}
    if user.has_perm(MANAGE):
        kept = visible_to(user, MANAGE)
        found["tasks_to_decide"] = to_decide(kept)
        found["tasks_to_check"] = to_check(kept, on=on)
        found["tasks_late"] = kept.late(on)
        found["tasks_to_look_back"] = to_look_back(kept, on=on)
        return found
    if user.has_perm(ANSWER):
        own = visible_to(user, ANSWER)
        found["own_late"] = own.late(on)
        found["own_soon"] = own.filter(
            state=State.OPEN.value, repeat="once", due__gte=on, due__lte=soon(on)
        )
        found["own_contacts"] = in_force(own).filter(due__gte=on, due__lte=soon(on))
    return found


def said(found: Mapping[str, int], since: Mapping[str, date | None]) -> list[Waiting]:
    """The figures of :func:`waiting` in words; nothing waits where there are none.

    ``since`` is what :func:`oldest` asked for.
    """
    ledger = reverse("task_ledger")
    lines: list[DueLine] = [
        (
            "tasks_to_decide",
            _("审批任务"),
            _("%(count)s项任务待立项、验收或审批延期"),
            ledger + "?state=to_decide",
            "warn",
            "gavel",
        ),
        (
            "tasks_to_check",
            _("查账"),
            _("%(count)s项任务上一期尚未查账"),
            reverse("check_tasks"),
            "info",
            "checklist",
        ),
        (
            "tasks_late",
            _("督办逾期任务"),
            _with_day(
                _("%(count)s项任务已过时限，最早的应于%(day)s完成"), since.get("tasks_late_since")
            ),
            ledger + "?state=late",
            "danger",
            "alert-circle",
        ),
        (
            "tasks_to_look_back",
            _("回头看"),
            _("%(count)s项任务销账期满，待回头看"),
            ledger + "?state=look_back",
            "info",
            "history",
        ),
        (
            "own_late",
            _("办理逾期任务"),
            _with_day(
                _("本单位%(count)s项任务已过时限，最早的应于%(day)s完成，请抓紧办理或申请延期"),
                since.get("own_late_since"),
            ),
            ledger + "?state=late",
            "danger",
            "alert-circle",
        ),
        (
            "own_soon",
            _("任务即将到期"),
            _("本单位%(count)s项任务即将到期"),
            ledger + "?state=soon",
            "warn",
            "hourglass",
        ),
        (
            "own_contacts",
            _("定期报告"),
            _("%(count)s项定期报告即将到期"),
            reverse("contact_list"),
            "info",
            "calendar-event",
        ),
    ]
    return those_waiting(found, lines)


def _with_day(words: str, first: date | None) -> str:
    """A sentence with its day; the place of the figure stays open for whoever counts."""
    return words % {"count": "%(count)s", "day": day(first)}
