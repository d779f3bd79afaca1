"""The pages where somebody makes, reads through and revokes tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.api import actions, forms, pages, queries
from bangfu.core.refusal import Refusal
from bangfu.web.access import signed_in, staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: StaffRequest) -> HttpResponse:
    form, at = forms.TokenForm(request.POST or None, user=request.user), timezone.now()
    secret = title = ""
    if form.is_valid():
        asked = form.cleaned_data | {"holder": form.cleaned_data.get("holder") or request.user}
        try:
            made, secret = actions.make_token(**asked, by=request.user, at=at)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            title, form = made.title, forms.TokenForm(user=request.user)
    page = pages.TokenList(
        rows=queries.rows(request.user, at=at),
        form=form,
        secret=secret,
        secret_title=title,
        may_open_accounts=request.user.has_perm("accounts.change_user"),
    )
    response = show(request, page, status=422 if form.errors else 200)
    # The secret must not lie in a cache, nor come back by the browser's way back.
    response.headers["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def revoke_token(request: StaffRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.kept_by(request.user), pk=pk)
    actions.revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("令牌已停用，再次使用时将被拒绝。"))
    return redirect("token_list")


@staff("accounts.change_user")
@require_http_methods(["GET", "HEAD", "POST"])
def new_program_account(request: StaffRequest) -> HttpResponse:
    form = forms.ProgramAccountForm(request.POST or None)
    if form.is_valid():
        try:
            opened = actions.open_program_account(**form.cleaned_data, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("账号已建立，请安全管理员授权并生成令牌。"))
            return redirect("account", pk=opened.pk)
    return show(request, pages.NewProgramAccount(form=form), status=422 if form.errors else 200)
