"""What responsibility letters and task letters share: an office and a party of its programme.

The paper lists what the party's institution bears in the ledger and among the targets.
"""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Party
from bangfu.apps.supervision.models import Task
from bangfu.apps.targets import wording
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import stage_of
from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import At, Sheet
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day, span
from bangfu.core.programmes.words import Text
from bangfu.core.tasks.task_life import State

from .about import as_pk, narrowed, run_by
from .frame import Absolute, Asked, Figure, Gathered, Kind, Subject, SubjectGone, listed, said

NOTHING = "—"


def draw(opening: str) -> Callable[[], bytes]:
    """A letter both sign; ``opening`` says what it is for."""

    def drawn() -> bytes:
        sheet = Sheet.letter()
        sheet.title("{{ title }}", after=10)
        sheet.body(opening)
        sheet.heading("一、期限")
        sheet.body("{{ term }}。")
        sheet.heading("二、任务")
        sheet.when("no_tasks", "按项目方案执行。")
        sheet.line("{%p if tasks %}")
        sheet.rows(
            "row in tasks",
            ["序号", "任务和要求", "责任人", "完成时限"],
            ["{{ row.serial }}", "{{ row.name }}", "{{ row.person }}", "{{ row.due }}"],
            widths=(0.8, 6, 1.8, 2.4),
            size=12,
        )
        sheet.line("{%p endif %}")
        sheet.heading("三、目标")
        sheet.when("no_targets", "按项目方案执行。")
        sheet.line("{%p if targets %}")
        sheet.rows(
            "row in targets",
            ["序号", "目标", "要求", "截止日期"],
            ["{{ row.serial }}", "{{ row.name }}", "{{ row.asked }}", "{{ row.due }}"],
            widths=(0.8, 5, 2.8, 2.4),
            size=12,
        )
        sheet.line("{%p endif %}")
        sheet.heading("四、要求和考核")
        sheet.each("line in requirements", "{{ line }}")
        sheet.blank()
        sheet.grid(
            [
                [At("{{ office }}（盖章）"), At("{{ unit }}（盖章）")],
                [At("负责人签字："), At("负责人签字：")],
                [At("　　　年　　月　　日"), At("　　　年　　月　　日")],
            ],
            widths=(1, 1),
            lines=False,
            height=13,
        )
        return sheet.saved()

    return drawn


def subjects(role: PartyRole) -> Callable[[User, Asked], Sequence[Subject]]:
    """Institutions in a role of the programmes that a reader's office runs."""

    def found(user: User, asked: Asked) -> Sequence[Subject]:
        rows = Party.objects.filter(programme__in=run_by(user), role=role.value)
        rows = narrowed(rows, asked, "institution__name", "programme__title_zh")
        among = rows.select_related("programme", "institution")
        return [
            Subject(key=str(one.pk), name=one.institution.name, note=one.programme.title)
            for one in among.order_by("-starts_on", "programme", "institution__name", "pk")[
                : asked.most
            ]
        ]

    return found


def gatherer(kind: DocumentKind) -> Callable[[str, date, Absolute], Gathered]:
    """Gathers the letter of a party by its key."""

    def gather(key: str, on: date, absolute: Absolute) -> Gathered:
        rows = Party.objects.select_related("programme", "institution")
        one = rows.filter(pk=as_pk(key)).first()
        if one is None:
            raise SubjectGone
        tasks, targets = _tasks(one), _targets(one, on)
        name = one.institution.name
        asked = {"programme": one.programme.code, "institution": one.institution.code}
        return Gathered(
            title=f"{one.programme.title_zh}{kind.zh}（{name}）",
            programme=one.programme,
            initial={"title": f"{one.programme.title_zh}{kind.zh}", "requirements": REQUIREMENTS},
            values={
                "programme": one.programme.title_zh,
                "unit": name,
                "term": _term(one),
                "tasks": tasks,
                "no_tasks": not tasks,
                "targets": targets,
                "no_targets": not targets,
            },
            behind=(
                Figure("任务", f"{len(tasks)}项", f"{reverse('task_ledger')}?{urlencode(asked)}"),
                Figure(
                    "目标",
                    f"{len(targets)}项",
                    f"{reverse('targets_of', args=[one.institution_id])}"
                    f"?{urlencode({'programme': one.programme.code})}",
                ),
            ),
        )

    return gather


def _term(one: Party) -> str:
    ends = one.ends_before or one.programme.ends_before
    return span(one.starts_on, ends).zh if ends else f"自{day(one.starts_on).zh}起"


def _tasks(one: Party) -> list[dict[str, str]]:
    """What stands open for the institution, or for all of its party together."""
    own = Q(institution=one.institution) | Q(
        institution__isnull=True, party_code=one.party_code or NOTHING
    )
    found = Task.objects.filter(own, programme=one.programme).exclude(
        state__in=[State.CANCELLED.value, State.PROPOSED.value, State.CLOSED.value]
    )
    return [
        {
            "serial": str(serial),
            "name": f"{task.title_zh}：{task.detail}" if task.detail else task.title_zh,
            "person": task.person or NOTHING,
            "due": day(task.due).zh if task.due else "长期",
        }
        for serial, task in enumerate(found.order_by("due", "pk"), 1)
    ]


def _targets(one: Party, on: date) -> list[dict[str, str]]:
    """The targets that the institution bears, with its part where one is set."""
    stage = stage_of(one.programme, EVERYBODY).narrowed(one.institution_id)
    found: list[dict[str, str]] = []
    for line in lines(stage, on=on, projected=Projected.NOTHING):
        part = line.of(one.institution_id)
        if part is not None and part.amount.bound is not None:
            last = line.target.due or line.window.last_day
            asked, due = wording.asked(part.amount.bound), day(last).zh
            found.append(
                {
                    "serial": str(len(found) + 1),
                    "name": line.title.zh,
                    "asked": asked,
                    "due": due,
                }
            )
    return found


def undertaking_kind(code: DocumentKind, role: PartyRole, opening: str, about: Text) -> Kind:
    """A kind of letter that an office and a party sign."""
    return Kind(
        code=code,
        series=Series.FORM,
        about=about,
        fields=_FIELDS,
        draw=draw(opening),
        subjects=subjects(role),
        gather=gatherer(code),
    )


REQUIREMENTS = (
    "明确分管领导和责任人，按时限完成，进展如实登记。\n"
    "完成情况纳入年度考核；无正当理由未完成的，按项目规定处理。"
)

_FIELDS = (
    said("title", "标题", "title", "某县对口支援责任书", typed=True, needed=True),
    said("programme", "项目", "programme", "某县对口支援"),
    said("unit", "单位", "institution", "某镇卫生院"),
    said("term", "期限", "term", "2026年1月1日至2026年12月31日"),
    said("no_tasks", "没有任务", "whether there is no task", shape="flag"),
    listed(
        "tasks",
        "任务",
        "tasks",
        said("serial", "序号", "serial", "1"),
        said("name", "任务和要求", "task", "建立远程会诊"),
        said("person", "责任人", "who", "某某"),
        said("due", "完成时限", "due", "2026年9月30日"),
    ),
    said("no_targets", "没有目标", "whether there is no target", shape="flag"),
    listed(
        "targets",
        "目标",
        "targets",
        said("serial", "序号", "serial", "1"),
        said("name", "目标", "target", "教学查房"),
        said("asked", "要求", "asked", "不少于50次"),
        said("due", "截止日期", "due", "2026年12月31日"),
    ),
    said(
        "requirements",
        "要求和考核",
        "requirements",
        "按时限完成，进展如实登记。",
        shape="paragraphs",
        typed=True,
        needed=True,
    ),
)
