"""Pages of institutions and departments."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry import actions, forms, pages, presentation
from bangfu.apps.registry.drafts import draft_of_institution
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.registry.queries import areas, institutions, workers
from bangfu.web.access import staff
from bangfu.web.pages import show

from .attempts import attempted


@staff(institutions.VIEW)
@require_safe
def institution_list(request: StaffRequest) -> HttpResponse:
    scope = scope_of(request.user, institutions.VIEW)
    offered = areas.choices(scope, request.GET.get("area", ""))
    filters = forms.InstitutionFilterForm(request.GET, areas=offered)
    chosen = institutions.Filters(**(filters.cleaned_data if filters.is_valid() else {}))
    leaf = institutions.page_of(request.user, chosen, number=request.GET.get("page", 1))
    may_register = request.user.has_perm(institutions.CHANGE)
    return show(request, pages.InstitutionList(leaf, filters, may_register))


@staff(institutions.VIEW)
@require_safe
def institution(request: StaffRequest, pk: int) -> HttpResponse:
    found = institutions.details(request.user, pk)
    if found is None:
        raise Http404
    place = {"area": found.area_code, "institution": found.code}
    standing = found.valid_to is None
    page = pages.Institution(
        details=found,
        facts=presentation.institution_facts(found),
        tiles=presentation.institution_tiles(found, may_list=request.user.has_perm(workers.VIEW)),
        warnings=presentation.told(found.doubts),
        may_change=standing and scope_of(request.user, institutions.CHANGE).covers(**place),
        may_register_worker=standing and scope_of(request.user, workers.CHANGE).covers(**place),
    )
    return show(request, page)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_institution(request: StaffRequest) -> HttpResponse:
    form = forms.InstitutionForm(request.POST or None, initial={"on": timezone.localdate()})
    made = attempted(
        form,
        lambda: actions.register_institution(
            draft=form.draft(), on=form.cleaned_data["on"], by=request.user
        ),
    )
    if made:
        messages.success(request, _("机构已登记。"))
        return redirect("institution", pk=made.pk)
    page = pages.InstitutionForm(
        title=_("登记机构"),
        lead=_("登记一个机构；成批登记请用工作簿导入。"),
        form=form,
        cancel_url=reverse("institution_list"),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_institution(request: StaffRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk, institutions.CHANGE)
    initial = forms.InstitutionForm.initial_of(draft_of_institution(row), timezone.localdate())
    form = forms.InstitutionForm(request.POST or None, initial=initial)
    done = attempted(
        form,
        lambda: actions.revise_institution(
            institution=row, draft=form.draft(), on=form.cleaned_data["on"], by=request.user
        ),
    )
    if done:
        messages.success(request, _("变更已保存。"))
        return redirect("institution", pk=pk)
    page = pages.InstitutionForm(
        title=_("变更机构信息"),
        lead=row.name,
        form=form,
        cancel_url=reverse("institution", args=[pk]),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_institution(request: StaffRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk, institutions.CHANGE)
    form = forms.MergerForm(request.POST or None, initial={"on": timezone.localdate()})
    into = attempted(
        form,
        lambda: actions.merge_institution(institution=row, by=request.user, **form.cleaned_data),
    )
    if into:
        messages.success(request, _("已并入“%(name)s”。") % {"name": into.name})
        return redirect("institution", pk=into.pk)
    page = pages.Ending(
        question=_("将“%(name)s”并入另一机构？") % {"name": row.name},
        action=_("合并"),
        form=form,
        cancel_url=reverse("institution", args=[pk]),
        consequences=[
            _("在册人员自合并之日起归并入机构，原任职经历保留"),
            _("工号相同的，在原工号后加原机构代码末四位"),
            _("下属机构改由并入机构管理"),
            _("本机构不再列入现有机构，其记录仍可查询"),
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_institution(request: StaffRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk, institutions.CHANGE)
    form = forms.ClosingForm(request.POST or None, initial={"on": timezone.localdate()})
    done = attempted(
        form,
        lambda: actions.close_institution(institution=row, by=request.user, **form.cleaned_data),
    )
    if done:
        messages.success(request, _("机构已撤销，记录仍保留。"))
        return redirect("institution", pk=pk)
    page = pages.Ending(
        question=_("撤销“%(name)s”？") % {"name": row.name},
        action=_("撤销机构"),
        form=form,
        cancel_url=reverse("institution", args=[pk]),
        consequences=[
            _("还有在册人员或下属机构的，不能撤销"),
            _("本机构不再列入现有机构，其记录仍可查询"),
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_department(request: StaffRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk, institutions.CHANGE)
    return _department(request, row, _("登记科室"), initial={})


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_department(request: StaffRequest, pk: int) -> HttpResponse:
    reach = institutions.visible_to(request.user, institutions.CHANGE)
    held = get_object_or_404(
        Department.objects.select_related("institution"), pk=pk, institution__in=reach
    )
    initial = {
        name: getattr(held, name) for name in ("name", "subject_code", "staff", "minimum_staff")
    }
    return _department(request, held.institution, _("变更科室"), initial=initial)


def _department(
    request: StaffRequest, row: Institution, title: str, *, initial: dict[str, object]
) -> HttpResponse:
    form = forms.DepartmentForm(request.POST or None, initial=initial)
    if initial:
        # Its name is what a department is known by; another name would be another department.
        form.fields["name"].disabled = True
    done = attempted(
        form,
        lambda: actions.revise_departments(departments={row: [form.draft()]}, by=request.user) + 1,
    )
    if done:
        messages.success(request, _("科室已保存。"))
        return redirect("institution", pk=row.pk)
    cancel_url = reverse("institution", args=[row.pk])
    page = pages.InstitutionForm(title=title, lead=row.name, form=form, cancel_url=cancel_url)
    return show(request, page, status=422 if form.errors else 200)


def _visible(request: StaffRequest, pk: int, permission: str) -> Institution:
    reach = institutions.visible_to(request.user, permission)
    return get_object_or_404(reach.select_related("parent"), pk=pk)
