"""Who may open a page: stated above each view, enforced in one place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of whoever opens it; ``permission`` only where ``kind`` is ``staff``."""

    kind: Literal["public", "signed_in", "staff"]
    permission: str = ""


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _declared(view, Access("public"))


def signed_in(view: View) -> View:
    """Open to everybody with an account, whatever their grants."""
    return _declared(view, Access("signed_in"))


def staff(permission: str) -> Callable[[View], View]:
    """Open to those who hold the permission somewhere; the query says what they see."""
    return lambda view: _declared(view, Access("staff", permission))


def access_of(view: object) -> Access | None:
    """What a view states, or ``None`` where it states nothing."""
    return getattr(view, "access", None)


def _declared(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in first, then back to the page one stood on.

    What was submitted cannot be opened again, and a part that htmx asked for is no page.
    """
    htmx = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(_page_before(request))


def _page_before(request: HttpRequest) -> str:
    """The address of our own page from which something was submitted, else the first page."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return "/"
    parts = urlsplit(before)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


class AccessMiddleware:
    """Refuses what a view's statement does not allow, before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        access = access_of(view)
        if access is None:
            raise ImproperlyConfigured(f"{view} does not say who may open it")
        if access.kind == "public":
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if access.kind == "staff" and not request.user.has_perm(access.permission):
            raise PermissionDenied
        return None
