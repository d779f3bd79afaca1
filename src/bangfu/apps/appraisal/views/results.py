"""Around results: the preview before deciding, the ranking, groups of peers."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.forms import results as forms
from bangfu.apps.appraisal.models import Round
from bangfu.apps.appraisal.pages import results as pages
from bangfu.apps.appraisal.queries import groups, sheets
from bangfu.apps.appraisal.queries.preview import Preview, PreviewRow, preview_of
from bangfu.apps.appraisal.queries.ranking import (
    Standings,
    group_choices,
    rank_rows,
    rating_choices,
    standings_of,
)
from bangfu.apps.appraisal.queries.reach import MANAGE, VIEW
from bangfu.apps.appraisal.queries.rounds import may_see_ranking
from bangfu.core.appraisal import Scheme
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Tile
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, number

from .framing import found_round, held_round, lead_of, tabs_of

ROWS = 50


@staff(MANAGE)
@require_safe
def round_preview(request: StaffRequest, pk: int) -> HttpResponse:
    held = held_round(request, pk)
    if held.state != Round.State.OPEN:
        return redirect("round", pk=pk)
    filters = forms.PreviewFilterForm(request.GET)
    by = filters.cleaned_data if filters.is_valid() else {}
    found, refused = _reckoned(held)
    rows = _narrowed(found.rows, **by) if found else []
    page = pages.RoundPreview(
        pk=pk,
        title=held.title,
        lead=lead_of(held),
        tabs=tabs_of(request.user, held, "round_preview"),
        refused=refused,
        tiles=_preview_tiles(found) if found else [],
        quotas=found.quotas if found else [],
        filters=filters,
        leaf=Paginator(rows, ROWS).get_page(request.GET.get("page")) if found else None,
        waiting=found.waiting if found else 0,
        decides=bool(found and not found.waiting and not held.subjects.exclude(turn="").exists()),
        grouped=any(row.group for row in rows),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def round_ranking(request: StaffRequest, pk: int) -> HttpResponse:
    held = found_round(request, pk)
    if not may_see_ranking(request.user, held):
        raise Http404
    scheme = sheets.scheme_of(held)
    filters, by = ranking_filter(request, held)
    standings = standings_of(held)
    leaf = rank_rows(request.user, held, standings, **by, page=request.GET.get("page"))
    page = pages.RoundRanking(
        pk=pk,
        title=held.title,
        lead=lead_of(held),
        tabs=tabs_of(request.user, held, "round_ranking"),
        tiles=_spread(scheme, standings),
        filters=filters,
        leaf=leaf,
        grouped=any(standings.groups.keys()),
        graded=bool(scheme.grades),
        starred=bool(scheme.stars),
        compared=any(row.last for row in leaf.object_list),
    )
    return show(request, page)


def ranking_filter(
    request: StaffRequest, held: Round
) -> tuple[forms.RankFilterForm, dict[str, Any]]:
    """What a ranking is narrowed by, on its page and in its file."""
    filters = forms.RankFilterForm(
        request.GET,
        ratings=rating_choices(sheets.scheme_of(held)),
        groups=group_choices(held),
    )
    return filters, filters.cleaned_data if filters.is_valid() else {}


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def round_groups(request: StaffRequest, pk: int) -> HttpResponse:
    held = held_round(request, pk)
    if held.state != Round.State.OPEN:
        return redirect("round", pk=pk)
    named = group_choices(held)
    filters = forms.GroupFilterForm(request.GET, groups=named)
    by = filters.cleaned_data if filters.is_valid() else {}
    form = forms.GroupForm(request.POST or None, subjects=held.subjects.all())
    if "everybody" in request.POST:
        form.fields["subjects"].required = False
    if form.is_valid():
        chosen = (
            list(groups.grouped(held, **by).values_list("pk", flat=True))
            if "everybody" in request.POST
            else [one.pk for one in form.cleaned_data["subjects"]]
        )
        try:
            moved = actions.group_subjects(
                round=held, subjects=chosen, group=form.cleaned_data["group"], by=request.user
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已调整%(count)s个考核对象的分组。") % {"count": moved})
            return redirect("round_groups", pk=pk)
    scheme = sheets.scheme_of(held)
    page = pages.RoundGroups(
        pk=pk,
        title=held.title,
        lead=lead_of(held),
        tabs=tabs_of(request.user, held, "round_groups"),
        sums=groups.group_sums(held),
        filters=filters,
        leaf=groups.group_rows(held, **by, page=request.GET.get("page")),
        form=form,
        chosen=[int(one) for one in request.POST.getlist("subjects") if one.isdecimal()],
        names=[name for name, _label in named],
        narrowed=any(by.values()),
        matters=scheme.looks_at_peers or scheme.ranking.per_group,
    )
    return show(request, page, status=422 if form.errors else 200)


def _reckoned(held: Round) -> tuple[Preview | None, str]:
    """The preview, or the sentence why there is none."""
    try:
        return preview_of(held), ""
    except Refusal as refused:
        return None, in_own_language(refused)


def _narrowed(rows: Sequence[PreviewRow], *, show: str = "", words: str = "") -> list[PreviewRow]:
    kept = [row for row in rows if words in row.key]
    if show == forms.HELD:
        return [row for row in kept if row.held]
    if show == forms.FELL:
        return [row for row in kept if row.fell]
    return [row for row in kept if row.waiting or show != forms.WAITING]


def _preview_tiles(found: Preview) -> list[Tile]:
    tiles = [Tile(title, number(count), _("个")) for title, count in found.spread]
    tiles.append(
        Tile(_("被降低的"), number(found.held), _("个"), tone="warn" if found.held else "neutral")
    )
    if found.fell:
        tiles.append(Tile(_("比上次低的"), number(found.fell), _("个"), tone="warn"))
    if found.waiting:
        tiles.append(Tile(_("还没有评完"), number(found.waiting), _("个"), tone="warn"))
    return tiles


def _spread(scheme: Scheme, standings: Standings) -> list[Tile]:
    """How many have each star, or each grade where there are no stars."""
    place, bands = (1, scheme.stars) if scheme.stars else (0, scheme.grades)
    return [
        Tile(
            in_own_language(band.title),
            number(sum(n for codes, n in standings.rated.items() if codes[place] == band.code)),
            _("个"),
        )
        for band in bands
    ]
