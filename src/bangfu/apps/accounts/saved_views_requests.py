"""The pages where an account saves, renames, orders and deletes its views of lists."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.core.refusal import Refusal
from bangfu.web.access import signed_in
from bangfu.web.navigation import title_of
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from . import pages, saved_views
from .models import SavedView
from .requests import StaffRequest


class SavedViewForm(forms.Form):
    """The title, and what it stands for."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=30)
    page = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=4000, widget=forms.HiddenInput, required=False)


class TitleForm(forms.Form):
    """Another title for a view."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=30)


@signed_in
@require_safe
def saved_view_list(request: StaffRequest) -> HttpResponse:
    rows = saved_views.views_of(request.user)
    groups: dict[str, list[saved_views.ViewRow]] = {}
    for row in rows:
        groups.setdefault(row.page, []).append(row)
    lists = [
        pages.ViewsOfList(title_of(page) or _("其他列表"), tuple(held))
        for page, held in groups.items()
    ]
    return show(request, pages.SavedViewList(lists=lists))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def save_view(request: StaffRequest) -> HttpResponse:
    form = SavedViewForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        try:
            view = saved_views.save_view(**form.cleaned_data, by=request.user)
        except saved_views.UnknownList:
            # Nothing on the form could mend it.
            raise
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已保存为常用筛选“%(title)s”。") % {"title": view.title})
            return redirect(f"{saved_views.address_of(view.page)}?{view.query}")
    page = str(form["page"].value() or "")
    query = str(form["query"].value() or "")
    shown = pages.SaveView(
        form=form,
        list_title=title_of(page),
        back=f"{saved_views.address_of(page) or '/'}?{QueryDict(query).urlencode()}",
    )
    return show(request, shown, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rename_view(request: StaffRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    form = TitleForm(request.POST or None, initial={"title": view.title})
    if form.is_valid():
        try:
            saved_views.rename_view(view=view, title=form.cleaned_data["title"], by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("名称已修改。"))
            return redirect("saved_view_list")
    page = pages.RenameView(pk=pk, title=view.title, form=form)
    return show(request, page, status=422 if form.errors else 200)


@signed_in
@require_POST
def move_view_up(request: StaffRequest, pk: int) -> HttpResponse:
    saved_views.move_view_up(view=_own(request, pk), by=request.user)
    return redirect("saved_view_list")


@signed_in
@require_POST
def delete_view(request: StaffRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    saved_views.delete_view(view=view, by=request.user)
    messages.success(request, _("已删除常用筛选“%(title)s”。") % {"title": view.title})
    return redirect("saved_view_list")


def _own(request: StaffRequest, pk: int) -> SavedView:
    """A view of another account looks as if it were not there."""
    return get_object_or_404(request.user.saved_views.all(), pk=pk)
