"""工作制度: how presence, leave and consequences are kept, by the programme's own rules."""

from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.review_wording import consequence_sentence, duty_sentences
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import narrowed, numbered, programme_of, run_by, title_in
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, said


def draw() -> bytes:
    """Rules in numbered sentences."""
    sheet = Sheet.letter()
    sheet.title("{{ title }}")
    sheet.blank()
    sheet.heading("一、在岗管理")
    sheet.each("line in duty", "{{ line }}")
    sheet.heading("二、违反规定的处理")
    sheet.when("no_consequences", "按人事和医疗管理有关规定处理。")
    sheet.each("line in consequences", "{{ line }}")
    sheet.heading("三、工作要求")
    sheet.each("line in rules", "{{ line }}")
    sheet.blank()
    sheet.signed("{{ office }}", "{{ day }}")
    return sheet.saved()


def subjects(user: User, asked: Asked) -> list[Subject]:
    """Programmes that a reader's office runs and that post people."""
    found = run_by(user).filter(postings__isnull=False).distinct()
    found = narrowed(found, asked, "title_zh", key="code")
    return [Subject(key=one.code, name=one.title) for one in found[: asked.most]]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """What the edition in force says of duty."""
    programme = programme_of(key)
    definition = definition_of(programme)
    duty = definition.duty
    sentences = duty_sentences(duty, shipped_kinds()) if duty else []
    consequences = [consequence_sentence(one) for one in duty.consequences] if duty else []
    title = title_in(programme, DocumentKind.WORK_RULES)
    return Gathered(
        title=title,
        programme=programme,
        initial={"title": title, "rules": RULES},
        values={
            "programme": programme.title_zh,
            "duty": numbered(one.zh for one in sentences),
            "consequences": numbered(one.zh for one in consequences),
            "no_consequences": not consequences,
        },
        behind=(
            Figure("在岗规定", f"{len(sentences)}条", reverse("programme", args=[programme.code])),
        ),
    )


RULES = (
    "服从受援单位管理，遵守诊疗规范和劳动纪律。\n"
    "完成诊疗、带教、查房、讲课等任务，工作当日登记。\n"
    "不收受患者财物，不推介药品器械。"
)

KIND = Kind(
    code=DocumentKind.WORK_RULES,
    series=Series.LETTER,
    about=Text(zh="有派驻的项目", en="a programme that posts people"),
    fields=(
        said("title", "标题", "title", "服务人员工作制度", typed=True, needed=True),
        said("programme", "项目", "programme", "某县对口支援"),
        said("duty", "在岗管理", "presence", "1．由受援单位按周确认在岗。", shape="paragraphs"),
        said("no_consequences", "没有处理规定", "whether none is set", shape="flag"),
        said(
            "consequences",
            "违反规定的处理",
            "consequences",
            "1．无故缺勤的，取消评优资格。",
            shape="paragraphs",
        ),
        said(
            "rules",
            "工作要求",
            "rules of work",
            "服从受援单位管理。",
            shape="paragraphs",
            typed=True,
            needed=True,
        ),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
