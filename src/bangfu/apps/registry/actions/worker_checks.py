"""What cannot be taken of a worker: numbers of others, titles and subjects that do not exist."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bangfu.apps.registry.drafts import WorkerDraft
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.standards import id_number, subjects, titles

from .checks import (
    IdNumberTaken,
    IdNumberWrong,
    StaffNumberTaken,
    UnknownSubject,
    UnknownTitle,
    in_portions,
)

Placed = tuple[Worker | None, Institution, WorkerDraft]
"""The worker where there is one already, the home they are to have, and the draft."""


def refuse_wrong_facts(drafts: Iterable[WorkerDraft], *, on: date) -> None:
    """Raise where a title, a subject or an identity number cannot be right."""
    for draft in drafts:
        if draft.title_code and draft.title_code not in titles.every():
            raise UnknownTitle(
                zh=f"“{draft.name}”的专业技术职务代码“{draft.title_code}”不在 GB/T 8561 中。",
                en=f"“{draft.title_code}” of {draft.name} is no title of GB/T 8561.",
            )
        for code in draft.subject_codes:
            if code not in subjects.every():
                raise UnknownSubject(
                    zh=f"“{draft.name}”的诊疗科目代码“{code}”不在名录中。",
                    en=f"“{code}” of {draft.name} is no clinical subject.",
                )
        findings = id_number.check(draft.id_number, on=on) if draft.id_number else ()
        if findings:
            raise IdNumberWrong(
                zh=f"“{draft.name}”的{findings[0].zh}", en=f"{draft.name}: {findings[0].en}"
            )


def refuse_taken_numbers(placed: Sequence[Placed]) -> None:
    """Raise where a staff or identity number is somebody else's, in the rows or the drafts."""
    moving = {row.pk for row, _, _ in placed if row is not None}
    _refuse_taken_ids(placed, moving)
    wanted: dict[int, dict[str, Worker | None]] = defaultdict(dict)
    for row, home, draft in placed:
        if draft.staff_number in wanted[home.pk]:
            raise _staff_number_taken(home, draft.staff_number)
        wanted[home.pk][draft.staff_number] = row
    homes = {home.pk: home for _, home, _ in placed}
    for some in in_portions(homes):
        held = Worker.objects.filter(home__in=some).values_list("pk", "home_id", "staff_number")
        for pk, home_pk, number in held:
            # Somebody among the drafts may be giving up the number in the same step.
            if pk not in moving and number in wanted[home_pk]:
                raise _staff_number_taken(homes[home_pk], number)


def _refuse_taken_ids(placed: Sequence[Placed], moving: Collection[int]) -> None:
    wanted: set[str] = set()
    for _, _, draft in placed:
        if draft.id_number in wanted:
            raise _id_taken(draft.id_number)
        if draft.id_number:
            wanted.add(draft.id_number)
    for some in in_portions(wanted):
        for pk, number in Worker.objects.filter(id_number__in=some).values_list("pk", "id_number"):
            if number is not None and pk not in moving:
                raise _id_taken(number)


def _staff_number_taken(home: Institution, number: str) -> StaffNumberTaken:
    return StaffNumberTaken(
        zh=f"“{home.name}”的工号“{number}”已由他人使用，请核对。",
        en=f"Staff number “{number}” at {home.name} belongs to somebody else.",
    )


def _id_taken(number: str) -> IdNumberTaken:
    shown = id_number.masked(number)
    return IdNumberTaken(
        zh=f"身份证号 {shown} 已登记在他人名下，请核对。",
        en=f"Identity number {shown} is registered to somebody else.",
    )
