"""What the registry's actions refuse, and the questions several of them ask."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Model

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Area
from bangfu.core.refusal import Refusal

CHANGE_INSTITUTION = "registry.change_institution"
CHANGE_WORKER = "registry.change_worker"

_Value = TypeVar("_Value")

# SQLite takes some thirty thousand parameters in one statement.
_AT_ONCE = 10_000


class CodeTaken(Refusal):
    """The code belongs, or belonged, to another institution."""


class UnknownInstitution(Refusal):
    """No institution has the code."""


class UnknownArea(Refusal):
    """No area has the code."""


class UnknownKind(Refusal):
    """The category, level or grade is none of those the registry knows."""


class UnknownTitle(Refusal):
    """The title code is not in GB/T 8561."""


class UnknownSubject(Refusal):
    """The clinical subject is not in the official list."""


class OutOfReach(Refusal):
    """The row, or where it is to go, lies outside what the account may change."""


class AlreadyEnded(Refusal):
    """The institution was closed or merged, or the worker left, before that day."""


class DayTooEarly(Refusal):
    """The change would take effect before what it changes began."""


class StaffNumberTaken(Refusal):
    """The staff number belongs to somebody else at the same institution."""


class IdNumberTaken(Refusal):
    """The identity number belongs to somebody else."""


class IdNumberWrong(Refusal):
    """The identity number does not pass its check."""


def refuse_out_of_reach(
    by: User | None, permission: str, places: Iterable[tuple[str, str]]
) -> None:
    """Raise ``OutOfReach`` unless every (area, institution) lies in what ``by`` may change.

    ``None`` is the system itself, which has no bounds.
    """
    if by is None:
        return
    scope = by.scope_of(permission)
    for area, institution in places:
        if not scope.covers(area=area, institution=institution):
            raise OutOfReach(
                zh=f"机构代码 {institution} 不在您的管理范围内，请联系上级卫生健康行政部门。",
                en=f"Institution {institution} lies outside what you may change; "
                "ask the authority above.",
            )


def refuse_unknown_areas(codes: Iterable[str]) -> None:
    """Raise ``UnknownArea`` for the first code that no area in force has."""
    wanted = set(codes)
    known: set[str] = set()
    for some in in_portions(wanted):
        known.update(
            Area.objects.filter(code__in=some, valid_to__isnull=True).values_list("code", flat=True)
        )
    if unknown := sorted(wanted - known):
        raise UnknownArea(
            zh=f"没有代码为“{unknown[0]}”的行政区划，请核对。",
            en=f"No area has the code “{unknown[0]}”; check it.",
        )


def refuse_too_early(on: date, began: date, name: str) -> None:
    """Raise ``DayTooEarly`` where a change lies before the first day of what it changes."""
    if on < began:
        raise DayTooEarly(
            zh=f"“{name}”自{told(began)}起登记，变更日期不能早于此日。",
            en=f"“{name}” is registered from {began}; the change cannot take effect earlier.",
        )


def refuse_ended(valid_to: date | None, name: str) -> None:
    """Raise ``AlreadyEnded`` where the row no longer holds."""
    if valid_to is not None:
        raise AlreadyEnded(
            zh=f"“{name}”已于{told(valid_to)}注销，不能再变更。",
            en=f"“{name}” ended on {valid_to} and cannot be changed any more.",
        )


def in_portions(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """The values in lists that fit into one statement."""
    rest = iter(values)
    while portion := list(islice(rest, _AT_ONCE)):
        yield portion


def hold(model: type[Model], keys: Iterable[int]) -> None:
    """Keep others from changing these rows until the transaction ends."""
    for some in in_portions(sorted(keys)):
        rows = model._default_manager.select_for_update().order_by("pk").filter(pk__in=some)
        list(rows.values_list("pk"))


def told(day: date) -> str:
    """A day in a Chinese sentence."""
    return f"{day.year}年{day.month}月{day.day}日"
