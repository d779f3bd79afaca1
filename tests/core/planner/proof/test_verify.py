"""The verifier names what is wrong, and nothing that is altered passes."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.core.planner.problems import duties, tiny
from tests.core.planner.proof.certificates import claimed, goals_of, levels
from tests.core.planner.proof.test_bounds import SETTINGS, sound_problems

from bangfu.core.planner import Duty, Plan, Problem, Programme, examples, solve
from bangfu.core.planner.certificate import (
    Certificate,
    Leaf,
    LevelProof,
    PartProof,
    Price,
    Split,
    Stays,
    certified,
)
from bangfu.core.planner.proof import verify
from bangfu.core.planner.proof.cases import DEEPEST

PROBLEM = examples.leadership()
PLAN = solve(PROBLEM).plan
GOALS = goals_of(PROBLEM)


def leaf(goal: str, *prices: Price, **weights: int) -> Leaf:
    return Leaf(weights={**weights, goal: weights.get(goal, 1)}, prices=prices)


def simple(proof: Leaf | Split | None = None, goal: str = "quality") -> tuple[LevelProof, ...]:
    """Every goal without prices, but one with the proof given."""
    return tuple(
        LevelProof(
            goal=name,
            bound=0,
            parts=(PartProof(bound=0, proof=proof if proof and name == goal else leaf(name)),),
        )
        for name in GOALS
    )


QUOTA = Price(rule="hospital_quota", of=("h0",), price=40)
SHORT = Price(rule="tier_quota", of=("deputies", "tertiary"), price=-3)
PROVEN = claimed(
    PROBLEM,
    PLAN,
    simple(
        Split(
            on=Stays(hospital="h0"),
            at=3,
            less=Leaf(weights={"quality": 2}, prices=(QUOTA,), branches=(7,)),
            more=Leaf(weights={"quality": 1}, branches=(-90,)),
        )
    ),
)


def said(plan: Plan, certificate: Certificate, problem: Problem = PROBLEM) -> str:
    """All faults in Chinese; each must have its sentence in English, too."""
    verdict = verify(problem, plan, certificate)
    assert all(fault.zh.endswith("。") and fault.en.endswith(".") for fault in verdict.faults)
    return "".join(fault.zh for fault in verdict.faults)


def with_proof(proof: Leaf | Split, goal: str = "quality") -> Certificate:
    return certified(PROBLEM, PLAN, simple(proof, goal))


class TestVerify:
    def test_finds_no_fault_in_a_certificate_as_it_was_made(self) -> None:
        bare = Plan(duties=PLAN.duties)

        verdict = verify(PROBLEM, bare, PROVEN)

        assert verdict.faults == ()
        assert [level.bound for level in verdict.levels] == [level.bound for level in PROVEN.levels]
        assert [level.value for level in verdict.levels] == [
            level.value
            for level in PLAN.claims.levels  # type: ignore[union-attr]
        ]
        assert verdict.gap is not None
        assert 0 < verdict.gap < 0.05

    def test_catches_any_price_altered(self) -> None:
        for by in (-1, 1):
            quality = PROVEN.levels[-2]
            altered = structs.replace(QUOTA, price=QUOTA.price + by)
            split = quality.parts[0].proof
            assert isinstance(split, Split)
            assert isinstance(split.less, Leaf)
            wrong = structs.replace(split, less=structs.replace(split.less, prices=(altered,)))
            levels = tuple(
                structs.replace(level, parts=(structs.replace(level.parts[0], proof=wrong),))
                if level.goal == "quality"
                else level
                for level in PROVEN.levels
            )

            assert "封签" in said(PLAN, structs.replace(PROVEN, levels=levels))

    def test_catches_a_price_altered_and_sealed_again(self) -> None:
        cheaper = with_proof(leaf("quality"))

        claiming = structs.replace(
            cheaper,
            levels=tuple(
                structs.replace(
                    level,
                    bound=true.bound,
                    parts=(structs.replace(level.parts[0], bound=true.bound),),
                )
                for level, true in zip(cheaper.levels, PROVEN.levels, strict=True)
            ),
        )

        assert "按其价格复算为" in said(PLAN, certified(PROBLEM, PLAN, claiming.levels))

    @pytest.mark.parametrize("number", range(len(PLAN.duties)))
    def test_catches_any_duty_altered(self, number: int) -> None:
        duty = PLAN.duties[number]
        others = PLAN.duties[:number] + PLAN.duties[number + 1 :]
        stand_in = next(
            person.id
            for person in PROBLEM.people
            if person.id not in {duty.person for duty in PLAN.duties}
        )

        for changed in (
            others,
            (*others, structs.replace(duty, person=stand_in)),
            (*others, structs.replace(duty, end=duty.end - 1)),
            (*PLAN.duties, duty),
        ):
            assert "方案摘要不符" in said(Plan(duties=changed), PROVEN)

    @pytest.mark.parametrize("goal", GOALS)
    def test_catches_any_bound_claimed_too_good(self, goal: str) -> None:
        better = tuple(
            structs.replace(
                level,
                bound=level.bound - 1,
                parts=(structs.replace(level.parts[0], bound=level.bound - 1),),
            )
            if level.goal == goal
            else level
            for level in PROVEN.levels
        )

        assert "复算为" in said(PLAN, certified(PROBLEM, PLAN, better))

    def test_catches_a_sum_that_is_none(self) -> None:
        level = structs.replace(PROVEN.levels[0], bound=-1)

        assert "各部分之和为0" in said(PLAN, certified(PROBLEM, PLAN, (level, *PROVEN.levels[1:])))

    def test_catches_a_plan_that_boasts(self) -> None:
        claims = PLAN.claims
        assert claims is not None

        assert "证书只证明到" in said(PLAN, PROVEN)
        assert verify(PROBLEM, PLAN, PROVEN).levels[-2].bound == PROVEN.levels[-2].bound

    def test_tells_of_another_problem(self) -> None:
        other = structs.replace(PROBLEM, title="另一个")

        verdict = verify(other, PLAN, PROVEN)

        assert ["问题摘要不符" in fault.zh for fault in verdict.faults] == [True]
        assert verdict.gap is None
        assert {level.bound for level in verdict.levels} == {None}

    def test_tells_rules_that_the_plan_breaks(self) -> None:
        twice = structs.replace(PLAN.duties[0], post=PLAN.duties[1].post)
        plan = Plan(duties=(*PLAN.duties, twice))

        assert "安排超过1人" in said(plan, PROVEN)

    def test_knows_no_strangers_in_a_plan(self) -> None:
        nobody = Duty(person="nobody", post="nowhere", start=0, end=1)

        assert "不在问题文件中" in said(Plan(duties=(*PLAN.duties, nobody)), PROVEN)

    def test_refuses_a_problem_that_does_not_hang_together(self) -> None:
        broken = structs.replace(PROBLEM, people=(*PROBLEM.people, PROBLEM.people[0]))

        assert "重复" in said(PLAN, PROVEN, broken)

    @pytest.mark.parametrize(
        ("proof", "sentence"),
        [
            (leaf("quality", Price(rule="one_place", of=("x",), period=0, price=1)), "不能定价"),
            (leaf("quality", Price(rule="one_place", of=("w0",), price=1)), "不能定价"),
            (leaf("quality", Price(rule="one_place", of=("w0",), period=99, price=1)), "不能定价"),
            (leaf("quality", Price(rule="hospital_quota", of=("h0", "h1"), price=1)), "不能定价"),
            (leaf("quality", QUOTA, QUOTA), "重复定价"),
            (leaf("quality", structs.replace(QUOTA, price=-1), rules=5), "没有下限"),
            (leaf("quality", Price(rule="burden_cap", of=("w0",), price=1)), "没有上限"),
            (leaf("quality", SHORT, rules=2), "超出规则缺口的权重2"),
            (Leaf(weights={"rules": 1}), "权重应不小于1"),
            (leaf("quality", fairness=1), "不能加权"),
            (leaf("quality", rules=-1), "不能为负"),
            (Leaf(weights={"quality": 1}, branches=(1,)), "0次分情形，却有1个"),
            (
                Split(
                    on=Stays(person="w0"),
                    at=0,
                    less=Leaf(weights={"quality": 1}, branches=(-1,)),
                    more=Leaf(weights={"quality": 1}, branches=(0,)),
                ),
                "正负号不对",
            ),
            (
                Split(
                    on=Stays(person="x"),
                    at=0,
                    less=Leaf(weights={"quality": 1}, branches=(0,)),
                    more=Leaf(weights={"quality": 1}, branches=(0,)),
                ),
                "“x”不在问题文件中",
            ),
        ],
    )
    def test_names_what_is_wrong_with_a_case(self, proof: Leaf | Split, sentence: str) -> None:
        told = said(PLAN, with_proof(proof))

        assert sentence in told
        assert "“质量”第1部分" in told

    @pytest.mark.parametrize(
        ("groups", "sentence"),
        [
            (lambda ids: [ids[1:]], "缺少1个岗位"),
            (lambda ids: [ids, ids[:1]], "重复出现"),
            (lambda ids: [[*ids, "nowhere"]], "“nowhere”不在问题文件中"),
            (lambda ids: [ids, []], "没有列出岗位"),
            (lambda ids: [], "没有任何部分"),
        ],
    )
    def test_wants_every_post_in_one_part(
        self, groups: Callable[[Sequence[str]], list[list[str]]], sentence: str
    ) -> None:
        ids = [post.id for post in PROBLEM.posts]
        levels = tuple(
            LevelProof(
                goal=goal,
                bound=0,
                parts=tuple(
                    PartProof(posts=tuple(posts), bound=0, proof=leaf(goal))
                    for posts in groups(ids)
                ),
            )
            for goal in GOALS
        )

        assert sentence in said(PLAN, certified(PROBLEM, PLAN, levels))

    def test_wants_later_parts_to_be_unions_of_earlier_ones(self) -> None:
        ids = tuple(post.id for post in PROBLEM.posts)
        cut = tuple(
            PartProof(posts=posts, bound=0, proof=leaf("quality")) for posts in (ids[:5], ids[5:])
        )
        levels = tuple(
            structs.replace(level, parts=cut) if level.goal == "quality" else level
            for level in simple()
        )

        assert "只能是前面各部分的合并" in said(PLAN, certified(PROBLEM, PLAN, levels))

    def test_wants_a_lower_side_in_the_part_that_serves_it(self) -> None:
        ids = tuple(post.id for post in PROBLEM.posts)
        levels = tuple(
            LevelProof(
                goal=goal,
                bound=0,
                parts=tuple(
                    PartProof(posts=posts, bound=0, proof=leaf(goal, SHORT, rules=9))
                    for posts in (ids[:5], ids[5:])
                ),
            )
            for goal in GOALS
        )

        assert "还涉及其他部分的岗位" in said(PLAN, certified(PROBLEM, PLAN, levels))

    def test_wants_a_pin_in_the_part_of_its_post(self) -> None:
        duty = PLAN.duties[0]
        problem = structs.replace(PROBLEM, pinned=(duty,))
        row = Price(
            rule="pinned",
            of=(duty.person, duty.post),
            period=duty.start,
            end=duty.end,
            price=-(10**6),
        )
        others = tuple(post.id for post in PROBLEM.posts if post.id != duty.post)

        def priced_in(posts: tuple[str, ...]) -> str:
            levels = tuple(
                LevelProof(
                    goal=goal,
                    bound=0,
                    parts=tuple(
                        PartProof(
                            posts=group,
                            bound=0,
                            proof=leaf(goal, row) if group == posts else leaf(goal),
                        )
                        for group in ((duty.post,), others)
                    ),
                )
                for goal in GOALS
            )
            return said(PLAN, certified(problem, PLAN, levels), problem)

        assert "还涉及其他部分的岗位" in priced_in(others)
        assert "还涉及其他部分的岗位" not in priced_in((duty.post,))

    def test_takes_duties_in_any_order(self) -> None:
        backwards = Plan(duties=PLAN.duties[::-1])

        assert verify(PROBLEM, backwards, PROVEN).faults == ()

    def test_wants_every_goal_in_order(self) -> None:
        assert "目标应依次为" in said(PLAN, certified(PROBLEM, PLAN, simple()[1:]))

    def test_does_not_follow_a_tree_without_end(self) -> None:
        proof: Leaf | Split = leaf("quality")
        for _ in range(DEEPEST + 1000):
            proof = Split(on=Stays(), at=0, less=leaf("quality"), more=proof)
        certificate = structs.replace(
            PROVEN,
            levels=tuple(
                structs.replace(level, parts=(structs.replace(level.parts[0], proof=proof),))
                for level in PROVEN.levels
            ),
        )

        assert f"超过{DEEPEST}层" in said(PLAN, certificate)

    @SETTINGS
    @given(st.data())
    def test_raises_nothing_whatever_the_plan(self, data: st.DataObject) -> None:
        problem = data.draw(sound_problems())
        plan = Plan(duties=data.draw(duties(problem)))
        proofs = data.draw(levels(problem, goals_of(problem)))

        verdict = verify(problem, plan, certified(problem, plan, proofs))

        assert len(verdict.levels) == len(goals_of(problem))

    def test_proves_a_shortage_that_cannot_be_helped(self) -> None:
        problem = structs.replace(
            tiny(),
            posts=(structs.replace(tiny().posts[0], programme="g"),),
            programmes=(Programme(id="g", person_times=3),),
        )
        plan = Plan(duties=(Duty(person="w0", post="p0", start=0, end=6),))
        price = Price(rule="person_times", of=("g",), price=-1)
        levels = tuple(
            LevelProof(
                goal=goal,
                bound=0,
                parts=(
                    PartProof(
                        bound=0,
                        proof=leaf(goal, price) if goal == "rules" else leaf(goal),
                    ),
                ),
            )
            for goal in goals_of(problem)
        )

        verdict = verify(problem, plan, claimed(problem, plan, levels))

        assert (verdict.levels[0].value, verdict.levels[0].bound) == (-2, -2)
