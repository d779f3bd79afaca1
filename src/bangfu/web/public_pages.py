"""Pages that anybody reads without an account: the same for everybody, so that they may be kept.

No session, no cookie and no script goes into them; the language is the one in the address, else
the browser's. Whoever keeps a copy on its way asks again after ``KEPT_SECONDS``: what was taken
off is gone everywhere after that time.
"""

from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation.trans_real import parse_accept_lang_header

from .pages import Page

KEPT_SECONDS = 300
LANGUAGES = ("zh-hans", "en")


def kept(
    request: HttpRequest, page: Page, *, status: int = 200, listed: bool = True
) -> HttpResponse:
    """A page as an answer that may be kept; "unchanged" where the reader has it already.

    With ``listed=False`` search engines are asked to leave it out: it names persons.
    """
    with translation.override(language_of(request)):
        text = render_to_string(page.template_name(), context_of(request, page))
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(text, status=status)
    if status == 200:
        answer = get_conditional_response(request, etag=etag, response=answer) or answer
        answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Referrer-Policy"] = "same-origin"
    if not listed:
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def context_of(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What ``public.html`` needs beside the page: the language, and addresses that keep it."""
    language = language_of(request)
    asked = request.GET.get("language", "") in LANGUAGES
    other = LANGUAGES[language == LANGUAGES[0]]
    rest = {name: value for name, value in request.GET.items() if name != "language"}
    return {
        "page": page,
        "language": language,
        "other": "?" + urlencode(rest | {"language": other}),
        "tongue": f"?language={language}" if asked else "",
        "tongue_too": f"&language={language}" if asked else "",
    }


def language_of(request: HttpRequest) -> str:
    """The language in the address, else the first of the browser's that there is.

    A language chosen by somebody with an account stands in a cookie; it would make one copy of a
    page differ from another of the same address.
    """
    asked = request.GET.get("language", "")
    if "\0" in asked:
        raise BadRequest
    if asked in LANGUAGES:
        return asked
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for one in LANGUAGES:
            if code.split("-")[0] == one.split("-")[0]:
                return one
    return LANGUAGES[0]
