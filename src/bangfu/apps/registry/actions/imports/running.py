"""Running an import: the dry run is the real one, taken back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.actions.departments import revise_departments
from bangfu.apps.registry.actions.institutions import register_institutions, revise_institutions
from bangfu.apps.registry.actions.workers import register_workers, revise_workers
from bangfu.apps.registry.models import Institution, Upload
from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.cells import Workbook, column_number
from bangfu.core.exchange.importing import read_rows
from bangfu.core.exchange.workbook_files import read_workbook

from .department_rows import plan_departments
from .institution_rows import plan_institutions
from .lists import Run, list_of
from .planning import Plan
from .report import ImportRefused, ImportReport
from .worker_rows import plan_workers

_CELL = re.compile(r"([A-Z]*)([0-9]+)")


def import_institutions(
    *, content: bytes, name: str, by: User | None, on: date, dry_run: bool
) -> ImportReport:
    """Take over a workbook of institutions; see :func:`import_workbook`."""
    return import_workbook(
        kind=Upload.Kind.INSTITUTIONS, content=content, name=name, by=by, on=on, dry_run=dry_run
    )


def import_departments(
    *, content: bytes, name: str, by: User | None, on: date, dry_run: bool
) -> ImportReport:
    """Take over a workbook of departments; see :func:`import_workbook`."""
    return import_workbook(
        kind=Upload.Kind.DEPARTMENTS, content=content, name=name, by=by, on=on, dry_run=dry_run
    )


def import_workers(
    *, content: bytes, name: str, by: User | None, on: date, dry_run: bool
) -> ImportReport:
    """Take over a workbook of workers; see :func:`import_workbook`."""
    return import_workbook(
        kind=Upload.Kind.WORKERS, content=content, name=name, by=by, on=on, dry_run=dry_run
    )


def import_workbook(
    *,
    kind: str,
    content: bytes,
    name: str,
    by: User | None,
    on: date,
    dry_run: bool,
    upload: Upload | None = None,
) -> ImportReport:
    """Enter what a workbook has and the register has not, and change what differs: all or nothing.

    A dry run does everything and takes it back, so it promises nothing the real run would refuse;
    its errors are in the report. Without it the errors raise ``ImportRefused``. The same file
    again changes nothing and leaves no entry. What the file as a whole is refused for
    (``NotAWorkbook``, ``EmptyWorkbook``, ``NoHeadings`` …) is raised in either case.
    """
    workbook = read_workbook(content, name=name)
    one = list_of(kind)
    reading = read_rows(workbook, one.layout(on))
    with transaction.atomic():
        run = Run(reading=reading, by=by, on=on, at=timezone.now())
        plan = one.steps(run)
        report = ImportReport(
            file_name=name,
            digest=workbook.digest,
            changes=plan.changes(),
            unchanged=plan.unchanged,
            errors=_in_order((*reading.errors, *plan.errors, *run.errors), workbook),
            warnings=tuple(plan.warnings),
            ignored=reading.ignored,
        )
        if report.errors and not dry_run:
            raise ImportRefused(report)
        if dry_run:
            transaction.set_rollback(True)
        else:
            _note(kind, report, by=by, upload=upload)
    return report


def enter_institutions(run: Run) -> Plan[Any, Any]:
    """Enter and change institutions as the workbook says."""
    plan = plan_institutions(run.reading, by=run.by)

    def write() -> None:
        register_institutions(drafts=[d for _, d in plan.new], on=run.on, by=run.by)
        revise_institutions(pairs=plan.differing, on=run.on, by=run.by)

    run.write(plan, write)
    return plan


def enter_departments(run: Run) -> Plan[Any, Any]:
    """Enter and change departments as the workbook says."""
    plan, drafts = plan_departments(run.reading, by=run.by)
    run.write(plan, lambda: revise_departments(departments=drafts, by=run.by))
    return plan


def enter_workers(run: Run) -> Plan[Any, Any]:
    """Enter and change workers as the workbook says."""
    plan = plan_workers(run.reading, by=run.by, on=run.on)

    def write() -> None:
        # Those who change first: somebody new may take over a number that one of them gives up.
        revise_workers(pairs=plan.differing, on=run.on, by=run.by)
        register_workers(drafts=[d for _, d in plan.new], on=run.on, by=run.by)

    run.write(plan, write)
    return plan


def _note(kind: str, report: ImportReport, *, by: User | None, upload: Upload | None) -> None:
    """Keep the figures of what was taken and forget the bytes; one entry for the file."""
    if upload is None:
        if not report.changes:
            return
        upload = Upload(kind=kind, uploaded_by=by)
    upload.file_name, upload.digest = report.file_name[:200], report.digest
    upload.content, upload.taken_at = None, timezone.now()
    upload.created, upload.changed = report.created, report.changed
    upload.unchanged = report.unchanged
    upload.save()
    if report.changes:
        facts = {
            "kind": kind,
            "digest": report.digest,
            "created": report.created,
            "changed": report.changed,
            "unchanged": report.unchanged,
        }
        journal.record(
            actor=by,
            verb="workbook.imported",
            subject=upload,
            facts=facts,
            **_place_of(by, kind),
        )


def _place_of(by: User | None, kind: str) -> dict[str, str]:
    """Where the one who imports may do so, if that is one place: its auditor sees the entry."""
    if by is None:
        return {}
    scope = by.scope_of(list_of(kind).permission)
    if len(scope.areas) == 1 and not scope.institutions:
        return {"area_code": scope.areas[0]}
    if len(scope.institutions) == 1 and not scope.areas:
        own = Institution.objects.filter(code=scope.institutions[0]).first()
        return {"area_code": own.area_code, "institution_code": own.code} if own else {}
    return {}


def _in_order(errors: Iterable[CellError], workbook: Workbook) -> tuple[CellError, ...]:
    """The errors as one reads the workbook: sheet by sheet, row by row, column by column."""
    sheets = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}

    def place(error: CellError) -> tuple[int, int, int]:
        found = _CELL.match(error.cell)
        letters, digits = found.groups() if found else ("", "0")
        return sheets.get(error.sheet, -1), int(digits), column_number(letters)

    return tuple(sorted(errors, key=place))
