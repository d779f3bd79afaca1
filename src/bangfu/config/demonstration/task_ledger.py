"""Task ledgers in every state: opened, shown, reported, checked, closed, returned, looked back at.

Dongying's four things are mostly done, Jinzhou's year is under way, Wolong holds its half-year
review with problems sorted and a movable flag. Nobody is named: offices are.
"""

from datetime import date, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Task
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.tasks.periods import period_before

from . import deputies, jinzhou, task_offices, wolong
from .task_deeds import (
    DONE,
    HINDERED,
    UNDER_WAY,
    answer,
    ask,
    at,
    check,
    close,
    extend,
    hand_in,
    look_back,
    name,
    report,
    show,
)

PROBLEMS = (
    ("基层影像诊断力量不足，依赖上级会诊", "objective", "common", "开通远程影像诊断，选派技师进修"),
    ("个别单位报表数据前后不一致", "subjective", "particular", "退回核对，重新报送"),
    ("绩效考核办法落实不到科室", "subjective", "common", "修订院内分配方案，每月公示"),
    ("院区改造影响门诊开放", "objective", "particular", ""),
)
PARTY_PROBLEMS = (
    ("县级医院专职党务干部配备不足", "objective", "common", ""),
    ("医联体联合支部活动与业务工作结合不紧", "subjective", "common", ""),
    ("个别医院党委会会议记录不规范", "subjective", "particular", "已对照议事规则补正并重新归档"),
)


def tell(*, on: date, clerk: User, party: User, host: User, sender: User) -> None:
    """Enter the ledgers as of a day, within the caller's transaction."""
    _four_things(on=on, clerk=clerk)
    task_offices.tell(on=on, clerk=clerk, host=host, sender=sender)
    _party_year(on=on, party=party)
    _half_year_review(on=on)


def _four_things(*, on: date, clerk: User) -> None:
    """Most are closed; some wait for acceptance, some are late, one result did not hold."""
    programme = Programme.objects.get(code=deputies.CODE)
    opened, due = on - timedelta(300), on - timedelta(12)
    actions.open_ledger(programme=programme, by=clerk, on=opened, at=at(opened), due_again=due)
    tasks = list(Task.objects.in_full().filter(programme=programme, code__in=DONE).order_by("pk"))
    for number, task in enumerate(tasks):
        name(task, by=clerk)
        report(task, 30 + number % 3 * 20, UNDER_WAY[number % 3], on=on - timedelta(150))
        if number % 7 == 0:
            # Closed so long ago that it is time to look back.
            close(task, on=on - timedelta(110 + number % 30), by=clerk)
        elif number % 7 < 4:
            close(task, on=due - timedelta(10 + number), by=clerk)
        elif number % 7 == 4:
            ask(task, on=due - timedelta(2))
        elif number % 7 == 5:
            extend(task, due=on + timedelta(48), on=due - timedelta(5), by=clerk)
        else:
            report(task, 60, UNDER_WAY[2], on=due, hindered=HINDERED)
    show(programme, by=clerk, on=opened + timedelta(7))
    check(programme, period_before(on, Per.QUARTER), by=clerk, at=at(on - timedelta(20)), but=4)
    closed = Task.objects.in_full().filter(programme=programme, state="closed").order_by("pk")
    look_back(list(closed[:3]), on=on, by=clerk)


def _party_year(*, on: date, party: User) -> None:
    """A city's hospitals, the second year: last year's ledgers partly handed in."""
    programme = Programme.objects.get(code=jinzhou.CODE)
    opened, end = date(on.year - 1, 1, 8), date(on.year, 12, 31)
    actions.open_ledger(programme=programme, by=party, on=opened, at=at(opened), due_again=end)
    once = Task.objects.in_full().filter(programme=programme, repeat="once").order_by("pk")
    for number, task in enumerate(once):
        report(task, 5 + number % 5, UNDER_WAY[0], on=opened + timedelta(120))
    year = date(on.year - 1, 12, 31)
    for hospital in programme.parties.filter(party_code="hospital_committees")[:3]:
        hand_in(programme, hospital.institution, on=year)
    for number, task in enumerate(once):
        if number % 8 == 0:
            close(task, on=on - timedelta(110 + number), by=party)
            continue
        report(task, 10 + number * 7 % 85, UNDER_WAY[number % 3], on=on - timedelta(60))
        if number % 4 == 0:
            close(task, on=on - timedelta(30 + number % 20), by=party)
        elif number % 9 == 1:
            ask(task, on=on - timedelta(4))
    show(programme, by=party, on=opened + timedelta(10))
    check(programme, period_before(on, Per.QUARTER), by=party, at=at(on - timedelta(9)), but=6)
    for task in Task.objects.in_full().filter(programme=programme).recurring():
        answer(task, on=on, by=party)
    closed = Task.objects.in_full().filter(programme=programme, state="closed").order_by("pk")
    look_back(list(closed[:2]), on=on, by=party)
    for title, cause, spread, settled in PARTY_PROBLEMS:
        problem = actions.raise_problem(
            programme=programme,
            title=title,
            by=party,
            on=on - timedelta(35),
            at=at(on - timedelta(35)),
            way="季度查账",
            cause=cause,
            spread=spread,
        )
        if settled:
            actions.settle_problem(problem=problem, words=settled, by=party, on=on - timedelta(28))


def _half_year_review(*, on: date) -> None:
    """Half the year gone: tasks of the district, problems sorted, the flag handed over."""
    programme = Programme.objects.get(code=wolong.CODE)
    opened, end = date(on.year, 1, 1), date(on.year, 12, 31)
    actions.open_ledger(programme=programme, by=None, on=opened, at=at(opened), due_again=end)
    tasks = Task.objects.in_full().filter(programme=programme, repeat="once").order_by("pk")
    for number, task in enumerate(tasks):
        share = 35 + number * 11 % 60
        said = HINDERED if share < 50 else ""
        report(task, share, UNDER_WAY[number % 3], on=on - timedelta(20), hindered=said)
        if number % 5 == 4:
            ask(task, on=on - timedelta(6))
    show(programme, by=None, on=opened)
    over = period_before(on, Per.HALF_YEAR)
    if over.starts_on.year == on.year:
        check(programme, over, by=None, at=at(over.ends_before + timedelta(9)), but=0)
    _raise_problems(programme, on=on)
    _hand_over_flags(programme, on=on)


def _raise_problems(programme: Programme, *, on: date) -> None:
    for number, (title, cause, spread, measures) in enumerate(PROBLEMS):
        problem = actions.raise_problem(
            programme=programme,
            title=title,
            by=None,
            on=on - timedelta(20),
            at=at(on - timedelta(20)),
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
                at=at(on - timedelta(18)),
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
                    at=at(day),
                )
