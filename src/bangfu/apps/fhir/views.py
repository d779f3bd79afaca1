"""Reading and searching the directory; every refusal is an OperationOutcome in words."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bangfu import __version__
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.api.authentication import with_token
from bangfu.apps.api.problems import Problem, absent
from bangfu.core import fhir
from bangfu.core.fhir.answers import IssueCode
from bangfu.web.access import View, public

from .queries import KINDS, Kind, kinds

MEDIA_TYPE = "application/fhir+json"
USUAL, MOST = 50, 200
"""Resources on a page of what was found."""
STATED_SINCE = date(2026, 11, 23)
"""Since when the capability statement says what it says."""
_PAGING = ("_count", "_after", "_format")
_JSON = ("json", "application/json", MEDIA_TYPE)
_ISSUES: dict[int, IssueCode] = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
}


def _answer(content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = JsonResponse(
        content, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    words = f"{problem.zh} {problem.en}"
    response = _answer(
        fhir.outcome(_ISSUES.get(problem.status, "invalid"), words), status=problem.status
    )
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def _only_read(view: View) -> View:
    """Whatever is sent is refused before any of it is read."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            raise Problem(
                405,
                "read_only",
                zh="FHIR接口只供读取，没有写入任何内容。",
                en="The FHIR interface is for reading; nothing was written.",
                headers={"Allow": "GET, HEAD"},
            )
        if request.GET.get("_format", "json").replace(" ", "+") not in _JSON:
            raise Problem(
                406, "only_json", zh="FHIR接口只提供JSON格式。", en="FHIR is served as JSON only."
            )
        return view(request, *args, **kwargs)

    return answered


def _guarded(view: Callable[..., HttpResponse]) -> View:
    return with_token(section="fhir", refused=_refused)(_only_read(view))


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/fhir")


@csrf_exempt
@public
def metadata(request: HttpRequest) -> HttpResponseBase:
    """What this server can do; anybody may ask."""
    try:
        return _only_read(_stated)(request)
    except Problem as problem:
        return _refused(request, problem)


def _stated(request: HttpRequest) -> HttpResponse:
    served = [kind.served for kind in KINDS]
    return _answer(
        fhir.capability_statement(served, base=_base(request), version=__version__, on=STATED_SINCE)
    )


@_guarded
def read(request: StaffRequest, kind: str, number: str) -> HttpResponse:
    """One resource; not sent again to whoever holds it as it is."""
    chosen = _kind(kind)
    today = timezone.localdate()
    rows = list(chosen.rows(request.user).filter(chosen.conditions["_id"](today)(number))[:1])
    if not rows:
        raise absent()
    response = _answer(chosen.told(request.user, rows, today)[0])
    tag = f'W/"{sha256(response.content).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    return response


@_guarded
def search(request: StaffRequest, kind: str) -> HttpResponse:
    """A page of the resources that were asked for, in the order of their ids."""
    chosen = _kind(kind)
    today = timezone.localdate()
    found = _narrowed(chosen, request, on=today)
    count, after = _whole(request, "_count", USUAL), _whole(request, "_after", 0)
    count = min(count, MOST)
    rows = list(found.filter(pk__gt=after).order_by("pk")[: count + 1]) if count else []
    links = {"self": request.build_absolute_uri()}
    if len(rows) > count:
        links["next"] = _next(request, kind, after=rows[count - 1].pk)
    return _answer(
        fhir.bundle(
            chosen.told(request.user, rows[:count], today),
            total=found.count(),
            base=_base(request),
            links=links,
        )
    )


@_guarded
def root(request: StaffRequest) -> HttpResponse:
    """Where bundles are sent elsewhere; here nothing is, and nothing is found across kinds."""
    raise absent()


@_guarded
def nowhere(request: StaffRequest, rest: str) -> HttpResponse:
    """An address that FHIR may have, but this server has not."""
    raise absent()


def _kind(name: str) -> Kind:
    chosen = kinds().get(name)
    if chosen is None:
        served = "、".join(kinds())
        raise Problem(
            404,
            "unknown_kind",
            zh=f"没有这一资源类型；提供的有：{served}。",
            en="There is no such kind of resource here; see /fhir/metadata.",
        )
    return chosen


def _narrowed(kind: Kind, request: StaffRequest, *, on: date) -> QuerySet[Any]:
    """Several values of one parameter mean any of them, a repeated parameter all."""
    rows = kind.rows(request.user)
    for name, given in request.GET.lists():
        if name in _PAGING:
            continue
        if name not in kind.conditions:
            raise Problem(
                400,
                "unknown_parameter",
                zh=f"不支持按“{name[:40]}”查找；可用的查找条件见/fhir/metadata。",
                en=f"Searching by “{name[:40]}” is not supported; /fhir/metadata names what is.",
            )
        for values in given:
            rows = rows.filter(_any_of(name, kind.conditions[name](on), values.split(",")))
    return rows


def _any_of(name: str, condition: Callable[[str], Q], values: list[str]) -> Q:
    met = Q(pk__in=[])
    for value in values[:MOST]:
        try:
            met |= condition(value)
        except ValueError:
            raise _faulty(name) from None
    return met


def _whole(request: StaffRequest, name: str, otherwise: int) -> int:
    value = request.GET.get(name, str(otherwise))
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise _faulty(name)
    return int(value)


def _faulty(name: str) -> Problem:
    return Problem(
        400,
        "faulty_value",
        zh=f"查找条件“{name}”的值不符合要求。",
        en=f"The value of the parameter “{name}” is not one it takes.",
    )


def _next(request: StaffRequest, kind: str, *, after: int) -> str:
    kept = [
        (name, value) for name, given in request.GET.lists() if name != "_after" for value in given
    ]
    return f"{_base(request)}/{kind}?{urlencode([*kept, ('_after', after)])}"
