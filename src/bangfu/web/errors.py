"""When something goes wrong: one official sentence and what to do next, for each kind."""

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language

from .faults import Fault
from .outages import RETRY_SECONDS, outage_of

BAD_REQUEST = Fault(
    400,
    _("请求的内容有误"),
    _("请返回上一页，核对填写的内容后重新提交；地址若为手工输入，请检查是否完整。"),
    "alert-circle",
)
FORBIDDEN = Fault(
    403,
    _("您没有办理此事项的权限"),
    _("如因工作需要，请联系本单位安全管理员按程序授权，或更换有权限的账号登录。"),
    "lock",
)
FORGED = Fault(
    403,
    _("页面已过期，提交未被接受"),
    _("内容没有保存。请返回上一页刷新后重新提交；浏览器须允许本站使用Cookie。"),
    "refresh",
)
NOT_FOUND = Fault(
    404,
    _("未找到该页面或记录"),
    _("可能地址有误、记录已归并，或不在您的管理范围内。请从左侧导航进入，或联系管理员核实。"),
    "zoom-question",
)
NOT_OPENED = Fault(
    405,
    _("此地址不能直接打开"),
    _("它只接受页面上按钮的提交，本次没有办理任何事项。请从左侧导航进入相应事项后重新办理。"),
    "hand-stop",
)
CONFLICT = Fault(
    409,
    _("此事项暂不能办理"),
    _("内容没有保存。请按上述说明处理后，返回上一页重新办理。"),
    "hand-stop",
)
FAILED = Fault(
    500,
    _("系统出现故障，本次操作未完成"),
    _(
        "已记录故障情况，未完成的操作不会留下部分结果。请稍后重试；仍不成功的，请将发生时间告知运维人员。"
    ),
    "alert-triangle",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler400``"""
    return _shown(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``"""
    return _shown(request, FORBIDDEN)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``"""
    return _shown(request, FORGED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``"""
    return _shown(request, NOT_FOUND)


def failed(request: HttpRequest) -> HttpResponse:
    """``handler500``: drawn without asking the database, which may be what failed."""
    fault = outage_of(sys.exc_info()[1]) or FAILED
    values = {"fault": fault, "happened_at": timezone.now()}
    answer = render(None, "error_bare.html", values, status=fault.status)
    if fault.status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


class NullCharacterMiddleware:
    """Refuses a null character in an address: nobody types one, and PostgreSQL stores none.

    What is submitted passes through forms, whose fields refuse it by name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.path_info + request.META.get("QUERY_STRING", "")
        if "\0" in asked or "%00" in asked:
            return bad_request(request)
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal that no view caught becomes a page with its sentence, status 409.

    Nor is an address opened in a way it does not know answered by an empty page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            ways, response = response.headers["Allow"], _shown(request, NOT_OPENED)
            response.headers["Allow"] = ways
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return _shown(request, CONFLICT, said=in_own_language(exception))


def _shown(request: HttpRequest, fault: Fault, said: str = "") -> HttpResponse:
    # htmx puts the answer where the part was to be: a whole page would stand within the page.
    part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "shell/fault.html" if part else "error.html"
    return render(request, template, {"fault": fault, "said": said}, status=fault.status)
