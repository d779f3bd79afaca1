"""排班表: everybody posted to a host in a week, half-day by half-day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.queries.sessions import sessions_at
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.duty import Days, week_of
from bangfu.core.duty.days import Half
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day, span
from bangfu.core.programmes.words import Text

from .about import MAKE, narrowed, rank_of
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
WEEKS = 3
"""This week and those after it, for which rosters are printed."""

ALL_WEEK = "在岗"
NOT_THERE = ""


def draw() -> bytes:
    """A wide table, a column for each day."""
    sheet = Sheet.form(wide=True)
    sheet.title("{{ title }}", size=20, after=4)
    sheet.line("{{ host }}　　{{ week }}", align="center", size=12, after=6)
    names = [f"day_{number}" for number in range(1, 8)]
    sheet.rows(
        "row in people",
        ["姓名", "职称", "派出单位", "科室", *(f"周{name}" for name in WEEKDAYS)],
        [f"{{{{ row.{name} }}}}" for name in ("name", "rank", "home", "department", *names)],
        widths=(1.2, 1.4, 2.2, 1.3, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2),
    )
    sheet.line("“在岗”为全周在岗；请假、调换以最新安排为准。", before=6)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Hosts in reach with somebody posted there, this week and the next ones."""
    scope = user.scope_of(MAKE)
    monday = week_of(timezone.localdate()).starts_on
    until = monday + timedelta(weeks=WEEKS)
    there = Posting.objects.overlapping(monday, until).values("host")
    found = Institution.objects.filter(scope.filter(area="area_code", institution="code"))
    found = found.filter(pk__in=there)
    host = replace(asked, key=asked.key.partition("/")[0])
    found = narrowed(found, host, "name", key="code")
    weeks = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    return [
        Subject(
            key=f"{host.code}/{week.isoformat()}",
            name=host.name,
            note=span(week, week + timedelta(days=7)).zh,
        )
        for host in found.order_by("name_pinyin", "code")[: asked.most]
        for week in weeks
    ][: asked.most]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """The week of a host: those there all week, and the sessions of the others."""
    code, _slash, first = key.partition("/")
    host = Institution.objects.filter(code=code).first()
    try:
        monday = week_of(date.fromisoformat(first)).starts_on
    except ValueError:
        raise SubjectGone from None
    if host is None:
        raise SubjectGone
    week = Days(monday, monday + timedelta(days=7))
    people = _people(host, week)
    title = "派驻人员排班表"
    page = reverse("board")
    return Gathered(
        title=f"{host.name}{title}（{day(monday).zh}起一周）",
        values={
            "title": title,
            "host": host.name,
            "week": span(week.starts_on, week.ends_before).zh,
            "people": people,
        },
        behind=(Figure("在岗人员", f"{len(people)}人", page),),
    )


def _people(host: Institution, week: Days) -> list[dict[str, str]]:
    there = Posting.objects.filter(host=host).overlapping(week.starts_on, week.ends_before)
    rows: dict[int, dict[str, str]] = {}
    for one in there.in_full().order_by("department_name", "worker__name_pinyin", "pk"):
        rows[one.pk] = _row(one)
        for number in range(7):
            on = week.starts_on + timedelta(days=number)
            always = one.sessions_per_week is None and one.starts_on <= on < one.ends_before
            rows[one.pk][f"day_{number + 1}"] = ALL_WEEK if always else NOT_THERE
    for session in sessions_at(host, week):
        row = rows.get(session.posting.pk)
        if row is None or session.posting.sessions_per_week is None:
            continue
        place = f"day_{session.half_day.day.isoweekday()}"
        half = "上午" if session.half_day.half is Half.MORNING else "下午"
        row[place] = f"{row[place]}、{half}" if row[place] else half
        if session.worker.pk != session.posting.worker_id:
            row[place] += f"（{session.worker.name}代）"
    return list(rows.values())


def _row(one: Posting) -> dict[str, str]:
    return {
        "name": one.worker.name,
        "rank": rank_of(one),
        "home": one.home.name,
        "department": one.department_name,
    }


KIND = Kind(
    code=DocumentKind.ROSTER,
    series=Series.FORM,
    about=Text(zh="一家受援单位的一周", en="a week of a host"),
    fields=(
        said("title", "标题", "title", "派驻人员排班表"),
        said("host", "受援单位", "host", "某镇卫生院"),
        said("week", "日期", "week", "2026年6月1日至6月7日"),
        listed(
            "people",
            "人员",
            "people",
            said("name", "姓名", "name", "某某"),
            said("rank", "职称", "title", "主治医师"),
            said("home", "派出单位", "own unit", "某市人民医院"),
            said("department", "科室", "department", "内科"),
            *(
                said(f"day_{number}", f"周{name}", f"day {number} of the week", example)
                for number, (name, example) in enumerate(
                    zip(WEEKDAYS, ("上午", "", "在岗", "", "下午", "", ""), strict=True), 1
                )
            ),
        ),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
