"""Papers of a branch's base file: kept with their files, taken back with a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, PaperKept
from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.evidence.queries import attachments_of
from bangfu.core.branches import shipped_papers
from bangfu.core.evidence import Clean
from bangfu.core.reasons import reason_given

from .holding import held_branch, note, refuse_before, refuse_later, said
from .refusals import DayWrong, NoSuchPaper, NothingChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDraft:
    """A paper of a kind, of a day; with its files, or a word on where it is kept."""

    kind: str
    on: date
    note: str = ""
    files: Sequence[Clean] = ()


@transaction.atomic
def keep_papers(
    *,
    branch: Branch,
    year: int,
    papers: Sequence[PaperDraft],
    by: User | None,
    at: datetime,
    today: date,
) -> list[PaperKept]:
    """Put papers into the base file of a year, with the files that are them; one entry for all.

    Raises ``NoSuchPaper`` for a kind nobody defined, a year that is not, or a paper without file
    and words; ``NothingChanges`` for one that is on file; ``DayWrong`` or ``BranchEnded``.
    """
    held = held_branch(branch)
    if not held.founded_on.year <= year <= today.year:
        raise NoSuchPaper(
            zh=f"年度应在{held.founded_on.year}年至{today.year}年之间。",
            en=f"A year from {held.founded_on.year} to {today.year}.",
        )
    for draft in papers:
        _refuse_paper(held, draft, year=year, today=today)
    _refuse_again(held, year, papers)
    rows = [
        PaperKept(
            branch=held,
            kind=draft.kind,
            year=year,
            on=draft.on,
            note=draft.note.strip()[:200],
            by=by,
            at=at,
        )
        for draft in papers
    ]
    PaperKept.objects.bulk_create(rows)
    attached = [
        file
        for row, draft in zip(rows, papers, strict=True)
        for file in add_to_record(files=draft.files, to=row, by=by, at=at)
    ]
    kinds = Counter(shipped_papers()[draft.kind].title.zh for draft in papers)
    told = "、".join(f"{title}{n}份" if n > 1 else title for title, n in kinds.items())
    note("branch.paper_kept", held, by=by, paper=told, year=year, **facts_of(attached))
    return rows


def _refuse_paper(branch: Branch, draft: PaperDraft, *, year: int, today: date) -> None:
    if draft.kind not in shipped_papers():
        raise NoSuchPaper(zh="基础档案目录中没有这种材料。", en="There is no such paper.")
    if not draft.files and not draft.note.strip():
        raise NoSuchPaper(
            zh="请上传材料；纸质归档的，请说明存放位置。",
            en="Upload the paper, or say where it is kept.",
        )
    refuse_later(draft.on, today=today)
    refuse_before(draft.on, branch.founded_on, what="党支部成立日期", what_en="its founding")
    if abs(draft.on.year - year) > 1:
        # A plan may be older than its year by weeks, a report younger; not by years.
        raise DayWrong(
            zh=f"{said(draft.on)}的材料不能归入{year}年，请核对日期和年度。",
            en=f"A paper of {draft.on} does not belong into the file of {year}.",
        )


def _refuse_again(branch: Branch, year: int, papers: Sequence[PaperDraft]) -> None:
    """The same paper sent twice would count twice."""
    kinds, days = {one.kind for one in papers}, {one.on for one in papers}
    near = PaperKept.objects.filter(
        branch=branch, year=year, kind__in=kinds, on__in=days, removed_at__isnull=True
    )
    rows = list(near)
    files = attachments_of(rows)
    known = {
        (row.kind, row.on, row.note, frozenset(one.digest for one in files[row.pk])) for row in rows
    }
    for one in papers:
        digests = frozenset(file.digest for file in one.files)
        if (one.kind, one.on, one.note.strip()[:200], digests) in known:
            raise NothingChanges(
                zh=f"{said(one.on)}的这份材料已归档，无需重复提交。",
                en=f"This paper of {one.on} is on file already.",
            )


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
