"""What the offices of two hospitals and of the city have before them, and what they have done.

The sending and the receiving hospital of the city's medical group: tasks in every state, a report
by period, problems, last year's ledger handed in or waiting.
"""

from datetime import date, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Problem, Task
from bangfu.core.programmes.vocabulary_review import Repeat

from . import deputies, group
from .dongying import OIL_FIELD, SECOND
from .task_deeds import (
    THEM,
    UNDER_WAY,
    US,
    added,
    answer,
    ask,
    at,
    close,
    hand_in,
    report,
    show,
)

COMMISSION = "东营市卫生健康委员会"
TITLES_OF_HOST = (
    ("公布专家坐诊安排并开通预约", 60, 9),
    ("完成远程会诊室建设", 120, -6),
    ("制定派驻专家带教计划", 45, 40),
)
"""What the host is to do, how many days ago it was opened, and in how many it is due."""


def tell(*, on: date, clerk: User, host: User, sender: User) -> None:
    """Enter what the three offices did, within the caller's transaction."""
    programme = Programme.objects.get(code=group.CODE)
    opened = date(on.year - 1, 4, 8)
    actions.open_ledger(programme=programme, by=clerk, on=opened, at=at(opened))
    _of_host(programme, on=on, clerk=clerk, host=host)
    _of_sender(programme, on=on, clerk=clerk, sender=sender)
    _of_city(on=on, clerk=clerk)
    show(programme, by=clerk, on=on - timedelta(30))


def _of_host(programme: Programme, *, on: date, clerk: User, host: User) -> None:
    """Soon due, late, proposed, closed long ago; last year handed in; two problems."""
    second = Institution.objects.get(name=SECOND)
    hand_in(programme, second, on=date(on.year - 1, 12, 31), by=host)
    for title, ago, due in TITLES_OF_HOST:
        task = added(
            programme, title, second, on=on - timedelta(ago), by=clerk, due=on + timedelta(due)
        )
        report(task, 40 + due % 5 * 10, UNDER_WAY[due % 3], on=on - timedelta(15), by=host)
    since = on - timedelta(210)
    task = added(
        programme, "设立派驻专家工作站", second, on=since, by=clerk, due=on - timedelta(120)
    )
    close(task, on=on - timedelta(130), by=clerk, asked_by=host)
    actions.open_task(
        programme=programme,
        title="建立专家工作室管理办法",
        side=US,
        institution=second,
        by=host,
        on=on - timedelta(3),
        at=at(on - timedelta(3)),
        due=on + timedelta(60),
        office="医务科",
        project="学科建设",
    )
    duty = _duty(
        programme, "派驻专家履职情况月报", second, Repeat.MONTHLY, on=date(on.year, 1, 5), by=clerk
    )
    answer(
        duty,
        on=on,
        by=host,
        contacted="",
        found="派驻专家按排班出诊、查房和带教，考勤与排班一致，医务科已核对。",
        problem="部分专家门诊停诊未提前公告",
    )
    _problem(
        programme, "远程会诊设备未到位", second, on=on, by=clerk, sort=("objective", "particular")
    )


def _of_sender(programme: Programme, *, on: date, clerk: User, sender: User) -> None:
    """In hand, sent back, closed; a quarter's report missing; a problem settled at once."""
    oil_field = Institution.objects.get(name=OIL_FIELD)
    for task in Task.objects.in_full().filter(programme=programme, institution=oil_field):
        report(task, 70, "已与12个科室结对，签订带教协议。", on=on - timedelta(25), by=sender)
    since = on - timedelta(200)
    returned = added(
        programme, "落实派驻期间待遇保障", oil_field, on=since, by=clerk, due=on + timedelta(10)
    )
    ask(returned, on=on - timedelta(12), by=sender)
    actions.return_task(
        task=returned,
        side=THEM,
        reason="缺少绩效补贴发放凭证，补齐后重新申请。",
        by=clerk,
        on=on - timedelta(8),
        at=at(on - timedelta(8)),
    )
    done = added(
        programme, "制定派驻专家轮换方案", oil_field, on=since, by=clerk, due=on - timedelta(90)
    )
    close(done, on=on - timedelta(100), by=clerk, asked_by=sender)
    duty = _duty(
        programme,
        "派出专家工作季报",
        oil_field,
        Repeat.QUARTERLY,
        on=date(on.year - 1, 7, 1),
        by=clerk,
    )
    answer(
        duty,
        on=on,
        by=sender,
        contacted=SECOND,
        found="到派驻科室走访，听取专家和受援科室意见，协调解决生活保障。",
        problem="轮换交接期间个别亚专科门诊衔接不及时",
        but=1,
    )
    problem = _problem(
        programme, "派驻专家考勤表报送不及时", oil_field, on=on, by=sender, sort=("", "")
    )
    actions.settle_problem(
        problem=problem, words="已明确每月3日前报送，专人负责", by=sender, on=on - timedelta(12)
    )


def _of_city(*, on: date, clerk: User) -> None:
    """The leaders' contacts with township hospitals: the last quarter's is still missing."""
    programme = Programme.objects.get(code=deputies.CODE)
    city = Institution.objects.get(name=COMMISSION)
    duty = _duty(
        programme,
        "委领导联系乡镇卫生院",
        city,
        Repeat.QUARTERLY,
        on=date(on.year - 1, 10, 1),
        by=clerk,
    )
    answer(
        duty,
        on=on,
        by=clerk,
        contacted="所联系的乡镇卫生院",
        found="到院了解“业务院长”履职和“四个一”建设进度，现场查看值班和病历质量。",
        problem="乡镇卫生院检验项目开展不全",
        but=1,
    )


def _duty(
    programme: Programme,
    title: str,
    institution: Institution,
    repeat: Repeat,
    *,
    on: date,
    by: User,
) -> Task:
    return actions.open_task(
        programme=programme,
        title=title,
        institution=institution,
        by=by,
        on=on,
        at=at(on),
        repeat=repeat,
        listing=Task.Listing.DUTIES,
        office="医务科" if institution.name in (SECOND, OIL_FIELD) else "医政科",
        project="联系报告",
    )


def _problem(
    programme: Programme,
    title: str,
    institution: Institution,
    *,
    on: date,
    by: User,
    sort: tuple[str, str],
) -> Problem:
    cause, spread = sort
    return actions.raise_problem(
        programme=programme,
        title=title,
        institution=institution,
        by=by,
        on=on - timedelta(18),
        at=at(on - timedelta(18)),
        way="季度查账",
        cause=cause,
        spread=spread,
    )
