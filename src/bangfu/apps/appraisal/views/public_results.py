"""Results for everybody: no account, no scripts, no cookie; the same for all, so it may be kept."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from bangfu.apps.appraisal.pages import results as pages
from bangfu.apps.appraisal.queries import public_results as queries
from bangfu.web.access import public
from bangfu.web.pages import Page, show

LANGUAGES = ("zh-hans", "en")
KEPT_SECONDS = 300


@public
@require_safe
def public_rounds(request: HttpRequest) -> HttpResponse:
    _speak(request)
    page = pages.PublicRounds(
        rows=queries.public_rounds(),
        language=_language(),
        other_language=_other_language(request),
    )
    return _kept(request, page)


@public
@require_safe
def public_results(request: HttpRequest, pk: int) -> HttpResponse:
    _speak(request)
    rows = queries.released().select_related("round__edition")
    release = get_object_or_404(rows, round=pk)
    held = release.round
    bands, leaf = queries.public_bands(release, page=request.GET.get("page"))
    page = pages.PublicResults(
        title=held.title,
        held_by=queries.held_by(held),
        starts_on=held.starts_on,
        ends_before=held.ends_before,
        published=queries.published_on(held),
        digest=held.digest,
        bands=bands,
        leaf=leaf,
        language=_language(),
        other_language=_other_language(request),
    )
    return _kept(request, page)


def _kept(request: HttpRequest, page: Page) -> HttpResponse:
    """The page, which a cache on the way may keep for some minutes."""
    answer = show(request, page)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _speak(request: HttpRequest) -> None:
    """The language asked for in the address, without a cookie or a script."""
    asked = request.GET.get("language", "")
    if "\0" in asked:
        raise BadRequest
    if asked in LANGUAGES:
        translation.activate(asked)
        request.LANGUAGE_CODE = asked


def _language() -> str:
    return translation.get_language() or ""


def _other_language(request: HttpRequest) -> str:
    other = "zh-hans" if _language().startswith("en") else "en"
    page = {"page": request.GET["page"]} if request.GET.get("page", "").isdecimal() else {}
    return "?" + urlencode(page | {"language": other})
