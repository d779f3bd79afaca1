"""What no plan can satisfy, told before any search."""

from collections.abc import Iterator

import msgspec
import numpy as np

from bangfu.core.refusal import Refusal

from . import wellformed
from .allowed import allowed
from .check import check
from .columns import Columns
from .plan import Contradiction, Plan
from .problem import Problem
from .supply import Supply
from .tables import FORMS, TIERS, BoolArray
from .wording import TIER_ZH, when_en, when_zh


class MalformedProblem(Refusal):
    """A problem breaks its own types: a negative number, an unknown form."""


class ContradictoryProblem(Refusal):
    """No plan can satisfy the problem as it is stated."""

    def __init__(self, found: list[Contradiction], file: str = "") -> None:
        self.found = found
        most, extra = found[0], len(found) - 1
        where = f"{file} {most.place}".strip()
        super().__init__(
            zh=f"{where}：{most.zh}" + (f"（另有{extra}处矛盾）" if extra else ""),
            en=f"{where}: {most.en}" + (f" ({extra} more contradictions.)" if extra else ""),
        )


def refuse_contradictions(problem: Problem, file: str = "") -> Columns:
    """Raise ``MalformedProblem`` or ``ContradictoryProblem`` if a search would be in vain.

    Otherwise the stint columns, which were needed to find out.
    """
    try:
        msgspec.convert(msgspec.to_builtins(problem), type=Problem)
    except msgspec.ValidationError as error:
        raise MalformedProblem(
            zh=f"{file} 问题的数值或类型不合规：{error}。".strip(),
            en=f"{file} The problem is malformed: {error}.".strip(),
        ) from error
    columns, found = _examined(problem)
    if columns is None or found:
        raise ContradictoryProblem(found, file)
    return columns


def contradictions(problem: Problem) -> list[Contradiction]:
    """Every contradiction that is seen without a search; empty says nothing about the rest."""
    return _examined(problem)[1]


def _examined(problem: Problem) -> tuple[Columns | None, list[Contradiction]]:
    if found := list(wellformed.faults(problem)):
        return None, found
    columns = allowed(problem)
    supply = Supply(columns)
    found = [
        *_pins(problem),
        *_uncoverable(problem, columns),
        *_programmes(problem, supply),
        *_quotas(problem, supply),
    ]
    return columns, found


def _pins(problem: Problem) -> Iterator[Contradiction]:
    """The pinned duties alone already break a rule that no further duty can mend."""
    for breach in check(problem, Plan(duties=problem.pinned)):
        if breach.short:
            continue
        place = "$.pinned"
        if breach.duty is not None:
            place += f"[{problem.pinned.index(breach.duty)}]"
        yield Contradiction(
            f"已锁定的安排不能成立：{breach.zh.rstrip('。')}，请解除其中一项锁定。",
            f"The pinned duties cannot stand: {breach.en.rstrip('.')}; release one of them.",
            code="pinned",
            place=place,
        )


def _uncoverable(problem: Problem, columns: Columns) -> Iterator[Contradiction]:
    """A post that must never stand empty has a period that nobody could serve."""
    tables = columns.tables
    for number in np.flatnonzero(tables.never_uncovered).tolist():
        mine = columns.where(columns.post == number)
        open_periods = np.zeros(problem.horizon.count + 1, dtype=np.int64)
        np.add.at(open_periods, mine.start, 1)
        np.add.at(open_periods, mine.end, -1)
        term = problem.term(problem.posts[number])
        present = np.cumsum(open_periods)[term.start : term.end]
        if (present > 0).all():
            continue
        empty = term.start + int((present == 0).argmax())
        label = problem.label("post", problem.posts[number].id)
        yield Contradiction(
            f"“{label}”不得空岗，但{when_zh(problem, empty, empty + 1)}没有任何符合条件的人员，"
            f"请放宽专业、职称、派出单位或派驻期限。",
            f"“{label}” must never stand empty, but nobody eligible can serve "
            f"{when_en(problem, empty, empty + 1)}; widen specialties, rank, senders or stints.",
            code="never_uncovered",
            place=f"$.posts[{number}].never_uncovered",
        )


def _programmes(problem: Problem, supply: Supply) -> Iterator[Contradiction]:
    for number, programme in enumerate(problem.programmes):
        label = problem.label("programme", programme.id)
        mine = supply.programme == number
        for tier, count in programme.tiers.items():
            candidates = mine & (supply.tier == TIERS.index(tier))
            people, times = supply.most(candidates)
            quotas = _quotas_of(problem, supply, candidates)
            if count > times:
                yield Contradiction(
                    f"“{label}”要求从{TIER_ZH[tier]}选派{count}人次，而符合条件的只有{people}人、"
                    f"至多{times}人次，请减少名额或扩大人选。",
                    f"“{label}” takes exactly {count} from {tier} hospitals, but only {people} "
                    f"people are "
                    f"eligible, {times} person-times at most; lower the number or widen the "
                    f"choice.",
                    code="tier_quota",
                    place=f"$.programmes[{number}].tiers.{tier}",
                )
            elif quotas is not None and count > quotas:
                yield Contradiction(
                    f"“{label}”要求从{TIER_ZH[tier]}选派{count}人次，而各医院派出上限合计只有"
                    f"{quotas}人次，请提高上限或减少名额。",
                    f"“{label}” takes exactly {count} from {tier} hospitals, whose quotas allow "
                    f"{quotas} in all; raise a quota or lower the number.",
                    code="tier_quota",
                    place=f"$.programmes[{number}].tiers.{tier}",
                )
        seats = supply.seats(number)
        if sum(programme.tiers.values()) > seats:
            total = sum(programme.tiers.values())
            yield Contradiction(
                f"“{label}”各级医院名额合计{total}人次，而岗位至多容纳{seats}人次，请核对名额。",
                f"The tiers of “{label}” add up to {total}, but its posts hold {seats} "
                f"person-times "
                f"at most; correct the numbers.",
                code="tier_quota",
                place=f"$.programmes[{number}].tiers",
            )
        people, times = supply.most(mine)
        if programme.person_times > min(times, seats):
            yield Contradiction(
                f"“{label}”要求不少于{programme.person_times}人次，而人选{people}人、岗位至多容纳"
                f"{min(times, seats)}人次，请减少人次或缩短每段派驻期。",
                f"“{label}” asks for {programme.person_times} person-times, but {people} "
                f"eligible people "
                f"and its posts allow {min(times, seats)} at most; lower the number or shorten "
                f"the stints.",
                code="person_times",
                place=f"$.programmes[{number}].person_times",
            )


def _quotas(problem: Problem, supply: Supply) -> Iterator[Contradiction]:
    for number, hospital in enumerate(problem.hospitals):
        if (quota := hospital.quota) is None:
            continue
        label = problem.label("hospital", hospital.id)
        if quota.upper is not None and quota.lower > quota.upper:
            yield Contradiction(
                f"{label}的派出下限{quota.lower}大于上限{quota.upper}，请改正。",
                f"The lower quota {quota.lower} of {label} is above the upper {quota.upper}; "
                f"correct one.",
                code="hospital_quota",
                place=f"$.hospitals[{number}].quota",
            )
            continue
        if not quota.lower:
            continue
        counted = np.isin(supply.form, [FORMS.index(form) for form in quota.forms])
        people, times = supply.most((supply.hospital == number) & counted)
        if quota.lower > times:
            yield Contradiction(
                f"{label}应至少派出{quota.lower}人次，而符合条件的只有{people}人、至多{times}人次，"
                f"请降低下限或补充人选。",
                f"{label} must send {quota.lower} person-times, but only {people} of its "
                f"people are "
                f"eligible, {times} at most; lower the quota or add people.",
                code="hospital_quota",
                place=f"$.hospitals[{number}].quota.lower",
            )


def _quotas_of(problem: Problem, supply: Supply, candidates: BoolArray) -> int | None:
    """What the candidates' hospitals may send in all; ``None`` where one has no limit on them."""
    total = 0
    for sender in np.unique(supply.hospital[candidates]).tolist():
        quota = problem.hospitals[sender].quota
        sent = {FORMS[form] for form in supply.form[candidates & (supply.hospital == sender)]}
        if quota is None or quota.upper is None or not sent <= set(quota.forms):
            return None
        total += quota.upper
    return total
