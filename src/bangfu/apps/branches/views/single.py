"""One branch: its card, its setting, who leads it, and its end."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import actions, card, forms, pages
from bangfu.apps.branches.queries import CHANGE, VIEW, setting, visible_to
from bangfu.apps.registry.models import Institution
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show

from .framing import answered, back_to, changeable, done, on_standing, posted, step


@staff(VIEW)
@require_safe
def branch(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        visible_to(request.user).select_related("institution", "successor"), pk=pk
    )
    today = timezone.localdate()
    years = card.years_of(found, today)
    asked = number_of_row(request.GET.get("year", ""))
    year = asked if asked in years else years[0]
    return show(request, card.branch_card(request.user, found, year=year, on=today))


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def re_set_branch(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    places = [one.pk for one in setting.present_places(found)]
    covered = found.coverages.filter(ends_before__isnull=True)
    form = forms.ReSetForm(
        *posted(request),
        free=setting.free_departments(places, branch=found),
        initial={
            "name": found.name,
            "on": today,
            "departments": list(covered.values_list("department", flat=True)),
        },
    )
    if done(
        form,
        lambda: actions.re_set_branch(
            branch=found,
            name=form.cleaned_data["name"],
            departments=list(form.cleaned_data.get("departments") or []),
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        return back_to(request, pk, _("党支部设置已优化，原设置保留在沿革中。"))
    lead = _("调整名称和覆盖科室；撤销、合并请在党支部页面办理。")
    page = step(found, form, title=_("优化设置"), action=_("保存设置"), lead=lead)
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def change_secretary(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    form = forms.SecretaryForm(
        *posted(request), places=setting.present_places(found), initial={"on": today}
    )
    if done(form, lambda: _changed(request, pk, form)):
        return back_to(request, pk, _("书记已变更。"))
    now = found.secretaries.filter(ends_before__isnull=True).first()
    lead = _("现任书记：%(name)s") % {"name": now.name} if now else _("目前没有现任书记。")
    page = step(found, form, title=_("变更书记"), action=_("保存"), lead=lead)
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def hold_election(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    form = forms.ElectionForm(*posted(request), initial={"on": today})
    if done(
        form,
        lambda: actions.hold_election(
            branch=found, **form.cleaned_data, by=request.user, at=timezone.now(), today=today
        ),
    ):
        return back_to(request, pk, _("换届已登记。书记有变动的，请接着变更书记。"))
    page = step(found, form, title=_("登记换届"), action=_("登记"))
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def join_one(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    offered = {str(one.pk): one for one in setting.joinable(request.user, found)}
    form = forms.JoinForm(
        *posted(request),
        choices=[("", _("请选择")), *((key, one.name) for key, one in offered.items())],
        initial={"on": today},
    )
    if done(
        form,
        lambda: actions.join_one(
            branch=found,
            institution=offered[form.cleaned_data["institution"]],
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        return back_to(request, pk, _("单位已加入联合党支部。"))
    page = step(found, form, title=_("加入单位"), action=_("加入"))
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def leave_joint(request: StaffRequest, pk: int, place: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    leaving = get_object_or_404(
        Institution, pk=place, branch_seats__branch=found, branch_seats__ends_before__isnull=True
    )
    form = forms.EndForm(*posted(request), initial={"on": today})
    if done(
        form,
        lambda: actions.leave_joint(
            branch=found,
            institution=leaving,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        return back_to(request, pk, _("单位已退出联合党支部。"))
    page = pages.Confirm(
        title=_("单位退出"),
        name=found.name,
        question=_("%(place)s退出“%(name)s”？") % {"place": leaving.name, "name": found.name},
        action=_("退出"),
        consequences=[
            _("该单位的科室自此日起不再由本党支部覆盖"),
            _("以往的人数和记录保留"),
        ],
        form=form,
        back_url=reverse("branch", args=[pk]),
    )
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def dissolve_branch(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    form = forms.EndForm(*posted(request), initial={"on": today})
    if done(
        form,
        lambda: actions.dissolve_branch(
            branch=found, **form.cleaned_data, by=request.user, at=timezone.now(), today=today
        ),
    ):
        return back_to(request, pk, _("党支部已撤销，记录仍可查询。"))
    page = pages.Confirm(
        title=_("撤销党支部"),
        name=found.name,
        question=_("撤销“%(name)s”？") % {"name": found.name},
        action=_("撤销"),
        consequences=[
            _("覆盖的科室自此日起没有党支部，可由其他党支部接收"),
            _("党员组织关系的转接请按党内规定另行办理"),
            _("不能恢复，全部记录仍可查询"),
        ],
        form=form,
        back_url=reverse("branch", args=[pk]),
    )
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def merge_branch(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    among = setting.taking(request.user, found)
    form = forms.MergeForm(*posted(request), among=among, initial={"on": today})
    if done(
        form,
        lambda: actions.merge_branch(
            branch=found, **form.cleaned_data, by=request.user, at=timezone.now(), today=today
        ),
    ):
        return back_to(request, form.cleaned_data["into"].pk, _("党支部已合并。"))
    page = pages.Confirm(
        title=_("并入其他党支部"),
        name=found.name,
        question=_("将“%(name)s”并入其他党支部？") % {"name": found.name},
        action=_("合并"),
        consequences=[
            _("覆盖的科室自此日起由接收的党支部覆盖"),
            _("接收的党支部须覆盖同样的单位；合并后请更新它的党员人数"),
            _("不能恢复，全部记录仍可查询"),
        ],
        form=form,
        back_url=reverse("branch", args=[pk]),
    )
    return answered(request, page, form)


def _changed(request: StaffRequest, pk: int, form: forms.SecretaryForm) -> None:
    draft = form.draft()
    if draft is not None:
        actions.change_secretary(
            branch=changeable(request, pk),
            secretary=draft,
            on=form.cleaned_data["on"],
            by=request.user,
            today=timezone.localdate(),
        )
