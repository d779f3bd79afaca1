"""The pages on which somebody has a program told, looks after it and ends it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.webhooks import actions, pages, queries
from bangfu.apps.webhooks.actions.telling import KEEP
from bangfu.apps.webhooks.forms import SubscriptionForm
from bangfu.apps.webhooks.models import Subscription
from bangfu.apps.webhooks.secret import secret_of
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(KEEP)
@require_safe
def subscription_list(request: StaffRequest) -> HttpResponse:
    return show(request, pages.SubscriptionList(rows=queries.rows(request.user)))


@staff(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def new_subscription(request: StaffRequest) -> HttpResponse:
    form = SubscriptionForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.subscribe(holder=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return _shown(request, made, secret=secret_of(made))
    return show(request, pages.NewSubscription(form=form), status=422 if form.errors else 200)


@staff(KEEP)
@require_safe
def one_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    return _shown(request, _own(request, pk))


@staff(KEEP)
@require_POST
def try_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    sent = actions.try_out(subscription=_own(request, pk), at=timezone.now())
    if sent.arrived:
        messages.success(request, _("测试消息已送达。"))
    else:
        messages.error(request, _("测试消息没有送达，原因见推送记录。"))
    return redirect("one_subscription", pk=pk)


@staff(KEEP)
@require_POST
def pause_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    actions.pause_subscription(subscription=_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("已暂停；恢复后从暂停处接着推送。"))
    return redirect("one_subscription", pk=pk)


@staff(KEEP)
@require_POST
def resume_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    actions.resume_subscription(subscription=_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("已恢复推送。"))
    return redirect("one_subscription", pk=pk)


@staff(KEEP)
@require_POST
def renew_secret(request: StaffRequest, pk: int) -> HttpResponse:
    renewed = actions.renew_secret(subscription=_own(request, pk), by=request.user)
    return _shown(request, renewed, secret=secret_of(renewed))


@staff(KEEP)
@require_POST
def end_subscription(request: StaffRequest, pk: int) -> HttpResponse:
    actions.end_subscription(subscription=_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("推送已停用。"))
    return redirect("subscription_list")


def _own(request: StaffRequest, pk: int) -> Subscription:
    return get_object_or_404(queries.kept_by(request.user), pk=pk)


def _shown(request: StaffRequest, subscription: Subscription, *, secret: str = "") -> HttpResponse:
    state, tone = queries.state_of(subscription)
    page = pages.OneSubscription(
        pk=subscription.pk,
        title=subscription.title,
        state=state,
        tone=tone,
        facts=queries.facts_of(subscription),
        sent=queries.sent(subscription),
        stopped=subscription.paused_at is not None or subscription.failures > 0,
        secret=secret,
    )
    response = show(request, page)
    # The secret must not lie in a cache, nor come back by the browser's way back.
    response.headers["Cache-Control"] = "no-store"
    return response
