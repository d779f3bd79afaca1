"""Progress against the calendar: the programme, the matrix, the lag list, one institution."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.targets import matrix as laid_out
from bangfu.apps.targets import notes, pages, presentation
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.lagging import lags as lagging_of
from bangfu.apps.targets.queries.reach import VIEW
from bangfu.apps.targets.queries.stage import Member, Stage
from bangfu.apps.targets.rows import address, sources
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.targets import window_of
from bangfu.core.targets.settings import shipped
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import percent

from .framing import asked_of, must

LAGS = 50
"""Lags on one page of the list."""


@staff(VIEW)
@require_safe
def pace(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return show(request, pages.NoTargets())
    stage, on = asked.stage, asked.on
    found = lines(stage, on=on, projected=Projected.WHOLE)
    held_on = _review_day(stage, on)
    page = pages.Pace(
        frame=asked.frame("pace"),
        time_share=percent(_time_share(stage, on), 0),
        review_on=held_on if held_on != on else None,
        review_url=address("pace", stage, on=held_on.isoformat()) if held_on else "",
        tiles=presentation.tiles(found, lag_url=address("lags", stage, on=on.isoformat())),
        rows=[presentation.whole_row(stage, line, on=on) for line in found],
        figures=sum(len(line.members) for line in found),
        nothing=presentation.no_targets(stage),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def matrix(request: StaffRequest) -> HttpResponse:
    """The address without a day leads to the one with it: cells link to their neighbours."""
    asked = asked_of(request)
    if asked is None:
        return show(request, pages.NoTargets())
    return redirect("matrix_of", asked.stage.programme.code, asked.on.isoformat())


@staff(VIEW)
@require_safe
def matrix_of(request: StaffRequest, code: str, on: str) -> HttpResponse:
    if request.GET:  # another programme or day was chosen on this very page
        return redirect(f"{reverse('matrix')}?{request.GET.urlencode()}")
    asked = must(asked_of(request, programme=code, on=_day(on)))
    found = lines(asked.stage, on=asked.on, projected=Projected.NOTHING)
    return show(request, laid_out.drawn(asked.stage, asked.frame("matrix"), found, on=asked.on))


@staff(VIEW)
@require_safe
def matrix_cell(
    request: StaffRequest, code: str, on: str, institution: int, number: int
) -> HttpResponse:
    """The rows behind one cell; where they stand in several lists, the institution's own page."""
    asked = must(asked_of(request, programme=code, on=_day(on)))
    keys = list(asked.stage.targets)
    member = _member(asked.stage, institution)
    if number >= len(keys):
        raise Http404
    found_lines = lines(asked.stage, on=asked.on, keys=[keys[number]], projected=Projected.NOTHING)
    if not found_lines:
        raise Http404
    found = sources(asked.stage, found_lines[0], member, on=asked.on)
    if len(found) == 1:
        return redirect(found[0].url)
    return redirect(address("targets_of", asked.stage, institution, on=asked.on.isoformat()))


@staff(VIEW)
@require_safe
def lags(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return show(request, pages.NoTargets())
    key = request.GET.get("target", "")
    keys = [key] if key in asked.stage.targets else None
    found = lines(asked.stage, on=asked.on, keys=keys, projected=Projected.NOTHING)
    behind = lagging_of(asked.stage, found)
    leaf = Paginator(behind, LAGS).get_page(request.GET.get("page"))
    page = pages.Lags(
        frame=asked.frame("lags"),
        narrowed=presentation.title_of(found[0]) if keys else "",
        all_url=address("lags", asked.stage, on=asked.on.isoformat()),
        lags=[notes.lag_row(asked.stage, lag, on=asked.on) for lag in leaf.object_list],
        leaf=leaf,
        unexplained=sum(1 for lag in behind if lag.note is None),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def targets_of(request: StaffRequest, institution: int) -> HttpResponse:
    asked = must(asked_of(request, fixed=True))
    member = _member(asked.stage, institution)
    own = asked.stage.narrowed(institution)
    rows = [
        presentation.own_row(own, line, member, one.amount, on=asked.on)
        for line in lines(own, on=asked.on)
        if (one := line.of(institution))
    ]
    page = pages.TargetsOf(frame=asked.frame(), institution=member.name, rows=rows)
    return show(request, page)


def _day(written: str) -> str:
    """A day of an address, absent where it is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as wrong:
        raise Http404 from wrong


def _member(stage: Stage, institution: int) -> Member:
    found = next((member for member in stage.members if member.pk == institution), None)
    if found is None:
        raise Http404
    return found


def _time_share(stage: Stage, on: date) -> float | None:
    """How much of the term, or of the year in it, is over at the end of a day."""
    if stage.term is None:
        return None
    window = window_of(Per.YEAR, stage.term, on)
    gone = (on - window.starts_on).days + 1
    return min(1.0, max(0.0, gone / len(window)))


def _review_day(stage: Stage, on: date) -> date | None:
    """The usual day of review of that year, where it lies in the term."""
    day = shipped().review.in_year(on.year)
    term = stage.term
    return day if term and term.starts_on <= day < term.ends_before else None
