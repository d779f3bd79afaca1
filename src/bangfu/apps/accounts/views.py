"""Signing in, and the pages of those who administer accounts and grants."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.core.refusal import Refusal
from bangfu.web.access import public, signed_in, staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from . import actions, forms, pages, queries
from .models import Grant, User
from .requests import StaffRequest

sign_in = public(LoginView.as_view(template_name="accounts/sign_in.html"))
sign_out = public(LogoutView.as_view())


class ChangePassword(PasswordChangeView):
    """The account's own password, changed by the action so that the journal knows."""

    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        actions.change_password(account=form.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("密码已修改。"))
        return redirect(str(self.success_url))


change_password = signed_in(ChangePassword.as_view())


@staff("accounts.view_user")
@require_safe
def account_list(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    rows = queries.rows(request.user, on=timezone.localdate(), words=words)
    may_open = request.user.has_perm("accounts.change_user")
    return show(request, pages.AccountList(rows=rows, words=words, may_open=may_open))


@staff("accounts.change_user")
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: StaffRequest) -> HttpResponse:
    form = forms.AccountForm(request.POST or None)
    if form.is_valid():
        try:
            opened = actions.open_account(**form.cleaned_data, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("账号已建立，请安全管理员授权。"))
            return redirect("account", pk=opened.pk)
    return show(request, pages.NewAccount(form=form), status=422 if form.errors else 200)


@staff("accounts.view_user")
@require_safe
def account(request: StaffRequest, pk: int) -> HttpResponse:
    return _account_page(request, _visible(request, pk))


@staff("accounts.change_user")
@require_POST
def close_account(request: StaffRequest, pk: int) -> HttpResponse:
    actions.close_account(account=_visible(request, pk), by=request.user)
    messages.success(request, _("账号已停用。"))
    return redirect("account", pk=pk)


@staff("accounts.change_grant")
@require_POST
def give_grant(request: StaffRequest, pk: int) -> HttpResponse:
    holder = _visible(request, pk)
    form = forms.GrantForm(request.POST)
    if form.is_valid():
        try:
            actions.give_grant(
                user=holder, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("授权已生效。"))
            return redirect("account", pk=pk)
    return _account_page(request, holder, form=form, status=422)


@staff("accounts.change_grant")
@require_POST
def end_grant(request: StaffRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant, pk=pk, user__in=queries.visible_to(request.user))
    actions.end_grant(grant=grant, by=request.user, on=timezone.localdate())
    messages.success(request, _("授权已收回。"))
    return redirect("account", pk=grant.user_id)


def _visible(request: StaffRequest, pk: int) -> User:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def _account_page(
    request: StaffRequest, held: User, *, form: forms.GrantForm | None = None, status: int = 200
) -> HttpResponse:
    if form is None and request.user.has_perm("accounts.change_grant"):
        form = forms.GrantForm()
    page = pages.Account(
        pk=held.pk,
        username=held.username,
        name=held.name,
        is_active=held.is_active,
        grants=queries.grant_rows(held),
        form=form,
        may_close=held.is_active
        and held != request.user
        and request.user.has_perm("accounts.change_user"),
    )
    return show(request, page, status=status)
