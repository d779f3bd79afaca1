"""服务人员情况登记表: everything on record about one posting, filled from the passbook."""

from datetime import date
from typing import Any

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.queries.reach import printable_by
from bangfu.apps.certificates.registration import form_values
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import posting_of, postings_among
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, listed, said


def draw() -> bytes:
    """The form: what is known in pairs, leave and earlier service, opinions for the pen."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", size=20, after=4)
    sheet.line("项目：{{ programme }}　　制表日期：{{ made_on }}", after=4)
    for name, title in (("person", "基本情况"), ("posting", "派驻情况"), ("service", "服务情况")):
        sheet.head(title)
        sheet.fours(f"row in {name}", widths=(1.2, 2, 1.2, 2))
    for name, title, heads in (
        ("leaves", "请假情况", ("假期", "状态", "事由")),
        ("earlier", "此前派驻", ("受援单位", "项目和形式", "期限")),
    ):
        sheet.line(f"{{%p if {name} %}}")
        sheet.head(title)
        cells = ["{{ row.first }}", "{{ row.second }}", "{{ row.third }}"]
        sheet.rows(f"row in {name}", heads, cells, widths=(4, 3, 4), centred=False)
        sheet.line("{%p endif %}")
    sheet.line("", size=5)
    sheet.opinion("本人小结", "{{ own_words }}", "本人签字：")
    sheet.opinion("受援单位意见", "", "（盖章）")
    sheet.opinion("派出单位意见", "", "（盖章）")
    return sheet.saved()


def subjects(user: User, asked: Asked) -> list[Subject]:
    """Postings whose form the reader may have: the own unit's, and the person's."""
    return postings_among(printable_by(user), asked)


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """What the form holds on a day."""
    posting = posting_of(key)
    held = form_values(posting, reader=Side.SENDER, on=on)
    person, place, service = (_paired(cells) for _title, cells in held["sections"])
    lists = {one["title"]: one["rows"] for one in held["lists"]}
    return Gathered(
        title=f"{held['title']}（{posting.worker.name}）",
        programme=posting.programme,
        values={
            "title": held["title"],
            "programme": held["programme"],
            "made_on": held["made_on"],
            "person": person,
            "posting": place,
            "service": service,
            "leaves": [_three(*row) for row in lists.get("请假情况", ())],
            "earlier": [
                _three(host, f"{title}（{form}）", days)
                for host, title, form, days in lists.get("此前派驻", ())
            ],
            "own_words": held["opinions"][0][1],
        },
        behind=(Figure("派驻", str(posting), reverse("posting", args=[posting.pk])),),
    )


def _paired(cells: Any) -> list[dict[str, str]]:
    """Two to a line; what needs the whole line has it alone."""
    rows: list[dict[str, str]] = []
    half: tuple[str, str] | None = None
    for cell in cells:
        if len(cell) > 2 or half is None:
            if half is not None:
                rows.append(_four(half, ("", "")))
                half = None
            if len(cell) > 2:
                rows.append(_four((cell[0], cell[1]), ("", "")))
            else:
                half = (cell[0], cell[1])
        else:
            rows.append(_four(half, (cell[0], cell[1])))
            half = None
    return [*rows, _four(half, ("", ""))] if half else rows


def _four(first: tuple[str, str], second: tuple[str, str]) -> dict[str, str]:
    return {"name": first[0], "value": first[1], "name_2": second[0], "value_2": second[1]}


def _three(first: str, second: str, third: str) -> dict[str, str]:
    return {"first": first, "second": second, "third": third}


_PAIRS = (
    said("name", "项", "item", "姓名"),
    said("value", "内容", "content", "某某"),
    said("name_2", "第二项", "second item", "性别"),
    said("value_2", "第二项内容", "its content", "女"),
)

KIND = Kind(
    code=DocumentKind.REGISTRATION_FORM,
    series=Series.FORM,
    about=Text(zh="一名派驻人员", en="one person's posting"),
    fields=(
        said("title", "标题", "title", "服务专业技术人员情况登记表"),
        said("programme", "项目", "programme", "某县对口支援"),
        said("made_on", "制表日期", "made on", "2026年7月3日"),
        listed("person", "基本情况", "the person", *_PAIRS),
        listed("posting", "派驻情况", "the posting", *_PAIRS),
        listed("service", "服务情况", "the service", *_PAIRS),
        listed(
            "leaves",
            "请假情况",
            "leave",
            said("first", "假期", "leave", "2026年3月2日至3月4日"),
            said("second", "状态", "state", "已销假"),
            said("third", "事由", "cause", "家事"),
        ),
        listed(
            "earlier",
            "此前派驻",
            "earlier postings",
            said("first", "受援单位", "host", "某镇卫生院"),
            said("second", "项目和形式", "programme and form", "对口支援（驻点）"),
            said("third", "期限", "term", "2025年1月1日至12月31日"),
        ),
        said("own_words", "本人小结", "own report", "按要求完成了派驻任务。"),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
