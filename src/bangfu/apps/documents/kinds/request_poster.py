"""需求码海报: the code by which people ask, for a wall, with how to use it."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.voice.actions.codes import printable_token
from bangfu.apps.voice.models import AskCode
from bangfu.apps.voice.queries.public import works
from bangfu.apps.voice.queries.reach import codes_kept_by
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import as_pk, narrowed
from .frame import Absolute, Asked, Gathered, Kind, Subject, SubjectGone, said

STEPS = ("扫码，勾选类别", "说说情况，可以不留姓名", "凭回执码查看答复")


def draw() -> bytes:
    """One sheet in large type."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", size=44, after=10)
    sheet.line("{{ host }}", size=22, align="center", after=2)
    sheet.line("{{ place }}", size=16, align="center", after=18)
    sheet.line("{{ qr }}", align="center", after=18)
    for number, step in enumerate(STEPS, 1):
        sheet.line(f"{number}．{step}", size=20, align="center", after=6)
    sheet.line("{{ note }}", size=13, align="center", before=14)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Codes in use that a reader keeps."""
    found = codes_kept_by(user).in_full()
    found = narrowed(found, asked, "institution__name", "place")
    today = timezone.localdate()
    return [
        Subject(key=str(one.pk), name=one.institution.name, note=_place(one))
        for one in found.order_by("institution__name_pinyin", "pk")[: asked.most]
        if works(one, on=today)
    ]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """A code in use; one that has ended opens nothing and is printed no more."""
    found = AskCode.objects.in_full().filter(pk=as_pk(key)).first()
    if found is None or not works(found, on=on):
        raise SubjectGone
    place = _place(found)
    name = found.institution.name
    return Gathered(
        title=f"需求码海报（{name}{'，' + place if place else ''}）",
        programme=found.programme,
        initial={"title": "有需求，扫一扫"},
        values={
            "host": name,
            "place": place,
            "qr": absolute(reverse("ask", args=[printable_token(found)])),
            "note": "无需注册，不收集个人身份信息。急事请直接到服务台。",
        },
    )


def _place(one: AskCode) -> str:
    department = one.department.name if one.department else ""
    return " · ".join(part for part in (department, one.place) if part)


KIND = Kind(
    code=DocumentKind.REQUEST_POSTER,
    series=Series.FORM,
    about=Text(zh="使用中的需求码", en="a request code in use"),
    fields=(
        said("title", "标题", "title", "有需求，扫一扫", typed=True, needed=True),
        said("host", "单位", "institution", "某镇卫生院"),
        said("place", "地点", "place", "门诊大厅"),
        said("qr", "二维码", "QR code", "https://example.org/ask", shape="qr", width=230.0),
        said("note", "说明", "note", "无需注册，不收集个人身份信息。"),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
