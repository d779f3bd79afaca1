"""A figure in words: its value, its source, its days, and the rows it adds up."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Figure, ReportedFigure, Subject
from bangfu.apps.appraisal.pages import figures as pages
from bangfu.apps.appraisal.queries import measuring
from bangfu.apps.appraisal.queries.figures import SIDES, Supply, supply_of
from bangfu.apps.evidence.queries import attachments_of
from bangfu.apps.indicators.presentation import addressed
from bangfu.apps.indicators.queries.reach import place_in_reach
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.rules.base import Meaning
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.indicators import indicator_of
from bangfu.web.wording import in_own_language

ROWS_ON_A_PAGE = 50
RECORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "task": ("task", "supervision.view_task"),
        "activity": ("activity", "activities.view_activity"),
        "item": ("capacity_item", "capacity.view_item"),
        "posting": ("posting", "postings.view_posting"),
        "finding": ("finding", "spotchecks.view_check"),
        "branch": ("branch", "branches.view_branch"),
        "need": ("need", "postings.view_posting"),
        "document": ("document", "documents.view_document"),
    }
)
"""The page of each sort of record, and who may open it."""
LISTS: Mapping[str, tuple[str, str]] = MappingProxyType({"target": ("pace", "targets.view_target")})


def value_said(figure: Figure | ReportedFigure | None, meaning: Meaning) -> str:
    """A figure with its unit; of a rate the two sums too."""
    if figure is None:
        return _("没有数据")
    now = Measured(
        value=figure.value, numerator=figure.numerator, denominator=figure.denominator
    ).now
    if now is None:
        return _("没有数据")
    said = in_own_language(meaning.quantity(now))
    if figure.numerator is None or figure.denominator is None:
        return said
    sums = f"{canonical(figure.numerator)}/{canonical(figure.denominator)}"
    return _("%(value)s（%(sums)s）") % {"value": said, "sums": sums}


def source_said(code: str, kind: Kind, figure: Figure | None) -> str:
    """Where a figure comes from, in a sentence."""
    if figure is not None and any(one.startswith("reported:") for one in figure.sources):
        return _("由被考核单位（本人）报送，附依据")
    supply = supply_of(code, kind)
    if supply is Supply.INDICATOR:
        return _("指标：%(meaning)s") % {"meaning": in_own_language(indicator_of(code).meaning)}
    measure = measuring.measure_of(code, kind)
    if supply is Supply.RECORDS and measure:
        return _("业务记录：%(told)s") % {"told": in_own_language(measure.told)}
    return _("由被考核单位（本人）报送，附依据")


def why_missing(code: str, kind: Kind) -> str:
    """Why there is no figure, and who can change that."""
    supply = supply_of(code, kind)
    if supply is Supply.REPORTED:
        return _("业务记录中没有这项内容，被考核单位（本人）还没有报送。")
    if supply is Supply.INDICATOR:
        return _(
            "考核期内本项目没有这项指标的数据：业务记录由参与单位登记，"
            "统计数据由卫生健康主管部门录入。"
        )
    measure = measuring.measure_of(code, kind)
    return in_own_language(measure.missing) if measure else ""


def behind(
    user: User, subject: Subject, code: str, figure: Figure | None, page: str | None
) -> tuple[Leaf[pages.RowShown] | None, Measured | None, bool]:
    """The rows a figure adds up, as the records stand now, what they come to, and whether a share.

    They are read as of the day the figure was taken.
    """
    kind = Kind.of(subject.kind)
    measure = measuring.measure_of(code, kind)
    on = localdate(figure.taken_at) if figure else localdate()
    asked = measuring.asked_of(subject.round, [subject], on=on)
    if measure is None or asked is None or supply_of(code, kind) is Supply.INDICATOR:
        return None, None, False
    if figure is not None and figure.sources != [measure.source]:
        return None, None, False
    found = measure.read(asked).get(subject.pk)
    if found is None:
        return None, None, measure.share
    leaf = Paginator(found, ROWS_ON_A_PAGE).get_page(page)
    shown = [_row(user, one, share=measure.share) for one in leaf.object_list]
    leaf.object_list = shown  # type: ignore[assignment]
    return leaf, measuring.figure_of(measure, found), measure.share  # type: ignore[return-value]


def lists_of(user: User, subject: Subject, code: str) -> list[tuple[str, str]]:
    """Pages beside the rows: of an indicator its own, with the months and rows of the ledger."""
    held, kind = subject.round, Kind.of(subject.kind)
    if supply_of(code, kind) is not Supply.INDICATOR:
        return []
    if not user.has_perm("indicators.view_indicator"):
        return []
    place = subject.partner or subject.institution
    if place_in_reach(user, place.code) is None:
        return []
    until = min(held.ends_before - timedelta(days=1), localdate())
    query = {
        "side": SIDES[kind.value],
        "first": f"{held.starts_on:%Y-%m}",
        "last": f"{until:%Y-%m}",
    }
    return [(_("打开指标页，查看各月和台账"), addressed("indicator", code, place.code, query))]


def reports_of(subject: Subject, code: str, meaning: Meaning) -> list[pages.ReportShown]:
    """What was reported for an input, the latest first: two queries."""
    rows = list(
        ReportedFigure.objects.filter(subject=subject, name=code)
        .select_related("by")
        .order_by("-pk")
    )
    files = attachments_of(rows)
    return [
        pages.ReportShown(
            pk=one.pk,
            value=value_said(one, meaning),
            note=one.note,
            by=str(one.by or ""),
            at=one.at,
            files=files[one.pk],
            ended=one.ended_reason,
        )
        for one in rows
    ]


def _row(user: User, one: measuring.Record, *, share: bool) -> pages.RowShown:
    amount = canonical(one.amount)
    name, permission = RECORDS.get(one.sort, ("", ""))
    url = reverse(name, args=[one.pk]) if name and one.pk and user.has_perm(permission) else ""
    if one.sort in LISTS and user.has_perm(LISTS[one.sort][1]):
        url = reverse(LISTS[one.sort][0])
    return pages.RowShown(
        on=one.on,
        said=in_own_language(one.said),
        amount=f"{amount}/{canonical(one.of)}" if share else amount,
        url=url,
    )


def came_to(measured: Measured | None, meaning: Meaning) -> str:
    """What rows come to now, in words."""
    now = measured.now if measured else None
    return in_own_language(meaning.quantity(now)) if now is not None else "0"
