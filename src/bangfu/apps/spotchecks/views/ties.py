"""Ties: who declares being too near to whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks import actions, forms, pages, presentation
from bangfu.apps.spotchecks.models import Tie
from bangfu.apps.spotchecks.queries.listing import checkers_within
from bangfu.apps.spotchecks.queries.reach import MANAGE, RECORD
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: StaffRequest) -> HttpResponse:
    user = request.user
    form = forms.TieForm(request.POST or None, checkers=_may_declare_for(user))
    scope = user.scope_of(RECORD)
    form.fields["institution"].among = Institution.objects.filter(  # type: ignore[attr-defined]
        Q(valid_to__isnull=True) & scope.filter(area="area_code")
    )
    if form.is_valid():
        try:
            actions.declare_tie(by=user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已登记回避，今后的抽取自动避开。"))
            return redirect("ties")
    rows = _visible(user).select_related("account", "institution", "declared_by")
    page = pages.Ties(
        tabs=presentation.tabs_of(user, "ties"),
        rows=[
            pages.TieRow(
                row.pk,
                row.account.name,
                row.institution.name,
                row.get_kind_display(),
                row.note,
                f"{day(row.declared_at)} · {row.declared_by or _('系统')}",
            )
            for row in rows
        ],
        form=form,
        ends=user.has_perm(MANAGE),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(RECORD)
@require_POST
def end_tie(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_reached(request.user), pk=pk)
    if not request.user.scope_of(MANAGE).covers(area=found.institution.area_code):
        # Who is tied does not lift it: an office does.
        raise PermissionDenied
    if found.ended_at is not None:
        messages.info(request, _("此项回避已经解除。"))
        return redirect("ties")
    actions.end_tie(tie=found, by=request.user, at=timezone.now())
    messages.success(request, _("已解除回避。"))
    return redirect("ties")


def _may_declare_for(user: User) -> list[User]:
    """Everybody in an organiser's area; else oneself."""
    areas = user.scope_of(MANAGE).areas
    if not areas:
        return [user]
    today = timezone.localdate()
    found = {one.pk: one for area in areas for one in checkers_within(area, on=today)}
    return list(found.values())


def _visible(user: User) -> QuerySet[Tie]:
    """Standing ties of an organiser's area, and one's own."""
    return _reached(user).filter(ended_at__isnull=True)


def _reached(user: User) -> QuerySet[Tie]:
    """The same with those that were ended."""
    scope = user.scope_of(MANAGE)
    inside = scope.filter(area="institution__area_code")
    return Tie.objects.filter(inside | Q(account=user))
