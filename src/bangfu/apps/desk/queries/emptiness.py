"""Why a place stands empty: since when, who left last and why, and what the plan says."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.places import empty_since, held_on
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import needs_visible_to
from bangfu.apps.planning import queries as planning
from bangfu.apps.planning.formulation import post_id
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to

from .board import term_of
from .coverage import PERMISSION


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left last, on which day, and the reason given where it was before the time planned."""

    posting: int
    worker: str
    home: str
    left_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the newest plan that knows the need says of it; ``why`` is empty where it fills it."""

    run: int
    post: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Emptiness:
    """One need on a day: how many are there, since when somebody is missing, and why."""

    need: Need
    there: int
    since: date | None
    departure: Departure | None
    arrives_on: date | None
    verdict: Verdict | None


def needs_explained(user: User) -> Q:
    """Needs whose emptiness may be explained to a reader: those the reader answers for."""
    return Q(pk__in=needs_visible_to(user, permission=PERMISSION).values("pk"))


def emptiness_of(user: User, need: Need, *, on: date) -> Emptiness:
    """Everything known about a need's missing people: at most three queries."""
    stays = list(
        Posting.objects.filter(need=need, ends_before__gt=F("starts_on")).order_by("starts_on")
    )
    arrivals = [stay.starts_on for stay in stays if stay.starts_on > on]
    return Emptiness(
        need=need,
        there=len(held_on(stays, on)),
        since=empty_since(term_of(need), stays, on),
        departure=_departure(user, need, on=on),
        arrives_on=min(arrivals, default=None),
        verdict=_verdict(user, need),
    )


def _departure(user: User, need: Need, *, on: date) -> Departure | None:
    left = visible_to(user).filter(need=need, ends_before__lte=on, ends_before__gt=F("starts_on"))
    last = left.select_related("worker", "home").order_by("-ends_before", "-pk").first()
    if last is None:
        return None
    return Departure(last.pk, last.worker.name, last.home.name, last.ends_before, last.end_reason)


def _verdict(user: User, need: Need) -> Verdict | None:
    post = post_id(need.pk)
    known = planning.visible_to(user).filter(
        programme=need.programme_id,
        state__in=[Run.State.FINISHED, Run.State.SENT, Run.State.PUBLISHED],
        problem__contains=f'"{post}"',
    )
    run = known.order_by("-pk").first()
    if run is None or not run.stated_problem.knows("post", post):
        return None
    why = next((v.verdict for v in planning.vacancies(run) if v.post == post), "")
    return Verdict(run.pk, post, run.get_state_display(), why)
