"""The public page on which anybody checks a certificate by its code. No account, no scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.certificates import actions, forms, pages
from bangfu.apps.certificates.queries import certificates as reading
from bangfu.apps.certificates.visitors import address_of, unlisted
from bangfu.core.duty import certificate_code
from bangfu.core.duty.certificate_code import CodeMistyped
from bangfu.web.access import public
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@public
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "")
    if not typed:
        return unlisted(show(request, pages.Verify(form=forms.CodeForm())))
    try:
        code = certificate_code.read(typed[: forms.LONGEST_CODE])
    except CodeMistyped as refused:
        return _asked_again(request, typed, in_own_language(refused), status=422)
    return unlisted(redirect("verified", code=code))


@public
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = actions.look_up(
            typed=code[: forms.LONGEST_CODE], visitor=address_of(request), at=timezone.now()
        )
    except CodeMistyped as refused:
        return _asked_again(request, code, in_own_language(refused), status=404)
    except actions.TooManyMisses as refused:
        return _asked_again(request, code, in_own_language(refused), status=429)
    if found is None:
        said = _("未查到使用该验证码的证明。请对照证明核对验证码，或向出具单位核实。")
        return _asked_again(request, code, said, status=404)
    page = pages.Verified(shown=reading.shown(found), sound=reading.as_recorded(found))
    return unlisted(show(request, page))


def _asked_again(request: HttpRequest, typed: str, said: str, *, status: int) -> HttpResponse:
    form = forms.CodeForm(initial={"code": typed[: forms.LONGEST_CODE]})
    return unlisted(show(request, pages.Verify(form=form, said=said), status=status))
