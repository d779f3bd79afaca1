"""Two plans of one programme side by side, as their page shows it."""

from django.utils.translation import gettext as _

from bangfu.core import planner
from bangfu.core.planner.comparison import Both
from bangfu.web.components import Reason, Tone
from bangfu.web.wording import moment, number, span

from . import pages, queries
from .models import Run
from .queries import said


def comparison_of(run: Run, other: Run | None, choices: list[Run]) -> pages.RunComparison:
    """A plan against another of its programme; without another only what may be chosen."""
    difference, tables = None, []
    if other is not None:
        names = (
            planner.Sentence("所选方案", "the chosen plan"),
            planner.Sentence("本方案", "this plan"),
        )
        comparison, sentences = queries.compared(run, other, names)
        difference = difference_of(comparison, sentences)
        tables = _tables(run.stated_problem, comparison)
    return pages.RunComparison(
        pk=run.pk,
        programme=str(run.programme),
        other=None if other is None else other.pk,
        choices=[(choice.pk, _label(choice)) for choice in choices],
        difference=difference,
        tables=tables,
    )


def difference_of(comparison: planner.Comparison, sentences: list[str]) -> pages.Difference:
    """In short, what had to move, what else moved."""
    return pages.Difference(
        sentences=sentences,
        forced=[_move(move) for move in comparison.moves if move.forced],
        chosen=[_move(move) for move in comparison.moves if not move.forced],
    )


def _move(move: planner.Move) -> Reason:
    """What moves; below it, why it must and what that costs or gains."""
    told = [said(cause) for cause in move.because] + [said(move.effect)]
    tone: Tone = "danger" if move.forced else "ok" if move.price.is_gain else "info"
    return Reason(said(move.what), tone, detail=_("；").join(told))


def _label(run: Run) -> str:
    """What tells a plan from others of its programme."""
    named = run.batch or run.get_state_display()
    return f"{moment(run.requested_at)} {named} · {span(run.starts_on, run.ends_before)}"


def _tables(problem: planner.Problem, found: planner.Comparison) -> list[pages.Figures]:
    before, after = found.fairness
    evenness = [
        _row(_("派出人数"), Both(first=before.sent, second=after.sent)),
        _row(_("累计服务最长"), Both(first=before.most, second=after.most)),
        pages.Figure(
            _("服务时长标准差"),
            number(before.deviation, 2),
            number(after.deviation, 2),
            f"{after.deviation - before.deviation:+.2f}",
        ),
    ]
    return [
        pages.Figures(
            _("目标"), _("指标"), [_row(_goal(goal), both) for goal, both in _goals(found)]
        ),
        pages.Figures(
            _("匹配质量的构成"),
            _("指标"),
            [_row(part_label(part), both) for part, both in found.quality.items()],
        ),
        pages.Figures(_("均衡"), _("指标"), evenness),
        pages.Figures(
            _("派出单位承担的时段"),
            _("派出单位"),
            [_row(problem.label("hospital", x.hospital), x.periods) for x in found.hospitals],
        ),
        pages.Figures(
            _("受援单位覆盖的时段"),
            _("受援单位"),
            [_row(problem.label("host", x.host), x.covered) for x in found.hosts],
        ),
    ]


def _goals(found: planner.Comparison) -> list[tuple[str, Both]]:
    """Goals that people weigh: fairness has a table of its own."""
    return [(goal, both) for goal, both in found.goals.items() if goal != "fairness"]


def _goal(goal: str) -> str:
    name, _space, priority = goal.partition(" ")
    if name == "coverage":
        return _("第%(priority)s优先级岗位覆盖") % {"priority": priority}
    return _("匹配质量") if name == "quality" else _("规则缺口")


def part_label(part: str) -> str:
    """A part of quality in words."""
    words = {
        "specialty": _("专业对口"),
        "rank": _("职称高于要求"),
        "preference": _("本人意愿"),
        "owed": _("晋升前基层服务时间"),
        "travel": _("路途"),
        "change": _("人员更替"),
    }
    return words.get(part, part)


def _row(label: str, both: Both) -> pages.Figure:
    return pages.Figure(
        label, number(both.first), number(both.second), f"{both.change:+,}" if both.change else "—"
    )
