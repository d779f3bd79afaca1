"""A round opened: programme, table and days first, then who is appraised."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.forms import rounds as forms
from bangfu.apps.appraisal.models import Edition, Round
from bangfu.apps.appraisal.pages import rounds as pages
from bangfu.apps.appraisal.queries.candidates import Candidate, candidates
from bangfu.apps.appraisal.queries.figures import measured_of
from bangfu.apps.appraisal.queries.groups import in_groups
from bangfu.apps.appraisal.queries.reach import MANAGE
from bangfu.apps.appraisal.queries.schemes import editions_visible_to
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

KINDS = {one.value: one for one in Kind}
WHEN = {one.value: one for one in RoundKind}


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    held_in = Programme.objects.filter(user.scope_of(MANAGE).filter(area="area_code"))
    frozen = editions_visible_to(user).filter(state=Edition.State.FROZEN)
    asked = request.GET if "programme" in request.GET else None
    basis = forms.BasisForm(
        asked,
        programmes=programme_choices(held_in.order_by("-ends_before", "code")),
        editions=frozen,
        initial={
            "kind": RoundKind.YEAR_END.value,
            "starts_on": today.replace(month=1, day=1),
            "last_on": today.replace(month=12, day=31),
        },
    )
    form, among = None, []
    if asked is not None and basis.is_valid():
        given = basis.cleaned_data
        programme = held_in.get(code=given["programme"])
        among = candidates(
            programme,
            KINDS[given["edition"].scheme.kind],
            starts_on=given["starts_on"],
            ends_before=given["last_on"] + timedelta(days=1),
        )
        form = forms.OpenForm(
            request.POST or None,
            subjects=[(str(one.ref), one.key) for one in among],
            initial={
                "title": _title(given),
                "subjects": [str(one.ref) for one in among],
            },
        )
        if form.is_valid() and (opened := _opened(request, form, programme, given, among)):
            messages.success(request, _("考核已启动，指标已按业务记录取数。"))
            return redirect("round", pk=opened.pk)
    page = pages.NewRound(basis=basis, form=form, nobody=form is not None and not among)
    wrong = basis.errors or (form is not None and form.errors)
    return show(request, page, status=422 if wrong else 200)


def _opened(
    request: StaffRequest,
    form: forms.OpenForm,
    programme: Programme,
    given: dict[str, Any],
    among: Sequence[Candidate],
) -> Round | None:
    chosen = set(form.cleaned_data["subjects"])
    taken = [one for one in among if str(one.ref) in chosen]
    now = timezone.now()
    try:
        # Both or neither: a round without its figures would stay behind a refusal.
        with transaction.atomic():
            held = actions.open_round(
                programme=programme,
                edition=given["edition"],
                title=form.cleaned_data["title"],
                kind=WHEN[given["kind"]],
                starts_on=given["starts_on"],
                ends_before=given["last_on"] + timedelta(days=1),
                subjects=in_groups(taken, form.cleaned_data["groups"]),
                follows=_last(programme, given["edition"]),
                by=request.user,
                at=now,
            )
            figures = measured_of(held, on=timezone.localdate())
            actions.take_figures(round=held, figures=figures, by=request.user, at=now)
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None
    return held


def _last(programme: Programme, edition: Edition) -> Round | None:
    """The round whose results are the last ratings: the latest published by the same table."""
    return (
        Round.objects.filter(
            programme=programme, edition__scheme=edition.scheme, state=Round.State.PUBLISHED
        )
        .order_by("-starts_on", "-pk")
        .first()
    )


def _title(given: dict[str, Any]) -> str:
    year, kind = given["last_on"].year, WHEN[given["kind"]]
    return f"{year}年{given['edition'].scheme.title_zh}{kind.zh}"[:120]
