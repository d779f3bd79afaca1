"""Spot checks in every state: one done and published, one under way, one that waits for its value.

Seeds are named so that the demonstration tells the same every time; an office's are never known.
"""

import hashlib
from datetime import date, datetime, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.actions import Person
from bangfu.apps.spotchecks.models import Check, Draw, Finding, Subjects
from bangfu.apps.spotchecks.queries.listing import Scheme, checkers_within
from bangfu.apps.spotchecks.queries.rosters import rostered
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.duty import working_days
from bangfu.core.duty.days import Half
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import Side
from bangfu.core.spotchecks.presence import Expected, Found
from bangfu.core.voice.request_life import State
from bangfu.web.scope import Scope

from . import deputies, dongying, group
from .task_deeds import at

AREA = "3705"


def tell(*, on: date, clerk: User) -> None:
    """Hold the draws as of a day, within the caller's transaction."""
    done = _drawn(deputies.CODE, "业务院长在岗现场抽查", Subjects.HOSTS, "visit", clerk, on, 45)
    for place, check in enumerate(done.checks.in_full().order_by("pk")):
        _visited(check, place, on=_worked(on - timedelta(43 - place)))
    _findings(done, on=on, clerk=clerk)
    actions.publish_draw(draw=done, by=clerk, at=at(on - timedelta(30)))
    calls = _drawn(group.CODE, "坐诊专家电话抽查", Subjects.POSTINGS, "telephone", clerk, on, 6)
    for place, check in enumerate(calls.checks.in_full().order_by("pk")[:6]):
        _visited(check, place + 3, on=_worked(on - timedelta(4)))
    _irregular(calls, on=on)
    _committed(deputies.CODE, "年底前回头看抽查", Subjects.HOSTS, "visit", clerk, on, 1, 3)


def _worked(day: date) -> date:
    """The day, or the next on which offices work."""
    while not working_days.shipped().is_worked(day):
        day += timedelta(days=1)
    return day


def _committed(
    code: str, title: str, kind: Subjects, way: str, clerk: User, on: date, ago: int, days: int
) -> Draw:
    """A draw committed to so many days ago, whose value comes so many days later."""
    programme, day = Programme.objects.get(code=code), on - timedelta(ago)
    form = "form" if kind == Subjects.POSTINGS else "county"
    scheme = Scheme(
        programme=programme,
        within=Scope(areas=(AREA,)),
        area_code=programme.area_code,
        subjects=kind,
        way=way,
        strata_by=form,
        seats=1,
        as_of=day,
        held_on=on,
    )
    return actions.commit_draw(
        scheme=scheme,
        checkers=checkers_within(AREA, on=on),
        title=f"{day.year}年{day.month}月{title}",
        public_event=f"排列5第{day:%y}{day.timetuple().tm_yday + days:03}期开奖号码",
        public_after=at(day + timedelta(days)) + timedelta(hours=12),
        by=clerk,
        at=at(day),
        seed=hashlib.sha256(title.encode()).digest(),
    )


def _drawn(
    code: str, title: str, kind: Subjects, way: str, clerk: User, on: date, ago: int
) -> Draw:
    draw = _committed(code, title, kind, way, clerk, on, ago, 0)
    moment: datetime = draw.public_after + timedelta(hours=1)
    return actions.reveal_draw(draw=draw, value="3 1 7 0 9", by=clerk, at=moment)


def _visited(check: Check, place: int, *, on: date) -> None:
    """Most are on post; of the rest one is on leave, one has no papers, one is not there."""
    people = {}
    for number, one in enumerate(rostered(check, on=on, half=Half.MORNING)):
        found, reason = Found.ON_POST, ""
        if one.expected is Expected.LEAVE:
            found = Found.LEAVE
        elif (place + number) % 5 == 1:
            found, reason = Found.ABSENT, "回原单位参加会议，未登记"
        elif (place + number) % 5 == 4:
            found, reason = Found.LEAVE_IRREGULAR, "口头请假，未补手续"
        people[one.posting.pk] = Person(found, reason)
    questions = settings.shipped().script(check.way).questions
    answers = {
        question.code: "no" if (place + number) % 4 == 3 else "yes"
        for number, question in enumerate(questions)
    }
    seat = check.seats.select_related("account").get()
    actions.record_check(
        check=check,
        people=people,
        on=on,
        half=Half.MORNING,
        by=seat.account,
        at=at(on),
        answers=answers,
        met="科室值班人员",
        called=check.host.phone,
        called_back=True,
        words="直接到派驻科室，查看排班、请假登记和近期工作记录。",
    )


def _findings(draw: Draw, *, on: date, clerk: User) -> None:
    """One closed, one made a task, one remedied and to be looked at, one late."""
    raised = [_raised(check) for check in draw.checks.in_full().order_by("pk")[:4]]
    for place, finding in enumerate(raised):
        day = finding.found_on
        if place == 3:
            continue
        actions.reply(
            finding=finding,
            words="派驻人员回原单位开会，本院未要求登记。",
            measures="建立外出登记，科主任每日核对，院办每周抽查。",
            promised=day + timedelta(20),
            side=Side.UNIT,
            by=None,
            on=day + timedelta(3),
            at=at(day + timedelta(3)),
        )
        if place == 2:
            actions.task_for_finding(
                finding=finding,
                measures="建立外出登记，科主任每日核对。",
                due=on + timedelta(20),
                side=Side.AUTHORITY,
                by=clerk,
                on=day + timedelta(4),
                at=at(day + timedelta(4)),
            )
            continue
        actions.report_remedy(
            finding=finding,
            words="登记本已启用，近两周外出均有登记和批准。",
            side=Side.UNIT,
            by=None,
            on=day + timedelta(15),
            at=at(day + timedelta(15)),
        )
        if place == 0:
            actions.look_again(
                finding=finding,
                holds=True,
                words="现场查看登记本，人员均在岗。",
                side=Side.AUTHORITY,
                by=clerk,
                on=day + timedelta(20),
                at=at(day + timedelta(20)),
            )
            actions.record_penalty(
                finding=finding,
                code="circular",
                decided_on=day + timedelta(21),
                side=Side.AUTHORITY,
                by=clerk,
                at=at(day + timedelta(21)),
                document="东卫医函〔2026〕41号",
            )


def _raised(check: Check) -> Finding:
    away = check.presences.filter(off_post=True).select_related("posting").first()
    on = check.on or check.draw.as_of
    return actions.raise_finding(
        check=check,
        kind="absent" if away else "notice_incomplete",
        title="检查时派驻人员不在岗" if away else "派驻人员公示未更新",
        institution=check.host,
        posting=away.posting if away else None,
        by=check.recorded_by,
        on=on,
        at=at(on),
    )


def _irregular(draw: Draw, *, on: date) -> None:
    """What the host's own sign-in has to answer."""
    check = draw.checks.in_full().filter(state=Check.State.RECORDED).order_by("pk")[0]
    actions.raise_finding(
        check=check,
        kind="leave_irregular",
        title="坐诊调整未登记，请假手续不全",
        institution=check.host,
        posting=check.posting,
        by=check.recorded_by,
        on=on - timedelta(3),
        at=at(on - timedelta(3)),
    )


def take_up(*, on: date, clerk: User) -> None:
    """Somebody asked when the experts sit: the office looked, and nothing was posted.

    Told after the public requests.
    """
    asked = PublicRequest.objects.filter(
        institution__name=dongying.SECOND, kind="experts", state=State.NEW.value
    ).latest("asked_on")
    actions.finding_for_request(
        request=asked,
        programme=Programme.objects.get(code=group.CODE),
        kind="notice_incomplete",
        title="坐诊安排没有提前公示",
        institution=asked.institution,
        detail="门诊大厅和公众号均未公布下周坐诊安排。",
        by=clerk,
        on=on,
        at=at(on),
    )
