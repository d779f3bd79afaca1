"""Offers: the list that each side answers, one of them, and what is done about them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake import queries as intake
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.wording import need_facts
from bangfu.apps.postings import actions, forms, pages, presentation, queries
from bangfu.apps.postings.models import Offer
from bangfu.apps.programmes import queries as programmes
from bangfu.core.duty.posting_life import Step
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .clashes import clashing

VIEW = "postings.view_offer"
MOST = 500
"""So many offers at most are agreed to, or appointed, with one press."""


@staff(VIEW)
@require_safe
def offer_list(request: StaffRequest) -> HttpResponse:
    choices = intake.programme_choices(programmes.visible_to(request.user))
    given = request.GET if "state" in request.GET else _with_state(request)
    filters = forms.OfferFilterForm(given, programmes=choices)
    chosen: dict[str, Any] = filters.cleaned_data if filters.is_valid() else {}
    by = queries.OfferFilter(**{name: str(value or "") for name, value in chosen.items()})
    leaf = queries.offer_rows(request.user, by=by, page=request.GET.get("page"))
    page = pages.OfferList(
        leaf=leaf,
        filters=filters,
        waiting=sum(row.may_agree for row in leaf.object_list),
        appointable=queries.offers_appointable_by(request.user).count(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    return show(request, presentation.offer_of(_visible(request, pk), user=request.user))


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def new_offer(request: StaffRequest) -> HttpResponse:
    need, side, among = _asked(request)
    form = forms.NewOfferForm(request.POST or None, need=need, nominees=among)
    if form.is_valid():
        proposal = actions.Proposal(draft=actions.Draft(need=need, **form.cleaned_data))
        try:
            made = actions.make_offers(
                proposals=[proposal], side=side, by=request.user, at=timezone.now()
            )
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已提出人选，等待对方答复。"))
            return redirect("offer", pk=made[0].pk)
    page = pages.NewOffer(need_id=need.pk, need=str(need), facts=need_facts(need), form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_POST
def agree(request: StaffRequest) -> HttpResponse:
    found = _chosen(request)
    if not found:
        messages.info(request, _("没有勾选人选，请先勾选再提交。"))
        return redirect("offer_list")
    by_side: dict[Side, list[Offer]] = {}
    for one in found:
        side = queries.side_to(Step.AGREE, request.user, one) or _own_side(request, one)
        by_side.setdefault(side, []).append(one)
    with transaction.atomic():
        for side, offers in by_side.items():
            actions.agree_offers(offers=offers, side=side, by=request.user, at=timezone.now())
    messages.success(request, _("已同意%(people)s名人选。") % {"people": len(found)})
    return redirect("offer", pk=found[0].pk) if len(found) == 1 else redirect("offer_list")


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    side = queries.side_to(Step.WITHDRAW, request.user, found) or _own_side(request, found)
    form = forms.DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_offer(
                offer=found, side=side, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已记录，需求仍按未满足显示。"))
            return redirect("offer_list")
    page = presentation.decline_of(found, side, form)
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if Side.SENDER not in queries.acting_sides(request.user, found):
        raise PermissionDenied
    others = queries.nominees(found.need, homes=[found.home_id])
    among = [one for one in others if one.pk != found.worker_id]
    form = forms.SubstituteForm(request.POST or None, nominees=among)
    if form.is_valid():
        try:
            named = actions.substitute_offer(
                offer=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已改派，等待受援单位答复。"))
            return redirect("offer", pk=named.pk)
    page = pages.SubstituteOffer(
        pk=pk, worker=found.worker.name, host=found.need.host.name, form=form
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_POST
def allow(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    sides = queries.acting_sides(request.user, found)
    side = Side.AUTHORITY if Side.AUTHORITY in sides else sides[0]
    actions.allow_again(offer=found, side=side, by=request.user, at=timezone.now())
    messages.success(request, _("已允许再次提出，以后的方案可以再安排此人。"))
    return redirect("offer", pk=pk)


@staff("postings.change_posting")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: StaffRequest) -> HttpResponse:
    reach = queries.offers_appointable_by(request.user).in_full().order_by("starts_on", "pk")
    found = list(reach[:MOST])
    chosen = _chosen(request) if request.method == "POST" else found
    form = forms.AppointingForm(request.POST or None)
    if form.is_valid() and not chosen:
        form.add_error(None, _("没有勾选人选，请先勾选再提交。"))
    if form.is_valid():
        try:
            opened = actions.appoint_offers(
                offers=chosen,
                on=timezone.localdate(),
                side=Side.AUTHORITY,
                by=request.user,
                **form.cleaned_data,
            )
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=reverse("appoint_offers"))
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已任命%(people)s人。") % {"people": len(opened)})
            return redirect(f"{reverse('posting_list')}?batch={form.cleaned_data['batch']}")
    page = pages.AppointOffers(
        rows=queries.rows_of(request.user, found, at_home=False),
        chosen=frozenset(one.pk for one in chosen),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _visible(request: StaffRequest, pk: int) -> Offer:
    return get_object_or_404(queries.offers_visible_to(request.user).in_full(), pk=pk)


def _chosen(request: StaffRequest) -> list[Offer]:
    """The offers ticked; one that is out of reach looks absent, and nothing is done."""
    keys = {number_of_row(one) or 0 for one in request.POST.getlist("offer")[:MOST]}
    found = list(queries.offers_visible_to(request.user).in_full().filter(pk__in=keys))
    if len(found) != len(keys):
        raise Http404
    return sorted(found, key=lambda one: one.pk)


def _own_side(request: StaffRequest, found: Offer) -> Side:
    """For whom somebody acts at all: the action says why the step is not theirs, or too late."""
    sides = queries.acting_sides(request.user, found)
    return next((one for one in (Side.HOST, Side.SENDER) if one in sides), Side.AUTHORITY)


def _asked(request: StaffRequest) -> tuple[Need, Side, list[Any]]:
    """The need a name is put forward for, for whom, and among whom one chooses."""
    user = request.user
    wanted = number_of_row(request.GET.get("need", "")) or 0
    reach = intake.needs_visible_to(user, permission="postings.change_posting").open().in_full()
    if user.has_perm("postings.change_posting") and (need := reach.filter(pk=wanted).first()):
        return need, Side.AUTHORITY, queries.nominees(need)
    if not user.has_perm("postings.send_posting"):
        raise Http404
    need = get_object_or_404(intake.needs_visible_to(user).open().in_full(), pk=wanted)
    scope = user.scope_of("postings.send_posting")
    own = [
        worker
        for worker in queries.nominees(need)
        if scope.covers(area=worker.home.area_code, institution=worker.home.code)
    ]
    return need, Side.SENDER, own


def _with_state(request: StaffRequest) -> Any:
    """The address asked for, narrowed to what is in talks where it says nothing of a state."""
    given = request.GET.copy()
    given["state"] = "" if given.get("plan") else queries.IN_TALKS
    return given
