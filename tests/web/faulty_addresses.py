"""Addresses whose views fail in each way there is, one that does not, and a navigation."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from bangfu.config import urls
from bangfu.core.refusal import Refusal
from bangfu.web.access import public
from bangfu.web.navigation import Entry


class AlreadyPosted(Refusal):
    """The worker holds another posting in that period."""


@public
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public
def malformed(request: HttpRequest) -> HttpResponse:
    raise BadRequest


@public
def refused(request: HttpRequest) -> HttpResponse:
    raise AlreadyPosted(
        zh="该人员已在柳林乡卫生院派驻。", en="The person is posted in Liulin already."
    )


@public
@require_POST
def accepting(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accepted")


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in the code")


urlpatterns = [
    path("", refused, name="front"),
    path("denied/", denied),
    path("malformed/", malformed),
    path("refused/", refused),
    path("broken/", broken),
    path("accepting/", accepting),
    path("", include(urls)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

ENTRIES = (
    Entry("首页", "front", "home"),
    Entry("组件陈列", "gallery", "palette", group="管理"),
    Entry("账号", "account_list", "users", "accounts.view_user", group="管理"),
)
