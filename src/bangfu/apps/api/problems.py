"""What the interface says when it refuses: problem details (RFC 9457) in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse
from django.utils.translation import get_language

from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field; ``field`` is empty where it concerns the whole."""

    field: str
    detail: str


class Problem(Refusal):
    """A request that is not answered: its status, a stable code, a sentence in both languages."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        zh: str,
        en: str,
        errors: Iterable[FieldFault] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(zh=zh, en=en)
        self.status = status
        self.code = code
        self.errors = tuple(errors)
        self.headers = headers or {}


def unauthenticated() -> Problem:
    """No token, an unknown one, one that ended: all look alike."""
    return Problem(
        401,
        "token_needed",
        zh="请在Authorization请求头中出示有效的接口令牌；令牌可能已到期或停用。",
        en="Show a token in force in the Authorization header; it may have ended or been revoked.",
        headers={"WWW-Authenticate": 'Bearer realm="bangfu"'},
    )


def out_of_reach(section: str) -> Problem:
    """The token was narrowed and this lies outside."""
    return Problem(
        403,
        "token_too_narrow",
        zh=f"此令牌的范围不含“{section}”的这项操作，请换用范围相符的令牌。",
        en=f"This token does not reach that in “{section}”; use one that does.",
        headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
    )


def forbidden() -> Problem:
    """The account behind the token holds no grant for it."""
    return Problem(
        403,
        "not_granted",
        zh="令牌所属账号没有办理此事项的权限，请由安全管理员授权。",
        en="The account behind the token has no grant for this; ask the security administrator.",
    )


def absent() -> Problem:
    """There is no such thing, or it lies outside the account's scope: both look alike."""
    return Problem(
        404,
        "absent",
        zh="没有这条记录，或不在令牌所属账号的范围内。",
        en="There is no such record, or it lies outside the scope of the token's account.",
    )


def response_to(problem: Problem) -> JsonResponse:
    """The problem as its document; ``type`` is relative to this interface's own page."""
    content: dict[str, Any] = {
        "type": f"/api/v1/docs/#problem-{problem.code}",
        "title": in_own_language(problem),
        "status": problem.status,
        "code": problem.code,
    }
    if problem.errors:
        content["errors"] = [{"field": one.field, "detail": one.detail} for one in problem.errors]
    response = JsonResponse(
        content,
        status=problem.status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers=problem.headers,
    )
    response.headers["Content-Language"] = get_language() or "zh-hans"
    response.headers["Cache-Control"] = "no-store"
    return response
