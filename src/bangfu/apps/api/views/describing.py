"""Requests for the description of the interface, which holds no record."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bangfu.apps.api import describing, pages
from bangfu.apps.api.acts import operations
from bangfu.apps.api.frame import reading
from bangfu.apps.api.nouns import resources
from bangfu.apps.api.sections import SECTIONS
from bangfu.web.access import public, signed_in
from bangfu.web.pages import show


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    response = reading.answered(request, describing.description())
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = get_language() or "zh-hans"
    return response


@signed_in
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The same for people, section by section."""
    parts = [
        pages.Section(
            code=code,
            title=title,
            nouns=[_noun_line(noun.code) for noun in resources().values() if noun.section == code],
            acts=[_act_line(one.code) for one in operations().values() if one.section == code],
        )
        for code, title in SECTIONS.items()
    ]
    held = [part for part in parts if part.nouns or part.acts]
    return show(request, pages.Documentation(sections=held, limits=dict(describing.limits())))


def _noun_line(code: str) -> pages.NounLine:
    noun = resources()[code]
    keys = [*noun.by_key, *(one.key for one in noun.derived), *(one.key for one in noun.nested)]
    return pages.NounLine(code, noun.title, f"{describing.BASE}{code}", keys, list(noun.filters))


def _act_line(code: str) -> pages.ActLine:
    act = operations()[code]
    schema = act.schema
    needed = set(schema["required"])
    keys = [key if key in needed else f"{key}?" for key in schema["properties"]]
    return pages.ActLine(
        act.title, describing.BASE + describing.templated(act.path), [*keys, *act.patterns]
    )
