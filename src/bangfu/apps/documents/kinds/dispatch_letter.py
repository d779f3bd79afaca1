"""派驻函: the sender tells a host whom it sends, when, and asks for what they need."""

from datetime import date

from django.urls import reverse

from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import posting_of, posting_subjects, rank_of, term_of
from .frame import Absolute, Figure, Gathered, Kind, said

ASKED = "请贵单位做好接收、工作安排和生活保障，并按周确认在岗情况。"


def draw() -> bytes:
    """A letter in plain words."""
    sheet = Sheet.letter()
    sheet.red_head("{{ office }}", "{{ number }}", small="office_long")
    sheet.title("{{ title }}")
    sheet.blank()
    sheet.to("{{ host }}：")
    sheet.body(
        "根据{{ programme }}安排，现派我单位{{ department_of }}{{ name }}同志（{{ rank }}）到贵单位"
        "{{ department }}工作{{ role_said }}，派驻形式为{{ form }}，期限{{ term }}。"
    )
    sheet.each("line in asked", "{{ line }}")
    sheet.when("contact", "联系人：{{ contact }}")
    sheet.body("特此函达。")
    sheet.blank()
    sheet.signed("{{ office }}", "{{ day }}")
    return sheet.saved()


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """One posting as it was appointed."""
    one = posting_of(key)
    title = f"关于派驻{one.worker.name}同志的函"
    own = one.worker.department
    return Gathered(
        title=title,
        programme=one.programme,
        initial={"title": title, "asked": ASKED},
        values={
            "programme": one.programme.title_zh,
            "host": one.host.name,
            "name": one.worker.name,
            "rank": rank_of(one),
            "department_of": own.name if own else "",
            "department": one.department_name,
            "role_said": f"，任{one.role_title}" if one.role_title else "",
            "form": one.get_form_display(),
            "term": term_of(one),
        },
        behind=(Figure("派驻", str(one), reverse("posting", args=[one.pk])),),
    )


KIND = Kind(
    code=DocumentKind.DISPATCH_LETTER,
    series=Series.LETTER,
    about=Text(zh="一名派驻人员", en="one person's posting"),
    fields=(
        said("title", "标题", "title", "关于派驻某某同志的函", typed=True, needed=True),
        said("programme", "项目", "programme", "某县对口支援"),
        said("host", "受援单位", "host", "某镇卫生院"),
        said("name", "姓名", "name", "某某"),
        said("rank", "职称", "title", "主治医师"),
        said("department_of", "所在科室", "own department", "心内科"),
        said("department", "派驻科室", "department", "内科"),
        said("role_said", "任职", "role", "，任业务院长"),
        said("form", "派驻形式", "form", "驻点"),
        said("term", "期限", "term", "2026年1月1日至2026年12月31日"),
        said(
            "asked",
            "请对方办理的事项",
            "what the host is asked",
            ASKED,
            shape="paragraphs",
            typed=True,
        ),
        said("contact", "联系人和电话", "whom to call", "医务科某某，0000-0000000", typed=True),
    ),
    draw=draw,
    subjects=posting_subjects,
    gather=gather,
)
