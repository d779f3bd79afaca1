"""Small random problems that exercise every rule, and a way to try every plan."""

from datetime import date
from itertools import combinations

from hypothesis import strategies as st
from msgspec import structs

from bangfu.core.planner import (
    Burden,
    Department,
    Duty,
    Forbidden,
    Form,
    Horizon,
    Hospital,
    Host,
    Leave,
    Pairing,
    Person,
    Plan,
    Post,
    Problem,
    Programme,
    Quota,
    Span,
    Stints,
    Tier,
    check,
)
from bangfu.core.planner.allowed import allowed
from bangfu.core.planner.tally import tally

FORMS: tuple[Form, ...] = ("resident", "rotating", "leadership", "visiting")
TIERS: tuple[Tier, ...] = ("tertiary", "secondary")
HOSPITALS, HOSTS, SPECIALTIES = ("h0", "h1"), ("t0", "t1"), ("a", "b")


def tiny(**changes: object) -> Problem:
    """One hospital, one person, one whole-term post: the smallest problem with a plan."""
    problem = Problem(
        horizon=Horizon(unit="months", starts_on=date(2025, 3, 17), count=6),
        hospitals=(Hospital(id="h0", name="中心医院", tier="tertiary"),),
        departments=(Department(id="d0", hospital="h0", name="内科", staff=3, minimum=1),),
        hosts=(Host(id="t0", name="卫生院"),),
        people=(
            Person(id="w0", name="甲", hospital="h0", department="d0", specialties=("a",), rank=2),
        ),
        posts=(Post(id="p0", name="驻点岗", host="t0", form="resident", specialties={"a": 80}),),
    )
    return structs.replace(problem, **changes)


@st.composite
def spans(draw: st.DrawFn, count: int) -> Span:
    start = draw(st.integers(0, count - 1))
    return Span(start=start, end=draw(st.integers(start + 1, count)))


@st.composite
def stays(draw: st.DrawFn, term: Span) -> Span:
    start = draw(st.integers(term.start, term.end - 1))
    return Span(start=start, end=draw(st.integers(start + 1, term.end)))


@st.composite
def stints(draw: st.DrawFn) -> Stints:
    shortest = draw(st.integers(1, 3))
    return Stints(
        shortest=shortest,
        longest=draw(st.integers(shortest, 4)),
        step=draw(st.integers(1, 2)),
        starts_every=draw(st.integers(1, 2)),
    )


@st.composite
def people(draw: st.DrawFn, number: int, count: int) -> Person:
    home = draw(st.sampled_from(HOSPITALS))
    return Person(
        id=f"w{number}",
        hospital=home,
        department=draw(st.sampled_from((None, f"{home}/d"))),
        specialties=tuple(draw(st.sets(st.sampled_from(SPECIALTIES), min_size=1))),
        rank=draw(st.integers(1, 4)),
        available=draw(st.none() | st.lists(spans(count), max_size=2).map(tuple)),
        served_months=draw(st.integers(0, 3)),
        owed_months=draw(st.integers(0, 3)),
        preferences=draw(st.dictionaries(st.sampled_from(HOSTS), st.integers(-20, 20))),
        travel=draw(st.dictionaries(st.sampled_from(HOSTS), st.integers(0, 5))),
        sessions=draw(st.sampled_from((10, 10, 5, 3))),
        forms=draw(st.none() | st.sets(st.sampled_from(FORMS), min_size=2).map(tuple)),
        registered=draw(st.none() | st.sets(st.sampled_from(HOSTS)).map(tuple)),
        burden_cap=draw(st.none() | st.integers(0, 4)),
    )


@st.composite
def posts(draw: st.DrawFn, number: int, count: int) -> Post:
    term = draw(st.none() | spans(count))
    within = term or Span(start=0, end=count)
    listed = st.lists(stays(within), min_size=1, max_size=3).map(tuple)
    shape = draw(st.none() | stints() | listed)
    return Post(
        id=f"p{number}",
        host=draw(st.sampled_from(HOSTS)),
        form=draw(st.sampled_from(FORMS)),
        specialties=draw(
            st.dictionaries(st.sampled_from(SPECIALTIES), st.integers(0, 100), min_size=1)
        ),
        rank_floor=draw(st.integers(2, 5)),
        priority=draw(st.integers(1, 2)),
        term=term,
        stints=shape if isinstance(shape, Stints) else None,
        stays=shape if isinstance(shape, tuple) else None,
        overlap=draw(st.integers(0, 1)),
        rest=draw(st.integers(0, 1)),
        senders=draw(st.none() | st.sets(st.sampled_from(HOSPITALS), min_size=1).map(tuple)),
        headcount=draw(st.sampled_from((1, 1, 2))),
        sessions=draw(st.none() | st.integers(1, 5)),
        never_uncovered=draw(st.booleans()),
        programme=draw(st.sampled_from((None, "g"))),
    )


@st.composite
def problems(draw: st.DrawFn, *, most_people: int = 3, most_posts: int = 2) -> Problem:
    """A problem of up to five periods; it may contradict itself."""
    count = draw(st.integers(2, 5))
    n_people = draw(st.integers(1, most_people))
    n_posts = draw(st.integers(1, most_posts))
    numbers = st.tuples(st.integers(0, n_people - 1), st.integers(0, n_posts - 1))
    quota = st.none() | st.builds(
        lambda lower, extra: Quota(lower=lower, upper=lower + extra),
        st.integers(0, 1),
        st.integers(0, 2),
    )
    return Problem(
        horizon=Horizon(unit="months", starts_on=date(2025, 1, 1), count=count),
        hospitals=tuple(
            Hospital(id=h, tier=draw(st.sampled_from(TIERS)), quota=draw(quota)) for h in HOSPITALS
        ),
        departments=tuple(
            Department(
                id=f"{h}/d",
                hospital=h,
                staff=4,
                minimum=draw(st.integers(1, 4)),
                leave=draw(
                    st.just(())
                    | spans(count).map(lambda s: (Leave(start=s.start, end=s.end, people=1),))
                ),
            )
            for h in HOSPITALS
        ),
        hosts=tuple(Host(id=host) for host in HOSTS),
        people=tuple(draw(people(n, count)) for n in range(n_people)),
        posts=tuple(draw(posts(n, count)) for n in range(n_posts)),
        programmes=(
            Programme(
                id="g",
                tiers=draw(st.dictionaries(st.sampled_from(TIERS), st.integers(0, 2))),
                person_times=draw(st.integers(0, 2)),
            ),
        ),
        pairings=draw(
            st.just(())
            | st.sets(
                st.tuples(st.sampled_from(HOSPITALS), st.sampled_from(HOSTS)), min_size=2
            ).map(lambda found: tuple(Pairing(sender=s, host=t) for s, t in sorted(found)))
        ),
        forbidden=draw(
            st.sets(numbers, max_size=1).map(
                lambda found: tuple(Forbidden(person=f"w{i}", post=f"p{j}") for i, j in found)
            )
        ),
        burden=draw(st.none() | st.builds(Burden, cap=st.integers(1, 4))),
    )


@st.composite
def duties(draw: st.DrawFn, problem: Problem) -> tuple[Duty, ...]:
    """Any duties within the horizon, mostly of a shape their post allows, sensible or not."""
    count = problem.horizon.count
    anything = st.builds(
        lambda person, post, span: Duty(
            person=person.id, post=post.id, start=span.start, end=span.end
        ),
        st.sampled_from(problem.people),
        st.sampled_from(problem.posts),
        spans(count),
    )
    sensible = possible(problem)
    one = anything | st.sampled_from(sensible) if sensible else anything
    return tuple(draw(st.sets(one, max_size=4)))


def possible(problem: Problem) -> list[Duty]:
    """Every duty the solver would consider."""
    columns = allowed(problem)
    return [
        Duty(person=problem.people[i].id, post=problem.posts[j].id, start=s, end=e)
        for i, j, s, e in zip(
            columns.person.tolist(),
            columns.post.tolist(),
            columns.start.tolist(),
            columns.end.tolist(),
            strict=True,
        )
    ]


def best_by_trial(problem: Problem, keep: Plan | None = None) -> tuple[int, ...]:
    """The levels of the best plan, found by trying every set of duties against the checker."""
    options = possible(problem)
    best: tuple[int, ...] | None = None
    for size in range(len(options) + 1):
        found_any = False
        for chosen in combinations(options, size):
            plan = Plan(duties=chosen)
            if any(not breach.short for breach in check(problem, plan)):
                continue
            found_any = True
            levels = tuple(value for _, value in tally(problem, plan, keep).levels)
            best = levels if best is None else max(best, levels)
        if not found_any:
            break  # upper limits only: a larger plan would break them, too
    assert best is not None
    return best


@st.composite
def sound(draw: st.DrawFn, problem: Problem) -> Plan:
    """A plan that exceeds no rule, grown duty by duty from what the solver would consider."""
    plan = Plan()
    options = possible(problem)
    for duty in draw(st.lists(st.sampled_from(options), max_size=6)) if options else []:
        further = Plan(duties=(*plan.duties, duty))
        if duty not in plan.duties and not excess(problem, further):
            plan = further
    return plan


def excess(problem: Problem, plan: Plan) -> set[str]:
    """Codes of the rules that a plan breaks by too much of something."""
    return {b.rule for b in check(problem, plan) if not b.short and b.rule != "pinned"}
