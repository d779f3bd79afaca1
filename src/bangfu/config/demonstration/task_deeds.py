"""What is done with the tasks of the demonstration, one deed each, on the day it was done."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.actions import Explained, Found
from bangfu.apps.supervision.models import Task
from bangfu.core.duty.days import Days
from bangfu.core.tasks.periods import due_of, occurrences
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Finding, Outcome

from .duty import SHANGHAI

US, THEM = Side.RESPONSIBLE, Side.AUTHORITY
DONE = {
    "rules": "已修订医疗质量、值班交接等制度12项，汇编成册并组织学习。",
    "specialty": "特色专科已开诊，诊室和设备到位，本院医师能独立接诊。",
    "backbone": "3名青年医师完成跟师学习并通过考核。",
    "green_channel": "与市级医院签订双向转诊协议，明确联系科室和24小时答复。",
}
UNDER_WAY = (
    "已成立专班，制定方案并分工到科室。",
    "按计划推进，主要材料已报审。",
    "完成过半，正在收集佐证材料。",
)
HINDERED = "设备采购流程较长，预计下月到位。"


def added(
    programme: Programme, title: str, institution: Institution, *, on: date, by: User, due: date
) -> Task:
    """A task added by hand for an office of an institution."""
    return actions.open_task(
        programme=programme,
        title=title,
        institution=institution,
        by=by,
        on=on,
        at=at(on),
        due=due,
        project="专家派驻",
        office="医务科",
        leader="分管副院长",
        person="医务科负责人",
    )


def name(task: Task, *, by: User) -> None:
    """Name who is responsible within the unit."""
    actions.assign_task(
        task=task,
        side=THEM,
        by=by,
        office="院办公室",
        leader="院长",
        person="业务院长",
        measures="",
    )


def report(
    task: Task, share: int, done: str, *, on: date, hindered: str = "", by: User | None = None
) -> None:
    """Report how far a task is."""
    actions.report_progress(
        task=task,
        side=US,
        share=share,
        done=done,
        hindered=hindered,
        on=on,
        by=by,
        at=at(on, 9),
        today=on,
    )


def ask(task: Task, *, on: date, by: User | None = None) -> None:
    """Report it done and ask for acceptance, with the number of a document."""
    report(task, 100, DONE.get(task.code, "全部完成，材料已整理归档。"), on=on, by=by)
    actions.ask_acceptance(
        task=task,
        side=US,
        summary=DONE.get(task.code, "按要求完成，材料齐全。"),
        document=f"院发〔{on.year}〕{task.pk % 90 + 1}号",
        late_reason=HINDERED if task.due and on > task.due else "",
        by=by,
        on=on,
        at=at(on),
    )


def close(task: Task, *, on: date, by: User, asked_by: User | None = None) -> None:
    """Ask, and accept a few days later."""
    ask(task, on=on, by=asked_by)
    accepted = on + timedelta(3)
    actions.accept_task(
        task=task,
        side=THEM,
        outcome=Outcome.DONE,
        words="现场核验，同意销账。",
        by=by,
        on=accepted,
        at=at(accepted),
    )


def extend(task: Task, *, due: date, on: date, by: User) -> None:
    """Ask for a later deadline, granted the day after."""
    actions.ask_extension(
        task=task, side=US, due=due, reason=HINDERED, by=None, today=on, at=at(on)
    )
    actions.grant_extension(task=task, side=THEM, by=by, at=at(on + timedelta(1)))


def show(programme: Programme, *, by: User | None, on: date) -> None:
    """Hang out the ledger of a programme."""
    every = Task.objects.filter(programme=programme).values_list("pk", flat=True)
    actions.show_ledger(programme=programme, tasks=every, by=by, on=on)


def check(programme: Programme, period: Days, *, by: User | None, at: datetime, but: int) -> None:
    """All but the last few, which wait to be checked."""
    tasks = list(
        Task.objects.unfinished()
        .filter(programme=programme, starts_on__lt=period.ends_before)
        .order_by("pk")
    )
    found = {
        task.pk: Found(Finding.BEHIND, "对照时限倒排工期，每周报进度。")
        if task.repeat == "once" and task.share < 50
        else Found(Finding.ON_SCHEDULE)
        for task in tasks[: len(tasks) - but]
    }
    if found:
        actions.check_tasks(
            programme=programme, found=found, period=period, side=THEM, by=by, on=at.date(), at=at
        )


def look_back(tasks: Iterable[Task], *, on: date, by: User) -> None:
    """Two results hold, one relapsed."""
    for number, task in enumerate(tasks):
        actions.look_back(
            task=task,
            side=THEM,
            holds=number != 1,
            words="制度仍在执行，抽查记录完整。" if number != 1 else "人员调整后制度停用。",
            due=on + timedelta(60) if number == 1 else None,
            by=by,
            on=on - timedelta(2),
            at=at(on - timedelta(2)),
        )


def answer(
    task: Task,
    *,
    on: date,
    by: User,
    contacted: str = "所联系的公立医院",
    found: str = "到院调研，听取党建和业务工作汇报，走访党员先锋岗。",
    problem: str = "部分支部“三会一课”记录不完整",
    but: int = 0,
) -> None:
    """Every period that is over but the last ``but``; of the third one problem is left."""
    begun = occurrences(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        until=on,
    )
    dated = [(due_of(one, task.repeats, task.anchor), one) for one in begun]
    over = [one for one in dated if one[0] < on]
    for number, (due, period) in enumerate(over[: len(over) - but]):
        day = due - timedelta(6) if number % 3 != 1 else min(on, due + timedelta(4))
        actions.answer_period(
            task=task,
            side=US,
            starts_on=period.starts_on,
            on=max(day, period.starts_on),
            contacted=contacted,
            found=found,
            problems=problem if number == 2 else "",
            late_reason="" if day <= due else "集中开展专项工作，顺延数日。",
            by=by,
            at=at(day),
            today=on,
        )


def hand_in(
    programme: Programme, institution: Institution | None, *, on: date, by: User | None = None
) -> None:
    """Hand in a year's ledger of one institution."""
    tasks = Task.objects.filter(programme=programme, institution=institution)
    actions.hand_in_ledger(
        programme=programme,
        institution=institution,
        year=on.year,
        explained={one.pk: Explained("跨年推进，下年按原时限完成。") for one in tasks},
        by=by,
        on=on,
        at=at(on),
    )


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day: in the morning, or at another hour."""
    return datetime.combine(day, time(hour, 30), tzinfo=SHANGHAI)
