"""The hand-over of one posting: arranged, settled, signed, printed, recorded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.completion import actions, forms, pages, presentation
from bangfu.apps.completion.models import Handover
from bangfu.apps.completion.queries import ends, handovers
from bangfu.apps.completion.queries.reach import VIEW, Standing, acts_for, standing_of, visible_to
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

SIGN = "sign:"
"""Begins the button that saves the list and signs it for one signatory."""


@staff(VIEW)
@require_safe
def leaving(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    leaf = ends.leaving_rows(request.user, on=today, page=request.GET.get("page"))
    page = pages.Leaving(
        leaf=leaf,
        speaks=acts_for(request.user, Side.HOST),
        sums=acts_for(request.user, Side.SENDER),
    )
    return show(request, page)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: StaffRequest, pk: int) -> HttpResponse:
    posting, row, standing = _found(request, pk)
    sheet = handovers.sheet(posting, row) if row else None
    form = None
    if sheet is not None and presentation.may_settle(posting, sheet, standing):
        form = forms.SettleForm(request.POST or None, sheet=sheet)
    if request.method == "POST":
        if form is None or not standing.may_change:
            return _sign_as_it_stands(request, posting, standing)
        if form.is_valid() and (answer := _settled(request, posting, form, standing)):
            return answer
    page = presentation.handover_page(posting, sheet, form, standing)
    return show(request, page, status=422 if form is not None and form.errors else 200)


@staff(VIEW)
@require_safe
def handover_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    posting, row, _standing = _found(request, pk)
    if row is None:
        raise Http404
    return show(request, presentation.sheet_page(posting, handovers.sheet(posting, row)))


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    posting, row, standing = _found(request, pk)
    _refuse_unless(standing.may_change)
    candidates = handovers.candidates(posting)
    if row is not None:
        initial = {"on": row.on, "successor": row.successor_id or ""}
    else:
        first = candidates[0] if candidates and candidates[0][3] else None
        proposed = handovers.usual_day(
            posting, first[2] if first else None, on=timezone.localdate()
        )
        initial = {"on": proposed, "successor": first[0] if first else ""}
    form = forms.ArrangeForm(request.POST or None, candidates=candidates, initial=initial)
    if form.is_valid():
        chosen = form.cleaned_data["successor"]
        successor = Posting.objects.get(pk=chosen) if chosen else None
        try:
            actions.arrange_handover(
                posting=posting,
                on=form.cleaned_data["on"],
                successor=successor,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("交接清单已建立，请逐项交接后签字。"))
            return redirect("handover", pk=pk)
    page = pages.Arrange(
        pk=pk,
        worker=posting.worker.name,
        host=posting.host.name,
        form=form,
        begun=row is not None,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_POST
def add_item(request: StaffRequest, pk: int) -> HttpResponse:
    posting, _row, standing = _found(request, pk)
    _refuse_unless(standing.may_change)
    form = forms.ItemForm(request.POST)
    if form.is_valid():
        actions.add_item(posting=posting, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, _("请写明要增加的交接事项。"))
    return redirect("handover", pk=pk)


@staff(VIEW)
@require_POST
def sign_on_paper(request: StaffRequest, pk: int) -> HttpResponse:
    posting, row, standing = _found(request, pk)
    _refuse_unless(Signatory.HOST in standing.signatories)
    signatory = _signatory(request.POST.get("signatory", ""))
    if signatory is None or row is None:
        raise Http404
    actions.sign_handover(
        posting=posting,
        signatory=signatory,
        seen=_revision(request),
        by=request.user,
        at=timezone.now(),
        on_paper=True,
    )
    messages.success(request, _("已登记纸质签字，请将签字原件存档。"))
    return redirect("handover", pk=pk)


@staff(VIEW)
@require_POST
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    posting, _row, standing = _found(request, pk)
    _refuse_unless(Signatory.HOST in standing.signatories)
    actions.finish_handover(posting=posting, by=request.user)
    messages.success(request, _("交接已完成，请各方填写评价。"))
    return redirect("handover", pk=pk)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    posting, _row, standing = _found(request, pk)
    _refuse_unless(standing.may_change)
    form = forms.ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            actions.reopen_handover(
                posting=posting, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("清单已重新开启，修改后请各方重新签字。"))
            return redirect("handover", pk=pk)
    page = pages.Reopen(
        pk=pk,
        worker=posting.worker.name,
        form=form,
        consequences=[_("已有签字全部失效，但保留在记录中"), _("修改后由各方重新签字")],
    )
    return show(request, page, status=422 if form.errors else 200)


def _settled(
    request: StaffRequest, posting: Posting, form: forms.SettleForm, standing: Standing
) -> HttpResponse | None:
    """Save what was ticked and, with a signing button, sign; nothing where it is refused."""
    pressed = request.POST.get("do", "")
    signatory = _signatory(pressed.removeprefix(SIGN)) if pressed.startswith(SIGN) else None
    try:
        with transaction.atomic():
            row = actions.settle_items(
                posting=posting, settled=form.settled(), seen=form.seen, by=request.user
            )
            if signatory is not None:
                _sign(request, posting, standing, signatory, seen=row.revision)
    except actions.ListChanged as refused:
        # What the form shows is no longer the list: show the list.
        messages.error(request, in_own_language(refused))
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None
    else:
        done = _("交接清单已保存。") if signatory is None else _("已签字。")
        messages.success(request, done)
    return redirect("handover", pk=posting.pk)


def _sign_as_it_stands(request: StaffRequest, posting: Posting, standing: Standing) -> HttpResponse:
    """Sign a list that others have signed: nothing on it can change."""
    pressed = request.POST.get("do", "")
    signatory = _signatory(pressed.removeprefix(SIGN)) if pressed.startswith(SIGN) else None
    _refuse_unless(standing.may_change)
    if signatory is None:
        # Somebody has signed while the list was being filled in: nothing is saved unsaid.
        raise actions.ListChanged(
            zh="清单已有人签字，您的修改未保存；如需修改请先重新开启。",
            en="Somebody has signed; your changes are not saved. Open the list again to change it.",
        )
    _sign(request, posting, standing, signatory, seen=_revision(request))
    messages.success(request, _("已签字。"))
    return redirect("handover", pk=posting.pk)


def _sign(
    request: StaffRequest, posting: Posting, standing: Standing, signatory: Signatory, *, seen: int
) -> None:
    _refuse_unless(signatory in standing.signatories)
    actions.sign_handover(
        posting=posting, signatory=signatory, seen=seen, by=request.user, at=timezone.now()
    )


def _found(request: StaffRequest, pk: int) -> tuple[Posting, Handover | None, Standing]:
    posting = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    row = handovers.handover_row(posting)
    return posting, row, standing_of(request.user, posting, row)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _signatory(code: str) -> Signatory | None:
    return next((each for each in Signatory if each.value == code), None)


def _revision(request: StaffRequest) -> int:
    written = request.POST.get("revision", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1
