"""Task ledgers in every state: opened, shown, reported, checked, closed, returned, looked back at.

Dongying's four things are mostly done, Jinzhou's year is under way, Wolong holds its half-year
review with problems sorted and a movable flag. Nobody is named: offices are.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.actions import Explained, Found
from bangfu.apps.supervision.models import Task
from bangfu.core.duty.days import Days
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.tasks.periods import due_of, occurrences, period_before
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Finding, Outcome

from . import deputies, group, jinzhou, wolong
from .dongying import SECOND
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
PROBLEMS = (
    ("基层影像诊断力量不足，依赖上级会诊", "objective", "common", "开通远程影像诊断，选派技师进修"),
    ("个别单位报表数据前后不一致", "subjective", "particular", "退回核对，重新报送"),
    ("绩效考核办法落实不到科室", "subjective", "common", "修订院内分配方案，每月公示"),
    ("院区改造影响门诊开放", "objective", "particular", ""),
)


def tell(*, on: date, clerk: User, party: User, host: User) -> None:
    """Enter the ledgers as of a day, within the caller's transaction."""
    _four_things(on=on, clerk=clerk)
    _of_hospital(on=on, clerk=clerk, host=host)
    _party_year(on=on, party=party)
    _half_year_review(on=on)


def _four_things(*, on: date, clerk: User) -> None:
    """Most are closed; some wait for acceptance, some are late, one result did not hold."""
    programme = Programme.objects.get(code=deputies.CODE)
    opened, due = on - timedelta(300), on - timedelta(12)
    actions.open_ledger(programme=programme, by=clerk, on=opened, at=_at(opened), due_again=due)
    tasks = list(Task.objects.in_full().filter(programme=programme, code__in=DONE).order_by("pk"))
    for number, task in enumerate(tasks):
        _name(task, by=clerk)
        _report(task, 30 + number % 3 * 20, UNDER_WAY[number % 3], on=on - timedelta(90))
        if number % 7 < 4:
            _close(task, on=due - timedelta(10 + number), by=clerk)
        elif number % 7 == 4:
            _ask(task, on=due - timedelta(2))
        elif number % 7 == 5:
            _extend(task, due=on + timedelta(48), on=due - timedelta(5), by=clerk)
        else:
            _report(task, 60, UNDER_WAY[2], on=due, hindered=HINDERED)
    _show(programme, by=clerk, on=opened + timedelta(7))
    _check(programme, period_before(on, Per.QUARTER), by=clerk, at=_at(on - timedelta(20)), but=4)
    closed = Task.objects.in_full().filter(programme=programme, state="closed").order_by("pk")
    _look_back(list(closed[:3]), on=on, by=clerk)


def _of_hospital(*, on: date, clerk: User, host: User) -> None:
    """What the office of one hospital has before it: soon due, late, proposed."""
    programme = Programme.objects.get(code=group.CODE)
    second, since = Institution.objects.get(name=SECOND), on - timedelta(200)
    actions.open_ledger(programme=programme, by=clerk, on=since, at=_at(since))
    for title, ago, due in (
        ("公布专家坐诊安排并开通预约", 60, 9),
        ("完成远程会诊室建设", 120, -6),
        ("制定派驻专家带教计划", 45, 40),
    ):
        task = _added(
            programme, title, second, on=on - timedelta(ago), by=clerk, due=on + timedelta(due)
        )
        _report(task, 40 + due % 5 * 10, UNDER_WAY[due % 3], on=on - timedelta(15), by=host)
    actions.open_task(
        programme=programme,
        title="建立专家工作室管理办法",
        side=US,
        institution=second,
        by=host,
        on=on - timedelta(3),
        at=_at(on - timedelta(3)),
        due=on + timedelta(60),
        office="医务科",
        project="学科建设",
    )
    _show(programme, by=clerk, on=on - timedelta(30))


def _party_year(*, on: date, party: User) -> None:
    """A city's hospitals, the second year: last year's ledgers partly handed in."""
    programme = Programme.objects.get(code=jinzhou.CODE)
    opened, end = date(on.year - 1, 1, 8), date(on.year, 12, 31)
    actions.open_ledger(programme=programme, by=party, on=opened, at=_at(opened), due_again=end)
    once = Task.objects.in_full().filter(programme=programme, repeat="once").order_by("pk")
    for number, task in enumerate(once):
        _report(task, 5 + number % 5, UNDER_WAY[0], on=opened + timedelta(120))
    year = date(on.year - 1, 12, 31)
    for hospital in programme.parties.filter(party_code="hospital_committees")[:3]:
        _hand_in(programme, hospital.institution, on=year)
    for number, task in enumerate(once):
        _report(task, 10 + number * 7 % 85, UNDER_WAY[number % 3], on=on - timedelta(40))
        if number % 4 == 0:
            _close(task, on=on - timedelta(30 + number % 20), by=party)
        elif number % 9 == 1:
            _ask(task, on=on - timedelta(4))
    _show(programme, by=party, on=opened + timedelta(10))
    _check(programme, period_before(on, Per.QUARTER), by=party, at=_at(on - timedelta(9)), but=6)
    for task in Task.objects.in_full().filter(programme=programme).recurring():
        _answer(task, on=on, by=party)


def _half_year_review(*, on: date) -> None:
    """Half the year gone: tasks of the district, problems sorted, the flag handed over."""
    programme = Programme.objects.get(code=wolong.CODE)
    opened, end = date(on.year, 1, 1), date(on.year, 12, 31)
    actions.open_ledger(programme=programme, by=None, on=opened, at=_at(opened), due_again=end)
    tasks = Task.objects.in_full().filter(programme=programme, repeat="once").order_by("pk")
    for number, task in enumerate(tasks):
        share = 35 + number * 11 % 60
        _report(task, share, UNDER_WAY[number % 3], on=on, hindered=HINDERED if share < 50 else "")
    _show(programme, by=None, on=opened)
    over = period_before(on, Per.HALF_YEAR)
    if over.starts_on.year == on.year:
        _check(programme, over, by=None, at=_at(over.ends_before + timedelta(9)), but=0)
    _raise_problems(programme, on=on)
    _hand_over_flags(programme, on=on)


def _raise_problems(programme: Programme, *, on: date) -> None:
    for number, (title, cause, spread, measures) in enumerate(PROBLEMS):
        problem = actions.raise_problem(
            programme=programme,
            title=title,
            by=None,
            on=on - timedelta(20),
            at=_at(on - timedelta(20)),
            way="半年讲评",
            cause=cause,
            spread=spread,
            measures=measures,
        )
        if number == 1:
            actions.settle_problem(
                problem=problem, words="已核对重报", by=None, on=on - timedelta(15)
            )
        elif number == 0:
            actions.task_for_problem(
                problem=problem,
                responsible="区卫生局医政股",
                measures=measures,
                due=on + timedelta(75),
                by=None,
                on=on - timedelta(18),
                at=_at(on - timedelta(18)),
            )


def _hand_over_flags(programme: Programme, *, on: date) -> None:
    """Three periods of two groups; one unit has the flag twice running."""
    periods = [period_before(on, Per.HALF_YEAR)]
    for _earlier in range(2):
        periods.insert(0, period_before(periods[0].starts_on, Per.HALF_YEAR))
    for group_code, order in (("public_units", (0, 2, 2)), ("community_centres", (1, 0, 1))):
        units = [one.institution for one in programme.parties.filter(party_code=group_code)[:3]]
        for period, chosen in zip(periods, order, strict=True):
            day = period.ends_before + timedelta(9)
            if day <= on and len(units) > chosen:
                actions.hand_over_flag(
                    programme=programme,
                    group=group_code,
                    holder=units[chosen],
                    in_period=period.starts_on,
                    on=day,
                    basis=f"{day.year}年{day.month}月卫生工作讲评会",
                    by=None,
                    today=on,
                    at=_at(day),
                )


def _added(
    programme: Programme, title: str, institution: Institution, *, on: date, by: User, due: date
) -> Task:
    return actions.open_task(
        programme=programme,
        title=title,
        institution=institution,
        by=by,
        on=on,
        at=_at(on),
        due=due,
        project="专家派驻",
        office="医务科",
        leader="分管副院长",
        person="医务科负责人",
    )


def _name(task: Task, *, by: User) -> None:
    actions.assign_task(
        task=task,
        side=THEM,
        by=by,
        office="院办公室",
        leader="院长",
        person="业务院长",
        measures="",
    )


def _report(
    task: Task, share: int, done: str, *, on: date, hindered: str = "", by: User | None = None
) -> None:
    actions.report_progress(
        task=task,
        side=US,
        share=share,
        done=done,
        hindered=hindered,
        on=on,
        by=by,
        at=_at(on),
        today=on,
    )


def _ask(task: Task, *, on: date) -> None:
    _report(task, 100, DONE.get(task.code, "全部完成，材料已整理归档。"), on=on)
    actions.ask_acceptance(
        task=task,
        side=US,
        summary=DONE.get(task.code, "按要求完成，材料齐全。"),
        document=f"院发〔{on.year}〕{task.pk % 90 + 1}号",
        late_reason=HINDERED if task.due and on > task.due else "",
        by=None,
        on=on,
        at=_at(on),
    )


def _close(task: Task, *, on: date, by: User) -> None:
    _ask(task, on=on)
    accepted = on + timedelta(3)
    actions.accept_task(
        task=task,
        side=THEM,
        outcome=Outcome.DONE,
        words="现场核验，同意销账。",
        by=by,
        on=accepted,
        at=_at(accepted),
    )


def _extend(task: Task, *, due: date, on: date, by: User) -> None:
    actions.ask_extension(
        task=task, side=US, due=due, reason=HINDERED, by=None, today=on, at=_at(on)
    )
    actions.grant_extension(task=task, side=THEM, by=by, at=_at(on + timedelta(1)))


def _show(programme: Programme, *, by: User | None, on: date) -> None:
    every = Task.objects.filter(programme=programme).values_list("pk", flat=True)
    actions.show_ledger(programme=programme, tasks=every, by=by, on=on)


def _check(programme: Programme, period: Days, *, by: User | None, at: datetime, but: int) -> None:
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


def _look_back(tasks: Iterable[Task], *, on: date, by: User) -> None:
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
            at=_at(on - timedelta(2)),
        )


def _answer(task: Task, *, on: date, by: User) -> None:
    """Every period that is due; of the last quarter's visit one problem is left."""
    begun = occurrences(
        task.repeats,
        starts_on=task.starts_on,
        ends_before=task.programme.ends_before,
        until=on,
    )
    dated = [(due_of(one, task.repeats, task.anchor), one) for one in begun]
    for number, (due, period) in enumerate(one for one in dated if one[0] < on):
        day = due - timedelta(6) if number % 3 != 1 else min(on, due + timedelta(4))
        actions.answer_period(
            task=task,
            side=US,
            starts_on=period.starts_on,
            on=max(day, period.starts_on),
            contacted="所联系的公立医院",
            found="到院调研，听取党建和业务工作汇报，走访党员先锋岗。",
            problems="部分支部“三会一课”记录不完整" if number == 2 else "",
            late_reason="" if day <= due else "集中开展专项工作，顺延数日。",
            by=by,
            at=_at(day),
            today=on,
        )


def _hand_in(programme: Programme, institution: Institution, *, on: date) -> None:
    tasks = Task.objects.filter(programme=programme, institution=institution)
    actions.hand_in_ledger(
        programme=programme,
        institution=institution,
        year=on.year,
        explained={one.pk: Explained("跨年推进，下年按原时限完成。") for one in tasks},
        by=None,
        on=on,
        at=_at(on),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=SHANGHAI)
