"""Reading plan runs for a person: lists, one plan with its reasons, one post."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.postings.models import Offer
from bangfu.core import planner
from bangfu.core.planner.tally import parts
from bangfu.web.wording import in_own_language

from .formulation import key_of, post_id
from .models import Decision, Run

SPEAKS_FOR = {
    "specialty": gettext_lazy("专业对口"),
    "rank": gettext_lazy("职称高于要求"),
    "preference": gettext_lazy("本人愿意"),
    "owed": gettext_lazy("尚需基层服务"),
}
"""What a part of an assignment's quality says for it, where it is positive."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a list."""

    pk: int
    programme: str
    starts_on: date
    ends_before: date
    state: str
    state_label: str
    covered: int
    required: int
    status: str
    requested_by: str
    requested_at: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person on one post from one day to another, with the reason in a sentence."""

    post: str
    post_name: str
    host: str
    person: str
    person_name: str
    home: str
    rank: int
    starts_on: date
    ends_before: date
    start: int
    end: int
    reason: str
    decision: int | None
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that stands empty for some time, with the reason in a sentence."""

    post: str
    post_name: str
    host: str
    spans: tuple[tuple[date, date], ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A person the clerk does not want on a post."""

    decision: int
    person_name: str
    post_name: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A person whom a side declined for a post; no plan brings the two together."""

    offer: int
    person_name: str
    post_name: str
    said: str


def visible_to(user: User) -> QuerySet[Run]:
    scope = scope_of(user, "planning.view_run")
    return Run.objects.filter(scope.filter(area="programme__area_code"))


def run_rows(user: User, *, programme: str = "") -> list[RunRow]:
    """The newest hundred runs first, with one query."""
    found = visible_to(user).select_related("programme", "requested_by")
    if programme:
        found = found.filter(programme__code=programme)
    return [_run_row(run) for run in found.defer("problem", "plan").order_by("-pk")[:100]]


def assignments(run: Run, *, post: str = "") -> list[Assignment]:
    """Every duty of the plan, or of one post, by post and start."""
    problem, plan = run.stated_problem, run.found_plan
    explained = planner.Explainer(problem, plan)
    locks = {
        (decision.person, decision.post): decision.pk
        for decision in run.decisions.filter(kind=Decision.Kind.LOCK)
    }
    return [
        _assignment(problem, explained, duty, locks)
        for duty in plan.duties
        if not post or duty.post == post
    ]


def vacancies(run: Run) -> list[Vacancy]:
    """Every post with an uncovered period, in the problem's order."""
    problem = run.stated_problem
    explained = planner.Explainer(problem, run.found_plan)
    return [vacancy(problem, why) for why in explained.empty_reasons(fixes=False)]


def vacancy(problem: planner.Problem, why: planner.EmptyReason) -> Vacancy:
    """A post's gaps with their days."""
    return Vacancy(
        post=why.post,
        post_name=problem.label("post", why.post),
        host=problem.label("host", problem.post(why.post).host),
        spans=tuple(problem.horizon.days(span.start, span.end) for span in why.spans),
        verdict=said(why.verdict),
    )


def excluded(run: Run) -> list[Excluded]:
    """Who the clerk kept from which post."""
    problem = run.stated_problem
    return [
        Excluded(
            decision=decision.pk,
            person_name=problem.label("person", decision.person),
            post_name=problem.label("post", decision.post),
        )
        for decision in run.decisions.filter(kind=Decision.Kind.FORBID)
    ]


def declined(run: Run) -> list[Declined]:
    """Whom a side declined for which of the plan's posts, before it was made or since."""
    problem = run.stated_problem
    needs = [key_of(post.id) for post in problem.posts]
    found = Offer.objects.refused().filter(need__in=needs).order_by("need", "declined_at")
    return [
        Declined(
            offer=one.pk,
            person_name=one.worker.name,
            post_name=problem.label("post", post_id(one.need_id)),
            said=_("%(side)s谢绝：%(reason)s")
            % {"side": one.get_declined_by_display(), "reason": one.reason},
        )
        for one in found.select_related("worker")
    ]


def talks(run: Run) -> list[tuple[str, str, int]]:
    """How many of a plan's names are in which state: its code, its label, the count."""
    found = Offer.objects.filter(plan_reference__startswith=f"{run.pk}·")
    counts = dict(found.values_list("state").annotate(n=Count("pk")).order_by("state"))
    return [(state.value, str(state.label), counts.get(state, 0)) for state in Offer.State]


def breaches(run: Run) -> list[str]:
    """What the independent check finds, in words."""
    return [said(found) for found in planner.check(run.stated_problem, run.found_plan)]


def difference(run: Run) -> tuple[planner.Comparison, list[str]] | None:
    """What changed against the plan this run was asked to keep, and that in sentences."""
    earlier = run.based_on
    if earlier is None or not earlier.plan:
        return None
    names = planner.Sentence("上一稿", "the earlier draft"), planner.Sentence("本稿", "this one")
    return compared(run, earlier, names)


def compared(
    run: Run, other: Run, names: tuple[planner.Sentence, planner.Sentence]
) -> tuple[planner.Comparison, list[str]]:
    """A plan against another one, and that in sentences that call the two by these names."""
    problem = run.stated_problem
    found = planner.compare(other.stated_problem, other.found_plan, run.found_plan, changed=problem)
    return found, [said(told) for told in planner.comparison_told(problem, found, names)]


def others(run: Run, user: User) -> QuerySet[Run]:
    """Other plans of the same programme that the user may see, newest first."""
    visible = visible_to(user).filter(programme=run.programme).exclude(plan="")
    return visible.exclude(pk=run.pk).order_by("-pk")


def eligible(run: Run, post: str) -> list[tuple[str, str]]:
    """Everybody who could be asked about or put on a post, with their home, by name."""
    problem = run.stated_problem
    wanted = problem.post(post).specialties
    able = [person for person in problem.people if wanted.keys() & set(person.specialties)]
    return [(p.id, f"{p.name}（{problem.label('hospital', p.hospital)}）") for p in able]


def said(sentence: planner.Sentence) -> str:
    """A planner's sentence in the reader's language."""
    return in_own_language(sentence)


def _assignment(
    problem: planner.Problem,
    explained: planner.Explainer,
    duty: planner.Duty,
    locks: dict[tuple[str, str], int],
) -> Assignment:
    person, post = problem.person(duty.person), problem.post(duty.post)
    starts_on, ends_before = problem.horizon.days(duty.start, duty.end)
    decision = locks.get((duty.person, duty.post))
    return Assignment(
        post=duty.post,
        post_name=problem.label("post", duty.post),
        host=problem.label("host", post.host),
        person=duty.person,
        person_name=problem.label("person", duty.person),
        home=problem.label("hospital", person.hospital),
        rank=person.rank,
        starts_on=starts_on,
        ends_before=ends_before,
        start=duty.start,
        end=duty.end,
        reason=_in_short(problem, duty, *explained.place_of(duty)),
        decision=decision,
        is_locked=decision is not None,
    )


def _in_short(problem: planner.Problem, duty: planner.Duty, place: int, among: int) -> str:
    """What speaks for an assignment, without the points: those stand on the post's own page."""
    points = parts(problem, duty)
    grounds = [str(text) for part, text in SPEAKS_FOR.items() if points.get(part, 0) > 0]
    grounds.append(
        _("在%(among)s名符合条件的人选中居第%(place)s位") % {"among": among, "place": place}
    )
    return _("，").join(grounds)


def _run_row(run: Run) -> RunRow:
    return RunRow(
        pk=run.pk,
        programme=str(run.programme),
        starts_on=run.starts_on,
        ends_before=run.ends_before,
        state=run.state,
        state_label=run.get_state_display(),
        covered=run.covered,
        required=run.required,
        status=run.get_status_display(),
        requested_by=str(run.requested_by),
        requested_at=run.requested_at,
        batch=run.batch,
    )
