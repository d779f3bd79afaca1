"""帮扶协议书: what sender and host of a pairing agree to, from what the programme sets for them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Pairing
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import At, Sheet
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.section_wording import target_sentence
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import span
from bangfu.core.programmes.words import Text

from .about import MAKE, as_pk, narrowed, numbered
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

SENDER_DUTIES = (
    "按协议选派符合条件的人员，保证派驻期限和在岗时间，无故不得调回。\n"
    "派驻人员的工资、福利、职称晋升等待遇不受影响，并提供往返交通等保障。\n"
    "接收受援单位人员进修，指定带教老师。"
)
HOST_DUTIES = (
    "提供必要的工作、食宿和安全保障，做好工作安排和科室衔接。\n"
    "按周确认派驻人员在岗情况，如实反映工作情况和困难。\n"
    "选派本单位人员跟班学习，承接新技术、新项目，巩固帮扶成果。"
)


def draw() -> bytes:
    """An agreement of two parties, each with its duties and its place to sign."""
    sheet = Sheet.letter()
    sheet.title("{{ title }}", after=10)
    sheet.line("甲方（派出单位）：{{ sender }}")
    sheet.line("乙方（受援单位）：{{ host }}")
    sheet.blank()
    sheet.body("为落实{{ programme }}，经双方协商，订立本协议。")
    sheet.heading("一、协议期限")
    sheet.body("{{ term }}。")
    sheet.heading("二、帮扶目标")
    sheet.each("aim in aims", "{{ aim }}")
    sheet.heading("三、帮扶科室")
    sheet.when("no_departments", "由双方另行商定。")
    sheet.each("pair in departments", "{{ pair.sender }}对口帮扶{{ pair.host }}；")
    sheet.heading("四、任务和指标")
    sheet.each("target in targets", "{{ target }}")
    sheet.each("line in this_year", "{{ line }}")
    sheet.heading("五、甲方职责")
    sheet.each("line in sender_duties", "{{ line }}")
    sheet.heading("六、乙方职责")
    sheet.each("line in host_duties", "{{ line }}")
    sheet.heading("七、其他")
    sheet.each("line in other", "{{ line }}")
    sheet.body("本协议一式三份，甲乙双方和主管部门各执一份，自双方签章之日起生效。")
    sheet.blank()
    sheet.grid(
        [
            [At("甲方（盖章）：{{ sender }}"), At("乙方（盖章）：{{ host }}")],
            [At("负责人签字："), At("负责人签字：")],
            [At("　　　年　　月　　日"), At("　　　年　　月　　日")],
        ],
        widths=(1, 1),
        lines=False,
        height=13,
    )
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Pairings of the own institution, or of the areas an authority runs programmes for."""
    scope = user.scope_of(MAKE)
    found = Pairing.objects.filter(
        scope.filter(area="programme__area_code", institution=("sender__code", "host__code"))
    )
    found = narrowed(found, asked, "sender__name", "host__name")
    rows = found.select_related("programme", "sender", "host").order_by("-starts_on", "pk")
    return [
        Subject(
            key=str(one.pk),
            name=f"{one.sender.name} — {one.host.name}",
            note=one.programme.title,
        )
        for one in rows[: asked.most]
    ]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """A pairing with its departments, and the aims and targets of its programme."""
    rows = Pairing.objects.select_related("programme", "sender", "host")
    one = rows.filter(pk=as_pk(key)).first()
    if one is None:
        raise SubjectGone
    definition = definition_of(one.programme)
    departments = one.departments.select_related("sender_department", "host_department")
    pairs = [
        {"sender": each.sender_department.name, "host": each.host_department.name}
        for each in departments.order_by("pk")
    ]
    title = "帮扶协议书"
    return Gathered(
        title=f"{one.sender.name}与{one.host.name}{title}",
        programme=one.programme,
        initial={
            "title": title,
            "sender_duties": SENDER_DUTIES,
            "host_duties": HOST_DUTIES,
            "other": "未尽事宜由双方协商解决，变更帮扶关系的报主管部门备案。",
        },
        values={
            "programme": one.programme.title_zh,
            "sender": one.sender.name,
            "host": one.host.name,
            "term": span(one.starts_on, one.ends_before).zh
            if one.ends_before
            else "自签订之日起，至双方商定终止之日止",
            "aims": numbered(f"{aim.title.zh}。" for aim in definition.aims),
            "departments": pairs,
            "no_departments": not pairs,
            "targets": numbered(
                target_sentence(target, definition, shipped_kinds()).zh
                for target in definition.targets
            ),
        },
        behind=(
            Figure("目标", f"{len(definition.targets)}项", _page(one)),
            Figure("结对科室", f"{len(pairs)}对", _page(one)),
        ),
    )


def _page(one: Pairing) -> str:
    return reverse("programme", args=[one.programme.code])


KIND = Kind(
    code=DocumentKind.AGREEMENT,
    series=Series.FORM,
    about=Text(zh="一对结对单位", en="a pairing"),
    fields=(
        said("title", "标题", "title", "帮扶协议书", typed=True, needed=True),
        said("programme", "项目", "programme", "某县对口支援"),
        said("sender", "派出单位", "sender", "某市人民医院"),
        said("host", "受援单位", "host", "某镇卫生院"),
        said("term", "期限", "term", "2026年1月1日至2028年12月31日"),
        said("aims", "目标", "aims", "1．提升常见病诊疗能力。", shape="paragraphs"),
        said("no_departments", "没有结对科室", "whether none is paired", shape="flag"),
        listed(
            "departments",
            "结对科室",
            "departments paired",
            said("sender", "派出单位科室", "sender's", "心内科"),
            said("host", "受援单位科室", "host's", "内科"),
        ),
        said("targets", "指标", "targets", "1．教学查房不少于50次。", shape="paragraphs"),
        said(
            "this_year",
            "本年度任务",
            "tasks of this year",
            "开展新技术2项。",
            shape="paragraphs",
            typed=True,
        ),
        said(
            "sender_duties",
            "甲方职责",
            "duties of the sender",
            "选派符合条件的人员。",
            shape="paragraphs",
            typed=True,
            needed=True,
        ),
        said(
            "host_duties",
            "乙方职责",
            "duties of the host",
            "按周确认在岗。",
            shape="paragraphs",
            typed=True,
            needed=True,
        ),
        said("other", "其他", "other", "未尽事宜协商解决。", shape="paragraphs", typed=True),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
