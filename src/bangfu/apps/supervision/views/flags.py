"""The movable flag: who holds it, and handing it over; absent where no programme asks for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.queries import flags
from bangfu.apps.supervision.queries.reach import VIEW, managed
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    found = flags.with_flag(user)
    programme = _chosen(found, request.GET.get("programme", ""))
    period = flags.period_due(programme, on=today)
    groups = flags.groups_of(programme, on=today)
    keeps = managed(user).filter(pk=programme.pk).exists()
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    form = _form(request, programme, groups) if keeps else None
    if form is not None and form.is_valid():
        try:
            actions.hand_over_flag(
                programme=programme,
                in_period=period.starts_on,
                by=user,
                today=today,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("流动红旗交接已登记。"))
            return redirect(f"{reverse('flag')}?programme={programme.code}")
    rows = flags.flag_rows(programme)
    page = pages.Flag(
        tabs=presentation.tabs_of(user, "flag"),
        programmes=_tabs(found, programme),
        title=flags.title_of(programme),
        programme=programme.title,
        period=period,
        groups=groups,
        rows=rows,
        holders=flags.holders(rows),
        form=form,
    )
    return show(request, page, status=422 if form is not None and form.errors else 200)


def _chosen(found: list[Programme], code: str) -> Programme:
    """The programme asked for, or the first; there is no such page where none has a flag."""
    chosen = next((one for one in found if code in ("", one.code)), None)
    if chosen is None:
        raise Http404
    return chosen


def _form(
    request: StaffRequest, programme: Programme, groups: list[flags.Group]
) -> forms.FlagForm | None:
    """Handing over, where a group's last period has no holder yet."""
    awaited = [(group.code, group.title) for group in groups if group.awaited]
    if not awaited:
        return None
    members = Institution.objects.filter(parties__programme=programme).distinct()
    return forms.FlagForm(
        request.POST or None,
        groups=awaited,
        among=members,
        initial={"on": timezone.localdate()},
    )


def _tabs(found: list[Programme], current: Programme) -> list[Tab]:
    if len(found) < 2:
        return []
    address = reverse("flag")
    return [
        Tab(one.title, f"{address}?programme={one.code}", current=one.pk == current.pk)
        for one in found
    ]
