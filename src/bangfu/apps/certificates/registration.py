"""The registration form (登记表) of a posting: everything on record, so that nobody fills it in.

It goes to the person's own unit when the posting ends. What the system does not know is left to the
pen: opinions, signatures, seals. The language is Chinese, for it is an official form.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import override

from bangfu.apps.completion.queries.evaluations import readable_by
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import leave_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker
from bangfu.apps.registry.queries.workers import title_in_words
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day, span
from bangfu.core.standards import id_number, subjects
from bangfu.web.printing import pdf

from .printed import DAYS, said
from .statement import Statement, statement_of, title_of

TEMPLATE = Path(__file__).parent / "print" / "registration.typ"
MISSING = "—"

Cell = tuple[str, str] | tuple[str, str, bool]
"""What is asked and what is known of it; three parts where it takes the whole line."""


def registration_pdf(posting: Posting, *, reader: Side, at: datetime, on: date) -> bytes:
    """The form of one posting as of a day; the same for its worker and the own unit."""
    with override("zh-hans"):
        return pdf(TEMPLATE, form_values(posting, reader=reader, on=on), at=at)


def form_values(posting: Posting, *, reader: Side, on: date) -> dict[str, Any]:
    """What stands on the form, before it is set."""
    stated = statement_of(posting, on=on)
    return {
        "title": title_of(stated.definition, DocumentKind.REGISTRATION_FORM).zh,
        "programme": posting.programme.title_zh,
        "made_on": day(on).zh,
        "sections": [
            ("基本情况", _person(posting.worker)),
            ("派驻情况", _posting(posting, stated, on=on)),
            ("服务情况", _service(stated)),
        ],
        "lists": [*_leaves(posting), *_earlier(posting)],
        "opinions": [
            ("本人小结", _own_words(posting, reader), "本人签字："),
            ("受援单位意见", "", "（盖章）"),
            ("派出单位意见", "", "（盖章）"),
        ],
    }


def _person(worker: Worker) -> list[Cell]:
    specialties = "、".join(_subjects(worker))
    return [
        ("姓名", worker.name),
        ("性别", worker.get_sex_display()),
        ("出生日期", _day(worker.birth_date)),
        ("身份证号", id_number.masked(worker.id_number or "") or MISSING),
        ("职称", title_in_words(worker.title_code) or MISSING),
        ("职称级别", worker.get_rank_display()),
        ("专业", specialties or MISSING),
        ("执业证书编码", worker.practice_certificate or MISSING),
        ("所在单位", worker.home.name, True),
        ("所在科室", worker.department.name if worker.department else MISSING),
        ("工号", worker.staff_number),
        ("联系电话", worker.phone or MISSING, True),
    ]


def _posting(posting: Posting, stated: Statement, *, on: date) -> list[Cell]:
    over = bool(stated.days) and stated.days.ends_before <= on
    planned = span(posting.starts_on, posting.planned_ends_before).zh
    cells: list[Cell] = [
        ("派出单位", posting.home.name, True),
        ("受援单位", posting.host.name, True),
        ("服务科室", posting.department_name),
        ("派驻形式", posting.get_form_display()),
        ("任职", posting.role_title or MISSING),
        ("批次", posting.batch or MISSING),
        ("任命文件", posting.appointment_document or MISSING, True),
        ("任命期限", planned, True),
        ("到岗日期", _day(posting.arrived_on)),
        ("离岗日期", _day(stated.days.last_day) if over else MISSING),
        ("交接日期", _day(posting.handed_over_on)),
        ("办结日期", _day(posting.closed_on)),
    ]
    if posting.ended_early_on:
        cells.append(("提前结束", posting.end_reason, True))
    return cells


def _service(stated: Statement) -> list[Cell]:
    line = stated.line
    if line is None or not stated.days:
        return [("服务时间", "没有服务记录", True)]
    tally = line.tally
    return [
        ("确认在岗", said(str(line.amount), line.unit.label).zh),
        ("折算服务时间", said(str(line.credited), DAYS).zh),
        ("应在岗", _half_days(tally.expected)),
        ("其中在岗", _half_days(tally.served)),
        ("请假等", _half_days(tally.excused)),
        ("缺勤", _half_days(tally.absent)),
        ("待受援单位确认", _half_days(tally.waiting), True),
    ]


def _leaves(posting: Posting) -> Iterable[dict[str, Any]]:
    granted = Leave.objects.granted().filter(posting=posting).order_by("starts_slot")
    if rows := [
        (wording.leave_in_words(leave_of(row)), row.get_state_display(), row.reason or MISSING)
        for row in granted
    ]:
        yield _table("请假情况", ("假期", "状态", "事由"), (5, 2, 5), rows)


def _earlier(posting: Posting) -> Iterable[dict[str, Any]]:
    others = Posting.objects.filter(worker=posting.worker_id, home=posting.home_id)
    before = others.filter(starts_on__lt=posting.starts_on, ends_before__lte=posting.starts_on)
    rows = [
        (
            one.host.name,
            one.programme.title_zh,
            one.get_form_display(),
            span(one.arrived_on or one.starts_on, one.ends_before).zh,
        )
        for one in before.select_related("host", "programme").order_by("starts_on")
        if one.ends_before > (one.arrived_on or one.starts_on)
    ]
    if rows:
        heads = ("受援单位", "项目", "派驻形式", "期限")
        yield _table("此前派驻", heads, (4, 4, 2, 5), rows)


def _table(
    title: str, heads: tuple[str, ...], widths: tuple[int, ...], rows: Sequence[tuple[str, ...]]
) -> dict[str, Any]:
    return {"title": title, "heads": heads, "widths": widths, "rows": rows}


def _own_words(posting: Posting, reader: Side) -> str:
    """What the person wrote when evaluating; others' opinions are signed by hand."""
    own = Side.WORKER.label.zh
    rows = readable_by(frozenset({reader}), posting)
    return next((row.words for row in rows if row.side == own), "")


def _subjects(worker: Worker) -> list[str]:
    known = subjects.every()
    codes = [row.subject_code for row in worker.specialties.all()]
    return [known[code].zh if code in known else code for code in codes]


def _day(on: date | None) -> str:
    return day(on).zh if on else MISSING


def _half_days(number: int) -> str:
    return f"{number}个半天"
