"""工作台账: every task of a programme with who answers for it, how far it is and what was found."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision.models import Task
from bangfu.apps.supervision.queries.ledger import row_of
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.core.programmes.words import Text
from bangfu.core.tasks.task_life import State

from .about import narrowed, programme_of, run_by, title_in
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, listed, said

NOTHING = "—"
_HEADS = ("序号", "专项", "任务", "责任单位", "责任人", "完成时限", "进度", "状态", "晒账日期")
_NAMES = ("serial", "project", "name", "unit", "person", "due", "share", "state", "shown_on")


def draw() -> bytes:
    """A wide list of all tasks."""
    sheet = Sheet.form(wide=True)
    sheet.title("{{ title }}", size=20, after=4)
    sheet.line("{{ office }}　　截至{{ until }}", align="right", after=4)
    sheet.rows(
        "row in tasks",
        _HEADS,
        [f"{{{{ row.{name} }}}}" for name in _NAMES],
        widths=(0.7, 1.8, 4.6, 2.4, 1.2, 2, 0.9, 1.2, 2),
    )
    sheet.line("共{{ total }}项，已销账{{ closed }}项，逾期{{ late }}项。{{ note }}", before=6)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> list[Subject]:
    """Programmes with a ledger that a reader's office runs."""
    found = run_by(user).filter(tasks__isnull=False).distinct()
    found = narrowed(found, asked, "title_zh", key="code")
    return [Subject(key=one.code, name=one.title) for one in found[: asked.most]]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """The ledger as it stands on a day, without what was cancelled or only proposed."""
    programme = programme_of(key)
    found = Task.objects.filter(programme=programme).exclude(
        state__in=[State.CANCELLED.value, State.PROPOSED.value]
    )
    rows = [row_of(one, on=on) for one in found.in_full().order_by("project", "due", "pk")]
    closed = found.filter(state=State.CLOSED.value).count()
    late = sum(row.late for row in rows)
    title = title_in(programme, DocumentKind.TASK_LEDGER)
    page = f"{reverse('task_ledger')}?{urlencode({'programme': programme.code})}"
    return Gathered(
        title=title,
        programme=programme,
        initial={"title": title},
        values={
            "programme": programme.title_zh,
            "until": day(on).zh,
            "total": str(len(rows)),
            "closed": str(closed),
            "late": str(late),
            "tasks": [
                {
                    "serial": str(serial),
                    "project": row.project or NOTHING,
                    "name": row.title,
                    "unit": row.bearer,
                    "person": row.person or NOTHING,
                    "due": day(row.due).zh if row.due else "长期",
                    "share": f"{row.share}%",
                    "state": f"逾期{row.days_late}天" if row.late else row.state,
                    "shown_on": day(row.shown_on).zh if row.shown_on else "未晒账",
                }
                for serial, row in enumerate(rows, 1)
            ],
        },
        behind=(
            Figure("任务", f"{len(rows)}项", page),
            Figure("已销账", f"{closed}项", f"{page}&state={State.CLOSED.value}"),
            Figure("逾期", f"{late}项", f"{page}&state=late"),
        ),
    )


KIND = Kind(
    code=DocumentKind.TASK_LEDGER,
    series=Series.FORM,
    about=Text(zh="有任务台账的项目", en="a programme with a ledger"),
    fields=(
        said("title", "标题", "title", "某县对口支援工作台账", typed=True, needed=True),
        said("programme", "项目", "programme", "某县对口支援"),
        said("until", "截至日期", "as of", "2026年6月30日"),
        said("total", "任务数", "tasks", "1"),
        said("closed", "已销账", "closed", "0"),
        said("late", "逾期", "late", "0"),
        listed(
            "tasks",
            "台账",
            "the ledger",
            *(
                said(name, title, english, example)
                for name, title, english, example in (
                    ("serial", "序号", "serial", "1"),
                    ("project", "专项", "project", "人才培养"),
                    ("name", "任务", "task", "接收进修人员3名"),
                    ("unit", "责任单位", "who answers for it", "某市人民医院"),
                    ("person", "责任人", "person", "某某"),
                    ("due", "完成时限", "due", "2026年9月30日"),
                    ("share", "进度", "progress", "60%"),
                    ("state", "状态", "state", "办理中"),
                    ("shown_on", "晒账日期", "shown on", "2026年6月5日"),
                )
            ),
        ),
        said("note", "备注", "note", "每月5日前更新。", typed=True),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
