"""Institutions enrolled for a party, senders tied to hosts."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes import actions, forms, pages, queries
from bangfu.apps.programmes.models import Pairing, Party
from bangfu.apps.programmes.portrait.notes import say
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .shown import Shown, shown

CHANGE = "programmes.change_programme"


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: StaffRequest, code: str, party: str) -> HttpResponse:
    one = shown(request.user, code, to_change=True)
    offer = queries.offer_of(one.programme, party, on=_first_day(one))
    if offer is None:
        raise Http404
    form = forms.EnrolForm(
        request.POST or None,
        among=offer.institutions,
        initial={
            "starts_on": _first_day(one),
            "institutions": [institution.pk for institution in offer.institutions],
        },
    )
    if form.is_valid():
        joining = [
            Party(
                programme=one.programme,
                institution=institution,
                role=offer.party.role.value,
                party_code=offer.party.code,
                starts_on=form.cleaned_data["starts_on"],
            )
            for institution in form.cleaned_data["institutions"]
        ]
        try:
            added = actions.add_parties(parties=joining, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已登记%(count)s家参与单位。") % {"count": len(added)})
            return redirect("programme_leadership", code=code)
    page = pages.Enrol(
        heading=one.heading("programme_leadership"),
        form=form,
        party=say(offer.party.title),
        enrolled=offer.enrolled,
        unnamed=offer.unnamed,
        any=bool(offer.institutions),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_pairing(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code, to_change=True)
    senders, hosts = _in_role(one, PartyRole.SENDER), _in_role(one, PartyRole.HOST)
    form = forms.PairingForm(
        request.POST or None, senders=senders, hosts=hosts, initial={"starts_on": _first_day(one)}
    )
    if form.is_valid():
        try:
            actions.open_pairing(programme=one.programme, by=request.user, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("结对关系已建立。"))
            return redirect("programme_pairings", code=code)
    page = pages.NewPairing(
        heading=one.heading("programme_pairings"),
        form=form,
        any=senders.exists() and hosts.exists(),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_pairing(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    one = shown(request.user, code, to_change=True)
    found = Pairing.objects.filter(programme=one.programme).select_related("sender", "host")
    pairing = get_object_or_404(found, pk=pk)
    others = _in_role(one, PartyRole.SENDER).exclude(pk=pairing.sender_id)
    form = forms.EndPairingForm(request.POST or None, senders=others)
    if form.is_valid():
        successor, on = form.cleaned_data["sender"], form.cleaned_data["ends_before"]
        try:
            if successor:
                actions.replace_pairing(pairing=pairing, sender=successor, on=on, by=request.user)
            else:
                actions.end_pairing(pairing=pairing, ends_before=on, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("结对关系已终止，记录仍保留。"))
            return redirect("programme_pairings", code=code)
    page = pages.EndPairing(
        heading=one.heading("programme_pairings"),
        title=str(pairing),
        form=form,
        consequences=[
            _("终止日以后，双方不再作为结对单位编入选派方案"),
            _("已在岗的派驻人员不受影响"),
            _("原结对记录保留，可随时查询"),
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


def _first_day(one: Shown) -> date:
    """The day a change begins unless somebody says otherwise: the term's first, or today."""
    starts_on = one.programme.starts_on
    ends_before = one.programme.ends_before
    if starts_on and (one.on < starts_on or (ends_before and one.on >= ends_before)):
        return starts_on
    return one.on


def _in_role(one: Shown, role: PartyRole) -> QuerySet[Institution]:
    taking_part = Party.objects.filter(programme=one.programme, role=role.value)
    return Institution.objects.filter(pk__in=taking_part.values("institution")).order_by("code")
