"""Taking a workbook of branches over: the trial is the real run, taken back."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import BranchUpload
from bangfu.apps.branches.workbook import layout
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.actions.imports.report import ImportRefused, ImportReport, RowChange
from bangfu.core.exchange.cell_errors import BadValue, CellError
from bangfu.core.exchange.importing import read_rows
from bangfu.core.exchange.marking import marked_copy
from bangfu.core.exchange.workbook_files import read_workbook
from bangfu.core.refusal import Refusal

from .counting import count_members
from .founding import found_branch, join_institutions
from .import_rows import Group, groups_of
from .leading import change_secretary

_KEPT = timedelta(hours=24)


class UploadGone(Refusal):
    """The uploaded file was taken, thrown away, or kept too long."""


@transaction.atomic
def keep_upload(*, content: bytes, name: str, by: User, on: date, at: datetime) -> BranchUpload:
    """Keep a file so that it can be tried, then taken; those older than a day are thrown away.

    A file that is no workbook, is empty, or lacks the headings is refused and not kept.
    """
    BranchUpload.objects.filter(taken_at__isnull=True, at__lt=at - _KEPT).delete()
    read_rows(read_workbook(content, name=name), layout(on))
    return BranchUpload.objects.create(
        file_name=name[:200], digest=sha256(content).hexdigest(), content=content, by=by, at=at
    )


def try_upload(*, upload: BranchUpload, by: User, on: date, at: datetime) -> ImportReport:
    """What taking the file would do; nothing is written."""
    with transaction.atomic():
        report = _run(upload, by=by, on=on, at=at)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def take_upload(*, upload: BranchUpload, by: User, on: date, at: datetime) -> ImportReport:
    """Take the file over, all or nothing; raises ``ImportRefused`` where it has errors by now.

    One entry for each branch founded or changed, and one for the file.
    """
    held = BranchUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is None:
        raise _gone(upload)
    report = _run(held, by=by, on=on, at=at)
    if report.errors:
        raise ImportRefused(report)
    held.content, held.taken_at = None, at
    held.created, held.changed = report.created, report.changed
    held.unchanged = report.unchanged
    held.save()
    if report.changes:
        journal.record(
            actor=by,
            verb="workbook.imported",
            subject=held,
            facts={
                "kind": "branches",
                "digest": report.digest,
                "created": report.created,
                "changed": report.changed,
                "unchanged": report.unchanged,
            },
        )
    return report


def marked_upload(
    *, upload: BranchUpload, by: User, on: date, at: datetime, language: str
) -> bytes:
    """The file as xlsx with what is wrong in each cell by now."""
    report = try_upload(upload=upload, by=by, on=on, at=at)
    workbook = read_workbook(bytes(upload.content or b""), name=upload.file_name)
    return marked_copy(workbook, report.errors, language=language)


def discard_upload(*, upload: BranchUpload) -> None:
    """Throw away a file that was not taken."""
    BranchUpload.objects.filter(pk=upload.pk, taken_at__isnull=True).delete()


def _run(upload: BranchUpload, *, by: User, on: date, at: datetime) -> ImportReport:
    """Do what the file says within the caller's transaction; what is wrong is in the report."""
    if upload.content is None:
        raise _gone(upload)
    workbook = read_workbook(bytes(upload.content), name=upload.file_name)
    reading = read_rows(workbook, layout(on))
    groups, errors = groups_of(reading, by=by)
    errors = [*reading.errors, *errors]
    changes: list[RowChange] = []
    for group in groups:
        try:
            # A savepoint: after a refusal the rows below are still tried.
            with transaction.atomic():
                changes += _taken(group, by=by, on=on, at=at)
        except Refusal as refused:
            errors.append(_of_group(group, refused))
    return ImportReport(
        file_name=upload.file_name,
        digest=workbook.digest,
        changes=tuple(changes),
        unchanged=0 if errors else len(reading.rows) - len(changes),
        errors=tuple(errors),
        warnings=(),
        ignored=reading.ignored,
    )


def _taken(group: Group, *, by: User, on: date, at: datetime) -> list[RowChange]:
    """Found or change one branch; a row stands for each line of the file that did something."""
    if group.branch is None:
        _found(group, by=by, on=on, at=at)
        return [
            RowChange(row.sheet, row.number, f"{group.name} · {place.name}")
            for row, place in group.lines
        ]
    changed = group.differences()
    if group.new_counts:
        # A figure that was entered today already is put right, and says why.
        count_members(
            branch=group.branch,
            on=on,
            counts=group.new_counts,
            by=by,
            at=at,
            today=on,
            reason="工作簿导入",
        )
    if group.new_secretary is not None:
        change_secretary(branch=group.branch, secretary=group.new_secretary, on=on, by=by, today=on)
    return [
        RowChange(row.sheet, row.number, f"{group.name} · {place.name}", found)
        for row, place in group.lines
        if (found := changed.get(row.number))
    ]


def _found(group: Group, *, by: User, on: date, at: datetime) -> None:
    if group.is_joint:
        join_institutions(
            name=group.name,
            institutions=group.places,
            founded_on=group.founded_on,
            secretary=group.secretary,
            counts={},
            by=by,
            at=at,
            today=on,
        )
        # Counted on the day of the file, not on that of founding: nobody knows those figures.
    else:
        found_branch(
            name=group.name,
            institution=group.places[0],
            founded_on=group.founded_on,
            departments=group.departments,
            secretary=group.secretary,
            by=by,
            at=at,
            today=on,
        )
    if group.counts:
        branch = group.founded()
        count_members(branch=branch, on=on, counts=group.counts, by=by, at=at, today=on)


def _of_group(group: Group, refused: Refusal) -> CellError:
    row, _place = group.lines[0]
    reason = BadValue(
        "refused",
        zh=refused.zh,
        en=refused.en,
        remedy_zh="请改正后重新上传。",
        remedy_en="Correct it and upload the file again.",
    )
    return row.error("name", reason)


def _gone(upload: BranchUpload) -> UploadGone:
    return UploadGone(
        zh=f"文件“{upload.file_name}”已经导入或已清除，请重新上传。",
        en=f"“{upload.file_name}” was taken or thrown away; upload it again.",
    )
