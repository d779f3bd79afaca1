"""What anybody opens on a phone: asking, following, reading answers. No account, no scripts."""

import re
import secrets
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.voice import actions, forms, pages, presentation, sealing
from bangfu.apps.voice.models import AskCode, PublicRequest
from bangfu.apps.voice.queries import public as reading
from bangfu.core.refusal import Refusal
from bangfu.core.voice import settings
from bangfu.core.voice.codes import grouped, read_receipt
from bangfu.web.access import public
from bangfu.web.pages import show
from bangfu.web.public_pages import kept, language_of
from bangfu.web.wording import day, in_own_language

COOKIE = "bf_phone"
HALF_A_YEAR = 180 * 24 * 3600
LANGUAGES = ("zh-hans", "en")


@public
# The seal of the form stands for the token: a phone that refuses cookies can ask all the same.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    _speak(request)
    code, now = reading.code_of(token), timezone.now()
    if code is None:
        return _over(request, 404)
    if not reading.works(code, on=timezone.localdate()):
        return _over(request, 410)
    number = _phone(request)
    if request.method != "POST":
        sealed, _seal = sealing.new_seal(number, now=now.timestamp())
        return _kept(_asked(request, code, forms.AskForm(), sealed), number)
    return _taken(request, code, number, now)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, receipt: str = "") -> HttpResponse:
    _speak(request)
    if not receipt:
        return _find(request)
    found = reading.request_of(receipt)
    if found is None:
        return _not_found(request, receipt)
    if request.method == "POST":
        return _replied(request, found, receipt)
    return _shown(request, found, receipt)


@public
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Released answers; the same for everybody, so that it may be kept on its way."""
    institution = request.GET.get("institution", "")[:22]
    with translation.override(language_of(request)):
        leaf = reading.answered(request.GET.get("page"), institution=institution)
        return kept(request, pages.Answered(leaf=leaf, institution=institution))


def _taken(request: HttpRequest, code: AskCode, number: str, now: datetime) -> HttpResponse:
    form = forms.AskForm(request.POST, request.FILES)
    text = request.POST.get("seal", "")
    seal = sealing.read_seal(text)
    if seal is None:
        text, _new = sealing.new_seal(number, now=now.timestamp())
        said = _("页面停留期间有更新，请核对后再次提交。")
        form.is_valid()
        return _asked(request, code, form, text, said=said, status=422)
    if not form.is_valid():
        return _asked(request, code, form, text, status=422)
    given = form.cleaned_data
    try:
        asked = actions.ask(
            code=code,
            kind=given["kind"],
            words=given["words"],
            name=given["name"],
            telephone=given["telephone"],
            files=given["proofs"],
            form_key=seal.form_key,
            browser=number if COOKIE in request.COOKIES else seal.browser,
            seconds=now.timestamp() - seal.opened,
            hidden=request.POST.get("website", ""),
            at=now,
        )
    except actions.AskedTooOften as refused:
        return _asked(request, code, form, text, said=in_own_language(refused), status=429)
    except Refusal as refused:
        return _asked(request, code, form, text, said=in_own_language(refused), status=422)
    address = reverse("follow", args=[asked.receipt]) + "?" + _query(request, fresh="1")
    return _unlisted(redirect(address))


def _asked(
    request: HttpRequest,
    code: AskCode,
    form: forms.AskForm,
    sealed: str,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    notice = settings.shipped().notice
    page = pages.Ask(
        place=presentation.place_of(code),
        form=form,
        sealed=sealed,
        said=said,
        notice=[in_own_language(one) for one in notice.paragraphs],
        version=notice.version,
        day=day(notice.on),
        language=translation.get_language() or "",
        other_language=_other_language(request),
    )
    return _unlisted(show(request, page, status=status))


def _over(request: HttpRequest, status: int) -> HttpResponse:
    title = _("这个码已停用") if status == 410 else _("没有找到这个码")
    said = _("请扫描现场新张贴的码，或直接到服务台反映。")
    return _unlisted(show(request, pages.CodeOver(title=title, said=said), status=status))


def _find(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("receipt", "")
    if read_receipt(typed):
        return _unlisted(redirect(_follow_address(request, typed)))
    said = _("回执码共16位，请对照核对。") if typed else ""
    page = pages.FollowStart(
        form=forms.ReceiptForm(initial={"receipt": typed[:40]}),
        said=said,
        other_language=_other_language(request),
    )
    return _unlisted(show(request, page, status=422 if typed else 200))


def _not_found(request: HttpRequest, receipt: str) -> HttpResponse:
    page = pages.FollowStart(
        form=forms.ReceiptForm(initial={"receipt": receipt[:40]}),
        said=_("没有查到这个回执码，请核对后再试。"),
        other_language=_other_language(request),
    )
    return _unlisted(show(request, page, status=404))


def _replied(request: HttpRequest, found: PublicRequest, receipt: str) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    again = "again" in request.POST
    form = forms.AgainForm(request.POST) if again else forms.RateForm(request.POST)
    if form.is_valid():
        try:
            if again:
                words = form.cleaned_data["words"]
                actions.reopen(request=found, words=words, on=today, at=now)
            else:
                actions.rate(request=found, on=today, at=now, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return _unlisted(redirect(_follow_address(request, receipt)))
    return _shown(request, found, receipt, form=form, status=422)


def _shown(
    request: HttpRequest,
    found: PublicRequest,
    receipt: str,
    *,
    form: forms.RateForm | forms.AgainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = presentation.follow_page(
        found,
        receipt=grouped(read_receipt(receipt) or ""),
        fresh="fresh" in request.GET,
        on=timezone.localdate(),
        form=form,
        other_language=_other_language(request),
    )
    return _unlisted(show(request, page, status=status))


def _phone(request: HttpRequest) -> str:
    """The phone's random number, a new one where it has none of ours."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if re.fullmatch(r"[0-9a-f]{32}", kept) else secrets.token_hex(16)


def _kept(answer: HttpResponse, number: str) -> HttpResponse:
    answer.set_cookie(
        COOKIE, number, max_age=HALF_A_YEAR, path="/ask/", httponly=True, samesite="Lax"
    )
    return answer


def _speak(request: HttpRequest) -> None:
    """The language asked for in the address, without a cookie or a script."""
    asked = request.GET.get("language", "")
    if "\0" in asked:
        raise BadRequest
    if asked in LANGUAGES:
        translation.activate(asked)
        request.LANGUAGE_CODE = asked


def _query(request: HttpRequest, **also: str) -> str:
    asked = request.GET.get("language", "")
    return urlencode(({"language": asked} if asked in LANGUAGES else {}) | also)


def _follow_address(request: HttpRequest, receipt: str) -> str:
    code, query = grouped(read_receipt(receipt) or ""), _query(request)
    return reverse("follow", args=[code]) + (f"?{query}" if query else "")


def _other_language(request: HttpRequest) -> str:
    other = "zh-hans" if (translation.get_language() or "").startswith("en") else "en"
    kept = {name: value for name, value in request.GET.items() if name != "language"}
    return "?" + urlencode(kept | {"language": other})


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Not kept on its way, not found by search engines, not told to other sites."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
