"""Who a program acts for: the holder of the token in the ``Authorization`` header, nobody else.

Cookies mean nothing here, so no page of another site can make a browser act by them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.journal import actions as journal
from bangfu.web.access import View, public

from . import problems, queries
from .models import Token

_LONGEST = 200
"""Characters of a header beyond which it cannot be one of our tokens."""


class TokenRequest(StaffRequest):
    """A request whose token was recognised; ``user`` is its holder."""

    token: Token


def bearer(request: HttpRequest) -> Token:
    """The token that the request shows.

    Raises ``Problem`` with status 401 where it shows none that is in force.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or len(secret) > _LONGEST:
        raise problems.unauthenticated()
    at = timezone.now()
    token = queries.token_of(secret, at=at)
    if token is None:
        raise problems.unauthenticated()
    queries.note_use(token, at=at)
    return token


def with_token(
    *,
    section: str = "",
    acting: bool = False,
    refused: Callable[[HttpRequest, problems.Problem], HttpResponseBase] | None = None,
) -> Callable[[View], View]:
    """The view runs as the token's holder, or is answered by a problem.

    ``section`` is one of ``SECTIONS`` where the whole view lies within it, ``acting`` whether it
    changes something. ``refused`` makes the answer where another form than problem details is
    expected, as FHIR does. Whatever is done meanwhile, the journal names the token.
    """

    def behind(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                token = bearer(request)
                if section and not token.allows(section, acting=acting):
                    raise problems.out_of_reach(section)
                request.user, request.token = token.holder, token  # type: ignore[attr-defined]
                with journal.by_way_of(token=str(token)):
                    return view(request, *args, **kwargs)
            except problems.Problem as problem:
                if refused is not None:
                    return refused(request, problem)
                return problems.response_to(problem)

        return csrf_exempt(public(answered))

    return behind
