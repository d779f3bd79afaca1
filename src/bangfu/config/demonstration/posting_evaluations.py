"""Evaluations of postings: a half-year with report, result and opinion; the next under way."""

from collections.abc import Mapping
from datetime import date, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Statement, Subject
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.core.months import months_after
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.programmes.words import Text

from . import group
from .appraisal_steps import announce, close, frozen_table, opened, paper, rate
from .task_deeds import at

TABLE = "posting_evaluation"
TITLE = Text(
    zh="城市医疗集团派驻人员半年考核表", en="Half-year evaluation of people posted in the group"
)
STARTED = 6
"""Days since the evaluation that is under way was opened."""
REPORT = (
    "半年来按排班在岗，外出均履行请假手续。坐诊、查房之外，每周带教一次，"
    "帮助科室完善会诊和交接班制度，带出一项本地医师能独立开展的技术。"
    "不足：与基层联系还不够，下半年每月下乡一次。"
)
OWN = {"own_report": ("4.5", "基层联系不够，自扣0.5分")}
HOST = (
    {
        "results": ("9", "带教和制度完善成效好，新技术刚起步"),
        "host_says": ("9.5", "科室评价好，夜间会诊响应可再快些"),
    },
    {"results": ("10", ""), "host_says": ("9.5", "门诊患者评价好，教学查房次数可再增加")},
    {
        "results": ("8", "坐诊扎实，讲座比计划少两次"),
        "host_says": ("9", "科室评价较好，请假一次未及时销假"),
    },
)
"""What the host gives, one after the other."""
SENDER = {"sender_says": ("4.5", "按时报送月报，有一次迟报")}
WORK = "近半年工作记录齐全；科室说明：会诊及时，带教认真，已帮助完善两项制度。"
AGREED = "同意考核结果，将按意见改进。"


def tell(
    *, on: date, clerk: User, host: User, sender: User, worker: User, colleagues: tuple[User, User]
) -> None:
    """Within the caller's transaction, as of a day."""
    programme = Programme.objects.get(code=group.CODE)
    accounts = (worker, *colleagues)
    postings = {
        pk: account
        for account in accounts
        for pk in Posting.objects.on(on)
        .filter(worker__account=account, programme=programme)
        .values_list("pk", flat=True)
    }
    ends = months_after(on, -2).replace(day=1)
    edition = frozen_table(TABLE, area=programme.area_code, title=TITLE, day=ends, by=clerk)
    days = (months_after(ends, -6), ends)
    done = opened(
        programme,
        edition,
        title=f"派驻人员半年考核（{days[0]:%Y年%-m月}起）",
        kind=RoundKind.HALF_YEAR,
        days=days,
        by=clerk,
        day=ends,
        among=lambda each: each.ref in postings,
    )
    for subject, given in zip(done.subjects.order_by("pk"), HOST, strict=True):
        _reported(subject, by=postings[subject.ref], day=ends + timedelta(3))
        _seen_by_host(subject, given, by=host, day=ends + timedelta(8))
        rate(subject, SENDER, by=sender, day=ends + timedelta(12))
        close(subject, "sender", "同意", by=sender, day=ends + timedelta(12))
    announced = ends + timedelta(14)
    published = announce(done, by=clerk, day=announced)
    for subject in done.subjects.order_by("pk"):
        actions.state_own(
            subject=subject,
            sort=Statement.Sort.OPINION,
            text=AGREED,
            agrees=True,
            by=postings[subject.ref],
            at=at(announced + timedelta(2)),
        )
    actions.publish_round(round=done, by=clerk, at=at(published), on=published)
    day = on - timedelta(STARTED)
    following = opened(
        programme,
        edition,
        title=f"派驻人员半年考核（{ends:%Y年%-m月}起）",
        kind=RoundKind.HALF_YEAR,
        days=(ends, months_after(ends, 6)),
        by=clerk,
        day=day,
        follows=done,
        among=lambda each: each.ref in postings,
    )
    by_account = {postings[one.ref]: one for one in following.subjects.all()}
    at_host, at_sender = (by_account[one] for one in colleagues)
    for subject in (at_host, at_sender):
        _reported(subject, by=postings[subject.ref], day=day + timedelta(2))
    _seen_by_host(at_sender, HOST[1], by=host, day=day + timedelta(4))


def _reported(subject: Subject, *, by: User, day: date) -> None:
    actions.state_own(subject=subject, sort=Statement.Sort.REPORT, text=REPORT, by=by, at=at(day))
    files = {"own_report": paper("个人总结.txt", REPORT)}
    rate(subject, OWN, by=by, day=day, files=files)
    close(subject, "self", "以上情况属实", by=by, day=day)


def _seen_by_host(
    subject: Subject, given: Mapping[str, tuple[str, str]], *, by: User, day: date
) -> None:
    rate(subject, given, by=by, day=day, files={"results": paper("受援科室说明.txt", WORK)})
    close(subject, "host", "经科室和医务科评议，同意", by=by, day=day)
