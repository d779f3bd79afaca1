"""What a table must choose: one of several figures, bounds that do not cross, dates in order."""

from collections.abc import Callable, Iterator
from typing import Any

from .dispatch import Batch, Posts, Stint
from .parties import Selection, Term
from .problems import Path, Problem, sections
from .quota_rules import (
    Conversion,
    Exemption,
    MinimumStay,
    Number,
    Paired,
    SenderCap,
    Specialties,
    TierQuota,
)
from .review import Round
from .vocabulary import Form, Unit
from .words import Section
from .work import Target

EXACTLY_ONE: dict[type[Section], tuple[tuple[str, ...], ...]] = {
    Stint: (("whole_term", "months", "weeks"),),
    MinimumStay: (("months", "days"),),
    TierQuota: (("exactly", "at_least", "at_most"),),
}
AT_LEAST_ONE: dict[type[Section], tuple[str, ...]] = {
    Number: ("exactly", "at_least", "at_most", "about"),
    Specialties: ("accept", "different_at_least"),
    Paired: ("one_to_one", "departments", "persons"),
    Exemption: ("age_at_least", "served_years"),
    SenderCap: ("at_most", "share_at_most", "keeps_at_least"),
    Target: ("exactly", "at_least", "at_most"),
    Posts: ("count", "per_host"),
    Selection: ("levels", "categories", "area", "weak"),
}
EXCLUDES: dict[type[Section], tuple[str, ...]] = {
    Number: ("at_least", "at_most", "about"),
    Target: ("at_least", "at_most"),
}
SPANS: tuple[type[Section], ...] = (Term, Batch, Posts, Round)


def choice_problems(root: Section) -> Iterator[Problem]:
    """Tables that choose too much, too little, or cross their own bounds."""
    for path, table in sections(root):
        for check in _CHECKS:
            yield from check(path, table)


def _exactly_one(path: Path, table: Section) -> Iterator[Problem]:
    for group in EXACTLY_ONE.get(type(table), ()):
        given = [name for name in group if _given(table, name)]
        if len(given) != 1:
            listed = "、".join(group)
            yield Problem(
                path,
                f"须在 {listed} 中选填一项，现填了{len(given)}项，请改正。",
                f"give exactly one of {listed.replace('、', ', ')}; {len(given)} are given.",
            )


def _at_least_one(path: Path, table: Section) -> Iterator[Problem]:
    group = AT_LEAST_ONE.get(type(table), ())
    if group and not any(_given(table, name) for name in group):
        listed = "、".join(group)
        yield Problem(
            path,
            f"须在 {listed} 中至少填一项，请补上。",
            f"give at least one of {listed.replace('、', ', ')}.",
        )


def _excludes(path: Path, table: Section) -> Iterator[Problem]:
    others = EXCLUDES.get(type(table), ())
    given = [name for name in others if _given(table, name)]
    if others and _given(table, "exactly") and given:
        yield Problem(
            (*path, "exactly"),
            f"已填 exactly（恰好），不能再填 {'、'.join(given)}，请只留一种。",
            f"exactly is given, so {', '.join(given)} cannot be; please keep one.",
        )


def _bounds(path: Path, table: Section) -> Iterator[Problem]:
    if not isinstance(table, Number | Target):
        return
    if table.at_least is not None and table.at_most is not None and table.at_least > table.at_most:
        yield Problem(
            (*path, "at_least"),
            f"下限 {table.at_least} 大于上限 {table.at_most}，请改正。",
            f"the floor {table.at_least} is above the ceiling {table.at_most}.",
        )


def _span(path: Path, table: Section) -> Iterator[Problem]:
    if not isinstance(table, SPANS):
        return
    starts_on, ends_before = _days(table)
    if starts_on and ends_before and starts_on >= ends_before:
        yield Problem(
            (*path, "ends_before"),
            f"截止日 {ends_before} 须晚于开始日 {starts_on}（截止日为不再包含的第一天），请改正。",
            f"ends_before {ends_before} must be after starts_on {starts_on} "
            "(it is the first day no longer covered).",
        )


def _clinic(path: Path, table: Section) -> Iterator[Problem]:
    if isinstance(table, Posts) and table.clinic and table.form is not Form.VISITING:
        yield Problem(
            (*path, "clinic"),
            f'只有坐诊（form = "visiting"）才填 clinic，此处服务方式为“{table.form.zh}”，请删去。',
            f'clinic belongs to form = "visiting" only; this form is "{table.form}".',
        )


def _conversion(path: Path, table: Section) -> Iterator[Problem]:
    if isinstance(table, Conversion) and not table.amount:
        yield Problem(
            (*path, "amount"),
            "折算的数量须大于 0，例如 1（年）折算为 3（个月），请改正。",
            "what is converted must be more than 0, as 1 (year) that counts as 3 (months).",
        )


def _pace(path: Path, table: Section) -> Iterator[Problem]:
    if not isinstance(table, Target):
        return
    for index, (before, after) in enumerate(zip(table.pace, table.pace[1:], strict=False), 1):
        if after.by <= before.by or after.share < before.share:
            yield Problem(
                (*path, "pace", index),
                f"进度点须按日期先后排列且不减：{before.by} {before.share:.0%} 之后不能是 "
                f"{after.by} {after.share:.0%}。",
                f"pace points must go forward and not fall: {after.by} {after.share:.0%} "
                f"cannot follow {before.by} {before.share:.0%}.",
            )


def _share(path: Path, table: Section) -> Iterator[Problem]:
    """A percentage is written as a share of 1."""
    if not isinstance(table, Target) or table.unit is not Unit.PERCENT:
        return
    for name in ("exactly", "at_least", "at_most"):
        value = getattr(table, name)
        if value is not None and value > 1:
            yield Problem(
                (*path, name),
                f"百分比用 0 至 1 的小数填写，{value} 请改为 {value / 100:g}。",
                f"a percentage is written as a share of 1: write {value / 100:g} for {value}.",
            )


def _given(table: Section, name: str) -> bool:
    value: Any = getattr(table, name)
    return value is not None and value is not False and value != ()


def _days(table: Section) -> tuple[Any, Any]:
    return getattr(table, "starts_on", None), getattr(table, "ends_before", None)


_CHECKS: tuple[Callable[[Path, Section], Iterator[Problem]], ...] = (
    _exactly_one,
    _at_least_one,
    _excludes,
    _bounds,
    _span,
    _clinic,
    _conversion,
    _pace,
    _share,
)
