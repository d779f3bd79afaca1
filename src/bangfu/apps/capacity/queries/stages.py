"""Where an item stands, in words and tones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity.models import Item, Milestone
from bangfu.core.capacity import next_of
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an item is: required milestones done, what comes next, planned for when."""

    said: str
    tone: Tone
    done: int
    of: int
    next_title: str
    due_on: date | None
    late: bool


def stage_of(item: Item, milestones: Iterable[Milestone], *, on: date) -> Stage:
    """The stage of an item with its milestones at hand; asks nothing of the database."""
    rows = {row.code: row for row in milestones}
    reached = {code for code, row in rows.items() if row.reached_on is not None}
    course = item.taken_course
    if course is None:
        return Stage(*said_of(item), len(reached), len(reached), "", None, False)
    required = [one.code for one in course.milestones if not one.optional]
    coming = [one for one in next_of(course, reached) if not one.optional]
    following = coming[0] if coming and item.state == Item.State.STANDING else None
    due = rows[following.code].due_on if following and following.code in rows else None
    return Stage(
        *said_of(item),
        sum(code in reached for code in required),
        len(required),
        in_own_language(following.title) if following else "",
        due,
        due is not None and due < on,
    )


def said_of(item: Item) -> tuple[str, Tone]:
    """The state of an item in a word, with its tone."""
    if item.state == Item.State.WITHDRAWN:
        return _("已撤回"), "neutral"
    if item.state == Item.State.STOPPED:
        return _("已停止"), "warn"
    if item.alone_on is not None:
        return _("本地独立开展"), "ok"
    if item.built_on is not None:
        course = item.taken_course
        return (in_own_language(course.building.title) if course else _("已建成")), "ok"
    return _("建设中"), "info"


def ledger_said(item: Item) -> tuple[str, Tone]:
    """How its entry in the ledger stands."""
    entry = item.activity
    if entry is None:
        return _("尚未记入台账"), "neutral"
    if entry.same_as_id is not None:
        return _("台账认定为重复"), "warn"
    words: dict[str, tuple[str, Tone]] = {
        Activity.State.RECORDED: (_("台账待对方确认"), "info"),
        Activity.State.CONFIRMED: (_("台账已确认"), "ok"),
        Activity.State.RETURNED: (_("台账被退回"), "danger"),
        Activity.State.WITHDRAWN: (_("台账已撤回"), "warn"),
    }
    return words[entry.state]


def unconfirmed(item: Item, milestones: Iterable[Milestone]) -> int:
    """Milestones and skills done alone that wait for the host's word; skills are prefetched."""
    marked = sum(1 for row in milestones if row.witness_name and row.confirmed_at is None)
    learnt = item.skills.all()
    return marked + sum(1 for one in learnt if one.alone_on and one.confirmed_at is None)
