"""Every sum T against the same sum written out stay by stay, and every row against its rule."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, possible, problems
from tests.core.planner.proof.certificates import goals_of, proofs, rows

from bangfu.core.planner import Burden, Duty, Plan, Problem, check
from bangfu.core.planner.certificate import Leaf, PartProof, Price, Stays
from bangfu.core.planner.proof.bounds import PartBound
from bangfu.core.planner.proof.cases import Case, Tree, unfolded
from bangfu.core.planner.proof.paths import Timetable
from bangfu.core.planner.proof.sides import Sides
from bangfu.core.planner.proof.stays import Enumeration
from bangfu.core.planner.tally import tally

SETTINGS = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def used(problem: Problem, duty: Duty, row: Price) -> int:
    """How much of a row one duty uses, read off the rule's wording."""
    person, post = problem.person(duty.person), problem.post(duty.post)
    clinic, at = post.form == "visiting", row.period or 0
    match row.rule:
        case "one_place":
            away = problem.arrival(duty) <= at < duty.end + post.rest
            trip = int(Fraction(2 * person.travel.get(post.host, 0), 4)) if clinic else 0
            load = min(10, (post.sessions or 10) + trip)
            return load if away and duty.person == row.of[0] else 0
        case "department_minimum":
            away = problem.arrival(duty) <= at < duty.end
            return int(away and not clinic and person.department == row.of[0])
        case "headcount":
            return int(duty.post == row.of[0] and duty.start <= at < duty.end)
        case "one_seat":
            return int(row.of == (duty.person, duty.post) and duty.start <= at < duty.end)
        case "hospital_quota":
            quota = problem.hospital(row.of[0]).quota
            return int(
                quota is not None and post.form in quota.forms and person.hospital == row.of[0]
            )
        case "tier_quota":
            tier = problem.hospital(person.hospital).tier
            return int((post.programme, tier) == row.of)
        case "person_times":
            return int(post.programme == row.of[0])
        case "burden_cap":
            scale = problem.burden or Burden()
            weight = scale.visiting if clinic else scale.full_time
            return weight if duty.person == row.of[0] else 0
        case _:
            return int((duty.person, duty.post, duty.start, duty.end) == _named(row))


def _named(row: Price) -> tuple[str, str, int | None, int | None]:
    return row.of[0], row.of[1], row.period, row.end


def belongs(problem: Problem, duty: Duty, stays: Stays) -> bool:
    """Whether a duty is one of the stays."""
    person = problem.person(duty.person)
    asked = (
        (stays.person, duty.person),
        (stays.post, duty.post),
        (stays.start, duty.start),
        (stays.end, duty.end),
        (stays.hospital, person.hospital),
        (stays.department, person.department),
    )
    if stays.serving is not None and not duty.start <= stays.serving < duty.end:
        return False
    return all(wanted is None or wanted == is_ for wanted, is_ in asked)


def best_succession(worth: Sequence[tuple[Duty, int]]) -> int:
    """The most that stays which do not overlap can add up to, by trying each as the first."""
    best = 0
    for duty, value in worth:
        later = [entry for entry in worth if entry[0].start >= duty.end]
        best = max(best, value + best_succession(later))
    return best


def value_of(problem: Problem, duty: Duty, goal: str) -> int:
    """What a duty alone adds to a goal."""
    if goal == "rules":
        return duty.periods if problem.post(duty.post).never_uncovered else 0
    alone = dict(tally(problem, Plan(duties=(duty,))).levels)
    return alone[goal] - dict(tally(problem, Plan()).levels)[goal]


def never_empty(problem: Problem) -> int:
    """Post-periods that must not stay empty."""
    return sum(
        (problem.term(post).end - problem.term(post).start) * post.headcount
        for post in problem.posts
        if post.never_uncovered
    )


def worth_of(problem: Problem, duty: Duty, case: Case, tree: Tree) -> int:
    """A stay's weighted goals less all that it pays."""
    leaf = case.leaf
    worth = sum(w * value_of(problem, duty, goal) for goal, w in leaf.weights.items())
    worth -= sum(price.price * used(problem, duty, price) for price in leaf.prices)
    for cut in leaf.cuts:
        taken = sum(row.price * used(problem, duty, row) for row in cut.rows)
        worth -= cut.price * (taken // cut.divisor)
    for (number, _), price in zip(case.turns, leaf.branches, strict=True):
        worth -= price * belongs(problem, duty, tree.splits[number].on)
    return worth


def held(problem: Problem, case: Case, tree: Tree) -> int:
    """What the sides are worth, and what the goal of rules starts from."""
    sides, leaf = Sides(problem), case.leaf
    total = -leaf.weights.get("rules", 0) * never_empty(problem)
    for price in leaf.prices:
        side = sides.upper(price) if price.price > 0 else sides.lower(price)
        total += price.price * (side or 0)
    for cut in leaf.cuts:
        whole = sum(row.price * (sides.upper(row) or 0) for row in cut.rows)
        total += cut.price * (whole // cut.divisor)
    for (number, more), price in zip(case.turns, leaf.branches, strict=True):
        total += price * (tree.splits[number].at + 1 if more else tree.splits[number].at)
    return total


def written_out(problem: Problem, proof: PartProof) -> list[int]:
    """T of every case of a proof over all posts, straight from the documented formula."""
    tree, options = unfolded(proof.proof), possible(problem)
    found = []
    for case in tree.cases:
        total = held(problem, case, tree)
        for post in problem.posts:
            mine = [duty for duty in options if duty.post == post.id]
            worth = [(duty, worth_of(problem, duty, case, tree)) for duty in mine]
            total += post.headcount * best_succession(worth)
        found.append(total)
    return found


def totals(problem: Problem, proof: PartProof, goals: list[str]) -> list[int]:
    """The same sums by the verifier."""
    over = Enumeration(problem, goals, None)
    bound = PartBound(over, Sides(problem), proof, -never_empty(problem))
    for _, block in over.blocks([range(len(problem.posts))]):
        bound.add(block, Timetable(block, problem.horizon.count))
    return bound.totals


class TestSums:
    @SETTINGS
    @given(st.data())
    def test_are_those_written_out_stay_by_stay(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        goals = goals_of(problem)
        assume(len(possible(problem)) <= 40)
        largest = data.draw(st.sampled_from((60, 2**58)))
        tree = data.draw(proofs(problem, goals, lower=True, largest=largest))
        proof = PartProof(bound=0, proof=tree)

        assert totals(problem, proof, goals) == written_out(problem, proof)

    @SETTINGS
    @given(st.data())
    def test_charge_every_row_by_its_rule(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=2, most_posts=2))
        goals = goals_of(problem)
        assume(1 <= len(possible(problem)) <= 30)
        sides = Sides(problem)
        generous = dict.fromkeys(goals, 10**6)

        for row in rows(problem):
            if sides.upper(row) is not None:
                leaf = Leaf(weights=generous, prices=(structs.replace(row, price=10**5),))
                proof = PartProof(bound=0, proof=leaf)
                assert totals(problem, proof, goals) == written_out(problem, proof)


class TestSides:
    @SETTINGS
    @given(st.data())
    def test_are_broken_exactly_where_the_checker_says(self, data: st.DataObject) -> None:
        problem = data.draw(problems())
        plan = Plan(duties=data.draw(duties(problem)))
        sides = Sides(problem)
        told = {(breach.rule, breach.short) for breach in check(problem, plan)}

        broken = set()
        for row in rows(problem):
            total = sum(used(problem, duty, row) for duty in plan.duties)
            upper, lower = sides.upper(row), sides.lower(row)
            if upper is not None and total > upper:
                broken.add((row.rule, False))
            if lower is not None and total < lower:
                broken.add((row.rule, True))

        shared = {row.rule for row in rows(problem)}
        assert {entry for entry in told if entry[0] in shared} == broken
