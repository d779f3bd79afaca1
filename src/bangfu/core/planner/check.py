"""The independent checker: does a plan keep every rule, and does it reach what it claims?"""

from collections.abc import Container, Iterator

from .plan import Plan, Violation
from .problem import Duty, Problem
from .rules import RULES
from .tally import tally

GOALS_ZH = {"rules": "规则缺口", "stability": "保持原安排", "quality": "质量", "fairness": "公平"}


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every breach of every rule, in the rules' order; empty if the plan holds.

    Shares no code with the solver. Duties that name unknown people or posts, or stand twice, are
    told first and left out of what follows.
    """
    found: list[Violation] = []
    known: dict[Duty, None] = {}
    for duty in plan.duties:
        if breach := _out_of_place(problem, duty, known):
            found.append(breach)
        else:
            known[duty] = None
    sound = Plan(duties=tuple(known))
    for rule in RULES:
        found += rule.violations(sound, problem)
    return found


def false_claims(problem: Problem, plan: Plan, keep: Plan | None = None) -> Iterator[Violation]:
    """Each figure a plan claims that counting again does not confirm."""
    if plan.claims is None:
        return
    counted = tally(problem, plan, keep)
    claims = plan.claims
    figures = [
        ("覆盖岗期", "covered post-periods", claims.covered, counted.covered),
        ("应覆盖岗期", "required post-periods", claims.required, counted.required),
        ("质量", "quality", claims.quality, counted.quality),
    ]
    values = dict(counted.levels)
    for level in claims.levels:
        if level.goal == "stability" and keep is None:
            continue
        # Quality stands among the figures already, unless the levels claim something else.
        if (level.goal, level.value) != ("quality", claims.quality):
            zh = goal_in_chinese(level.goal)
            figures.append((zh, level.goal, level.value, values.get(level.goal, 0)))
        if level.bound < level.value:
            yield Violation(
                f"方案自报{goal_in_chinese(level.goal)}的上界{level.bound}低于其数值{level.value}，不可能成立。",
                f"The plan claims a bound of {level.bound} for {level.goal}, below its value "
                f"{level.value}.",
                rule="claims",
            )
    for zh, en, claimed, real in figures:
        if claimed != real:
            yield Violation(
                f"方案自报{zh}为{claimed}，复核为{real}。",
                f"The plan claims {en} {claimed}; counting again gives {real}.",
                rule="claims",
            )


def goal_in_chinese(goal: str) -> str:
    """A level's name for a Chinese reader.

    >>> goal_in_chinese("coverage 2"), goal_in_chinese("rules")
    ('第2优先级覆盖', '规则缺口')
    """
    name, _, priority = goal.partition(" ")
    return f"第{priority}优先级覆盖" if name == "coverage" else GOALS_ZH.get(name, name)


def _out_of_place(problem: Problem, duty: Duty, known: Container[Duty]) -> Violation | None:
    if not problem.knows("person", duty.person):
        return Violation(
            f"方案中的人员“{duty.person}”不在问题文件中。",
            f"The plan names person “{duty.person}”, who is not in the problem.",
            rule="known",
            duty=duty,
        )
    if not problem.knows("post", duty.post):
        return Violation(
            f"方案中的岗位“{duty.post}”不在问题文件中。",
            f"The plan names post “{duty.post}”, which is not in the problem.",
            rule="known",
            duty=duty,
        )
    if duty in known:
        return Violation(
            f"{duty.person}在“{duty.post}”的同一安排重复出现。",
            f"The same duty of {duty.person} on “{duty.post}” stands twice.",
            rule="known",
            duty=duty,
        )
    return None
