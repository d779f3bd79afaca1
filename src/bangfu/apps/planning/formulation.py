"""From facts to a planning problem: needs become posts, nominations people."""

from collections.abc import Iterable
from datetime import date

from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.intake.service_form import FULL_TIME
from bangfu.apps.postings.departments import minimum_of
from bangfu.apps.registry.models import Department, Institution
from bangfu.core import planner
from bangfu.core.planner.horizon import Unit
from bangfu.core.programmes import dispatch as said
from bangfu.core.standards import subjects

from . import rules, stays
from .facts import Facts, Parties, Period
from .sent import sent_for, tier_of

FIT = {subjects.Match.EXACT: 100, subjects.Match.SAME_PARENT: 60}
"""Fit of a person's subject to the first one a post asks for; each further one loses ten."""
FURTHER_SUBJECT = 10
DAYS_A_MONTH = 30


ONE_POST = planner.Burden(cap=1, full_time=1, visiting=1)
"""Nobody holds two posts of a plan, however few half-days each takes."""


NO_QUOTA: tuple[int, int | None] = (0, None)


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
    sent, quota = sent_for(facts), rules.per_sender(dispatch)
    homes = {n.worker.home for n in facts.nominations}
    # A pairing binds even where the sender has nominated nobody, or the host asks for nothing.
    silent = {sender for sender, _ in facts.pairings} - homes
    hosts = {need.host for need in facts.needs} | {host for _, host in facts.pairings}
    people = tuple(_person(n, facts, horizon, period) for n in facts.nominations)
    posts = tuple(post for need in facts.needs if (post := _post(need, facts, dispatch, horizon)))
    filled = {post_id(need.pk) for need in facts.needs} - {post.id for post in posts}
    return planner.Problem(
        # In one language whoever asks, or a plan would be outdated by a switch of language.
        title=facts.programme.title_zh,
        horizon=horizon,
        hospitals=(
            *(_hospital(home, sent.rest_of(home, quota)) for home in _by_code(homes)),
            *(_hospital(home, NO_QUOTA) for home in _by_code(silent)),
        ),
        departments=tuple(_department(*found, dispatch) for found in facts.departments),
        hosts=tuple(
            planner.Host(id=host.code, name=host.name, area=host.area_code)
            for host in _by_code(hosts)
        ),
        people=people,
        posts=posts,
        programmes=(
            planner.Programme(
                id=facts.programme.code,
                name=facts.programme.title_zh,
                tiers=sent.rest_of_tiers(rules.exact_tiers(dispatch)),
                person_times=sent.rest_of_times(rules.person_times(dispatch)),
            ),
        ),
        pairings=tuple(
            planner.Pairing(sender=sender.code, host=host.code) for sender, host in facts.pairings
        ),
        # What was decided about a post that is filled by now, or in talks, is no longer open.
        pinned=tuple(duty for duty in pinned if duty.post not in filled),
        forbidden=_forbidden(forbidden, facts.declined, people, posts),
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
        tier=tier_of(home),
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
        minimum=minimum_of(dispatch, staff=staff, stated=department.minimum_staff),
    )


def _person(
    nomination: Nomination, facts: Facts, horizon: planner.Horizon, period: Period
) -> planner.Person:
    worker = nomination.worker
    offered = Period(nomination.available_from, nomination.available_before)
    taken = [one for one in facts.held if one.worker_id == worker.pk]
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
    """The post a need becomes; none where postings and people in talks fill it already."""
    filled = sum(one.need_id == need.pk for one in facts.held)
    group = group_for(need, facts.parties, dispatch)
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


def group_for(need: Need, parties: Parties, dispatch: said.Dispatch) -> said.Posts | None:
    """The post group of the definition that a need belongs to."""
    both = parties.get(need.host_id, frozenset()) | parties.get(need.sender_id or 0, frozenset())
    return rules.group_of(dispatch, form=need.form, code=need.post_group, parties=both)


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


def _forbidden(
    decided: Iterable[planner.Forbidden],
    declined: Iterable[tuple[int, int]],
    people: Iterable[planner.Person],
    posts: Iterable[planner.Post],
) -> tuple[planner.Forbidden, ...]:
    """Pairs that a clerk ruled out or a side declined, each once, as far as both are planned."""
    persons, places = {person.id for person in people}, {post.id for post in posts}
    pairs = [(one.person, one.post) for one in decided if one.post in places]
    pairs += [
        (person_id(worker), post_id(need))
        for worker, need in declined
        if person_id(worker) in persons and post_id(need) in places
    ]
    return tuple(
        planner.Forbidden(person=person, post=post) for person, post in dict.fromkeys(pairs)
    )


def _by_code(institutions: Iterable[Institution]) -> list[Institution]:
    return sorted(institutions, key=lambda institution: institution.code)
