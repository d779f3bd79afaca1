"""星级评定名单: what a published round gave, by star or grade, the highest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Result, Round
from bangfu.apps.appraisal.queries.reach import rounds_held_by
from bangfu.apps.appraisal.queries.sheets import scheme_of
from bangfu.core.appraisal.scheme import Scheme
from bangfu.core.appraisal.vocabulary import Kind as Appraised
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import as_pk, narrowed
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

BASIS = "现将评定结果公布如下，请获评单位保持成绩，其他单位对照标准补齐短板。"


def draw() -> bytes:
    """An official letter, a heading and a paragraph of names for each star."""
    sheet = Sheet.letter()
    sheet.red_head("{{ office }}文件", "{{ number }}", small="office_long")
    sheet.title("{{ title }}")
    sheet.blank()
    sheet.to("{{ recipients }}：")
    sheet.each("line in basis", "{{ line }}")
    sheet.each("band in bands", "{{ band.name }}（{{ band.count }}个）：{{ band.units }}。")
    sheet.blank()
    sheet.signed("{{ office }}", "{{ day }}")
    sheet.record("{{ copies }}", "{{ office }}", "{{ day }}")
    return sheet.saved()


def subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Published rounds that a reader's office holds, but for those about persons."""
    found = _published(rounds_held_by(user))
    found = narrowed(found, asked, "title", "programme__title_zh")
    rows = found.select_related("programme").order_by("-published_at", "-pk")
    return [
        Subject(key=str(one.pk), name=one.title, note=one.programme.title)
        for one in rows[: asked.most]
    ]


def _published(found: QuerySet[Round]) -> QuerySet[Round]:
    """Persons stand on no list: a list of theirs would rank them."""
    published = found.filter(state=Round.State.PUBLISHED)
    return published.exclude(edition__scheme__kind=Appraised.POSTING.value)


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """The results of a round by its stars, or by its grades where its table has no stars."""
    rounds = _published(Round.objects.select_related("programme", "edition"))
    one = rounds.filter(pk=as_pk(key)).first()
    if one is None:
        raise SubjectGone
    bands = list(_bands(one, scheme_of(one)))
    title = f"关于{one.title}结果的通报"
    page = reverse("round", args=[one.pk])
    return Gathered(
        title=title,
        programme=one.programme,
        initial={"title": title, "basis": BASIS},
        values={"programme": one.programme.title_zh, "round": one.title, "bands": bands},
        behind=tuple(Figure(band["name"], f"{band['count']}个", page) for band in bands),
    )


def _bands(one: Round, scheme: Scheme) -> Iterator[dict[str, str]]:
    ladder = Ladder.STARS if scheme.bands(Ladder.STARS) else Ladder.GRADES
    column = "star" if ladder is Ladder.STARS else "grade"
    units: dict[str, list[str]] = defaultdict(list)
    results = Result.objects.filter(subject__round=one).order_by("subject__key")
    for band, name in results.values_list(column, "subject__key"):
        units[band].append(name)
    for step in scheme.bands(ladder):
        if found := units.get(step.code):
            yield {"name": step.title.zh, "count": str(len(found)), "units": "、".join(found)}


KIND = Kind(
    code=DocumentKind.STAR_LIST,
    series=Series.LETTER,
    about=Text(zh="已公布的考核", en="a published round"),
    fields=(
        said("programme", "项目", "programme", "某市公立医院党建"),
        said("round", "考核", "round", "2026年上半年星级评定"),
        said("title", "标题", "title", "关于星级评定结果的通报", typed=True, needed=True),
        said("recipients", "主送机关", "addressed to", "各有关单位", typed=True, needed=True),
        said("basis", "说明", "opening", BASIS, shape="paragraphs", typed=True),
        listed(
            "bands",
            "名单",
            "the list",
            said("name", "星级", "star", "五星"),
            said("count", "数量", "number", "2"),
            said("units", "单位", "units", "甲支部、乙支部"),
        ),
        said("copies", "抄送机关", "copies to", "市委组织部。", typed=True),
    ),
    draw=draw,
    subjects=subjects,
    gather=gather,
)
