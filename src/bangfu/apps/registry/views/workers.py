"""Pages of workers."""

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
from bangfu.apps.registry.drafts import draft_of_worker
from bangfu.apps.registry.models import Institution, Worker
from bangfu.apps.registry.queries import areas, institutions, workers
from bangfu.web.access import staff
from bangfu.web.pages import show

from .attempts import attempted


@staff(workers.VIEW)
@require_safe
def worker_list(request: StaffRequest) -> HttpResponse:
    offered = areas.choices(scope_of(request.user, workers.VIEW), request.GET.get("area", ""))
    filters = forms.WorkerFilterForm(request.GET, areas=offered)
    chosen = workers.Filters(**(filters.cleaned_data if filters.is_valid() else {}))
    page = pages.WorkerList(
        leaf=workers.page_of(request.user, chosen, number=request.GET.get("page", 1)),
        filters=filters,
        institution=workers.home_of_list(request.user, chosen),
        may_import=request.user.has_perm(workers.CHANGE),
        may_view_homes=request.user.has_perm(institutions.VIEW),
    )
    return show(request, page)


@staff(workers.VIEW)
@require_safe
def worker(request: StaffRequest, pk: int) -> HttpResponse:
    found = workers.details(request.user, pk, on=timezone.localdate())
    if found is None:
        raise Http404
    reach = scope_of(request.user, workers.CHANGE)
    is_reached = reach.covers(area=found.area_code, institution=found.home_code)
    page = pages.Worker(
        details=found,
        facts=presentation.worker_facts(
            found, may_view_home=request.user.has_perm(institutions.VIEW)
        ),
        warnings=presentation.told(found.doubts),
        may_change=found.valid_to is None and is_reached,
    )
    return show(request, page)


@staff(workers.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_worker(request: StaffRequest, pk: int) -> HttpResponse:
    reach = institutions.visible_to(request.user, workers.CHANGE)
    home = get_object_or_404(reach, pk=pk, valid_to__isnull=True)
    initial = {"on": timezone.localdate(), "sex": Worker.Sex.UNKNOWN}
    form = forms.WorkerForm(request.POST or None, home=home, initial=initial)
    made = attempted(
        form,
        lambda: actions.register_worker(
            draft=form.draft(), on=form.cleaned_data["on"], by=request.user
        ),
    )
    if made:
        messages.success(request, _("人员已登记。"))
        return redirect("worker", pk=made.pk)
    return _form(request, form, _("登记人员"), home.name, reverse("institution", args=[pk]), home)


@staff(workers.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_worker(request: StaffRequest, pk: int) -> HttpResponse:
    row = _changeable(request, pk)
    form = forms.WorkerForm(
        request.POST or None,
        home=row.home,
        held_id=row.id_number or "",
        initial=forms.WorkerForm.initial_of(draft_of_worker(row), timezone.localdate()),
    )
    done = attempted(
        form,
        lambda: actions.revise_worker(
            worker=row, draft=form.draft(), on=form.cleaned_data["on"], by=request.user
        ),
    )
    if done:
        messages.success(request, _("变更已保存。"))
        return redirect("worker", pk=pk)
    return _form(request, form, _("变更人员信息"), row.name, reverse("worker", args=[pk]), row.home)


@staff(workers.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_worker(request: StaffRequest, pk: int) -> HttpResponse:
    row = _changeable(request, pk)
    form = forms.TransferForm(request.POST or None, initial={"on": timezone.localdate()})
    done = attempted(
        form, lambda: actions.transfer_worker(worker=row, by=request.user, **form.cleaned_data)
    )
    if done:
        messages.success(request, _("调动已登记，原任职经历保留。"))
        return redirect("worker", pk=pk)
    return _form(request, form, _("人员调动"), row.name, reverse("worker", args=[pk]))


@staff(workers.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire_worker(request: StaffRequest, pk: int) -> HttpResponse:
    row = _changeable(request, pk)
    form = forms.RetirementForm(request.POST or None, initial={"on": timezone.localdate()})
    done = attempted(
        form, lambda: actions.retire_worker(worker=row, by=request.user, **form.cleaned_data)
    )
    if done:
        messages.success(request, _("离任已登记，记录仍保留。"))
        return redirect("worker", pk=pk)
    page = pages.Ending(
        question=_("登记“%(name)s”离任？") % {"name": row.name},
        action=_("登记离任"),
        form=form,
        cancel_url=reverse("worker", args=[pk]),
        consequences=[_("不再列入在册人员和选派范围"), _("任职经历和已有记录仍可查询")],
    )
    return show(request, page, status=422 if form.errors else 200)


def _changeable(request: StaffRequest, pk: int) -> Worker:
    reach = workers.visible_to(request.user, workers.CHANGE)
    full = reach.select_related("home", "department").prefetch_related("specialties")
    return get_object_or_404(full, pk=pk)


def _form(
    request: StaffRequest,
    form: forms.WorkerForm | forms.TransferForm,
    title: str,
    lead: str,
    cancel_url: str,
    home: Institution | None = None,
) -> HttpResponse:
    page = pages.WorkerForm(
        title=title,
        lead=lead,
        form=form,
        cancel_url=cancel_url,
        departments=tuple(home.departments.values_list("name", flat=True)) if home else (),
    )
    return show(request, page, status=422 if form.errors else 200)
