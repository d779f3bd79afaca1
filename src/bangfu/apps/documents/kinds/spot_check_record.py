"""抽查记录: one check that was carried out - who was there, the answers, what was found."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.spotchecks.models import Check
from bangfu.apps.spotchecks.queries.checks import shown
from bangfu.apps.spotchecks.queries.reach import checks_visible_to, homes_shown
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.core.programmes.words import Text

from .about import as_pk, narrowed
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

NOTHING = "—"


def draw() -> bytes:
    """The record: facts, people, questions, findings, signatures."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", size=20, after=6)
    sheet.pairs("row in facts", "{{ row.name }}", "{{ row.value }}", widths=(1, 4))
    sheet.head("在岗核对")
    sheet.rows(
        "row in people",
        ["姓名", "派出单位", "应在岗", "查见", "说明"],
        [f"{{{{ row.{name} }}}}" for name in ("name", "home", "expected", "found", "reason")],
        widths=(1.2, 2.4, 1.4, 1.4, 2.6),
    )
    sheet.line("{%p if answers %}")
    sheet.head("询问记录")
    sheet.rows(
        "row in answers",
        ["问题", "回答"],
        ["{{ row.question }}", "{{ row.answer }}"],
        widths=(5, 1.4),
        centred=False,
    )
    sheet.line("{%p endif %}")
    sheet.head("检查情况")
    sheet.line("{{ words }}", indent=2, after=4)
    sheet.head("发现的问题")
    sheet.when("no_findings", "未发现问题。")
    sheet.each("row in findings", "{{ row.title }}（{{ row.unit }}），{{ row.state }}。")
    sheet.line("", size=6)
    sheet.opinion("检查人员", "", "签字：", height=18)
    sheet.opinion("被检查单位", "", "签字（盖章）：", height=18)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Checks carried out whose whole record a reader may see."""
    found = checks_visible_to(user).filter(state=Check.State.RECORDED)
    found = narrowed(found, asked, "host__name")
    rows = found.in_full().order_by("-on", "-pk")[: asked.most]
    return [
        Subject(key=str(one.pk), name=one.host.name, note=day(one.on).zh if one.on else "")
        for one in rows
        if homes_shown(user, one) is None
    ]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """The record of a check with the findings that stand."""
    rows = Check.objects.in_full().filter(state=Check.State.RECORDED)
    one = rows.filter(pk=as_pk(key)).first()
    if one is None:
        raise SubjectGone
    record = shown(one)
    findings = list(one.findings.select_related("institution").order_by("pk"))
    page = reverse("spot_check", args=[one.pk])
    return Gathered(
        title=f"抽查记录（{one.host.name}{'，' + day(one.on).zh if one.on else ''}）",
        programme=one.draw.programme,
        values={
            "title": "双随机抽查记录",
            "programme": one.draw.programme.title_zh,
            "facts": [{"name": str(fact.label), "value": str(fact.value)} for fact in record.facts],
            "people": [
                {
                    "name": row.worker,
                    "home": row.home,
                    "expected": row.expected,
                    "found": row.found,
                    "reason": row.reason or NOTHING,
                }
                for row in record.people
            ],
            "answers": [{"question": row.text, "answer": row.answer} for row in record.answers],
            "words": record.words or NOTHING,
            "findings": [
                {
                    "title": row.title,
                    "unit": row.institution.name,
                    "state": row.get_state_display(),
                }
                for row in findings
            ],
            "no_findings": not findings,
        },
        behind=(
            Figure("抽查", one.host.name, page),
            *(Figure("问题", row.title, reverse("finding", args=[row.pk])) for row in findings),
        ),
    )


KIND = Kind(
    code=DocumentKind.SPOT_CHECK_RECORD,
    series=Series.FORM,
    about=Text(zh="已记录的抽查", en="a check on record"),
    fields=(
        said("title", "标题", "title", "双随机抽查记录"),
        said("programme", "项目", "programme", "某县对口支援"),
        listed(
            "facts",
            "基本情况",
            "facts",
            said("name", "项", "item", "检查方式"),
            said("value", "内容", "content", "实地检查"),
        ),
        listed(
            "people",
            "在岗核对",
            "people",
            said("name", "姓名", "name", "某某"),
            said("home", "派出单位", "own unit", "某市人民医院"),
            said("expected", "应在岗", "expected", "应在岗"),
            said("found", "查见", "found", "在岗"),
            said("reason", "说明", "reason", "—"),
        ),
        listed(
            "answers",
            "询问记录",
            "answers",
            said("question", "问题", "question", "本周是否在岗？"),
            said("answer", "回答", "answer", "是"),
        ),
        said("words", "检查情况", "what was found", "工作秩序正常。"),
        said("no_findings", "未发现问题", "whether nothing was found", shape="flag"),
        listed(
            "findings",
            "问题",
            "findings",
            said("title", "问题", "finding", "排班表未公示"),
            said("unit", "责任单位", "unit", "某镇卫生院"),
            said("state", "状态", "state", "整改中"),
        ),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
