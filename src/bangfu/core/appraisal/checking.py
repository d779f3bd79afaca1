"""What shape cannot show: codes, sums, bands, gates, quotas; each mistake with its remedy."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from fractions import Fraction

from bangfu.core.programmes.problems import Path, Problem
from bangfu.core.programmes.sources import Source
from bangfu.core.programmes.words import Section, Text

from .arithmetic import exact, told
from .banding import band_problems
from .gating import circle
from .rules import (
    FullOrNothing,
    Judgement,
    PerUnitDeduction,
    ThresholdGate,
    Tiers,
)
from .scheme import Block, Item, Scheme
from .vocabulary import Filling, Part, Sort, Within

_ON_DEDUCTIONS = (PerUnitDeduction, FullOrNothing, Judgement)
_NOT_ON_BONUSES = (PerUnitDeduction,)


def scheme_problems(scheme: Scheme, known_inputs: Iterable[str]) -> Iterator[Problem]:
    """Every mistake of a table that is well shaped."""
    yield from _codes(scheme)
    yield from _sources(scheme)
    yield from _places(scheme)
    yield from _rules(scheme, {*known_inputs, *(own.code for own in scheme.inputs)})
    yield from _gates(scheme)
    yield from _points(scheme)
    yield from _weights(scheme)
    yield from band_problems(scheme)


def _codes(scheme: Scheme) -> Iterator[Problem]:
    lists: dict[str, list[str]] = {
        "sources": [source.code for source in scheme.sources],
        "groups": [group.code for group in scheme.groups],
        "inputs": [known.code for known in scheme.inputs],
        "grades": [band.code for band in scheme.grades],
        "stars": [band.code for band in scheme.stars],
        "levels": [level.code for level in scheme.levels],
    }
    for name, codes in lists.items():
        yield from _repeated(codes, name)
    # A tie-breaker names a block or an item, so the two share their codes.
    blocks = [block.code for block in scheme.blocks]
    yield from _repeated(blocks, "blocks")
    yield from _repeated([item.code for item in scheme.items], "items", taken=blocks)


def _repeated(codes: list[str], name: str, *, taken: Iterable[str] = ()) -> Iterator[Problem]:
    first: dict[str, int | None] = dict.fromkeys(taken)
    for index, code in enumerate(codes):
        if code in first:
            place = first[code]
            where = f"第{place + 1}项" if place is not None else "某个板块"
            where_en = f"item {place + 1}" if place is not None else "a block"
            yield Problem(
                (name, index, "code"),
                f"代码“{code}”与{where}重复，请改用另一个代码。",
                f'the code "{code}" is already that of {where_en}; use another.',
            )
        first.setdefault(code, index)


def _sources(scheme: Scheme) -> Iterator[Problem]:
    known = {source.code for source in scheme.sources}
    for path, table in _tables(scheme, ()):
        source = getattr(table, "source", None)
        if source is not None and source not in known and not isinstance(table, Source):
            yield Problem(
                (*path, "source"),
                f"来源“{source}”不在 sources 中，请补列或改正。",
                f'the source "{source}" is not among sources; list it or correct it.',
            )


def _tables(table: Section, path: Path) -> Iterator[tuple[Path, Section]]:
    yield path, table
    for name in table.__struct_fields__:
        value = getattr(table, name)
        if isinstance(value, Section):
            yield from _tables(value, (*path, name))
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Section):
                    yield from _tables(part, (*path, name, index))


def _places(scheme: Scheme) -> Iterator[Problem]:
    """Items and groups stand in blocks that are there."""
    blocks = [block.code for block in scheme.blocks]
    groups = {group.code: group for group in scheme.groups}
    for index, group in enumerate(scheme.groups):
        if group.block not in blocks:
            yield absent_code(group.block, blocks, ("groups", index, "block"), "板块", "block")
    for index, item in enumerate(scheme.items):
        if item.block not in blocks:
            yield absent_code(item.block, blocks, ("items", index, "block"), "板块", "block")
        if item.group is None:
            continue
        if item.group not in groups:
            yield absent_code(item.group, groups, ("items", index, "group"), "分组", "group")
        elif groups[item.group].block != item.block:
            yield Problem(
                ("items", index, "group"),
                f"分组“{item.group}”属于板块“{groups[item.group].block}”，不是“{item.block}”。",
                f'the group "{item.group}" is of block "{groups[item.group].block}", '
                f'not "{item.block}".',
            )


def _rules(scheme: Scheme, known_inputs: set[str]) -> Iterator[Problem]:
    levels = list(scheme.level_codes)
    for index, item in enumerate(scheme.items):
        path: Path = ("items", index, "rule")
        rule = item.rule
        for field, wrong in rule.mistakes():
            yield Problem((*path, field), wrong.zh, wrong.en)
        for code in rule.needs:
            if code not in known_inputs:
                field = _field_of(item, code)
                yield absent_code(code, known_inputs, (*path, field), "数据项", "input")
        if isinstance(rule, Judgement) and rule.level and rule.level not in levels:
            yield absent_code(rule.level, levels, (*path, "level"), "考核层级", "review level")
        yield from _sort_fits(item, path)
        yield from _within_points(item, path)
        yield from _absent_fits(scheme, item, index)


def _field_of(item: Item, code: str) -> str:
    fields = item.rule.__struct_fields__
    return next((name for name in fields if getattr(item.rule, name) == code), "input")


def _sort_fits(item: Item, path: Path) -> Iterator[Problem]:
    wrong = (item.sort is Sort.DEDUCTION and not isinstance(item.rule, _ON_DEDUCTIONS)) or (
        item.sort is Sort.BONUS and isinstance(item.rule, _NOT_ON_BONUSES)
    )
    if wrong:
        yield Problem(
            (*path, "kind"),
            f"“{item.rule.label.zh}”不能用于{item.sort.zh}项，请换一种计分方法。",
            f'"{item.rule.label.en}" does not suit a {item.sort.en} item; choose another rule.',
        )
    if item.points == 0:
        yield Problem(
            (*path[:-1], "points"),
            "分值为0的项目不起作用，请填写分值或删去该项。",
            "an item of 0 points does nothing; give it points or delete it.",
        )


def _within_points(item: Item, path: Path) -> Iterator[Problem]:
    """No figure of a rule exceeds the item's points."""
    rule = item.rule
    stated: list[tuple[str, float]] = []
    if isinstance(rule, PerUnitDeduction):
        stated = [("floor", rule.floor)]
    elif isinstance(rule, Tiers):
        stated = [("tiers", tier.points) for tier in rule.tiers] + [("otherwise", rule.otherwise)]
    for field, points in stated:
        if points > item.points:
            yield Problem(
                (*path, field),
                f"{points} 分超过本项分值 {item.points} 分，请改正。",
                f"{points} points exceed the item's {item.points}.",
            )


def _absent_fits(scheme: Scheme, item: Item, index: int) -> Iterator[Problem]:
    absent = item.absent
    if absent is None:
        return
    path: Path = ("items", index, "absent")
    if absent.how is Filling.RESCALE and absent.within is Within.GROUP and item.group is None:
        yield Problem(
            (*path, "within"),
            "本项没有分组，不能在本组内折算，请改为 block 或 total。",
            "the item has no group to be rescaled in; choose block or total.",
        )


def _gates(scheme: Scheme) -> Iterator[Problem]:
    codes = [item.code for item in scheme.items]
    for index, item in enumerate(scheme.items):
        rule = item.rule
        if not isinstance(rule, ThresholdGate):
            continue
        path: Path = ("items", index, "rule")
        other = scheme.by_item.get(rule.item)
        if other is None:
            yield absent_code(rule.item, codes, (*path, "item"), "项目", "item")
        elif exact(rule.at_least) > other.highest:
            yield Problem(
                (*path, "at_least"),
                f"前提项目“{other.code}”最高只有{told(other.highest)}分，"
                f"永远达不到 {rule.at_least} 分。",
                f'the item "{other.code}" has {told(other.highest)} points at most, never '
                f"{rule.at_least}.",
            )
    if found := circle(scheme.items):
        place = codes.index(found[0])
        yield Problem(
            ("items", place, "rule", "item"),
            f"门槛互相依赖，成了一圈：{' → '.join(found)}；请改掉其中一个。",
            f"gates depend on one another in a circle: {' → '.join(found)}; change one of them.",
        )


def _points(scheme: Scheme) -> Iterator[Problem]:
    """Full points of groups and blocks are those of their items."""
    for index, group in enumerate(scheme.groups):
        items = [item for item in scheme.items if item.group == group.code]
        yield from _adds_up(group.points, _scored(items), ("groups", index, "points"), group.title)
    for index, block in enumerate(scheme.blocks):
        items = [item for item in scheme.items if item.block == block.code]
        found = _scored(items) + exact(block.starts_with)
        yield from _adds_up(block.base, found, ("blocks", index, "base"), block.title)
        daily = _scored(item for item in items if item.part is Part.DAILY)
        yield from _adds_up(block.daily, daily, ("blocks", index, "daily"), block.title)


def _adds_up(stated: float | None, found: Fraction, path: Path, title: Text) -> Iterator[Problem]:
    if stated is not None and exact(stated) != found:
        yield Problem(
            path,
            f"“{title.zh}”写明{stated}分，各项目合计{told(found)}分，请核对。",
            f'"{title.in_language("en")}" states {stated} points, its items add up to '
            f"{told(found)}.",
        )


def _scored(items: Iterable[Item]) -> Fraction:
    return sum((exact(item.points) for item in items if item.sort is Sort.SCORED), Fraction(0))


def _weights(scheme: Scheme) -> Iterator[Problem]:
    based = [(index, block) for index, block in enumerate(scheme.blocks) if block.base]
    for index, block in enumerate(scheme.blocks):
        if not block.base and block.weight is not None:
            yield Problem(
                ("blocks", index, "weight"),
                "只有加分或扣分的板块直接计入总分，不设权重，请删去。",
                "a block of bonuses or deductions only has no weight; delete it.",
            )
    if not based:
        yield Problem(
            ("blocks",), "各板块都没有基本分，无法计分。", "no block has any full points."
        )
    elif any(block.weight is not None for _, block in based):
        yield from _weights_add_up(based)
    else:
        found = sum((exact(block.base) for _, block in based), Fraction(0))
        if found != exact(scheme.total.base):
            yield Problem(
                ("total", "base"),
                f"总分写明{scheme.total.base}分，各板块合计{told(found)}分，请核对。",
                f"the total states {scheme.total.base} points, the blocks add up to {told(found)}.",
            )
    if not scheme.total.base or scheme.total.converted_to == 0:
        yield Problem(("total", "base"), "总分不能为0。", "the total cannot be 0.")


def _weights_add_up(based: list[tuple[int, Block]]) -> Iterator[Problem]:
    without = [(index, block) for index, block in based if not block.weight]
    for index, block in without:
        yield Problem(
            ("blocks", index, "weight"),
            f"其他板块有权重，“{block.title.zh}”也要写明权重（大于0）。",
            f'other blocks have weights; give "{block.title.in_language("en")}" one above 0.',
        )
    if without:
        return
    found = sum((exact(block.weight) for _, block in based if block.weight), Fraction(0))
    if found != 1:
        shown = " + ".join(f"{told(exact(block.weight or 0) * 100)}%" for _, block in based)
        yield Problem(
            ("blocks", based[-1][0], "weight"),
            f"权重合计应为100%，现为 {shown} = {told(found * 100)}%，请调整。",
            f"weights must add up to 100 %, but {shown} = {told(found * 100)}%.",
        )


def absent_code(code: str, known: Iterable[str], path: Path, zh: str, en: str) -> Problem:
    """A code that nothing carries, with the nearest one that something does."""
    listed = sorted(known)
    near = get_close_matches(code, listed, n=1, cutoff=0.6)
    return Problem(
        path,
        f"没有代码为“{code}”的{zh}"
        + (f"，是否应为“{near[0]}”？" if near else "。")
        + (f"可选：{'、'.join(listed)}。" if listed and len(listed) <= 20 else ""),
        f'there is no {en} "{code}"'
        + (f'; did you mean "{near[0]}"?' if near else ".")
        + (f" Known: {', '.join(listed)}." if listed and len(listed) <= 20 else ""),
    )
