"""Targets that lag or were reached, needs stated, and the parties' own arrangements."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from bangfu.apps.intake.models import Need
from bangfu.apps.programmes.models import Edition
from bangfu.apps.targets.queries.board import Amount, Projected, lines
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import stage_of
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.words import Text

from .asking import Asked, Measure, Record, Rows

AT_INSTITUTIONS = frozenset({Kind.PAIRING, Kind.HOST, Kind.SENDER, Kind.UNIT})


def targets(which: Callable[[Amount], bool]) -> Callable[[Asked], Rows]:
    """Targets that an institution bears and that are judged on the last of the days."""

    def read(asked: Asked) -> Rows:
        if not Edition.objects.filter(programme=asked.programme).exists():
            return {}
        stage = stage_of(asked.programme, EVERYBODY)
        by_place: dict[int, list[Record]] = defaultdict(list)
        judged: set[int] = set()
        for line in lines(stage, on=asked.days.last_day, projected=Projected.NOTHING):
            for one in line.members:
                if not one.amount.state.is_judged:
                    continue
                judged.add(one.member.pk)
                if which(one.amount):
                    record = Record("target", 0, None, line.title)
                    by_place[one.member.pk].append(record)
        return {pk: by_place[place] for pk, place in asked.places.items() if place in judged}

    return read


def need_list(asked: Asked) -> Rows:
    """Whether the host has a need standing in the days: a list is kept where something is on it."""
    found = Need.objects.open().overlapping(asked.days.starts_on, asked.days.ends_before)
    hosts = asked.places
    found = found.filter(programme=asked.programme, host__in=set(hosts.values()))
    first: dict[int, Need] = {}
    for one in found.order_by("-stated_at", "pk"):
        first.setdefault(one.host_id, one)
    rows: dict[int, list[Record]] = {}
    for pk, host in hosts.items():
        need = first.get(host)
        if need:
            said = Text(zh=need.department_name)
            rows[pk] = [Record("need", need.pk, need.starts_on, said, Decimal(1))]
    return rows


_NO_TARGETS = Text(
    zh="没有下达给本单位、可以评判的目标；目标由主管部门按项目文件分解。",
    en="No target that can be judged was handed down to it; the authority shares targets out.",
)

MEASURES = (
    Measure(
        code="targets_lagging",
        kinds=AT_INSTITUTIONS,
        read=targets(lambda amount: amount.state.lags),
        told=Text(
            zh="截至取数日滞后或未完成的目标。",
            en="Targets that lag or were missed on the day of counting.",
        ),
        missing=_NO_TARGETS,
    ),
    Measure(
        code="targets_reached",
        kinds=AT_INSTITUTIONS,
        read=targets(lambda amount: not amount.state.lags),
        told=Text(
            zh="截至取数日达到进度或已完成的目标。",
            en="Targets on pace or reached on the day of counting.",
        ),
        missing=_NO_TARGETS,
    ),
    Measure(
        code="need_list_kept",
        kinds=frozenset({Kind.PAIRING, Kind.HOST}),
        read=need_list,
        told=Text(
            zh="受援单位在考核期内有有效的需求；列出最近提出的一条。",
            en="The host has a standing need in the period; the latest is shown.",
        ),
        missing=Text(
            zh="由受援单位在“受援需求”页面提出。",
            en="The host states it on the page of needs.",
        ),
        or_reported=True,
    ),
)
