"""Score tables as somebody finds them: shipped ones, those of an area, their editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.models import Scheme as Kept
from bangfu.apps.registry.models import Area
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.appraisal import Scheme, catalogue, problems, shipped
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem

from .reach import CHANGE, editions_changeable_by, schemes_visible_to

_DIGITS = 2
"""Digits of a code for each level down to the county."""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One table in the list with its editions, the newest first."""

    scheme: Kept
    editions: Sequence[Edition]


def editions_visible_to(user: User) -> QuerySet[Edition]:
    """Editions of tables in reach; drafts only for those who may change them."""
    found = Edition.objects.filter(scheme__in=schemes_visible_to(user).order_by().values("pk"))
    drafts = editions_changeable_by(user).order_by().values("pk")
    return found.filter(Q(state=Edition.State.FROZEN) | Q(pk__in=drafts)).select_related(
        "scheme", "changed_by", "frozen_by", "copied_from__scheme"
    )


def may_change(user: User, edition: Edition) -> bool:
    """Whether somebody may change this edition now."""
    inside = user.scope_of(CHANGE).covers(area=edition.scheme.area_code)
    return inside and edition.state == Edition.State.DRAFT


def areas_offered(user: User) -> list[tuple[str, str]]:
    """Areas that somebody may make tables for: the own ones and two levels below, but no towns.

    Names are indented by level. Two queries.
    """
    tops = user.scope_of(CHANGE).areas
    inside = Q(pk__in=())
    for top in tops:
        level = len(top) // _DIGITS
        inside |= Q(code__startswith=top, level__range=(level, level + 2))
    below = Area.objects.filter(inside, valid_to__isnull=True, level__lte=Area.Level.COUNTY)
    rows = list(below.values_list("code", "level", "name"))
    levels = {code: level for code, level, _name in rows}
    names = {code: name for code, _level, name in rows}
    names |= full_names(top for top in tops if top)
    offered = {top: _("全国") if not top else names[top] for top in tops} | names
    highest = min(map(len, tops), default=0) // _DIGITS
    return [
        (code, "\u3000" * max(0, levels.get(code, highest) - highest) + offered[code])
        for code in sorted(offered)
    ]


def scheme_rows(user: User) -> list[SchemeRow]:
    """Tables in reach that have an edition to look at: three queries, however many there are."""
    shown = editions_visible_to(user).defer("text").order_by("-number")
    tables = (
        schemes_visible_to(user)
        .filter(editions__in=editions_visible_to(user).order_by().values("pk"))
        .distinct()
        .order_by("kind", "code")
        .prefetch_related(Prefetch("editions", queryset=shown, to_attr="shown"))
    )
    return [SchemeRow(one, one.shown) for one in tables]


def shipped_tables() -> list[Scheme]:
    """Tables that come with the product, to be copied."""
    return sorted(shipped().values(), key=lambda scheme: scheme.code)


def scheme_of_draft(edition: Edition) -> Scheme:
    """What an edition says, mistakes or not: a draft is always well shaped, never always right."""
    return read_table(edition.text, Scheme, file="scheme.toml")


def problems_of(scheme: Scheme) -> tuple[Problem, ...]:
    """What is wrong with a table, place by place."""
    return problems(scheme)


def meanings_of(scheme: Scheme) -> Mapping[str, Meaning]:
    """Inputs that a table may name: those of this installation, and its own."""
    return {**catalogue(), **{own.code: own for own in scheme.inputs}}
