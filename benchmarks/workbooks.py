"""Workbooks in: 5,000 workers tried, taken, taken again, and refused cell by cell

A fresh database with the whole area table and 200 institutions, all in a temporary folder. Making
the workbook is not measured; reading, checking and writing it, with one journal entry for each
row, is.
"""

import io
import os
import resource
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date

import xlsxwriter

from benchmarks.bar import Bar, clock

SIZES = ("5000", "20000")
SECONDS = 10.0
ON = date(2025, 3, 17)
HEADINGS = ["姓名", "身份证号", "工号", "所在单位", "所在科室", "职称", "主要专业", "联系电话"]
DEPARTMENTS = ("心血管内科", "骨科", "妇产科", "儿科", "急诊科")
TITLES = ("主任医师", "副主任医师", "主治医师", "医师", "护士")
INSTITUTIONS = 200


def measure(size: str) -> Iterator[Bar]:
    """Seconds for each of the four, and the memory of the process at its largest."""
    with tempfile.TemporaryDirectory(prefix="bangfu-workbooks-") as place:
        os.environ["BANGFU_DATA"] = place
        codes = _prepare()
        yield from _bars(_workers(int(size), codes), size)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Bar("memory at its largest", 600, largest, unit="MiB")


def _bars(rows: list[list[str]], size: str) -> Iterator[Bar]:
    from bangfu.apps.registry import actions

    right, count = _book(rows), int(size)
    for name, dry_run in (("tried", True), ("taken", False), ("taken again", False)):
        with clock() as taken:
            report = actions.import_workers(
                content=right, name="人员.xlsx", by=None, on=ON, dry_run=dry_run
            )
        assert not report.errors, report.errors[:3]
        assert (report.unchanged if name == "taken again" else report.created) == count
        yield Bar(f"{size} rows {name}", SECONDS, taken.seconds)
    wrong = _book([[row[0], _other_digit(row[1]), *row[2:]] for row in rows])
    with clock() as taken:
        report = actions.import_workers(
            content=wrong, name="人员.xlsx", by=None, on=ON, dry_run=True
        )
    assert len(report.errors) == count
    yield Bar(f"{size} wrong cells named", SECONDS, taken.seconds)


def _prepare() -> list[str]:
    """An empty database with areas and institutions; the institutions' codes."""
    from bangfu.config.command import set_up_django

    set_up_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bangfu.apps.registry import actions
    from bangfu.apps.registry.drafts import InstitutionDraft
    from bangfu.core.standards import area_table, uscc

    actions.adopt_areas(rows=area_table.read(), on=ON, by=None)
    bodies = [f"12370523BEN{n:06}" for n in range(INSTITUTIONS)]
    codes = [body + uscc.check_character(body) for body in bodies]
    drafts = [
        InstitutionDraft(code=code, name=f"第{n}卫生院", category="other", area_code="370523")
        for n, code in enumerate(codes, start=1)
    ]
    actions.register_institutions(drafts=drafts, on=ON, by=None)
    return codes


def _workers(count: int, codes: Sequence[str]) -> list[list[str]]:
    from bangfu.core.standards import id_number

    rows = []
    for n in range(count):
        born = date(1965 + n % 35, 1 + n % 12, 1 + n % 28)
        body = f"3705{n // 1000:02}{born:%Y%m%d}{n % 1000:03}"
        rows.append(
            [
                f"王{chr(0x4E00 + n % 3000)}{chr(0x5000 + n % 2000)}",
                body + id_number.check_digit(body),
                f"{n:05}",
                codes[n % len(codes)],
                DEPARTMENTS[n % 5],
                TITLES[n % 5],
                DEPARTMENTS[n % 5],
                f"0546{n:07}",
            ]
        )
    return rows


def _other_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def _book(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("人员")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return stream.getvalue()
