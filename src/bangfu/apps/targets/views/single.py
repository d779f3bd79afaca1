"""One target: its figures, how it is shared out, what was reported."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets import actions, forms, pages, presentation, shown, wording
from bangfu.apps.targets.models import Sharing
from bangfu.apps.targets.queries import single
from bangfu.apps.targets.queries.board import Line, Projected, lines
from bangfu.apps.targets.queries.reach import SHARE, VIEW, reach_of
from bangfu.apps.targets.rows import address
from bangfu.core.refusal import Refusal
from bangfu.core.targets import Bound, evenly, in_proportion
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .framing import Asked, back_to, line_of


@staff(VIEW)
@require_safe
def target(request: StaffRequest) -> HttpResponse:
    asked, line = line_of(request)
    may = reach_of(request.user, asked.stage.programme, permission=SHARE)
    own = request.user.has_perm(SHARE)
    page = shown.target_page(asked.stage, asked.frame(), line, on=asked.on, sharer=may, may=own)
    return show(request, page)


@staff(SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
def share_target(request: StaffRequest) -> HttpResponse:
    """The office shares the whole out; an institution its own part."""
    asked, line = line_of(request, permission=SHARE)
    if not asked.stage.whole:
        return _share_within(request, asked, line)
    if line.whole.bound is None or not asked.stage.is_shared_out(line.target):
        raise Http404
    way = request.GET.get("way", Sharing.Way.TYPED.value)
    amounts = _proposed(asked, line, line.whole.bound, way)
    named = [
        (str(one.member.pk), one.member.name, amounts.get(one.member.pk)) for one in line.members
    ]
    form = forms.AmountsForm(
        request.POST or None, named=named, whole_numbers=line.whole.bound.in_whole_numbers
    )
    if form.is_valid():
        try:
            given = {int(key): amount for key, amount in form.amounts().items()}
            known = way if way in Sharing.Way.values else Sharing.Way.TYPED.value
            actions.share_target(
                programme=asked.stage.programme,
                key=line.key,
                amounts=given,
                way=known,
                by=request.user,
                at=timezone.now(),
                on=asked.on,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("目标已分解到各单位。"))
            return redirect(back_to(asked, line))
    page = pages.Share(
        frame=asked.frame(),
        title=presentation.title_of(line),
        back=back_to(asked, line),
        whole=wording.asked(line.whole.bound),
        whose=_("全项目"),
        said=shown.balance_words(single.balance_of(asked.stage, line), line),
        form=form,
        ways=_ways(asked, line, way),
        way=way,
    )
    return show(request, page, status=422 if form.errors else 200)


def _share_within(request: StaffRequest, asked: Asked, line: Line) -> HttpResponse:
    """An institution shares its own part out to post groups and departments."""
    number = number_of_row(request.GET.get("institution", ""))
    own = [one for one in line.members if number in (None, one.member.pk)]
    if len(own) != 1 or own[0].amount.bound is None or own[0].amount.bound.rate:
        raise Http404
    member, bound = own[0].member, own[0].amount.bound
    standing = single.standing_within(asked.stage, line.key, member.pk)
    dispatch = asked.stage.definition.dispatch
    groups = [
        (posts.code, in_own_language(posts.title), standing.get((posts.code, "")))
        for posts in (dispatch.posts if dispatch else ())
    ]
    form = forms.AmountsForm(
        request.POST or None,
        named=groups,
        whole_numbers=bound.in_whole_numbers,
        departments=[(name, amount) for (code, name), amount in standing.items() if not code],
    )
    if form.is_valid():
        try:
            actions.share_within(
                programme=asked.stage.programme,
                key=line.key,
                institution=Institution.objects.get(pk=member.pk),
                posts=form.amounts(),
                departments=form.departments(),
                by=request.user,
                at=timezone.now(),
                on=asked.on,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("本单位目标已分解。"))
            return redirect(back_to(asked, line))
    page = pages.Share(
        frame=asked.frame(),
        title=presentation.title_of(line),
        back=back_to(asked, line),
        whole=wording.asked(bound),
        whose=member.name,
        said="",
        form=form,
        ways=[],
        way="",
    )
    return show(request, page, status=422 if form.errors else 200)


def _proposed(asked: Asked, line: Line, bound: Bound, way: str) -> dict[int, Decimal]:
    """What stands, or a proposal that makes the whole exactly."""
    names = [one.member.pk for one in line.members]
    if way == Sharing.Way.EVENLY:
        parts = evenly(bound, names)
    elif way == Sharing.Way.STAFF:
        staff_ = single.staff_of(names)
        parts = in_proportion(bound, {pk: staff_.get(pk, Fraction(0)) for pk in names})
    elif way == Sharing.Way.LAST_YEAR:
        parts = in_proportion(bound, _last_time(asked, line))
    else:
        stand = {one.member.pk: one.amount.bound.amount for one in line.members if one.amount.bound}
        return {pk: actions.written(amount) for pk, amount in stand.items()}
    return {pk: actions.written(amount) for pk, amount in parts.items()}


def _last_time(asked: Asked, line: Line) -> dict[int, Fraction]:
    """What each institution did in the window before this one; in the first one, in this one."""
    before = line.window.starts_on - timedelta(days=1)
    term = asked.stage.term
    day = before if term and before >= term.starts_on else asked.on
    (earlier,) = lines(asked.stage, on=day, keys=[line.key], projected=Projected.NOTHING)
    done = {one.member.pk: one.amount.done.value or Fraction(0) for one in earlier.members}
    return {one.member.pk: done.get(one.member.pk, Fraction(0)) for one in line.members}


def _ways(asked: Asked, line: Line, way: str) -> list[Tab]:
    """Proposals to begin with."""
    return [
        Tab(
            each.label,
            address(
                "share_target",
                asked.stage,
                target=line.key,
                on=asked.on.isoformat(),
                way=each.value,
            ),
            current=each.value == way,
        )
        for each in Sharing.Way
    ]
