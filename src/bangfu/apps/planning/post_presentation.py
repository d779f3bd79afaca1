"""One post of a plan as its page shows it: why these people, why empty, why not somebody else."""

from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.core import planner
from bangfu.web.components import Fact, Reason, Tone
from bangfu.web.wording import number, span

from . import pages, queries
from .comparison_presentation import part_label
from .models import Run
from .queries import Assignment, said

RANKS = {1: "正高级", 2: "副高级", 3: "中级", 4: "初级", 5: "初级"}


NAMED = 12
"""So many people are named behind a rule that keeps them away."""


def post_of(run: Run, post: str, *, asked: str, user: User) -> pages.PostReasons:
    """One post of a plan with all its reasons."""
    problem = run.stated_problem
    explained = planner.Explainer(problem, run.found_plan)
    empty = explained.why_empty(post)
    known = problem.knows("person", asked)
    return pages.PostReasons(
        pk=run.pk,
        programme=str(run.programme),
        post=post,
        title=problem.label("post", post),
        host=problem.label("host", problem.post(post).host),
        facts=_facts(problem, post),
        grounds=[_grounds(problem, explained, row) for row in queries.assignments(run, post=post)],
        gaps=[_gap(problem, gap) for gap in empty.gaps] if empty else [],
        eligible=queries.eligible(run, post),
        asked=asked if known else "",
        why_not=_why_not(explained.why_not(asked, post)) if known else [],
        may_change=run.may_be_replanned and user.has_perm("planning.change_run"),
    )


def _facts(problem: planner.Problem, post: str) -> list[Fact]:
    wanted = problem.post(post)
    term = problem.term(wanted)
    return [
        Fact(_("需要时段"), span(*problem.horizon.days(term.start, term.end))),
        Fact(_("人数"), number(wanted.headcount)),
        Fact(_("最低职称"), _(RANKS[wanted.rank_floor])),
        Fact(_("每周半天数"), number(wanted.sessions) if wanted.sessions else _("全职")),
    ]


def _grounds(
    problem: planner.Problem, explained: planner.Explainer, row: Assignment
) -> pages.Grounds:
    duty = planner.Duty(person=row.person, post=row.post, start=row.start, end=row.end)
    why = explained.reasons_for(duty)
    return pages.Grounds(
        assignment=row,
        parts=[_part(name, points) for name, points in why.parts.items() if points],
        home=said(why.home),
        runners_up=[
            pages.Candidate(
                person=other.person,
                name=problem.label("person", other.person),
                reasons=[Reason(said(other.sentence), "danger" if other.kept_away else "ok")],
                can_serve=not other.kept_away,
            )
            for other in why.runners_up
        ],
    )


def _gap(problem: planner.Problem, gap: planner.Vacancy) -> pages.Gap:
    return pages.Gap(
        days=problem.horizon.days(gap.span.start, gap.span.end),
        verdict=said(gap.verdict),
        blockers=[_counted(problem, blocker) for blocker in gap.blockers],
        fixes=[_fix(fix) for fix in gap.fixes],
    )


def _part(name: str, points: int) -> Reason:
    return Reason(part_label(name), "ok" if points > 0 else "warn", f"{points:+d}")


def _counted(problem: planner.Problem, blocker: planner.Blocker) -> Reason:
    """A rule, how many it keeps away, and who these are, unless they are too many to read."""
    named = blocker.who if len(blocker.who) <= NAMED else ()
    return Reason(
        said(blocker),
        "danger",
        _("%(n)s人") % {"n": blocker.people},
        detail=_("、").join(problem.label("person", id) for id in named),
    )


def _fix(fix: planner.Fix) -> Reason:
    """What could be done; below it, who pays and what it comes to."""
    tone: Tone = "ok" if fix.kind != "relax" and fix.price.is_gain else "info"
    detail = _("%(others)s。%(effect)s。") % {
        "others": said(fix.others_lose),
        "effect": said(fix.effect),
    }
    return Reason(said(fix.remedy), tone, detail=detail)


def _why_not(why: planner.WhyNot) -> list[Reason]:
    """The verdict, and in figures what the person would have to give way to."""
    found = [Reason(said(why.verdict), "info")]
    if why.price is not None:
        found += [Reason(said(b.detail or b), "danger") for b in why.blockers]
    return found
