"""Evaluations of one posting: those a reader may read, and the form of their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.completion import actions, forms, pages, presentation
from bangfu.apps.completion.queries import evaluations
from bangfu.apps.completion.queries.lives import life_of
from bangfu.apps.completion.queries.reach import VIEW, standing_of
from bangfu.apps.postings import queries as postings
from bangfu.core.duty.posting_life import State
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: StaffRequest, pk: int) -> HttpResponse:
    reach = postings.visible_to(request.user, permission=VIEW)
    posting = get_object_or_404(reach.in_full(), pk=pk)
    standing, life = standing_of(request.user, posting, None), life_of(posting)
    able = evaluations.may_give(request.user, posting, standing, life)
    if request.method == "POST" and not able:
        return _late(request, posting.pk, given=life.state is State.HANDED_OVER)
    form = None
    if able:
        side, on_paper = able[0]
        form = forms.EvaluateForm(request.POST or None, side=side)
        if form.is_valid():
            try:
                actions.give_evaluation(
                    posting=posting,
                    side=side,
                    marks=form.marks(),
                    words=form.cleaned_data["words"],
                    by=request.user,
                    at=timezone.now(),
                    on_paper=on_paper,
                )
            except Refusal as refused:
                form.add_error(None, in_own_language(refused))
            else:
                messages.success(request, _("评价已提交。"))
                return redirect("evaluate", pk=pk)
    sides = evaluations.reading_sides(request.user, posting, standing)
    page = pages.Evaluate(
        pk=pk,
        worker=posting.worker.name,
        host=posting.host.name,
        facts=presentation.facts(posting, None),
        given=evaluations.readable_by(sides, posting),
        form=form,
        side=able[0][0].value if able else "",
        title=_title(*able[0], posting.worker.name) if able else "",
        read_by=presentation.read_by(able[0][0]) if able else "",
        said=_why_not(life.state),
    )
    return show(request, page, status=422 if form is not None and form.errors else 200)


def _late(request: StaffRequest, pk: int, *, given: bool) -> HttpResponse:
    """Somebody of the same side was first, or it is not the time: say so on the page."""
    if not given:
        raise PermissionDenied
    messages.info(request, _("评价已提交，不能重复提交。"))
    return redirect("evaluate", pk=pk)


def _title(side: Side, on_paper: bool, worker: str) -> str:
    if on_paper:
        return _("代录%(worker)s的自评（纸质）") % {"worker": worker}
    return {
        Side.HOST: _("受援单位评价"),
        Side.SENDER: _("派出单位评价"),
        Side.WORKER: _("本人自评"),
    }[side]


def _why_not(state: State) -> str:
    """Why nothing can be evaluated now, where the time has not come."""
    ended = {State.HANDED_OVER, State.CLOSED, State.CERTIFIED}
    return "" if state in ended else _("完成交接后方可评价。")
