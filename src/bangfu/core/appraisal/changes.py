"""Review levels: each may confirm an item or change its points with a reason, in turn.

A change at a level holds for all levels above it until one of them changes the item again. A level
is closed when it has finished; levels are closed from below.
"""

from collections.abc import Mapping
from decimal import Decimal

from bangfu.core.refusal import Refusal

from .arithmetic import exact, rounded
from .results import Sheet
from .reviewers import reviewer_of
from .rules.judgement import WithoutReason, require_within
from .scheme import Scheme
from .subjects import Change, Subject


class UnknownLevel(Refusal):
    """The table has no such review level."""


class LevelOutOfTurn(Refusal):
    """A level is not the one whose turn it is."""


class EarlierLevelOpen(Refusal):
    """A level cannot close before those below it."""


class StillAwaiting(Refusal):
    """A level cannot close while items that it judges wait."""


class UnknownItem(Refusal):
    """The table has no such item."""


class ChangedTwice(Refusal):
    """A level changed an item twice; the later change replaces the earlier one before scoring."""


def open_level(scheme: Scheme, closed: tuple[str, ...]) -> str | None:
    """The level whose turn it is; ``None`` where all are closed."""
    return next((code for code in scheme.level_codes if code not in closed), None)


def turn_after(scheme: Scheme, closed: int) -> str:
    """The code of who fills in the next level after so many closed ones; empty after the last."""
    if closed >= len(scheme.level_codes):
        return ""
    return reviewer_of(scheme, scheme.level_codes[closed]).value


def require_change(scheme: Scheme, subject: Subject, change: Change) -> None:
    """Whether a level may make this change now.

    Raises ``UnknownLevel``, ``LevelOutOfTurn``, ``UnknownItem``, ``WithoutReason``, ``AboveCap``,
    ``BelowFloor`` or ``TooManyPlaces``.
    """
    _require_level(scheme, change.level)
    turn = open_level(scheme, subject.closed)
    if change.level != turn:
        now = f"现在由“{_title(scheme, turn)}”评定" if turn else "各层级都已结束"
        raise LevelOutOfTurn(
            zh=f"“{_title(scheme, change.level)}”不能改分：{now}。",
            en=f'"{change.level}" cannot change points: '
            + (f'it is the turn of "{turn}".' if turn else "all levels are closed."),
        )
    _require_points(scheme, subject, change)


def with_change(scheme: Scheme, subject: Subject, change: Change) -> tuple[Change, ...]:
    """A subject's changes after this one, which replaces the level's earlier one of the item."""
    require_change(scheme, subject, change)
    kept = (c for c in subject.changes if (c.level, c.item) != (change.level, change.item))
    return (*kept, change)


def with_closed(scheme: Scheme, subject: Subject, level: str, sheet: Sheet) -> tuple[str, ...]:
    """The closed levels after this one.

    Raises ``UnknownLevel``, ``EarlierLevelOpen``, ``LevelOutOfTurn`` where it is closed already,
    and ``StillAwaiting``: a level closes when what it judges is typed, the last one when all is.
    """
    _require_level(scheme, level)
    if level in subject.closed:
        raise LevelOutOfTurn(
            zh=f"“{_title(scheme, level)}”已经结束。", en=f'"{level}" is closed already.'
        )
    turn = open_level(scheme, subject.closed)
    if turn != level:
        raise EarlierLevelOpen(
            zh=f"“{_title(scheme, turn)}”还没有结束，“{_title(scheme, level)}”不能先结束。",
            en=f'"{turn}" is still open; "{level}" cannot close before it.',
        )
    is_last = level == scheme.level_codes[-1]
    due = [
        code
        for code in sheet.awaiting
        if is_last or scheme.judged_at(scheme.by_item[code]) == level
    ]
    if due:
        listed = "、".join(scheme.by_item[code].title.zh for code in due)
        raise StillAwaiting(
            zh=f"还有{len(due)}项没有评分，“{_title(scheme, level)}”不能结束：{listed}。",
            en=f'"{level}" cannot close while items wait: {", ".join(due)}.',
        )
    return (*subject.closed, level)


def require_sound(scheme: Scheme, subject: Subject) -> None:
    """Whether changes that were made could have been; closed levels are the first of the chain.

    Raises as ``require_change`` does, and ``ChangedTwice``.
    """
    for level in subject.closed:
        _require_level(scheme, level)
    if subject.closed != scheme.level_codes[: len(subject.closed)]:
        raise EarlierLevelOpen(
            zh=f"“{subject.key}”的考核层级没有依次结束。",
            en=f'the levels of "{subject.key}" were not closed in turn.',
        )
    reached = scheme.level_codes[: len(subject.closed) + 1]
    seen: set[tuple[str, str]] = set()
    for change in subject.changes:
        _require_level(scheme, change.level)
        if change.level not in reached:
            raise LevelOutOfTurn(
                zh=f"“{subject.key}”还没有到“{_title(scheme, change.level)}”，不能有该层级的改分。",
                en=f'"{subject.key}" has not come to "{change.level}", which changed its points.',
            )
        _require_points(scheme, subject, change)
        if (change.level, change.item) in seen:
            raise ChangedTwice(
                zh=f"“{subject.key}”的项目“{change.item}”在同一层级改了两次，请只留最后一次。",
                en=f'"{subject.key}": item "{change.item}" was changed twice at one level.',
            )
        seen.add((change.level, change.item))


def columns_of(
    scheme: Scheme, subject: Subject, computed: Mapping[str, Decimal | None]
) -> tuple[dict[str, Decimal | None], ...]:
    """Points by item in the column of each level, lowest level first."""
    column = dict(computed)
    columns = []
    for level in scheme.level_codes:
        own = [change for change in subject.changes if change.level == level]
        if own:
            column = dict(column)
            for change in own:
                column[change.item] = rounded(exact(change.points), scheme.total.item_places)
        columns.append(column)
    return tuple(columns)


def _require_points(scheme: Scheme, subject: Subject, change: Change) -> None:
    item = scheme.by_item.get(change.item)
    if item is None:
        raise UnknownItem(
            zh=f"评分表没有项目“{change.item}”，请核对。",
            en=f'the table has no item "{change.item}".',
        )
    if not change.reason.strip():
        raise WithoutReason(
            zh=f"“{subject.key}”项目“{item.title.zh}”改分没有写明理由，请补填。",
            en=f'"{subject.key}", "{item.title.in_language("en")}": give the reason of the change.',
        )
    places = scheme.total.item_places
    require_within(item, exact(change.points), places, where=subject.key)


def _require_level(scheme: Scheme, level: str) -> None:
    if level not in scheme.level_codes:
        raise UnknownLevel(
            zh=f"评分表没有考核层级“{level}”，请核对。", en=f'the table has no level "{level}".'
        )


def _title(scheme: Scheme, code: str | None) -> str:
    return next((level.title.zh for level in scheme.levels if level.code == code), code or "")
