"""The catalogue, one indicator, institutions in order, the outcome view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.indicators import forms, pages, presentation
from bangfu.apps.indicators.mapping import Drawn, Known, drawn
from bangfu.apps.indicators.models import Level
from bangfu.apps.indicators.presentation import addressed
from bangfu.apps.indicators.queries import series
from bangfu.apps.indicators.queries.reach import (
    VIEW,
    Place,
    below_of,
    institution_place,
    institutions_in_reach,
)
from bangfu.apps.indicators.queries.series import Told, Window
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.indicators import Figures, Indicator, Theme, catalogue
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.scope import below
from bangfu.web.wording import MISSING, in_own_language

from .framing import Asked, around, asked_of

PAGE = 50
SHOWN_BELOW = 200


@staff(VIEW)
@require_safe
def indicator_list(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    code = asked.place.code if asked.place else ""
    # The place is where the reader stands, not a condition to clear.
    form = forms.CatalogueForm(
        {**request.GET.dict(), "place": code, "side": asked.window.side},
        initial={"place": code, "side": asked.window.side},
    )
    chosen = _chosen(form)
    figures = _figures(chosen, asked)
    themes = []
    for theme in Theme:
        rows = [
            catalogue_row(one, figures.get(one.code, {}), asked)
            for one in chosen
            if one.theme is theme
        ]
        if rows:
            themes.append(pages.ThemeRows(in_own_language(theme.label), rows))
    page = pages.Catalogue(
        around=around(request, asked, name="indicator_list", current="indicator_list"),
        filters=form,
        themes=themes,
        count=len(chosen),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def indicator(request: StaffRequest, code: str) -> HttpResponse:
    one, asked = known(code), asked_of(request)
    if asked.place is None:
        raise Http404
    place, window = asked.place, asked.window
    earlier = window.earlier(asked.shift)
    months = series.by_month(
        one,
        level=place.level,
        place=place.code,
        window=Window(earlier.first, window.last, window.side),
    )
    now, before = series.over(one, months, window), series.over(one, months, earlier)
    under = below_rows(request, one, place, asked, now)
    page = pages.Indicator(
        around=around(request, asked, name="indicator", code=code),
        code=code,
        title=in_own_language(one.title),
        theme=in_own_language(one.theme.label),
        unit=presentation.unit(one),
        has_denominator=one.denominator is not None,
        numerator_title=in_own_language(one.numerator_title),
        denominator_title=in_own_language(one.denominator_title) if one.denominator_title else "",
        filters=asked.filters,
        tiles=presentation.tiles(one, now, before, asked.compared),
        compared=asked.compared,
        chart=presentation.chart(one, months, window, asked.shift, place),
        months=presentation.month_rows(one, months, window, asked.shift),
        below_title=under.title,
        map=under.map,
        cells=under.cells[:SHOWN_BELOW],
        below=under.rows[:SHOWN_BELOW],
        below_more=_("仅列出前%(count)s家，其余见机构排序。") % {"count": SHOWN_BELOW}
        if len(under.rows) > SHOWN_BELOW
        else "",
        facts=presentation.definition(one),
        rows_url=presentation.rows_url(request.user, one, place, window),
        ranking_url=""
        if place.is_institution
        else addressed("indicator_ranking", code, place.code, asked.query),
        restated=_restated(one, place, window),
        is_empty=not months,
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def ranking(request: StaffRequest, code: str) -> HttpResponse:
    one, asked = known(code), asked_of(request)
    if asked.place is None or asked.place.is_institution:
        raise Http404
    leaf = _ranked(request, one, asked.place, asked)
    page = pages.Ranking(
        around=around(request, asked, name="indicator_ranking", code=code),
        code=code,
        title=in_own_language(one.title),
        has_denominator=one.denominator is not None,
        numerator_title=in_own_language(one.numerator_title),
        denominator_title=in_own_language(one.denominator_title) if one.denominator_title else "",
        back_url=addressed("indicator", code, asked.place.code, asked.query),
        filters=asked.filters,
        compared=asked.compared,
        leaf=leaf,
        first_number=leaf.start_index(),
    )
    return show(request, page)


def known(code: str) -> Indicator:
    """The indicator of an address."""
    found = catalogue().get(code)
    if found is None:
        raise Http404
    return found


def catalogue_row(
    one: Indicator, months: Mapping[int, Figures], asked: Asked
) -> pages.CatalogueRow:
    """One indicator with its value at the place, and how it moved."""
    now = series.over(one, dict(months), asked.window)
    before = series.over(one, dict(months), asked.window.earlier(asked.shift))
    moved, kind = presentation.change(one, now.value, before.value if before.figures else None)
    told = presentation.told(one, now.value if now.figures else None)
    return pages.CatalogueRow(
        title=in_own_language(one.title),
        meaning=in_own_language(one.meaning),
        url=addressed("indicator", one.code, asked.place.code if asked.place else "", asked.query),
        value=told,
        unit=presentation.unit(one) if told != MISSING else "",
        change=moved if now.figures else MISSING,
        tone=presentation.TONES[kind] if now.figures else "neutral",
        source=in_own_language(one.source),
    )


@dataclass(frozen=True, slots=True)
class Below:
    """The places one step down: those with a value in order, and the map where there is one."""

    title: str = ""
    rows: Sequence[presentation.PlaceRow] = ()
    map: Drawn | None = None

    @property
    def cells(self) -> Sequence[presentation.PlaceRow]:
        """Places that no map shows."""
        if self.map is None:
            return self.rows
        return [row for row in self.rows if row.code in self.map.left_out]


def below_rows(
    request: StaffRequest, one: Indicator, place: Place, asked: Asked, whole: Told
) -> Below:
    """The places one step down with a value in either stretch, in order, and on a map."""
    if place.is_institution:
        return Below()
    level, found = below_of(place)
    names = {row.code: _place(level, row) for row in found}
    now, before = (
        series.by_place(one, level=level, places=names, window=window)
        for window in (asked.window, asked.window.earlier(asked.shift))
    )
    for code in before.keys() - now.keys():
        now[code] = Told(Figures(), None)
    addresses = {code: addressed("indicator", one.code, code, asked.query) for code in names}
    rows = [
        presentation.place_row(
            one,
            names[code],
            each if each.figures else None,
            before.get(code),
            whole,
            url=addresses[code],
            rows_url=presentation.rows_url(request.user, one, names[code], asked.window)
            if level == Level.INSTITUTION
            else "",
        )
        for code, each in series.in_order(one, now)
    ]
    of_areas = level != Level.INSTITUTION
    map_ = drawn(place.code, _known(one, names, now, addresses)) if of_areas else None
    return Below(_below_title(level), rows, map_)


def _known(
    one: Indicator,
    names: Mapping[str, Place],
    now: Mapping[str, Told],
    addresses: Mapping[str, str],
) -> dict[str, Known]:
    """What the map says of each area, also of those without a value."""
    found = {}
    for code, place in names.items():
        told = now.get(code)
        value = told.value if told and told.figures else None
        said = presentation.told(one, value)
        found[code] = Known(place.name, addresses[code], value, said)
    return found


def ordered_institutions(
    request: StaffRequest, one: Indicator, place: Place, asked: Asked
) -> list[tuple[str, Told]]:
    """Institutions in reach below the place with facts, in order: two queries."""
    here = institutions_in_reach(request.user).filter(below("area_code", place.code))
    codes = set(here.order_by().values_list("code", flat=True))
    told = series.by_place(one, level=Level.INSTITUTION, places=codes, window=asked.window)
    return series.in_order(one, told)


def _ranked(
    request: StaffRequest, one: Indicator, place: Place, asked: Asked
) -> Leaf[presentation.PlaceRow]:
    leaf = Paginator(ordered_institutions(request, one, place, asked), PAGE).get_page(
        request.GET.get("page")
    )
    pairs = list(leaf.object_list)
    codes = ["", *(code for code, _told in pairs)]
    names = {row.code: institution_place(row) for row in Institution.objects.filter(code__in=codes)}
    earlier = series.by_place(
        one,
        level=Level.INSTITUTION,
        places=codes,
        window=asked.window.earlier(asked.shift),
    )
    whole = series.over(
        one,
        series.by_month(one, level=place.level, place=place.code, window=asked.window),
        asked.window,
    )
    rows = [
        presentation.place_row(
            one,
            names[code],
            told,
            earlier.get(code),
            whole,
            url=addressed("indicator", one.code, code, asked.query),
        )
        for code, told in pairs
    ]
    return Leaf(rows, leaf.number, leaf.paginator)  # type: ignore[arg-type]


def _chosen(form: forms.CatalogueForm) -> list[Indicator]:
    given = form.cleaned_data if form.is_valid() else {}
    words, theme = given.get("words", "").strip().lower(), given.get("theme", "")

    def fits(one: Indicator) -> bool:
        said = (one.title, one.meaning, one.source)
        texts = [one.code, *(text for each in said for text in (each.zh, each.en))]
        return (not theme or one.theme.value == theme) and (
            not words or any(words in text.lower() for text in texts)
        )

    return [one for one in catalogue().values() if fits(one)]


def _figures(chosen: list[Indicator], asked: Asked) -> dict[str, dict[int, Figures]]:
    if asked.place is None:
        return {}
    earlier = asked.window.earlier(asked.shift)
    whole = Window(earlier.first, asked.window.last, asked.window.side)
    return series.every_indicator(
        chosen, level=asked.place.level, place=asked.place.code, window=whole
    )


def _place(level: int, row: Area | Institution) -> Place:
    if isinstance(row, Institution):
        return institution_place(row)
    return Place(level, row.code, row.name, row.code)


def _below_title(level: int) -> str:
    return {
        Level.PROVINCE: _("各省"),
        Level.CITY: _("各市"),
        Level.COUNTY: _("各县（市、区）"),
        Level.INSTITUTION: _("各机构"),
    }.get(Level(level), "")


def _restated(one: Indicator, place: Place, window: Window) -> list[pages.RestatedRow]:
    found = series.restatements(one, level=place.level, place=place.code, window=window)
    return [
        pages.RestatedRow(
            month=presentation.month_words(row.month),
            before=presentation.told(
                one, one.value(Figures(row.numerator_before, row.denominator_before))
            ),
            after=presentation.told(one, one.value(Figures(row.numerator, row.denominator))),
            reason=row.reason,
            who=str(row.by) if row.by else _("系统"),
            row=row,
        )
        for row in found
    ]
