"""First page, board and timeline."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import needs_visible_to, programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.months import month_start
from bangfu.web.access import public, staff
from bangfu.web.pages import show

from . import desks, forms, mosaic, pages, presentation
from .queries import areas, board, coverage, emptiness, losses, running, timeline
from .queries.coverage import PERMISSION

CELLS = 150
"""As many cells of the picture as a page of the board may weigh."""


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    if isinstance(request.user, User):
        return show(request, desks.desk_of(request.user, on=today))
    found = running.public_programmes(on=today)
    return show(request, pages.Landing(steps=presentation.steps(), programmes=found, on=today))


@staff(PERMISSION)
@require_safe
def board_page(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = forms.BoardForm(request.GET, programmes=_programmes(request.user))
    given = forms.valid_values(form)
    asked = coverage.Asked(**{"on": today, **given})
    found = coverage.standings(request.user, asked)
    left = losses.coming_losses(request.user, asked)
    everywhere = coverage.host_sums(found, losses.by_host(left))
    names = areas.names_of(mosaic.area_codes(everywhere))
    form.offer_areas(presentation.area_choices([h.area_code for h in everywhere], names))
    here = [host for host in everywhere if host.area_code.startswith(asked.area)]
    shown = coverage.narrowed(found, request.user, asked, losing=losses.needs_of(left))
    leaf = board.posts_on(request.user, shown, on=asked.on, page=request.GET.get("page"))
    people = coverage.people_in(s for s in found if s.area_code.startswith(asked.area))
    kept = _kept(form, "programme", "form", "on")
    link = presentation.board_link({**kept, "area": asked.area})
    left_here = [loss for loss in left if loss.area_code.startswith(asked.area)]
    page = pages.Board(
        on=asked.on,
        is_today=asked.on == today,
        filters=form,
        tiles=presentation.board_tiles(here, left_here, link, people=people, on=asked.on),
        strips=mosaic.drawn(here, names, presentation.board_link(kept), cells=CELLS),
        leaf=leaf,
        rows=list(presentation.board_rows(leaf.object_list, everywhere, left, names)),
    )
    return show(request, page)


@staff(PERMISSION)
@require_safe
def why_empty(request: StaffRequest, need: int) -> HttpResponse:
    explained = emptiness.needs_explained(request.user)
    rows = Need.objects.filter(explained).select_related("host", "programme")
    found = emptiness.emptiness_of(
        request.user, get_object_or_404(rows, pk=need), on=timezone.localdate()
    )
    may_see_need = needs_visible_to(request.user).filter(pk=need).exists()
    page = pages.WhyEmpty(
        title=_("为何空缺") if found.since else _("岗位说明"),
        host=found.need.host.name,
        facts=presentation.emptiness_facts(found),
        reasons=presentation.emptiness_reasons(found),
        need=need if may_see_need else None,
        run=found.verdict.run if found.verdict else None,
        post=found.verdict.post if found.verdict else "",
    )
    return show(request, page)


@staff(PERMISSION)
@require_safe
def timeline_page(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = forms.TimelineForm(request.GET, programmes=_programmes(request.user))
    given = forms.valid_values(form)
    first = month_start(given.pop("first", None) or today, later=0 if form["first"].data else -3)
    window = timeline.Window(starts_on=first, ends_before=month_start(first, later=12), **given)
    codes = timeline.area_codes(request.user, window)
    names = areas.names_of({code[:digits] for code in codes for digits in (4, 6)})
    form.offer_areas(presentation.area_choices(codes, names))
    leaf = timeline.lanes(request.user, window, on=today, page=request.GET.get("page"))
    kept = _kept(form, "programme", "area", "words")
    page = pages.Timeline(
        filters=form,
        chart=timeline.chart(leaf, window, today=today),
        leaf=leaf,
        earlier=_from_month(first, -6, kept),
        later=_from_month(first, 6, kept),
    )
    return show(request, page)


def _programmes(user: User) -> forms.Choices:
    return programme_choices(programmes.visible_to(user))


def _kept(form: forms.Narrowing, *names: str) -> dict[str, str]:
    """What the address already asks for, as it was written."""
    return {name: str(form[name].data) for name in names if form[name].data}


def _from_month(first: date, months: int, kept: dict[str, str]) -> str:
    moved = month_start(first, later=months)
    return presentation.addressed("", {**kept, "first": moved.isoformat()})
