"""What stands above every page of a programme: its name, state and the pages it has."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import State, state_on
from bangfu.core.programmes import Definition
from bangfu.web.components import Tab

from .notes import say


@dataclass(frozen=True, slots=True)
class Heading:
    """A programme as each of its pages introduces it."""

    code: str
    title: str
    issuer: str
    edition: int
    starts_on: date | None
    ends_before: date | None
    state: State
    tabs: tuple[Tab, ...]
    may_change: bool


def heading(
    programme: Programme,
    edition: Edition,
    definition: Definition,
    *,
    current: str,
    on: date,
    may_change: bool,
) -> Heading:
    """The heading of one page; a stage the programme does without has no page."""
    return Heading(
        code=programme.code,
        title=programme.title,
        issuer=say(definition.issuer) if definition.issuer else "",
        edition=edition.number,
        starts_on=programme.starts_on,
        ends_before=programme.ends_before,
        state=state_on(programme.starts_on, programme.ends_before, on),
        tabs=tuple(
            Tab(label, reverse(name, args=[programme.code]), current=name == current)
            for name, label, exists in _pages(definition)
            if exists
        ),
        may_change=may_change,
    )


def _pages(definition: Definition) -> list[tuple[str, str, bool]]:
    dispatches = definition.dispatch is not None
    judged = definition.appraisal or definition.voice or definition.documents
    return [
        ("programme", _("概况与依据"), True),
        ("programme_leadership", _("组织领导"), True),
        ("programme_pairings", _("结对关系"), dispatches),
        ("programme_rules", _("选派规则"), dispatches),
        ("programme_posts", _("需求与岗位"), dispatches),
        ("programme_targets", _("目标与进度"), True),
        ("programme_review", _("考核与文书"), bool(judged)),
        ("programme_sources", _("版本与来源"), True),
    ]
