"""Why a person suits a need, in sentences that hold whatever plan they came from."""

from collections.abc import Iterable
from typing import TypedDict

from bangfu.apps.intake.models import Need
from bangfu.apps.registry.models import Worker, WorkerSpecialty
from bangfu.core.standards import subjects
from bangfu.core.standards.titles import RANKS


class Grounds(TypedDict):
    """One short sentence without a full stop, in Chinese and in English."""

    zh: str
    en: str


def grounds_of(pairs: Iterable[tuple[Need, Worker]]) -> list[list[Grounds]]:
    """For each need and worker what speaks for them: specialty and rank; one query for all."""
    pairs = list(pairs)
    practised: dict[int, list[str]] = {}
    workers = {worker.pk for _, worker in pairs}
    for worker, code in (
        WorkerSpecialty.objects.filter(worker__in=workers)
        .order_by("-is_primary", "subject_code")
        .values_list("worker_id", "subject_code")
    ):
        practised.setdefault(worker, []).append(code)
    return [
        [*_specialty(need, practised.get(worker.pk, [])), *_rank(need, worker)]
        for need, worker in pairs
    ]


def _specialty(need: Need, codes: list[str]) -> list[Grounds]:
    """How the closest of somebody's specialties meets the first subject wanted that it meets."""
    for wanted in need.subject_codes:
        for closeness, zh, en in (
            (subjects.Match.EXACT, "专业对口", "the specialty asked for"),
            (subjects.Match.SAME_PARENT, "专业相近", "a related specialty"),
        ):
            for code in codes:
                if subjects.match(code, wanted) == closeness:
                    name = subjects.every().get(code)
                    name_zh, name_en = (name.zh, name.en) if name else (code, code)
                    return [Grounds(zh=f"{zh}：{name_zh}", en=f"{en}: {name_en}")]
    return []


def _rank(need: Need, worker: Worker) -> list[Grounds]:
    (held_zh, held_en), (asked_zh, asked_en) = RANKS[worker.rank], RANKS[need.rank_floor]
    if worker.rank > need.rank_floor:
        return []
    if worker.rank == need.rank_floor:
        return [Grounds(zh=f"{held_zh}职称，符合要求", en=f"{held_en} rank, as asked for")]
    return [
        Grounds(
            zh=f"{held_zh}职称，高于要求的{asked_zh}",
            en=f"{held_en} rank, above the {asked_en} rank asked for",
        )
    ]
