"""Reviews kept as they were held."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.targets import actions, forms, kept, pages
from bangfu.apps.targets.models import Review
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.reach import SHARE, VIEW, reach_of, visible_to
from bangfu.apps.targets.queries.stage import Stage
from bangfu.core.refusal import Refusal
from bangfu.core.targets.settings import shipped
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, month

from .framing import asked_of, must


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return show(request, pages.NoTargets())
    programme = asked.stage.programme
    may = reach_of(request.user, programme, permission=SHARE).whole
    if request.method == "POST" and not may:
        raise Http404
    day = min(asked.on, asked.today)
    starting = {"on": day, "title": _usual_title(day)}
    form = forms.ReviewForm(request.POST or None, initial=starting) if may else None
    if form and form.is_valid():
        try:
            row = actions.keep_review(
                programme=programme,
                by=request.user,
                at=timezone.now(),
                today=asked.today,
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("点评数据已存档，滞后单位将收到说明提醒。"))
            return redirect("review", pk=row.pk)
    page = pages.Reviews(frame=asked.frame("reviews"), reviews=_rows(asked.stage), form=form)
    return show(request, page, status=422 if form and form.errors else 200)


@staff(VIEW)
@require_safe
def review(request: StaffRequest, pk: int) -> HttpResponse:
    found = Review.objects.filter(programme__in=visible_to(request.user))
    row = get_object_or_404(found.select_related("programme", "kept_by"), pk=pk)
    asked = must(asked_of(request, programme=row.programme.code, on=row.on.isoformat()))
    now = lines(asked.stage, on=row.on, projected=Projected.NOTHING)
    return show(request, kept.review_page(asked.stage, asked.frame("reviews"), row, now))


def _usual_title(day: date) -> str:
    """What a review of a day is usually called."""
    if day == shipped().review.in_year(day.year):
        return _("半年总结点评")
    return _("%(month)s进度点评") % {"month": month(day)}


def _rows(stage: Stage) -> list[pages.ReviewRow]:
    own = Q() if stage.whole else Q(asked__institution__in=[m.pk for m in stage.members])
    found = Review.objects.filter(programme=stage.programme).select_related("kept_by")
    counted = found.defer("figures").annotate(
        lags=Count("asked", filter=own),
        told=Count("asked", filter=own & Q(asked__note__isnull=False)),
    )
    return [
        pages.ReviewRow(
            pk=row.pk,
            title=row.title,
            on=row.on,
            kept_at=row.kept_at,
            by=str(row.kept_by or ""),
            asked=row.lags,
            answered=row.told,
        )
        for row in counted
    ]
