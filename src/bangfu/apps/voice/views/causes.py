"""Causes by quarter, and the reviews of them with those who can mend them."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.voice import actions, forms, pages, presentation
from bangfu.apps.voice.models import CauseReview
from bangfu.apps.voice.queries import causes as queries
from bangfu.apps.voice.queries.causes import quarter_in_words, quarter_of
from bangfu.apps.voice.queries.reach import HANDLE, VIEW
from bangfu.core.refusal import Refusal
from bangfu.core.voice import settings
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language

FIRST_YEAR = 2000


@staff(VIEW)
@require_safe
def request_causes(request: StaffRequest) -> HttpResponse:
    first, after = quarter_of(_asked(request.GET.get("quarter", "")))
    before, _same = quarter_of(first - timedelta(days=1))
    found = queries.reviews_visible_to(request.user).filter(first=first, withdrawn_at=None)
    keeping = reverse("keep_review") + f"?quarter={first}"
    page = pages.Causes(
        tabs=presentation.tabs_of(request.user, "request_causes"),
        quarter=quarter_in_words(first),
        earlier=f"?quarter={before}" if before.year >= FIRST_YEAR else "",
        later=f"?quarter={after}" if after <= timezone.localdate() else "",
        rows=_rows(request, first),
        reviews=[queries.row_of(one) for one in found[:20]],
        keeps=keeping if request.user.has_perm(HANDLE) else "",
    )
    return show(request, page)


@staff(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_review(request: StaffRequest) -> HttpResponse:
    first, _after = quarter_of(_asked(request.GET.get("quarter", "")))
    today = timezone.localdate()
    places = {one.key: one for one in queries.places_reviewed_by(request.user)}
    form = forms.ReviewForm(
        request.POST if request.method == "POST" else None, initial={"met_on": today}
    )
    form.fields["place"].choices = [(key, one.name) for key, one in places.items()]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        given = form.cleaned_data | {"place": places[form.cleaned_data["place"]]}
        try:
            row = actions.keep_review(
                first=first, by=request.user, on=today, at=timezone.now(), **given
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("原因分析已登记。"))
            return redirect("cause_review", pk=row.pk)
    page = pages.KeepReview(
        quarter=quarter_in_words(first),
        back=reverse("request_causes") + f"?quarter={first}",
        rows=_rows(request, first),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def cause_reviews(request: StaffRequest) -> HttpResponse:
    found = queries.reviews_visible_to(request.user)
    page = pages.ReviewList(
        tabs=presentation.tabs_of(request.user, "cause_reviews"),
        leaf=leaf_of(found, queries.row_of, request.GET.get("page")),
    )
    return show(request, page)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def cause_review(request: StaffRequest, pk: int) -> HttpResponse:
    """One review; posting to it withdraws it with a reason."""
    found = get_object_or_404(queries.reviews_visible_to(request.user), pk=pk)
    may = queries.may_withdraw(request.user, found) and found.withdrawn_at is None
    posted = request.method == "POST"
    if posted and not queries.may_withdraw(request.user, found):
        raise PermissionDenied
    form = forms.WordsForm(request.POST if posted else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["words"]
        try:
            actions.withdraw_review(review=found, reason=reason, by=request.user, at=timezone.now())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("原因分析已撤回，记录仍保留。"))
            return redirect("cause_review", pk=pk)
    return show(request, _shown(found, form if may or form.errors else None))


def _shown(found: CauseReview, form: forms.WordsForm | None) -> pages.Review:
    held = settings.shipped()
    facts = [
        Fact(_("分析会日期"), day(found.met_on)),
        Fact(_("参加人员"), found.who or _("未填写")),
        Fact(_("登记人"), f"{found.kept_by or _('系统')} · {day(found.kept_at)}"),
    ]
    if found.withdrawn_at:
        facts.append(
            Fact(
                _("撤回"),
                f"{found.withdrawn_by} · {day(found.withdrawn_at)} · {found.withdrawn_reason}",
            )
        )
    return pages.Review(
        pk=found.pk,
        place=found.place,
        quarter=quarter_in_words(found.first),
        state=_("已撤回") if found.withdrawn_at else _("已登记"),
        tone="neutral" if found.withdrawn_at else "ok",
        facts=facts,
        rows=[
            (in_own_language(held.cause(cause)), now, earlier)
            for cause, (now, earlier) in found.figures.items()
        ],
        findings=found.findings,
        measures=found.measures,
        form=form,
    )


def _rows(request: StaffRequest, first: date) -> list[tuple[str, int, int, str]]:
    last = quarter_of(first)[1] - timedelta(days=1)
    return [
        (title, now, earlier, f"?cause={code}&since={first}&until={last}")
        for title, now, earlier, code in queries.cause_rows(request.user, first=first)
    ]


def _asked(typed: str) -> date:
    """The day typed, today where it is none of ours."""
    today = timezone.localdate()
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return today
    return found if found.year > FIRST_YEAR and found <= today else today
