"""The values of a draft one by one: where each stands, of what sort it is, what it rests on."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bangfu.core.notices.drafts.field import Draft, Field
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Coded

from .places import at, steps
from .sorts import Sort, as_kept


class Part(Coded):
    """The parts of a draft, in the order a clerk goes through them."""

    HEAD = "head", "基本信息", "basics"
    BASIS = "basis", "依据与目的", "basis and aims"
    PARTIES = "parties", "参与单位", "parties"
    DISPATCH = "dispatch", "选派", "dispatch"
    TARGETS = "targets", "目标与已有成效", "targets and results"
    TASKS = "tasks", "任务", "tasks"
    REVIEW = "review", "考核与用表", "appraisal and forms"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One value as it was read. ``label`` is Chinese; ``kept`` is empty where nothing was read.

    ``facts`` are numbers of facts of the reading, ``confidence`` that of the least sure of them.
    """

    place: str
    part: Part
    sort: Sort
    label: str
    kept: str
    facts: tuple[int, ...] = ()
    confidence: float = 0.0
    unit: str = ""
    """The code of what a figure counts, where the draft says it."""
    per: str = ""
    """The code of the stretch of time a figure is counted over."""


HEAD_PLACES = ("title", "code", "edition", "area", "issuer", "term.starts_on", "term.ends_before")
"""What every draft asks for, whether the notice says it or not."""
NEEDED = ("title", "code", "edition")
"""What no definition can do without."""

_PARTS = {
    "basis": Part.BASIS,
    "aims": Part.BASIS,
    "parties": Part.PARTIES,
    "dispatch": Part.DISPATCH,
    "targets": Part.TARGETS,
    "results": Part.TARGETS,
    "tasks": Part.TASKS,
    "appraisal": Part.REVIEW,
    "documents": Part.REVIEW,
}
_SORTS = (
    (r"title|issuer|basis\.principles\[\d+\]|.+\.title", Sort.WORDS),
    (r"code", Sort.CODE),
    (r"area", Sort.AREA),
    (r"edition|.+\.(?:count|people)", Sort.WHOLE),
    (r"term\.ends_before", Sort.LAST_DAY),
    (r".+\.(?:on|due|starts_on)", Sort.DAY),
    (r"dispatch\.forms\[\d+\]", Sort.FORM),
    (r"dispatch\.rules\[\d+\]\.rank", Sort.RANK),
    (r"dispatch\.rules\[\d+\]\.requires", Sort.CONDITIONS),
    (r"dispatch\.rules\[\d+\]\..+", Sort.WHOLE),
    (r"tasks\.checked", Sort.CYCLE),
    (r"(?:targets|results)\[\d+\]\..+", Sort.FIGURE),
    (r".+", Sort.PLAIN),
)
_HEAD_LABELS = {
    "title": "项目名称",
    "code": "项目代码",
    "edition": "版本（年份）",
    "area": "行政区划",
    "issuer": "发文单位",
    "term.starts_on": "起始日期",
    "term.ends_before": "截止日期（含当日）",
}
_TIERS = {"tertiary": "三级医院人数", "secondary": "二级医院人数", "primary": "一级医院人数"}
_WHOLE_ENTRIES = re.compile(r"appraisal\.(?:rounds|levels)\[\d+\]")


def proposals(draft: Draft) -> list[Proposed]:
    """Every value of a draft in the order of a clerk's work; each place once.

    Values whose place the definition does not have were left out of it and are no proposals.
    """
    table: dict[str, Any] = tomllib.loads(draft.toml)
    read: dict[str, Proposed] = {}
    for field in draft.fields:
        for value in _of_field(field, table):
            read.setdefault(value.place, value)
    head = [read.get(place, _unread(place, table)) for place in HEAD_PLACES]
    others = [value for value in read.values() if value.place not in HEAD_PLACES]
    order = list(Part)
    return [*head, *sorted(others, key=lambda value: order.index(value.part))]


def sort_of(place: str, table: Mapping[str, Any]) -> Sort:
    """The sort of value that stands at a place."""
    sort = next(sort for pattern, sort in _SORTS if re.fullmatch(pattern, place))
    if sort is Sort.FIGURE:
        entry = at(table, steps(place)[:-1])
        if isinstance(entry, dict) and entry.get("unit") == Unit.PERCENT.value:
            return Sort.PERCENT
    return sort


def _of_field(field: Field, table: dict[str, Any]) -> Iterator[Proposed]:
    place = f"{field.place}.title" if _WHOLE_ENTRIES.fullmatch(field.place) else field.place
    standing = at(table, steps(place))
    if standing is None:
        return
    if isinstance(standing, dict) and "zh" not in standing:
        yield from _of_levels(field, place, standing)
        return
    sort = sort_of(place, table)
    yield _proposed(place, sort, field.label, as_kept(sort, standing), field, table)


def _of_levels(field: Field, place: str, standing: Mapping[str, Any]) -> Iterator[Proposed]:
    """A figure for each level of hospital, each a value with a fact of its own where it has one."""
    shown = dict(zip(str(field.value).split(" + "), field.facts, strict=False))
    for level, count in standing.items():
        own = shown.get(str(count))
        facts = (own,) if own is not None else field.facts
        label = _TIERS.get(level, field.label)
        yield Proposed(
            place=f"{place}.{level}",
            part=_part_of(place),
            sort=Sort.WHOLE,
            label=label,
            kept=str(count),
            facts=facts,
            confidence=field.confidence,
            unit=Unit.PEOPLE.value,
        )


def _proposed(
    place: str, sort: Sort, label: str, kept: str, field: Field, table: dict[str, Any]
) -> Proposed:
    entry = at(table, steps(place)[:-1])
    said = entry if isinstance(entry, dict) else {}
    return Proposed(
        place=place,
        part=_part_of(place),
        sort=sort,
        label=label,
        kept=kept,
        facts=_distinct(field.facts),
        confidence=field.confidence,
        unit=_unit(place, sort, said),
        per=str(said.get("per", "")) if sort in (Sort.FIGURE, Sort.PERCENT, Sort.WHOLE) else "",
    )


def _unit(place: str, sort: Sort, entry: Mapping[str, Any]) -> str:
    """What a figure counts, by its entry or by its key."""
    if sort in (Sort.FIGURE, Sort.PERCENT):
        return str(entry.get("unit", ""))
    key = str(steps(place)[-1])
    if place.startswith("dispatch.posts") or key == "people":
        return Unit.PEOPLE.value
    if place.startswith("dispatch.rules") and sort is Sort.WHOLE:
        return (
            key if key in ("days", "months", "years") else str(entry.get("of", Unit.PEOPLE.value))
        )
    return Unit.INSTITUTIONS.value if key == "count" else ""


def _unread(place: str, table: dict[str, Any]) -> Proposed:
    """A value of the head that no fact states: what the draft assumes, else nothing."""
    sort = sort_of(place, table)
    standing = at(table, steps(place))
    shown = "" if standing is None else as_kept(sort, standing)
    return Proposed(place, Part.HEAD, sort, _HEAD_LABELS[place], shown)


def _part_of(place: str) -> Part:
    return Part.HEAD if place in HEAD_PLACES else _PARTS[re.split(r"[.\[]", place, maxsplit=1)[0]]


def _distinct(facts: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(facts))
