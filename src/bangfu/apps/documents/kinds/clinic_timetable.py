"""坐诊时间表: who sees patients at a host in the coming weeks, a poster for its hall."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import PublicRoster
from bangfu.apps.certificates.queries.experts import coming_days, departments_of
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import At, Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import span
from bangfu.core.programmes.words import Text

from .about import MAKE, narrowed
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said


def draw() -> bytes:
    """A sheet in large type, with the code of the page that is always up to date."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", size=28, after=2)
    sheet.line("{{ host }}", size=16, align="center", after=2)
    sheet.line("{{ days }}", size=12, align="center", after=8)
    sheet.rows(
        "row in experts",
        ["科室", "专家", "职称", "所在医院", "坐诊时间"],
        [f"{{{{ row.{name} }}}}" for name in ("department", "name", "rank", "home", "times")],
        widths=(1.3, 1.1, 1.4, 2, 3.4),
        size=10.5,
    )
    sheet.line("", size=8)
    sheet.grid(
        [[At("{{ qr }}", align="center"), At("扫码查看最新安排\n临时调整以扫码页面为准")]],
        widths=(1, 3),
        lines=False,
    )
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Hosts in reach that have opened their rosters to the public."""
    scope = user.scope_of(MAKE)
    found = Institution.objects.filter(
        scope.filter(area="area_code", institution="code"),
        pk__in=PublicRoster.objects.values("host"),
    )
    found = narrowed(found, asked, "name", key="code")
    return [
        Subject(key=one.code, name=one.name)
        for one in found.order_by("name_pinyin", "code")[: asked.most]
    ]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """Who comes in the next four weeks; a host that closed its roster shows nobody."""
    host = Institution.objects.filter(code=key, pk__in=PublicRoster.objects.values("host")).first()
    if host is None:
        raise SubjectGone
    days = coming_days(on)
    experts = [
        {
            "department": department.name,
            "name": one.name,
            "rank": one.title,
            "home": one.home,
            "times": "、".join(one.half_days),
        }
        for department in departments_of(host, on=on)
        for one in department.experts
    ]
    page = reverse("public_experts", args=[host.code])
    return Gathered(
        title=f"{host.name}专家坐诊时间表",
        values={
            "title": "专家坐诊时间表",
            "host": host.name,
            "days": span(days.starts_on, days.ends_before).zh,
            "experts": experts,
            "qr": absolute(page),
        },
        behind=(Figure("坐诊专家", f"{len(experts)}人", page),),
    )


KIND = Kind(
    code=DocumentKind.CLINIC_TIMETABLE,
    series=Series.FORM,
    about=Text(zh="公开坐诊安排的受援单位", en="a host with a public roster"),
    fields=(
        said("title", "标题", "title", "专家坐诊时间表"),
        said("host", "受援单位", "host", "某镇卫生院"),
        said("days", "日期", "days", "2026年6月1日至6月28日"),
        listed(
            "experts",
            "专家",
            "experts",
            said("department", "科室", "department", "内科"),
            said("name", "专家", "name", "某某"),
            said("rank", "职称", "title", "主任医师"),
            said("home", "所在医院", "own hospital", "某市人民医院"),
            said("times", "坐诊时间", "times", "6月5日星期五上午"),
        ),
        said("qr", "二维码", "QR code", "https://example.org/experts", shape="qr"),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
