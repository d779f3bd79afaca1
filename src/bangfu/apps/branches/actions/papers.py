"""Papers of a branch's base file: kept with their files, taken back with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, PaperKept
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.core.branches import shipped_papers
from bangfu.core.evidence import Clean
from bangfu.core.reasons import reason_given

from .holding import held_branch, note, refuse_before, refuse_later
from .refusals import NoSuchPaper


@transaction.atomic
def keep_paper(
    *,
    branch: Branch,
    kind: str,
    year: int,
    on: date,
    files: Sequence[Clean],
    by: User | None,
    at: datetime,
    today: date,
    note_of_it: str = "",
) -> PaperKept:
    """Put a paper into the base file of a year, with the files that are it.

    Raises ``NoSuchPaper`` for a kind nobody defined, a year that is not, or a paper without file
    and words; ``DayWrong`` or ``BranchEnded``.
    """
    held = held_branch(branch)
    paper = shipped_papers().get(kind)
    if paper is None:
        raise NoSuchPaper(zh="基础档案目录中没有这种材料。", en="There is no such paper.")
    if not held.founded_on.year <= year <= today.year:
        raise NoSuchPaper(
            zh=f"年度应在{held.founded_on.year}年至{today.year}年之间。",
            en=f"A year from {held.founded_on.year} to {today.year}.",
        )
    if not files and not note_of_it.strip():
        raise NoSuchPaper(
            zh="请上传材料；纸质归档的，请说明存放位置。",
            en="Upload the paper, or say where it is kept.",
        )
    refuse_later(on, today=today)
    refuse_before(on, held.founded_on, what="党支部成立日期", what_en="its founding")
    row = PaperKept.objects.create(
        branch=held, kind=kind, year=year, on=on, note=note_of_it.strip()[:200], by=by, at=at
    )
    attached = add_to_record(files=files, to=row, by=by, at=at)
    note(
        "branch.paper_kept",
        held,
        by=by,
        paper=paper.title.zh,
        year=year,
        on=on,
        **facts_of(attached),
    )
    return row


@transaction.atomic
def remove_paper(*, paper: PaperKept, reason: str, by: User | None, at: datetime) -> PaperKept:
    """Take a paper back from the base file; it stays on record with the reason.

    Raises ``ReasonMissing``, ``NoSuchPaper`` where it was taken back, or ``BranchEnded``.
    """
    held = held_branch(paper.branch)
    row = PaperKept.objects.select_for_update().get(pk=paper.pk)
    if row.removed_at is not None:
        raise NoSuchPaper(zh="该材料已撤下，无需重复办理。", en="It was taken back before.")
    row.reason = reason_given(reason)[:200]
    row.removed_at, row.removed_by = at, by
    row.save(update_fields=["reason", "removed_at", "removed_by"])
    kind = shipped_papers().get(row.kind)
    note(
        "branch.paper_removed",
        held,
        by=by,
        paper=kind.title.zh if kind else row.kind,
        year=row.year,
        reason=row.reason,
    )
    return row
