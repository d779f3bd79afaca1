"""考核评分表: one sheet of a round, each item with the points that every level gave and why."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Result
from bangfu.apps.appraisal.models import Subject as Appraised
from bangfu.apps.appraisal.pages.sheets import ItemShown
from bangfu.apps.appraisal.queries.reach import subjects_visible_to
from bangfu.apps.appraisal.queries.rounds import rating_said
from bangfu.apps.appraisal.sheet_presentation import Shown
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import as_pk, narrowed
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

NOTHING = "—"
WAITING = "尚未审定"


def draw() -> bytes:
    """A wide table, blocks as rows of their own."""
    sheet = Sheet.form(wide=True)
    sheet.title("{{ title }}", size=18, after=4)
    sheet.line("考核对象：{{ subject }}　　考核：{{ round }}", after=4)
    sheet.rows(
        "row in items",
        ["类别", "项目", "满分", "评分标准", "各级评分", "得分", "说明"],
        [
            f"{{{{ row.{name} }}}}"
            for name in ("block", "name", "full", "rule", "levels", "points", "reasons")
        ],
        widths=(1.4, 2.4, 0.7, 4, 2.2, 0.8, 3),
        centred=False,
    )
    sheet.line("合计：{{ total }}分　　结果：{{ rating }}", size=12, before=6, after=10)
    for title in ("被考核单位", "考核组", "审定单位"):
        sheet.opinion(f"{title}意见", "", "签字（盖章）：", height=18)
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Sheets in reach, the latest rounds first."""
    found = subjects_visible_to(user)
    found = narrowed(found, asked, "key", "round__title")
    rows = found.select_related("round").order_by("-round", "key", "pk")[: asked.most]
    return [Subject(key=str(one.pk), name=one.key, note=one.round.title) for one in rows]


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """A sheet as it stands; its result once the round is decided."""
    rows = Appraised.objects.select_related("round__programme", "round__edition", "institution")
    one = rows.filter(pk=as_pk(key)).first()
    if one is None:
        raise SubjectGone
    shown = Shown(one)
    blocks = shown.blocks(scores=False)
    result = Result.objects.filter(subject=one).first()
    total = shown.sheet.total
    page = reverse("sheet", args=[one.pk])
    return Gathered(
        title=f"{one.round.title}评分表（{one.key}）",
        programme=one.round.programme,
        values={
            "title": f"{one.round.programme.title_zh}考核评分表",
            "subject": one.key,
            "round": one.round.title,
            "items": [
                {
                    "block": block.title,
                    "name": item.title,
                    "full": item.full,
                    "rule": item.rule,
                    "levels": "；".join(f"{each.level}{each.points}" for each in item.levels),
                    "points": item.points,
                    "reasons": _reasons(item),
                }
                for block in blocks
                for item in block.items
            ],
            "total": NOTHING if total is None else canonical(total),
            "rating": rating_said(shown.scheme, result) if result else WAITING,
        },
        behind=tuple(
            Figure(item.title, item.points, f"{page}#{item.code}")
            for block in blocks
            for item in block.items
        ),
    )


def _reasons(item: ItemShown) -> str:
    if item.exempt:
        return f"不适用：{item.exempt}"
    given = [f"{each.level}：{each.reason}" for each in item.levels if each.reason]
    return "；".join(given) or NOTHING


KIND = Kind(
    code=DocumentKind.SCORE_SHEET,
    series=Series.FORM,
    about=Text(zh="一份考核评分", en="a sheet of a round"),
    fields=(
        said("title", "标题", "title", "某县对口支援考核评分表"),
        said("subject", "考核对象", "who is appraised", "某镇卫生院"),
        said("round", "考核", "round", "2026年上半年考核"),
        listed(
            "items",
            "评分",
            "items",
            said("block", "类别", "block", "日常考核"),
            said("name", "项目", "item", "在岗情况"),
            said("full", "满分", "full points", "10"),
            said("rule", "评分标准", "rule", "每缺岗一天扣1分，扣完为止。"),
            said("levels", "各级评分", "points by level", "自评10；考核组9"),
            said("points", "得分", "points", "9"),
            said("reasons", "说明", "reasons", "考核组：缺岗一天"),
        ),
        said("total", "合计", "total", "92.5"),
        said("rating", "结果", "result", "良好"),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
