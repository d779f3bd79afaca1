"""What each rule says when it keeps somebody away, and how a price is told."""

from .check import goal_in_chinese
from .plan import Sentence
from .price import Price
from .problem import Problem
from .reason import Blocker
from .wording import periods_en, periods_zh

PHRASES = {
    "pairing": (
        "所在医院未与受援单位结对或不在接收范围",
        "the home hospital does not support the host",
    ),
    "consent": (
        "未同意以此方式派出或未在受援单位备案",
        "the form or the place is not agreed or filed",
    ),
    "forbidden": ("已指定不派往该岗", "the pair is excluded by decision"),
    "specialty": ("专业不符", "no accepted specialty"),
    "rank_floor": ("职称级别不够", "the rank is below the floor"),
    "availability": ("该时段不能派出", "not available then"),
    "stint_shape": ("派驻期限不合规定", "the stay has no allowed shape"),
    "one_place": ("该时段已有其他派驻", "already serving elsewhere then"),
    "one_seat": ("该时段已占该岗一个名额", "already filling a place of the post then"),
    "headcount": ("该岗已满员", "the post is full"),
    "department_minimum": (
        "所在科室将低于最低在岗人数",
        "the home department would fall below its minimum",
    ),
    "hospital_quota": ("所在医院派出名额已用完", "the home hospital's quota is used up"),
    "tier_quota": ("该级医院名额已用完", "the quota of the hospital's tier is used up"),
    "burden_cap": ("个人派驻负担已到上限", "the personal burden cap is reached"),
    "pinned": ("已锁定的安排不能变动", "a pinned duty may not be moved"),
}


def blocker(rule: str, people: int = 1, who: tuple[str, ...] = ()) -> Blocker:
    """The rule in words."""
    zh, en = PHRASES.get(rule, (rule, rule))
    return Blocker(zh, en, rule=rule, people=people, who=who)


def price_told(problem: Problem, price: Price) -> Sentence:
    """What changes on each goal, as a part of a sentence.

    Fairness is left out where another goal changes, too: it only decides between equals.
    """
    if not price.goals:
        return Sentence("各项目标均无变化", "no goal changes")
    weighty = {goal: by for goal, by in price.goals.items() if goal != "fairness"}
    told = [_goal_told(problem, goal, by) for goal, by in (weighty or price.goals).items()]
    return Sentence("、".join(zh for zh, _ in told), ", ".join(en for _, en in told))


def _goal_told(problem: Problem, goal: str, by: int) -> tuple[str, str]:
    if goal.startswith("coverage"):
        priority, verb = goal.partition(" ")[2], "增加" if by > 0 else "减少"
        more = "more" if by > 0 else "less"
        return (
            f"第{priority}优先级岗位覆盖{verb}{periods_zh(problem, abs(by))}",
            f"priority {priority} covers {periods_en(problem, abs(by))} {more}",
        )
    if goal == "rules":
        verb, more = ("减少", "less") if by > 0 else ("增加", "more")
        return (
            f"规则缺口{verb}{abs(by)}",
            f"rules with a minimum fall short by {abs(by)} {more}",
        )
    if goal == "fairness":
        return (
            ("派驻负担更均衡", "duties are shared more evenly")
            if by > 0
            else (
                "派驻负担更不均衡",
                "duties are shared less evenly",
            )
        )
    verb = "增加" if by > 0 else "减少"
    return f"{goal_in_chinese(goal)}{verb}{abs(by)}分", f"{goal} {by:+d} points"


def judged(price: Price) -> Sentence:
    """Whether a change makes a plan better in the order of goals, as a part of a sentence."""
    if not price.goals:
        return Sentence("与现方案相当", "as good as the plan")
    if price.is_gain:
        return Sentence("优于现方案", "better than the plan")
    return Sentence("不如现方案", "not as good as the plan")
