"""What each rule says when it keeps somebody away."""

from .reason import Blocker

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
    "headcount": ("该岗已满员", "the post is full"),
    "department_minimum": (
        "所在科室将低于最低在岗人数",
        "the home department would fall below its minimum",
    ),
    "hospital_quota": ("所在医院派出名额已用完", "the home hospital's quota is used up"),
    "tier_quota": ("该级医院名额已用完", "the quota of the hospital's tier is used up"),
    "burden_cap": ("个人派驻负担已到上限", "the personal burden cap is reached"),
}


def blocker(rule: str, people: int = 1) -> Blocker:
    """The rule in words."""
    zh, en = PHRASES.get(rule, (rule, rule))
    return Blocker(zh, en, rule=rule, people=people)
