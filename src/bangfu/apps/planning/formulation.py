"""From what the database holds to a planning problem: needs become posts, nominations people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Count, F, Q

from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.intake.service_form import FULL_TIME
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Department, Institution, WorkerSpecialty
from bangfu.core import planner
from bangfu.core.planner.horizon import Unit
from bangfu.core.programmes import dispatch as said
from bangfu.core.standards import subjects

from . import rules, stays

FIT = {subjects.Match.EXACT: 100, subjects.Match.SAME_PARENT: 60}
"""Fit of a person's subject to the first one a post asks for; each further one loses ten."""
FURTHER_SUBJECT = 10
DAYS_A_MONTH = 30
TIERS: dict[int, planner.Tier] = {3: "tertiary", 2: "secondary"}


ONE_POST = planner.Burden(cap=1, full_time=1, visiting=1)
"""Nobody holds two posts of a plan, however few half-days each takes."""


NO_QUOTA: tuple[int, int | None] = (0, None)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a plan is made for, half-open."""

    starts_on: date
    ends_before: date

    @classmethod
    def including(cls, starts_on: date, last_day: date) -> Self:
        """The days from a first to a last one, both included, as people state them."""
        return cls(starts_on, last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a problem is made of, read in a constant number of queries.

    ``departments`` come with the number of workers registered in each.
    """

    programme: Programme
    needs: Sequence[Need]
    nominations: Sequence[Nomination]
    specialties: dict[int, tuple[str, ...]]
    departments: Sequence[tuple[Department, int]]
    pairings: Sequence[tuple[Institution, Institution]]
    postings: Sequence[Posting]
    served_days: dict[int, int]


def gather(programme: Programme, period: Period) -> Facts:
    """Read what a programme's plan for a period depends on."""
    needs = (
        Need.objects.filter(
            programme=programme,
            state=Need.State.OPEN,
            starts_on__lt=period.ends_before,
            ends_before__gt=period.starts_on,
        )
        .select_related("host", "sender")
        .order_by("pk")
    )
    nominations = (
        Nomination.objects.filter(
            programme=programme,
            state=Nomination.State.STANDING,
            consented=True,
            available_from__lt=period.ends_before,
            available_before__gt=period.starts_on,
        )
        .select_related("worker__home", "worker__department")
        .order_by("pk")
    )
    workers = [nomination.worker_id for nomination in nominations]
    postings = list(
        Posting.objects.filter(
            Q(worker__in=workers) | Q(need__in=[need.pk for need in needs]),
            ends_before__gt=F("starts_on"),
        ).order_by("pk")
    )
    return Facts(
        programme=programme,
        needs=list(needs),
        nominations=list(nominations),
        specialties=_specialties(workers),
        departments=_departments(workers),
        pairings=_pairings(programme, period),
        postings=postings,
        served_days=_served_days(postings, before=period.starts_on),
    )


def problem_of(
    facts: Facts,
    dispatch: said.Dispatch,
    period: Period,
    *,
    pinned: Iterable[planner.Duty] = (),
    forbidden: Iterable[planner.Forbidden] = (),
) -> planner.Problem:
    """The planning problem; equal facts give equal problems, so that its digest tells a change."""
    horizon = _horizon(dispatch, period)
    homes = {n.worker.home for n in facts.nominations}
    # A pairing binds even where the sender has nominated nobody, or the host asks for nothing.
    silent = {sender for sender, _ in facts.pairings} - homes
    hosts = {need.host for need in facts.needs} | {host for _, host in facts.pairings}
    return planner.Problem(
        title=str(facts.programme),
        horizon=horizon,
        hospitals=(
            *(_hospital(home, rules.per_sender(dispatch)) for home in _by_code(homes)),
            *(_hospital(home, NO_QUOTA) for home in _by_code(silent)),
        ),
        departments=tuple(_department(*found, dispatch) for found in facts.departments),
        hosts=tuple(
            planner.Host(id=host.code, name=host.name, area=host.area_code)
            for host in _by_code(hosts)
        ),
        people=tuple(_person(n, facts, horizon, period) for n in facts.nominations),
        posts=tuple(
            post for need in facts.needs if (post := _post(need, facts, dispatch, horizon))
        ),
        programmes=(
            planner.Programme(
                id=facts.programme.code,
                name=str(facts.programme),
                tiers=rules.exact_tiers(dispatch),
                person_times=rules.person_times(dispatch),
            ),
        ),
        pairings=tuple(
            planner.Pairing(sender=sender.code, host=host.code) for sender, host in facts.pairings
        ),
        pinned=tuple(pinned),
        forbidden=tuple(forbidden),
        burden=ONE_POST if rules.one_post_each(dispatch) else None,
    )


def person_id(worker: int) -> str:
    """A worker's name inside a problem.

    >>> key_of(person_id(17))
    17
    """
    return f"worker-{worker}"


def post_id(need: int) -> str:
    """A need's name inside a problem."""
    return f"need-{need}"


def key_of(id: str) -> int:
    """The row a problem's person or post stands for."""
    return int(id.rpartition("-")[2])


def _horizon(dispatch: said.Dispatch, period: Period) -> planner.Horizon:
    """Days where the programme's rules speak of days, else months."""
    unit: Unit = "days" if rules.plans_by_day(dispatch) else "months"
    first = planner.Horizon(unit=unit, starts_on=period.starts_on, count=1)
    count = max(1, first.first_from(period.ends_before))
    return planner.Horizon(unit=unit, starts_on=period.starts_on, count=count)


def _span(horizon: planner.Horizon, starts_on: date, ends_before: date) -> planner.Span:
    """The periods that days touch, clipped to the horizon: a post is due in all of them."""
    start = max(0, horizon.period_of(starts_on))
    end = min(horizon.count, horizon.first_from(ends_before))
    return planner.Span(start=start, end=max(start, end))


def _free_span(horizon: planner.Horizon, free: Period, planned: Period) -> planner.Span:
    """The whole periods inside days; whoever is free to the plan's last day is free to its end."""
    start = max(0, horizon.first_from(free.starts_on))
    outlasts = free.ends_before >= planned.ends_before
    end = horizon.count if outlasts else horizon.period_of(free.ends_before)
    return planner.Span(start=start, end=max(start, end))


def _hospital(home: Institution, sent: tuple[int, int | None]) -> planner.Hospital:
    lower, upper = sent
    quota = planner.Quota(lower=lower, upper=upper) if lower or upper is not None else None
    return planner.Hospital(
        id=home.code,
        name=home.name,
        tier=TIERS.get(home.level, "primary"),
        quota=quota,
        area=home.area_code,
    )


def _department(
    department: Department, registered: int, dispatch: said.Dispatch
) -> planner.Department:
    """A home department; where nobody stated its staff, those registered in it are its staff."""
    staff = department.staff or registered
    return planner.Department(
        id=f"department-{department.pk}",
        hospital=department.institution.code,
        name=department.name,
        staff=staff,
        minimum=rules.department_minimum(dispatch, staff=staff, stated=department.minimum_staff),
    )


def _person(
    nomination: Nomination, facts: Facts, horizon: planner.Horizon, period: Period
) -> planner.Person:
    worker = nomination.worker
    offered = Period(nomination.available_from, nomination.available_before)
    taken = [posting for posting in facts.postings if posting.worker_id == worker.pk]
    busy = [
        _span(horizon, posting.starts_on, posting.ends_before)
        for posting in taken
        if posting.sessions_per_week is None
    ]
    sitting = sum(
        posting.sessions_per_week or 0
        for posting in taken
        if posting.starts_on < period.ends_before and posting.ends_before > period.starts_on
    )
    return planner.Person(
        id=person_id(worker.pk),
        name=worker.name,
        hospital=worker.home.code,
        department=f"department-{worker.department_id}" if worker.department_id else None,
        specialties=facts.specialties.get(worker.pk, ()),
        rank=worker.rank,
        available=_without(_free_span(horizon, offered, period), busy),
        served_months=facts.served_days.get(worker.pk, 0) // DAYS_A_MONTH,
        sessions=max(0, FULL_TIME - sitting),
        forms=tuple(dict.fromkeys(rules.PLANNER_FORMS[form] for form in nomination.forms)) or None,
    )


def _post(
    need: Need, facts: Facts, dispatch: said.Dispatch, horizon: planner.Horizon
) -> planner.Post | None:
    """The post a need becomes; none where standing postings fill it already."""
    filled = sum(posting.need_id == need.pk for posting in facts.postings)
    group = rules.group_of(dispatch, form=need.form, code=need.post_group)
    code = group.code if group else ""
    term = _span(horizon, need.starts_on, need.ends_before)
    by_day = horizon.unit == "days"
    if filled >= need.headcount:
        return None
    return planner.Post(
        id=post_id(need.pk),
        name=_post_name(need),
        host=need.host.code,
        form=rules.PLANNER_FORMS[need.form],
        specialties=_accepted(
            need, facts, rules.wanted_subjects(dispatch, code, need.subject_codes)
        ),
        rank_floor=rules.rank_floor(dispatch, code, need.rank_floor),
        priority=need.priority,
        term=term,
        stays=stays.allowed(stays.lengths_of(dispatch, group), horizon, term),
        overlap=rules.days_together(group) if by_day else 0,
        rest=group.rest_days if group and by_day else 0,
        senders=(need.sender.code,) if need.sender else None,
        headcount=need.headcount - filled,
        sessions=need.sessions_per_week,
        never_uncovered=rules.never_uncovered(dispatch, group),
        programme=facts.programme.code,
    )


def _post_name(need: Need) -> str:
    parts = (need.host.short_name or need.host.name, need.department_name, need.role_title)
    return "·".join(part for part in parts if part)


def _accepted(need: Need, facts: Facts, wanted: tuple[str, ...]) -> dict[str, int]:
    """Every subject the nominated people bring that meets a wanted one, with its fit."""
    offered = sorted({code for codes in facts.specialties.values() for code in codes})
    if not wanted:
        return dict.fromkeys(offered, FIT[subjects.Match.EXACT])
    accepted: dict[str, int] = dict.fromkeys(wanted, 0)
    for place, code in enumerate(wanted):
        for subject in {*offered, code}:
            fit = FIT.get(subjects.match(subject, code), 0) - FURTHER_SUBJECT * place
            accepted[subject] = max(accepted.get(subject, 0), fit)
    return {subject: fit for subject, fit in sorted(accepted.items()) if fit > 0}


def _without(free: planner.Span, busy: Iterable[planner.Span]) -> tuple[planner.Span, ...]:
    """What is left of a span once busy ones are taken out, in order."""
    left = [free]
    for taken in sorted(busy, key=lambda span: span.start):
        left = [
            part
            for span in left
            for part in (
                planner.Span(start=span.start, end=min(span.end, taken.start)),
                planner.Span(start=max(span.start, taken.end), end=span.end),
            )
            if part.start < part.end
        ]
    return tuple(span for span in left if span.start < span.end)


def _departments(workers: list[int]) -> list[tuple[Department, int]]:
    homes = Department.objects.filter(workers__in=workers).values("pk")
    found = (
        Department.objects.filter(pk__in=homes)
        .select_related("institution")
        .annotate(registered=Count("workers"))
        .order_by("pk")
    )
    return [(department, department.registered) for department in found]


def _specialties(workers: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = WorkerSpecialty.objects.filter(worker__in=workers).order_by(
        "-is_primary", "subject_code"
    )
    for worker, code in rows.values_list("worker_id", "subject_code"):
        found[worker].append(code)
    return {worker: tuple(codes) for worker, codes in found.items()}


def _pairings(programme: Programme, period: Period) -> tuple[tuple[Institution, Institution], ...]:
    found = (
        Pairing.objects.filter(programme=programme, starts_on__lt=period.ends_before)
        .exclude(ends_before__lte=period.starts_on)
        .select_related("sender", "host")
        .order_by("sender__code", "host__code")
    )
    return tuple(dict.fromkeys((pairing.sender, pairing.host) for pairing in found))


def _served_days(postings: Iterable[Posting], *, before: date) -> dict[int, int]:
    served: dict[int, int] = defaultdict(int)
    for posting in postings:
        served[posting.worker_id] += max(
            0, (min(posting.ends_before, before) - posting.starts_on).days
        )
    return dict(served)


def _by_code(institutions: Iterable[Institution]) -> list[Institution]:
    return sorted(institutions, key=lambda institution: institution.code)
