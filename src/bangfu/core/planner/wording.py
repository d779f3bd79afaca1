"""How persons, posts and periods are named in sentences."""

from datetime import date, timedelta

from .horizon import Span
from .problem import Duty, Form, Problem, Tier

FORM_ZH: dict[Form, str] = {
    "resident": "驻点",
    "rotating": "轮换",
    "leadership": "任职",
    "visiting": "坐诊",
}

TIER_ZH: dict[Tier, str] = {"tertiary": "三级医院", "secondary": "二级医院", "primary": "一级医院"}

RANK_ZH = {1: "正高", 2: "副高", 3: "中级", 4: "助理级", 5: "员级"}


def day_zh(day: date) -> str:
    """A day as an official writes it.

    >>> day_zh(date(2025, 3, 17))
    '2025年3月17日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def when_zh(problem: Problem, start: int, end: int) -> str:
    """Periods as first and last day, in Chinese."""
    first, after = problem.horizon.days(start, end)
    last = after - timedelta(days=1)
    return day_zh(first) if first == last else f"{day_zh(first)}至{day_zh(last)}"


def when_en(problem: Problem, start: int, end: int) -> str:
    """Periods as first and last day, in English."""
    first, after = problem.horizon.days(start, end)
    last = after - timedelta(days=1)
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def place_zh(problem: Problem, duty: Duty) -> str:
    """Where and when somebody serves, in Chinese."""
    post = problem.label("post", duty.post)
    return f"“{post}”（{when_zh(problem, duty.start, duty.end)}）"


def place_en(problem: Problem, duty: Duty) -> str:
    """Where and when somebody serves, in English."""
    post = problem.label("post", duty.post)
    return f"on “{post}” ({when_en(problem, duty.start, duty.end)})"


def duty_zh(problem: Problem, duty: Duty) -> str:
    """Who serves where and when, in Chinese."""
    return f"{problem.label('person', duty.person)}在{place_zh(problem, duty)}"


def duty_en(problem: Problem, duty: Duty) -> str:
    """Who serves where and when, in English."""
    return f"{problem.label('person', duty.person)} {place_en(problem, duty)}"


def spans_of(periods: list[int]) -> tuple[Span, ...]:
    """Single periods, in order, as spans without gaps.

    >>> [(span.start, span.end) for span in spans_of([0, 1, 2, 5])]
    [(0, 3), (5, 6)]
    """
    found: list[Span] = []
    for period in periods:
        if found and found[-1].end == period:
            found[-1] = Span(start=found[-1].start, end=period + 1)
        else:
            found.append(Span(start=period, end=period + 1))
    return tuple(found)


UNITS = {
    "months": ("个月", "month"),
    "weeks": ("周", "week"),
    "days": ("天", "day"),
}


def periods_zh(problem: Problem, count: int) -> str:
    """So many periods of the problem's horizon, in Chinese."""
    return f"{count}{UNITS[problem.horizon.unit][0]}"


def periods_en(problem: Problem, count: int) -> str:
    """So many periods of the problem's horizon, in English."""
    return f"{count} {UNITS[problem.horizon.unit][1]}{'' if count == 1 else 's'}"
