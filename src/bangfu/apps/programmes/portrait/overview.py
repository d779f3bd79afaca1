"""Overview of a programme: figures, aims, documents, and which stages it has."""

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition, posts_in_all
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.components import Fact, Tile
from bangfu.web.wording import days_left, number, span

from .notes import Clause, Notes, document_line, say


@dataclass(frozen=True, slots=True)
class Document:
    """A document the programme rests on."""

    title: str
    role: str
    line: str
    mark: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the work: whether the programme has it, and its page."""

    name: str
    present: bool
    url: str
    said: str


def tiles(definition: Definition, counts: Mapping[str, int] | None = None) -> list[Tile]:
    """The figures that place a programme: posts, units in, targets, tasks.

    ``counts`` are the institutions that take part, by role; none before a first edition.
    """
    found = []
    posts = definition.dispatch.posts if definition.dispatch else ()
    heads = [posts_in_all(definition, group) for group in posts]
    if heads and None not in heads:
        total = sum(head for head in heads if head)
        found.append(Tile(_("岗位"), number(total), unit=_("个"), icon="briefcase"))
    for role, label, icon in (
        (PartyRole.SENDER, _("派出单位"), "send"),
        (PartyRole.HOST, _("受援单位"), "building-hospital"),
    ):
        if counts is not None and (counts.get(role.value) or definition.dispatch):
            units = number(counts.get(role.value, 0))
            found.append(Tile(label, units, unit=_("家"), note=_("已登记"), icon=icon))
    found.append(Tile(_("目标"), number(len(definition.targets)), unit=_("项"), icon="target"))
    if definition.tasks:
        tasks = len(definition.tasks.items)
        found.append(Tile(_("任务"), number(tasks), unit=_("项"), icon="checklist"))
    if definition.results:
        reported = number(len(definition.results))
        found.append(Tile(_("已公布成效"), reported, unit=_("项"), icon="report"))
    return found


def facts(definition: Definition, area: str, *, on: date) -> list[Fact]:
    """Who issued it, where it holds, from when to when, and which edition it is."""
    term = definition.term
    found = [
        Fact(_("主管部门"), say(definition.issuer) if definition.issuer else "—"),
        Fact(_("行政区划"), area or _("全国")),
        Fact(_("项目期"), span(term.starts_on, term.ends_before) if term else "—"),
        Fact(_("版本"), _("第%(number)s版") % {"number": definition.edition}),
        Fact(_("项目代码"), definition.code),
    ]
    if term and term.label:
        found.insert(3, Fact(_("期限"), say(term.label)))
    if term and term.starts_on <= on < term.ends_before:
        found.insert(3, Fact(_("剩余时间"), days_left(term.ends_before, on)))
    return found


def aims(definition: Definition, notes: Notes) -> list[Clause]:
    """What the programme is for."""
    return [notes.clause(aim.title, aim.source) for aim in definition.aims]


def principles(definition: Definition) -> list[str]:
    """By which principles it is run."""
    return [say(text) for text in definition.basis.principles]


def documents(definition: Definition) -> list[Document]:
    """The documents it rests on, numbered as the marks on its pages are."""
    return [
        Document(
            title=say(document.title),
            role=say(document.role.label),
            line=document_line(document),
            mark=str(number),
            anchor=f"source-{document.code}",
        )
        for number, document in enumerate(definition.basis.documents, 1)
    ]


def stages(definition: Definition) -> list[Stage]:
    """The chain of work, and which links of it this programme does without."""
    dispatch, appraisal, tasks = definition.dispatch, definition.appraisal, definition.tasks
    on_duty = definition.duty if dispatch else None
    kinds = definition.activities.kinds if definition.activities else ()
    rules = dispatch.rules if dispatch else ()
    items = tasks.items if tasks else ()
    levels = appraisal.levels if appraisal else ()
    rows: list[tuple[str, str, object, str]] = [
        (_("选派"), "rules", dispatch, _count(_("规则%(n)s条"), rules)),
        (_("在岗管理"), "rules", on_duty, ""),
        (_("工作台账"), "targets", kinds, _count(_("%(n)s类"), kinds)),
        (_("目标进度"), "targets", definition.targets, _count(_("%(n)s项"), definition.targets)),
        (_("任务推进"), "targets", tasks, _count(_("%(n)s项"), items)),
        (_("群众诉求"), "review", definition.voice, ""),
        (_("考核评定"), "review", appraisal, _count(_("%(n)s级"), levels)),
        (_("公文表单"), "review", definition.documents, _count(_("%(n)s种"), definition.documents)),
    ]
    return [
        Stage(
            name=name,
            present=bool(stated),
            url=reverse(f"programme_{page}", args=[definition.code]) if stated else "",
            said=said,
        )
        for name, page, stated, said in rows
    ]


def _count(words: str, stated: Sized | None) -> str:
    return words % {"n": number(len(stated))} if stated else ""
