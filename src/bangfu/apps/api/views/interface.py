"""Requests of programs: a noun's records, an act, a page's own value."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from bangfu.apps.api import problems, repeating
from bangfu.apps.api.acts import operations
from bangfu.apps.api.authentication import TokenRequest, with_token
from bangfu.apps.api.coverage import is_screen, noun_of_page
from bangfu.apps.api.frame import acting, reading
from bangfu.apps.api.frame.body import body_of
from bangfu.apps.api.frame.form_fields import sent_as_form
from bangfu.apps.api.frame.operation import Operation
from bangfu.apps.api.frame.plain import plain
from bangfu.apps.api.frame.resource import Record, Resource
from bangfu.apps.api.nouns import resources
from bangfu.apps.api.problems import Problem
from bangfu.web.access import View, public


def at_address(resource: Resource | None, operation: Operation | None) -> View:
    """The view of one address: reading by GET, the act by POST, whichever there is."""
    ways = (["GET", "HEAD"] if resource else []) + (["POST"] if operation else [])

    @with_token()
    def answered(request: TokenRequest, **keys: object) -> HttpResponseBase:
        if request.method == "POST" and operation is not None:
            return _acted(request, operation, keys)
        if request.method in ("GET", "HEAD") and resource is not None:
            if "pk" in keys:
                return reading.single(request, resource, int(str(keys["pk"])))
            return reading.listed(request, resource)
        raise _not_allowed(ways)

    return answered


@with_token()
def screen(request: TokenRequest, page: str) -> HttpResponseBase:
    """What a page shows, as the value from which it is drawn."""
    if request.method not in ("GET", "HEAD"):
        raise _not_allowed(["GET", "HEAD"])
    path = f"/{page}"
    try:
        match = resolve(path)
    except Resolver404:
        raise problems.absent() from None
    if not is_screen(match.url_name or ""):
        raise problems.absent()
    section = section_of(match.func)
    if not request.token.allows(section, acting=False):
        raise problems.out_of_reach(section)
    return reading.answered(request, plain(acting.ask_page(request, path).page))


def section_of(view: View) -> str:
    """The section of a page: the stage whose view it is."""
    return view.__module__.split(".")[2]


@public
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the interface that leads nowhere."""
    return problems.response_to(problems.absent())


def _acted(
    request: TokenRequest, operation: Operation, keys: Mapping[str, object]
) -> HttpResponseBase:
    if not request.token.allows(operation.section, acting=True):
        raise problems.out_of_reach(operation.section)
    body, content = body_of(request)
    data, files = sent_as_form(body, operation.field_of)

    def act() -> repeating.Answer:
        _refuse_what_changed(request, operation, keys)
        done = acting.perform(operation, request, keys=keys, data=data, files=files)
        return _answer(request, operation, keys, done)

    answer = repeating.once(
        request.token,
        request.headers.get("Idempotency-Key", ""),
        asked=request.path,
        content=content,
        at=timezone.now(),
        act=act,
    )
    response = reading.answered(request, answer.content, status=answer.status)
    del response.headers["ETag"]
    if answer.location:
        response.headers["Location"] = answer.location
    if answer.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _answer(
    request: TokenRequest, operation: Operation, keys: Mapping[str, object], done: acting.Done
) -> repeating.Answer:
    """What was said, and the record of what was made or changed where the account may read it."""
    noun, number = _led_to(done) or (operation.about, keys.get("pk"))
    record: Record | None = None
    if noun and isinstance(number, int):
        resource = resources()[noun]
        if request.user.has_perm(resource.permission):
            try:
                record = reading.record_of(resource, request.user, number)
            except Problem:
                record = None
    said = {
        "done": True,
        "changed": done.changed,
        "sentences": list(done.sentences),
        "noun": noun or None,
        "record": record,
    }
    is_new = operation.makes and record is not None
    location = f"/api/v1/{noun}/{number}" if is_new else ""
    return repeating.Answer(201 if operation.makes else 200, said, location)


def _led_to(done: acting.Done) -> tuple[str, int] | None:
    """The noun and number of the page that an act leads to."""
    try:
        match = resolve(urlsplit(done.leads_to).path)
    except Resolver404:
        return None
    noun, pk = noun_of_page(match.url_name or ""), match.kwargs.get("pk")
    return (noun, pk) if noun and isinstance(pk, int) else None


def _refuse_what_changed(
    request: TokenRequest, operation: Operation, keys: Mapping[str, object]
) -> None:
    """If-Match: the record is still the one that the program read; it is held until the end."""
    stated, pk = request.headers.get("If-Match", ""), keys.get("pk")
    if not stated or stated == "*" or not operation.about or not isinstance(pk, int):
        return
    resource = resources()[operation.about]
    reading.admit(request, resource)
    resource.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if reading.tag_of_record(resource, request.user, pk) not in reading.tags_in(stated):
        raise Problem(
            412,
            "changed_meanwhile",
            zh="此记录已被他人更改，请重新读取后再办理。",
            en="Somebody changed this record; read it again first.",
        )


def _not_allowed(ways: list[str]) -> Problem:
    return Problem(
        405,
        "method",
        zh=f"此地址只接受{'、'.join(ways)}。",
        en=f"This address takes {', '.join(ways)} only.",
        headers={"Allow": ", ".join(ways)},
    )


def every_address() -> dict[str, tuple[Resource | None, Operation | None]]:
    """Each address below ``/api/v1/`` with what is read there and what is done."""
    found: dict[str, tuple[Resource | None, Operation | None]] = {}
    for code, resource in resources().items():
        found[code] = found[f"{code}/<int:pk>"] = (resource, None)
    for operation in operations().values():
        resource_there, earlier = found.get(operation.path, (None, None))
        if earlier is not None:
            raise ValueError(f"two acts at {operation.path}")
        found[operation.path] = (resource_there, operation)
    return found
