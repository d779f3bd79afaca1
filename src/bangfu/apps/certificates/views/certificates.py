"""Certificates for those within whose reach they are: lists, one of them, issuing and revoking."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.certificates import actions, forms, pages, papers, registration
from bangfu.apps.certificates.issuers import issuer_of, works_for
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.printed import from_plain
from bangfu.apps.certificates.queries import certificates as reading
from bangfu.apps.certificates.queries.reach import (
    PRINT_FORM,
    VIEW,
    certifiable_by,
    printable_by,
    visible_to,
)
from bangfu.apps.certificates.statement import printed_of, statement_of
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries.lives import AUTHORITY
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact, Tab
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.printing import as_download
from bangfu.web.wording import in_own_language

MOST_AT_ONCE = 100
"""As many as any page lists, and more: one request is not to take minutes."""


@staff(VIEW)
@require_safe
def certificate_list(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()[:60]
    leaf = reading.rows(request.user, words=words, page=request.GET.get("page"))
    page = pages.CertificateList(tabs=_tabs(request, "certificate_list"), leaf=leaf, words=words)
    return show(request, page)


@staff(AUTHORITY)
@require_safe
def ready_list(request: StaffRequest) -> HttpResponse:
    leaf = reading.ready_rows(request.user, page=request.GET.get("page"))
    return show(request, pages.ReadyList(tabs=_tabs(request, "ready_list"), leaf=leaf))


@staff(PRINT_FORM)
@require_safe
def form_list(request: StaffRequest) -> HttpResponse:
    leaf = reading.form_rows(request.user, page=request.GET.get("page"))
    return show(request, pages.FormList(tabs=_tabs(request, "form_list"), leaf=leaf))


@staff(VIEW)
@require_safe
def certificate(request: StaffRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    mine = found.revoked_at is None and works_for(request.user, found.issuer)
    page = pages.Certificate(
        pk=pk,
        shown=reading.shown(found),
        posting=found.posting_id,
        reason=found.revoke_reason,
        revoked_by=str(found.revoked_by or ""),
        issued_by=str(found.issued_by or ""),
        may_revoke=mine,
        sound=reading.as_recorded(found),
        changes=_changes(found) if mine else (),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def certificate_paper(request: StaffRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    document = papers.certificate_pdf(
        found,
        verify_at=request.build_absolute_uri(reverse("verified", args=[found.code])),
        verify_from=request.build_absolute_uri(reverse("verify")),
    )
    return as_download(document, f"{found.printed['name']}-{found.number}")


@staff(PRINT_FORM)
@require_safe
def registration_paper(request: StaffRequest, pk: int) -> HttpResponse:
    reach = (
        printable_by(request.user).in_full().select_related("worker__home", "worker__department")
    )
    found = get_object_or_404(reach, pk=pk)
    own = found.worker.account_id == request.user.pk
    document = registration.registration_pdf(
        found,
        reader=Side.WORKER if own else Side.SENDER,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    return as_download(document, f"{found.worker.name}-{found.host.name}")


@staff(AUTHORITY)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_certificate(request: StaffRequest, pk: int) -> HttpResponse:
    reach = postings.visible_to(request.user, permission=AUTHORITY).in_full()
    found = get_object_or_404(reach.select_related("worker__home"), pk=pk)
    if request.method == "POST":
        issued = actions.issue_certificate(
            posting=found, side=Side.AUTHORITY, by=request.user, at=timezone.now()
        )
        messages.success(request, _("证明已出具。"))
        return redirect("certificate", pk=issued.pk)
    facts, refused = _preview(request, found)
    page = pages.IssueCertificate(
        posting=pk, worker=found.worker.name, host=found.host.name, facts=facts, refused=refused
    )
    return show(request, page)


@staff(AUTHORITY)
@require_POST
def issue_several(request: StaffRequest) -> HttpResponse:
    """Those that the reader's page listed; the figures are reckoned anew for each."""
    written = request.POST.getlist("posting")[:MOST_AT_ONCE]
    asked = [key for each in written if (key := number_of_row(each)) is not None]
    reach = certifiable_by(request.user).filter(pk__in=asked)
    done = actions.issue_certificates(
        postings=reach.select_related("worker").order_by("closed_on", "pk"),
        side=Side.AUTHORITY,
        by=request.user,
        at=timezone.now(),
    )
    language = get_language() or ""
    if done.certificates:
        said = ngettext(
            "已出具%(count)s份证明。", "已出具%(count)s份证明。", len(done.certificates)
        )
        messages.success(request, said % {"count": len(done.certificates)})
    for name, refusal in done.refused:
        words = {"name": name, "why": refusal.in_language(language)}
        messages.warning(request, _("%(name)s暂不能出具：%(why)s") % words)
    return redirect("ready_list")


@staff(AUTHORITY)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_certificate(request: StaffRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not works_for(request.user, found.issuer):
        raise PermissionDenied
    form = forms.RevokeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.revoke_certificate(
                row=found,
                reason=form.cleaned_data["reason"],
                side=Side.AUTHORITY,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("证明已撤销。"))
            return redirect("certificate", pk=pk)
    page = pages.RevokeCertificate(
        pk=pk, number=found.number, name=str(found.printed["name"]), form=form
    )
    return show(request, page, status=422 if form.errors else 200)


def _seen(request: StaffRequest, pk: int) -> Certificate:
    reach = visible_to(request.user).select_related("posting", "issuer", "issued_by", "revoked_by")
    return get_object_or_404(reach, pk=pk)


def _changes(found: Certificate) -> list[str]:
    """Where the record has moved on from what the certificate says."""
    whole = Posting.objects.in_full().select_related("worker__home").get(pk=found.posting_id)
    stated = statement_of(whole, on=timezone.localdate())
    return reading.changes_since(from_plain(found.printed), stated)


def _preview(request: StaffRequest, posting: Posting) -> tuple[list[Fact], str]:
    """What a certificate would say today, and why it cannot be issued, if so."""
    on, refused = timezone.localdate(), ""
    stated = statement_of(posting, on=on)
    try:
        actions.refuse_unready(posting, stated, side=Side.AUTHORITY)
    except Refusal as refusal:
        refused = in_own_language(refusal)
    issuer = issuer_of(posting, by=request.user)
    if issuer is None or stated.line is None:
        return [], refused or in_own_language(actions.issuer_unknown())
    number = _("出具时编定")
    printed = printed_of(posting, stated, issuer=issuer, number=number, on=on)
    return reading.facts_of(printed), refused


def _tabs(request: StaffRequest, current: str) -> list[Tab]:
    """The lists that the reader may open; one alone needs no tab."""
    user = request.user
    ready = certifiable_by(user).count() if user.has_perm(AUTHORITY) else None
    found = (
        ("certificate_list", _("服务证明"), VIEW, None),
        ("ready_list", _("待出具"), AUTHORITY, ready),
        ("form_list", _("登记表"), PRINT_FORM, None),
    )
    shown = [
        Tab(label, reverse(name), current=name == current, count=count)
        for name, label, permission, count in found
        if user.has_perm(permission)
    ]
    return shown if len(shown) > 1 else []
