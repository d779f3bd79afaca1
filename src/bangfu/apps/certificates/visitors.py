"""Who asks without an account, and what such answers are not: kept, or found by search engines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def address_of(request: HttpRequest) -> str:
    """Where a visitor asks from.

    Behind as many reverse proxies as the settings name, it is what the outermost of them saw: the
    last but so many of ``X-Forwarded-For``. Anything further left is the visitor's own claim.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else direct


def unlisted(answer: HttpResponse) -> HttpResponse:
    """Mark an answer as one that is neither stored on its way nor listed by search engines."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
