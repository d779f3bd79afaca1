"""Founding a branch: at which institution, alone or joint; members of those without a branch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import actions, forms, pages
from bangfu.apps.branches.models import Branch
from bangfu.apps.branches.queries import CHANGE, coverage, institutions_for, setting
from bangfu.apps.registry.models import Institution
from bangfu.web.access import staff

from .framing import answered, done, posted


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_branch(request: StaffRequest) -> HttpResponse:
    among = institutions_for(request.user)
    only = list(among[:2])
    if len(only) == 1:
        return redirect("found_branch", pk=only[0].pk)
    form = forms.ChooseInstitutionForm(*posted(request), among=among)
    if form.is_bound and form.is_valid():
        return redirect("branch_place", pk=form.cleaned_data["institution"].pk)
    page = pages.Step(
        title=_("成立党支部"),
        lead=_("先选择单位，查看党员人数和科室覆盖情况，再成立党支部或联合党支部。"),
        name="",
        form=form,
        action=_("下一步"),
        back_url=reverse("branch_list"),
    )
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def found_branch(request: StaffRequest, pk: int) -> HttpResponse:
    place, today = _place(request, pk), timezone.localdate()
    form = forms.FoundForm(
        *posted(request),
        place=place,
        free=setting.free_departments([place.pk], branch=None),
        initial={"founded_on": today},
    )
    made: list[Branch] = []
    if done(form, lambda: made.append(_founded(request, place, form))):
        messages.success(request, _("党支部已登记。"))
        return redirect("branch", pk=made[0].pk)
    page = pages.Step(
        title=_("成立党支部"),
        lead=_("党支部覆盖的科室在此选定，以后可以优化设置。"),
        name=place.name,
        form=form,
        action=_("成立党支部"),
        back_url=reverse("branch_place", args=[pk]),
    )
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def join_institutions(request: StaffRequest, pk: int) -> HttpResponse:
    place, today = _place(request, pk), timezone.localdate()
    among = institutions_for(request.user)
    form = forms.JointForm(
        *posted(request),
        near=_near(request, place),
        among=among,
        initial={"founded_on": today, "reason": _("正式党员不足3人，就近就便联合成立")},
    )
    made: list[Branch] = []
    if done(
        form,
        lambda: made.append(
            actions.join_institutions(
                name=form.cleaned_data["name"],
                institutions=[place, *form.joined()],
                founded_on=form.cleaned_data["founded_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                today=today,
            )
        ),
    ):
        messages.success(request, _("联合党支部已成立，请登记书记和各单位党员人数。"))
        return redirect("branch", pk=made[0].pk)
    page = pages.Step(
        title=_("成立联合党支部"),
        lead=_("%(name)s牵头；勾选或填写一同成立的单位。") % {"name": place.name},
        name=place.name,
        form=form,
        action=_("成立联合党支部"),
        back_url=reverse("branch_place", args=[pk]),
    )
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def count_place(request: StaffRequest, pk: int) -> HttpResponse:
    place, today = _place(request, pk), timezone.localdate()
    form = forms.CountForm(*posted(request), places=[place], initial={"on": today})
    if done(
        form,
        lambda: actions.count_members(
            branch=None,
            on=form.cleaned_data["on"],
            counts=form.counts(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        messages.success(request, _("党员人数已登记。"))
        return redirect("branch_place", pk=pk)
    page = pages.Step(
        title=_("登记党员人数"),
        lead=_("尚未成立党支部的单位，先登记党员人数；只填人数，不填姓名。"),
        name=place.name,
        form=form,
        action=_("登记"),
        back_url=reverse("branch_place", args=[pk]),
    )
    return answered(request, page, form)


def _place(request: StaffRequest, pk: int) -> Institution:
    return get_object_or_404(institutions_for(request.user), pk=pk)


def _founded(request: StaffRequest, place: Institution, form: forms.FoundForm) -> Branch:
    given = form.cleaned_data
    return actions.found_branch(
        name=given["name"],
        institution=place,
        founded_on=given["founded_on"],
        departments=list(given.get("departments") or []),
        secretary=form.draft(),
        full=given["full"],
        probationary=given["probationary"],
        by=request.user,
        at=timezone.now(),
        today=timezone.localdate(),
    )


def _near(request: StaffRequest, place: Institution) -> list[tuple[int, str]]:
    found = coverage.nearest(request.user, place, on=timezone.localdate())
    return [
        (
            one.pk,
            _("%(name)s（%(area)s，正式党员%(full)s人）")
            % {"name": one.name, "area": one.area, "full": one.full},
        )
        for one in found
        if one.branch is None
    ]
