"""What half-year and annual reports share: progress, lags with their causes, what comes next.

Figures are those of the pages of targets, tasks and postings on the last day of the period, or
today while it runs; each leads there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.supervision.models import Task
from bangfu.apps.supervision.queries.ledger import bars_of
from bangfu.apps.targets import wording
from bangfu.apps.targets.presentation import whole_row
from bangfu.apps.targets.queries.board import Line, lines
from bangfu.apps.targets.queries.frozen import unit_of
from bangfu.apps.targets.queries.lagging import Lag, lags
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import Stage, stage_of
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.periods import Period, PeriodUnknown, period_of, periods
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.core.programmes.words import Text
from bangfu.core.tasks.task_life import State

from .about import narrowed, programme_of, run_by
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

NOTHING = "—"


def draw(following: str) -> Callable[[], bytes]:
    """A report's template; ``following`` is what the next period is called in its heading."""

    def drawn() -> bytes:
        sheet = Sheet.letter()
        sheet.title("{{ title }}")
        sheet.line("{{ office }}", align="center")
        sheet.blank()
        sheet.heading("一、总体情况")
        sheet.body(
            "截至{{ until }}，{{ programme }}共有派出单位{{ senders }}家、受援单位{{ hosts }}家；"
            "本期派驻{{ people }}人、{{ postings }}人次，派往{{ reached }}家受援单位。"
        )
        sheet.text("overview")
        sheet.heading("二、任务推进情况")
        sheet.body("共{{ tasks }}项任务，已完成{{ tasks_closed }}项，逾期{{ tasks_late }}项。")
        sheet.rows(
            "row in projects",
            ["项目", "任务", "已完成", "逾期", "平均进度"],
            _cells("name", "total", "closed", "late", "share"),
            widths=(5, 1, 1, 1, 1.4),
            size=11,
        )
        sheet.heading("三、目标完成情况")
        sheet.body("共{{ targets }}项目标，其中{{ targets_lagging }}项进度滞后。")
        sheet.rows(
            "row in goals",
            ["目标", "要求", "已完成", "完成比例", "进度"],
            _cells("name", "asked", "done", "share", "state"),
            widths=(4, 2, 2, 1.4, 1.4),
            size=11,
        )
        sheet.heading("四、滞后事项和原因")
        sheet.when("no_lags", "本期没有滞后的目标。")
        sheet.line("{%p if lags %}")
        sheet.rows(
            "row in lags",
            ["单位", "目标", "完成情况", "原因", "措施和时限"],
            _cells("unit", "name", "done", "why", "measures"),
            widths=(2, 2.4, 2, 2.6, 2.6),
            size=11,
        )
        sheet.line("{%p endif %}")
        sheet.heading("五、主要做法和成效")
        sheet.text("highlights")
        sheet.heading(f"六、{following}工作安排")
        sheet.text("plans")
        sheet.rows(
            "row in next_tasks",
            ["任务", "责任单位", "时限"],
            _cells("name", "unit", "due"),
            widths=(5, 3, 3),
            size=11,
        )
        sheet.blank()
        sheet.signed("{{ office }}", "{{ day }}")
        return sheet.saved()

    return drawn


def _cells(*names: str) -> list[str]:
    return [f"{{{{ row.{name} }}}}" for name in names]


def subjects(*, years: bool) -> Callable[[User, Asked], Sequence[Subject]]:
    """Periods of the programmes that a reader's office runs, which have begun."""

    def found(user: User, asked: Asked) -> Sequence[Subject]:
        programme = replace(asked, key=asked.key.partition("/")[0])
        wanted = narrowed(run_by(user), programme, "title_zh", key="code")
        return list(_periods(wanted, years=years))[: asked.most]

    return found


def _periods(wanted: Any, *, years: bool) -> Iterator[Subject]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for programme in wanted:
        if programme.starts_on is None:
            continue
        until = min(tomorrow, programme.ends_before or tomorrow)
        for one in periods(programme.starts_on, max(until, programme.starts_on), years=years):
            yield Subject(key=f"{programme.code}/{one.code}", name=programme.title, note=one.title)


def gatherer(kind: DocumentKind) -> Callable[[str, date, Absolute], Gathered]:
    """Gathers a report of a kind: a programme's period by its key."""

    def gather(key: str, on: date, absolute: Absolute) -> Gathered:
        code, _slash, said_period = key.partition("/")
        programme = programme_of(code)
        try:
            period = period_of(said_period)
        except PeriodUnknown:
            raise SubjectGone from None
        return _report(programme, period, kind, on=period.judged_on(on))

    return gather


def _report(programme: Programme, period: Period, kind: DocumentKind, *, on: date) -> Gathered:
    title = f"{programme.title_zh}{period.title}工作报告"
    stage = stage_of(programme, EVERYBODY)
    board = lines(stage, on=on)
    behind = lags(stage, board)
    values: dict[str, Any] = {
        "programme": programme.title_zh,
        "period": period.title,
        "until": day(on).zh,
    }
    figures = [
        *_people(programme, period, on, values),
        *_tasks(programme, on, values),
        *_goals(stage, board, on, values),
        *_lags(behind, values),
    ]
    values["next_tasks"] = [
        {
            "name": one.title_zh,
            "unit": one.institution.name if one.institution else one.responsible or NOTHING,
            "due": day(one.due).zh if one.due else NOTHING,
        }
        for one in _due_in(programme, period.following)
    ]
    return Gathered(
        title=title,
        programme=programme,
        values=values,
        initial={"title": title},
        behind=tuple(figures),
    )


def _people(
    programme: Programme, period: Period, on: date, values: dict[str, Any]
) -> Iterator[Figure]:
    """Who takes part, who was posted, and where to."""
    parties = Party.objects.filter(programme=programme).on(on)
    counted = {
        role: parties.filter(role=role.value).values("institution").distinct().count()
        for role in (PartyRole.SENDER, PartyRole.HOST)
    }
    posted = Posting.objects.filter(programme=programme).overlapping(
        period.starts_on, min(period.ends_before, on + timedelta(days=1))
    )
    rows = list(posted.values_list("worker", "host"))
    values |= {
        "senders": str(counted[PartyRole.SENDER]),
        "hosts": str(counted[PartyRole.HOST]),
        "people": str(len({worker for worker, _host in rows})),
        "postings": str(len(rows)),
        "reached": str(len({host for _worker, host in rows})),
    }
    own = reverse("programme", args=[programme.code])
    posts = f"{reverse('posting_list')}?{urlencode({'programme': programme.code})}"
    yield Figure("派出单位", f"{values['senders']}家", own)
    yield Figure("受援单位", f"{values['hosts']}家", own)
    yield Figure("派驻人数", f"{values['people']}人", posts)
    yield Figure("派驻人次", f"{values['postings']}人次", posts)


def _tasks(programme: Programme, on: date, values: dict[str, Any]) -> Iterator[Figure]:
    bars = bars_of(Task.objects.filter(programme=programme), on=on)
    values["projects"] = [
        {
            "name": bar.project or "其他",
            "total": str(bar.total),
            "closed": str(bar.closed),
            "late": str(bar.late),
            "share": NOTHING if bar.percent is None else f"{bar.percent}%",
        }
        for bar in bars
    ]
    total, closed, late = (
        sum(getattr(bar, name) for bar in bars) for name in ("total", "closed", "late")
    )
    values |= {"tasks": str(total), "tasks_closed": str(closed), "tasks_late": str(late)}
    page = reverse("task_ledger")

    def opened(**more: str) -> str:
        return f"{page}?{urlencode({'programme': programme.code, **more})}"

    yield Figure("任务", f"{total}项", opened())
    yield Figure("已完成任务", f"{closed}项", opened(state=State.CLOSED.value))
    yield Figure("逾期任务", f"{late}项", opened(state="late"))


def _goals(
    stage: Stage, board: Sequence[Line], on: date, values: dict[str, Any]
) -> Iterator[Figure]:
    rows = [whole_row(stage, line, on=on) for line in board]
    values["goals"] = [
        {
            "name": row.title,
            "asked": row.asked or NOTHING,
            "done": row.done,
            "share": row.share or NOTHING,
            "state": row.state,
        }
        for row in rows
    ]
    lagging = sum(1 for line in board if line.whole.state.lags or line.spread.lagging)
    values |= {"targets": str(len(rows)), "targets_lagging": str(lagging)}
    for row in rows:
        yield Figure(row.title, row.done, row.url)


def _lags(behind: Sequence[Lag], values: dict[str, Any]) -> Iterator[Figure]:
    values["lags"] = [
        {
            "unit": lag.part.member.name,
            "name": lag.line.title.zh,
            "done": wording.done(lag.part.amount.done, unit_of(lag.line)),
            "why": lag.note.why if lag.note else "未说明",
            "measures": f"{lag.note.measures}（{day(lag.note.new_due).zh}前）"
            if lag.note
            else NOTHING,
        }
        for lag in behind
    ]
    values["no_lags"] = not behind
    yield Figure("滞后事项", f"{len(behind)}项", reverse("lags"))


def _due_in(programme: Programme, period: Period) -> Any:
    standing = Task.objects.filter(programme=programme, closed_on__isnull=True)
    return (
        standing.filter(due__gte=period.starts_on, due__lt=period.ends_before)
        .exclude(state__in=[State.CANCELLED.value, State.PROPOSED.value])
        .select_related("institution")
        .order_by("due", "pk")
    )


def report_kind(code: DocumentKind, *, years: bool, following: str, about: Text) -> Kind:
    """A kind of report."""
    return Kind(
        code=code,
        series=Series.LETTER,
        about=about,
        fields=_FIELDS,
        draw=draw(following),
        subjects=subjects(years=years),
        gather=gatherer(code),
    )


_FIELDS = (
    said("title", "标题", "title", "某县对口支援2026年上半年工作报告", typed=True, needed=True),
    said("programme", "项目", "programme", "某县对口支援"),
    said("period", "报告期", "period", "2026年上半年"),
    said("until", "截至日期", "as of", "2026年6月30日"),
    said("senders", "派出单位数", "senders", "2"),
    said("hosts", "受援单位数", "hosts", "6"),
    said("people", "派驻人数", "people posted", "12"),
    said("postings", "派驻人次", "postings", "14"),
    said("reached", "有人派驻的受援单位数", "hosts with somebody", "6"),
    said("overview", "补充说明", "more", "双方签订了帮扶协议。", shape="paragraphs", typed=True),
    said("tasks", "任务数", "tasks", "8"),
    said("tasks_closed", "已完成任务数", "tasks closed", "5"),
    said("tasks_late", "逾期任务数", "tasks late", "1"),
    listed(
        "projects",
        "任务推进",
        "projects",
        said("name", "项目", "project", "人才培养"),
        said("total", "任务", "tasks", "8"),
        said("closed", "已完成", "closed", "5"),
        said("late", "逾期", "late", "1"),
        said("share", "平均进度", "mean progress", "70%"),
    ),
    said("targets", "目标数", "targets", "6"),
    said("targets_lagging", "滞后目标数", "targets lagging", "1"),
    listed(
        "goals",
        "目标完成",
        "targets",
        said("name", "目标", "target", "教学查房"),
        said("asked", "要求", "asked", "不少于50次"),
        said("done", "已完成", "done", "32次"),
        said("share", "完成比例", "share", "64%"),
        said("state", "进度", "state", "按进度"),
    ),
    said("no_lags", "没有滞后目标", "whether nothing lags", shape="flag"),
    listed(
        "lags",
        "滞后事项",
        "lags",
        said("unit", "单位", "unit", "某镇卫生院"),
        said("name", "目标", "target", "义诊"),
        said("done", "完成情况", "done", "1次"),
        said("why", "原因", "cause", "连续降雨，活动推迟。"),
        said("measures", "措施和时限", "measures", "八月补办两次（2026年8月31日前）"),
    ),
    said(
        "highlights",
        "主要做法和成效",
        "what was done well",
        "本地医师已能独立开展两项新技术。",
        shape="paragraphs",
        typed=True,
        needed=True,
    ),
    said(
        "plans",
        "下一步安排",
        "what comes next",
        "巩固成效，补齐滞后目标。",
        shape="paragraphs",
        typed=True,
        needed=True,
    ),
    listed(
        "next_tasks",
        "下期到期任务",
        "tasks due next",
        said("name", "任务", "task", "建成胸痛救治单元"),
        said("unit", "责任单位", "who", "某县人民医院"),
        said("due", "时限", "due", "2026年11月30日"),
    ),
)
