"""考核表: one person's evaluation - own report, result, own opinion, each with its signature."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from bangfu.apps.appraisal.models import Result, Round, Statement
from bangfu.apps.appraisal.models import Subject as Appraised
from bangfu.apps.appraisal.queries.rounds import rating_said
from bangfu.apps.appraisal.queries.sheets import scheme_of
from bangfu.apps.certificates.statement import statement_of
from bangfu.apps.postings.models import Posting
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.vocabulary import Kind as Sort
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import At, Sheet, label
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day
from bangfu.core.programmes.words import Text

from .about import posting_of, posting_subjects, rank_of, term_of, title_in
from .frame import Absolute, Figure, Gathered, Kind, said

KNOWN = (Round.State.PUBLISHED, Round.State.ANNOUNCED)
"""Before it is announced nobody but the reviewers knows a result."""


def draw() -> bytes:
    """One sheet: who, own report, result, own opinion."""
    sheet = Sheet.form()
    sheet.title("{{ title }}", size=20, after=6)
    sheet.grid(
        [
            [label("姓名"), At("{{ name }}"), label("性别"), At("{{ sex }}")],
            [label("职称"), At("{{ rank }}"), label("所在单位"), At("{{ home }}")],
            [label("受援单位"), At("{{ host }}"), label("科室"), At("{{ department }}")],
            [label("任职"), At("{{ role }}"), label("派驻形式"), At("{{ form }}")],
            [label("考核周期"), At("{{ cycle }}", 3)],
            [label("确认在岗"), At("{{ served }}"), label("考核得分"), At("{{ score }}")],
        ],
        widths=(1.2, 2, 1.2, 2),
    )
    sheet.opinion("个人述职", "{{ report }}", "签字：{{ report_signed }}", height=52)
    sheet.opinion("考核结果", "{{ result }}", "考核组负责人签字：{{ result_signed }}", height=34)
    sheet.opinion("本人对考核结果意见", "{{ opinion }}", "签字：{{ opinion_signed }}", height=34)
    return sheet.saved()


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """A posting with its newest evaluation; what is not written yet is left to the pen."""
    posting = posting_of(key)
    rows = Appraised.objects.filter(kind=Sort.POSTING.value, ref=posting.pk)
    held = rows.exclude(round__state=Round.State.CANCELLED).select_related("round__edition")
    subject = held.order_by("-round__opened_at", "-pk").first()
    values = {**_ground(posting, on), **_said(subject)}
    title = title_in(posting.programme, DocumentKind.EVALUATION_FORM)
    behind = [Figure("派驻", str(posting), reverse("posting", args=[posting.pk]))]
    if subject is not None:
        behind.append(Figure("评分", values["score"] or "—", reverse("sheet", args=[subject.pk])))
    return Gathered(
        title=f"{title}（{posting.worker.name}）",
        programme=posting.programme,
        values={"title": title, **values},
        behind=tuple(behind),
    )


def _ground(posting: Posting, on: date) -> dict[str, str]:
    stated = statement_of(posting, on=on)
    return {
        "name": posting.worker.name,
        "sex": posting.worker.get_sex_display(),
        "rank": rank_of(posting),
        "home": posting.home.name,
        "host": posting.host.name,
        "department": posting.department_name,
        "role": posting.role_title or "—",
        "form": posting.get_form_display(),
        "cycle": term_of(posting),
        "served": f"{stated.served}个半天",
    }


def _said(subject: Appraised | None) -> dict[str, str]:
    """What was written and found, each with the day it was signed."""
    found = dict.fromkeys(
        ("report", "report_signed", "result", "result_signed", "opinion", "opinion_signed"), ""
    )
    found["score"] = ""
    if subject is None:
        return found
    for one in Statement.objects.standing().filter(subject=subject).order_by("pk"):
        name = "report" if one.sort == Statement.Sort.REPORT else "opinion"
        agreed = {True: "同意考核结果。", False: "不同意考核结果。", None: ""}[one.agrees]
        found[name] = f"{agreed}{one.text}"
        found[f"{name}_signed"] = f"{one.by or ''}　{day(timezone.localdate(one.at)).zh}"
    result = Result.objects.filter(subject=subject).first()
    if result is not None and subject.round.state in KNOWN:
        found["score"] = f"{canonical(result.score)}分"
        found["result"] = rating_said(scheme_of(subject.round), result)
        found["result_signed"] = day(timezone.localdate(result.decided_at)).zh
    return found


KIND = Kind(
    code=DocumentKind.EVALUATION_FORM,
    series=Series.FORM,
    about=Text(zh="一名派驻人员", en="one person's posting"),
    fields=(
        said("title", "标题", "title", "派驻人员考核表"),
        said("name", "姓名", "name", "某某"),
        said("sex", "性别", "sex", "女"),
        said("rank", "职称", "title", "主治医师"),
        said("home", "所在单位", "own unit", "某市人民医院"),
        said("host", "受援单位", "host", "某镇卫生院"),
        said("department", "科室", "department", "内科"),
        said("role", "任职", "role", "业务院长"),
        said("form", "派驻形式", "form", "驻点"),
        said("cycle", "考核周期", "cycle", "2026年1月1日至2026年12月31日"),
        said("served", "确认在岗", "confirmed service", "230个半天"),
        said("score", "考核得分", "score", "93.5分"),
        said("report", "个人述职", "own report", "按要求完成派驻任务。"),
        said("report_signed", "述职签字", "signed", "某某　2026年12月20日"),
        said("result", "考核结果", "result", "优秀"),
        said("result_signed", "考核组签字", "signed", "2026年12月25日"),
        said("opinion", "本人意见", "own opinion", "同意考核结果。"),
        said("opinion_signed", "本人意见签字", "signed", "某某　2026年12月28日"),
    ),
    draw=draw,
    subjects=posting_subjects,
    gather=gather,
)
