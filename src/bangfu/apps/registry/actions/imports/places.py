"""From the words of a workbook to areas and institutions."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q

from bangfu.apps.registry.actions.checks import in_portions, told
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.standards import areas, uscc
from bangfu.core.standards.code_lists import plain

_SHOWN = 3


class AreaWords:
    """Areas in force by code, full name, or a name that only one of them has."""

    def code_of(self, word: str) -> str:
        """The code path a word means; raises ``BadValue``."""
        word = plain(word)
        if word.isdigit():
            return self._by_number(word)
        found = self._by_name.get(word, ())
        if len(found) == 1:
            return found[0]
        if not found:
            raise _unknown_area()
        examples = "、".join(f"{code}" for code in found[:_SHOWN])
        raise BadValue(
            "area_ambiguous",
            zh=f"有 {len(found)} 个同名的行政区划。",
            en=f"{len(found)} areas have this name.",
            remedy_zh=f"请填代码（如 {examples}）或从省写起的全称。",
            remedy_en=f"Enter the code (such as {examples}) or the full name from the province.",
        )

    def _by_number(self, word: str) -> str:
        try:
            code = areas.path_of(word)
        except ValueError:
            raise _unknown_area() from None
        if code not in self._names:
            raise _unknown_area()
        return code

    @cached_property
    def _names(self) -> dict[str, str]:
        found = Area.objects.filter(valid_to__isnull=True).values_list("code", "name")
        return dict(found.order_by())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            for word in {name, areas.full_name(code, self._names)}:
                found[word].append(code)
        return {word: tuple(codes) for word, codes in found.items()}


class InstitutionWords:
    """Registered institutions by code or by their present name."""

    def __init__(self, words: Iterable[str]) -> None:
        self._found: dict[str, dict[int, Institution]] = defaultdict(dict)
        wanted = {word for word in words if word}
        codes = {uscc.normal(word) for word in wanted}
        for some in in_portions(wanted | codes):
            rows = Institution.objects.filter(Q(code__in=some) | Q(name__in=some))
            for row in rows.select_related("merged_into"):
                self._found[row.code][row.pk] = row
                self._found[row.name][row.pk] = row

    def find(self, word: str) -> Institution:
        """The institution that a code or name means and that still exists; raises ``BadValue``."""
        found = self._found.get(uscc.normal(word)) or self._found.get(word) or {}
        standing = [row for row in found.values() if row.valid_to is None]
        if len(standing) == 1:
            return standing[0]
        if standing:
            raise _ambiguous(standing)
        if found:
            raise ended(next(iter(found.values())))
        raise BadValue(
            "institution_unknown",
            zh="没有登记这个机构。",
            en="This institution is not registered.",
            remedy_zh="请核对代码或全称；确是新机构的，请先导入机构。",
            remedy_en="Check code or full name; import a new institution first.",
        )


def ended(row: Institution) -> BadValue:
    """The error of an institution that no longer exists."""
    day = row.valid_to
    into = f"，并入“{row.merged_into.name}”" if row.merged_into else ""
    return BadValue(
        "institution_ended",
        zh=f"“{row.name}”已于{told(day) if day else ''}撤销{into}。",
        en=f"“{row.name}” ended on {day}.",
        remedy_zh="请改填现在的机构，或删去该行。",
        remedy_en="Enter the present institution, or delete the row.",
    )


def out_of_reach() -> BadValue:
    """The error of a row outside what the account may change."""
    return BadValue(
        "out_of_reach",
        zh="不在您的管理范围内。",
        en="It lies outside what you may change.",
        remedy_zh="请删去该行，或交由上级卫生健康行政部门导入。",
        remedy_en="Delete the row, or ask the authority above to import it.",
    )


def _ambiguous(standing: list[Institution]) -> BadValue:
    codes = "、".join(row.code for row in standing[:_SHOWN])
    return BadValue(
        "institution_ambiguous",
        zh=f"有 {len(standing)} 个同名的机构。",
        en=f"{len(standing)} institutions have this name.",
        remedy_zh=f"请填机构代码：{codes}。",
        remedy_en=f"Enter the code: {codes}.",
    )


def _unknown_area() -> BadValue:
    return BadValue(
        "area_unknown",
        zh="没有这个行政区划。",
        en="There is no such area.",
        remedy_zh="请填区划代码（如 370523），或从省写起的全称（如 山东省东营市广饶县）。",
        remedy_en="Enter the area code (such as 370523) or the full name from the province.",
    )
