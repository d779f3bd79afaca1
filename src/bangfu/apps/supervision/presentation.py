"""From the ledger and its reader to what a page offers: tabs, figures, buttons."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import RULES, Life, State, Step, may
from bangfu.web.components import Tab, Tile
from bangfu.web.wording import in_own_language, number, percent

from . import pages
from .course import life_with
from .models import Task
from .queries import lives
from .queries.contacts import answer_rows
from .queries.flags import with_flag
from .queries.ledger import LedgerFilter, ProjectBar, Sums, mean_of, state_of
from .queries.reach import MANAGE, VIEW, acts, sides_of
from .queries.years import is_late

ON_THE_PAGE = (
    Step.APPROVE,
    Step.ACCEPT,
    Step.RETURN,
    Step.GRANT_EXTENSION,
    Step.REFUSE_EXTENSION,
    Step.LOOK_BACK,
    Step.REPORT,
    Step.ASK_ACCEPTANCE,
    Step.ASK_EXTENSION,
    Step.ASSIGN,
    Step.CANCEL,
)
"""The steps that a task's page offers, the most wanted first."""


def tabs_of(user: User, current: str, flagged: Sequence[Programme] | None = None) -> list[Tab]:
    """The pages of the ledger; the flag where a programme in reach asks for one.

    One query, none where it is known which are ``flagged``.
    """
    found = [
        ("task_ledger", _("任务台账")),
        ("contact_list", _("定期报告")),
        ("problem_list", _("问题清单")),
        ("hand_in_list", _("交账")),
    ]
    if acts(user, Side.AUTHORITY):
        found.insert(1, ("check_tasks", _("查账")))
    if with_flag(user) if flagged is None else flagged:
        found.append(("flag", _("流动红旗")))
    return [Tab(title, reverse(name), current=name == current) for name, title in found]


def ledger_tiles(sums: Sums, bars: Sequence[ProjectBar], by: LedgerFilter) -> list[Tile]:
    """The figures over the ledger; each leads to its rows."""
    mean = mean_of(bars).value
    return [
        Tile(_("任务总数"), number(sums.total), _("项"), icon="clipboard-list"),
        Tile(
            _("已销账"),
            number(sums.closed),
            _("项"),
            tone="ok",
            icon="circle-check",
            url=_narrowed(by, "closed"),
        ),
        Tile(
            _("逾期"),
            number(sums.late),
            _("项"),
            tone="danger" if sums.late else "neutral",
            icon="alert-circle",
            url=_narrowed(by, "late"),
        ),
        Tile(
            _("待审批"),
            number(sums.submitted + sums.proposed),
            _("项"),
            note=_("立项、验收"),
            tone="warn" if sums.submitted + sums.proposed else "neutral",
            icon="gavel",
            url=_narrowed(by, "to_decide"),
        ),
        Tile(
            _("平均进度"),
            percent(float(mean)) if mean is not None else "—",
            note=_("长期坚持的任务不计"),
            icon="trending-up",
        ),
    ]


def task_page(task: Task, user: User, *, on: date) -> pages.Task:
    """One task for a reader: in full for those of its place, else what the board says."""
    record = lives.read(task)
    life = life_with(task, asked=record.asked, wish=record.wish)
    in_full = user.scope_of(VIEW).covers(
        area=task.area_code, institution=task.institution.code if task.institution else ""
    )
    state, tone = state_of(task, late=is_late(task, on=on))
    sides = sides_of(user, task)
    return pages.Task(
        pk=task.pk,
        title=task.title,
        bearer=task.bearer,
        project=task.project,
        state=state,
        tone=tone,
        share=task.share,
        standing=life.is_standing,
        recurs=life.recurs,
        detail=task.detail,
        measures=task.measures,
        reason=_reason(task, life) if in_full else "",
        path=lives.path_of(task, record),
        facts=lives.facts(task),
        steps=steps_open(life, sides),
        in_full=in_full,
        record=lives.events_of(task, record) if in_full else (),
        links=lives.links_of(task) if in_full else (),
        answers=answer_rows(task) if in_full and life.recurs else (),
        may_answer=life.recurs and life.state is State.OPEN and Side.RESPONSIBLE in sides,
    )


def steps_open(life: Life, sides: Iterable[Side]) -> list[pages.OfferedStep]:
    """What the reader may do now, each step once."""
    able = {step for side in sides for step in may(life, side)}
    return [
        pages.OfferedStep(
            step=step.value,
            title=capfirst(in_own_language(step.label)),
            grave=step in (Step.CANCEL, Step.RETURN, Step.REFUSE_EXTENSION),
        )
        for step in ON_THE_PAGE
        if step in able
    ]


def side_for(step: Step, sides: Iterable[Side]) -> Side | None:
    """As which side a reader takes a step, if as any."""
    return next((side for side in sides if side in RULES[step].may), None)


def keeps(user: User) -> bool:
    """Whether a reader keeps a ledger anywhere."""
    return not user.scope_of(MANAGE).is_empty


def _reason(task: Task, life: Life) -> str:
    return task.reason if life.state in (State.OPEN, State.CANCELLED) else ""


def _narrowed(by: LedgerFilter, state: str) -> str:
    address = reverse("task_ledger") + f"?state={state}"
    if by.programme:
        address += f"&programme={by.programme}"
    return address + (f"&whose={by.whose}" if by.whose else "")
