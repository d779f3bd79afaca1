"""A request becomes a task, a host's need or a problem on the list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.forms import NeedForm
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.queries.reach import MANAGE, managed, programmes_of
from bangfu.apps.voice import actions, forms, pages, presentation
from bangfu.apps.voice.models import PublicRequest
from bangfu.apps.voice.queries.reach import HANDLE, visible_to
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def tie_request(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    if kind not in presentation.TIES:
        raise Http404
    if kind not in presentation.may_tie(found, request.user):
        raise PermissionDenied
    if getattr(found, f"{kind}_id"):
        messages.info(request, _("此件已列入，见下方链接。"))
        return redirect("public_request", pk=pk)
    form = _form(request, found, kind)
    if form.is_bound and form.is_valid():
        try:
            _tie(request, found, kind, form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已列入，双方页面互相链接。"))
            return redirect("public_request", pk=pk)
    page = pages.TieRequest(
        pk=pk,
        number=str(found),
        title=presentation.tie_titles()[kind],
        lead=found.institution.name,
        asked=found.words,
        form=form,
        note=_("请用工作语言概括，不写姓名、电话等个人信息；群众的原话不会带过去。"),
    )
    return show(request, page, status=422 if form.errors else 200)


def _keeps(request: StaffRequest, found: PublicRequest) -> bool:
    """Whether the reader keeps the ledger over this institution, or proposes to it."""
    return request.user.scope_of(MANAGE).covers(
        area=found.area_code, institution=found.institution.code
    )


def _tie(request: StaffRequest, found: PublicRequest, kind: str, given: dict[str, Any]) -> None:
    who: dict[str, Any] = {
        "request": found,
        "by": request.user,
        "on": timezone.localdate(),
        "at": timezone.now(),
    }
    if kind == "task":
        side = Side.AUTHORITY if _keeps(request, found) else Side.RESPONSIBLE
        actions.task_for_request(**who, **given, side=side)
    elif kind == "problem":
        actions.problem_for_request(**who, **given)
    else:
        actions.need_for_request(**who, stated=given)


def _form(request: StaffRequest, found: PublicRequest, kind: str) -> Any:
    posted = request.POST if request.method == "POST" else None
    code = found.code.programme.code if found.code.programme else ""
    if kind == "need":
        initial = {
            "programme": code,
            "host": found.institution.name,
            "department_name": found.department.name if found.department else "",
        }
        return NeedForm(posted, user=request.user, initial=initial)
    made: forms.TaskForm | forms.ProblemForm = (
        forms.TaskForm(posted, initial={"programme": code})
        if kind == "task"
        else forms.ProblemForm(posted, initial={"programme": code})
    )
    made.fields["programme"].queryset = _programmes(request, found)  # type: ignore[attr-defined]
    return made


def _programmes(request: StaffRequest, found: PublicRequest) -> QuerySet[Programme]:
    if _keeps(request, found) and (own := managed(request.user)).exists():
        return own
    return programmes_of(request.user)
