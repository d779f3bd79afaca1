"""What the public does: asks by a code, says whether it helped, asks once more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from bangfu.apps.evidence.actions import add_to_record, facts_of
from bangfu.apps.voice.models import AskCode, PublicRequest
from bangfu.apps.voice.tokens import browser_digest, receipt_from
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal
from bangfu.core.voice import settings
from bangfu.core.voice.codes import digest, read_receipt
from bangfu.core.voice.request_life import Side, Step

from .taking import held, record, take, term_from, terms_for

TOO_FAST, FILLED, FLOOD = "too_fast", "hidden_field", "flood"
"""Why a request is looked at apart; it is taken all the same."""


class CodeEnded(Refusal):
    """The code on the poster no longer works."""


class NothingAsked(Refusal):
    """No kind was ticked, or the text is too long."""


class AskedTooOften(Refusal):
    """One phone, or one code, has sent more than is taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was taken, with the receipt for its asker."""

    request: PublicRequest
    receipt: str


@transaction.atomic
def ask(
    *,
    code: AskCode,
    kind: str,
    words: str,
    form_key: str,
    browser: str,
    at: datetime,
    name: str = "",
    telephone: str = "",
    files: Iterable[Clean] = (),
    seconds: float = 60.0,
    hidden: str = "",
) -> Asked:
    """Take what somebody asks; the same form sent again gives the same receipt.

    ``browser`` is the phone's random number, ``seconds`` how long the form was open, ``hidden``
    what a field held that people do not see. Raises ``CodeEnded``, ``NothingAsked`` or
    ``AskedTooOften``.
    """
    on = timezone.localtime(at).date()
    receipt = receipt_from(form_key)
    # Two of the same form wait for each other here, so that the second finds the first.
    rows = AskCode.objects.select_for_update(of=("self",), no_key=True)
    by = rows.select_related("institution", "department", "programme").get(pk=code.pk)
    kept = PublicRequest.objects.filter(form_key=digest(form_key)[:32]).first()
    if kept is not None:
        return Asked(kept, receipt)
    if by.revoked_at is not None or (by.expires_before and by.expires_before <= on):
        raise CodeEnded(
            zh="这个码已停用，请扫描现场新张贴的码，或直接向服务台反映。",
            en="This code has ended; please scan the new one, or ask at the desk.",
        )
    held_to = settings.shipped()
    _refuse_empty(kind, words, held_to)
    phone = browser_digest(browser)
    suspect = _suspect(by, phone, at, held_to.limits, seconds=seconds, hidden=hidden)
    made = PublicRequest.objects.create(
        code=by,
        receipt=digest(read_receipt(receipt) or receipt),
        form_key=digest(form_key)[:32],
        browser=phone,
        suspect=suspect,
        kind=kind,
        words=words.strip(),
        name=name.strip(),
        telephone=telephone.strip(),
        notice=held_to.notice.version,
        asked_at=at,
        asked_on=on,
        first=by.institution,
        institution=by.institution,
        department=by.department,
        area_code=by.institution.area_code,
        due=term_from(on, terms_for(by).answer),
    )
    attached = add_to_record(files=files, to=made, by=None, at=at)
    # What was written, by whom, stays out of the journal: an entry is never changed.
    record("request.asked", made, by=None, kind=held_to.kind(kind).zh, **facts_of(attached))
    return Asked(made, receipt)


@transaction.atomic
def rate(
    *,
    request: PublicRequest,
    solved: bool,
    satisfied: bool | None,
    on: date,
    at: datetime,
    words: str = "",
) -> PublicRequest:
    """The asker says whether it is solved; where it is, the request is closed."""
    found = held(request, Step.RATE, Side.ASKER, on=on)
    found.solved, found.satisfied = solved, satisfied
    take(
        found,
        Step.RATE,
        on=on,
        at=at,
        by=None,
        words=words.strip(),
        solved=solved,
        satisfied=satisfied,
    )
    record("request.rated", found, by=None, solved=solved, satisfied=satisfied)
    return found


@transaction.atomic
def reopen(*, request: PublicRequest, words: str, on: date, at: datetime) -> PublicRequest:
    """The asker asks once more, with a reason; another full term begins."""
    found = held(request, Step.REOPEN, Side.ASKER, on=on)
    if not words.strip():
        raise NothingAsked(zh="请写明哪里没有解决。", en="Please say what is not solved.")
    found.reopened, found.extended, found.return_until = True, False, None
    due = term_from(on, terms_for(found.code).answer)
    take(found, Step.REOPEN, on=on, at=at, by=None, words=words.strip(), due=due)
    record("request.reopened", found, by=None, due=due)
    return found


def _refuse_empty(kind: str, words: str, held_to: settings.Settings) -> None:
    if kind not in {one.code for one in held_to.kinds}:
        raise NothingAsked(zh="请先勾选一个类别。", en="Please tick what it is about.")
    longest = held_to.limits.longest_text
    if len(words.strip()) > longest:
        raise NothingAsked(
            zh=f"内容有{len(words.strip())}字，请缩短到{longest}字以内。",
            en=f"The text has {len(words.strip())} characters; at most {longest} are taken.",
        )


def _suspect(
    code: AskCode,
    phone: str,
    at: datetime,
    limits: settings.Limits,
    *,
    seconds: float,
    hidden: str,
) -> str:
    """Why to look at it apart, if so: one query. Raises ``AskedTooOften``."""
    hour, day = Q(asked_at__gt=at - timedelta(hours=1)), Q(asked_at__gt=at - timedelta(days=1))
    own = Q(browser=phone)
    sums = PublicRequest.objects.filter(own | Q(code=code), day).aggregate(
        own_hour=Count("pk", filter=own & hour),
        own_day=Count("pk", filter=own),
        code_hour=Count("pk", filter=Q(code=code) & hour),
        code_day=Count("pk", filter=Q(code=code)),
    )
    if sums["own_hour"] >= limits.browser_hour or sums["own_day"] >= limits.browser_day:
        raise AskedTooOften(
            zh="这部手机刚才已提交多件，我们都收到了。请过一会儿再提，急事请到服务台。",
            en="This phone has sent several already, and we have them. Please try again later.",
        )
    if sums["code_day"] >= limits.code_day:
        raise AskedTooOften(
            zh="今天从这个码收到的需求太多，暂时不能再接收。请到服务台反映。",
            en="Too many came by this code today; please ask at the desk.",
        )
    if hidden:
        return FILLED
    if seconds < limits.fewest_seconds:
        return TOO_FAST
    return FLOOD if sums["code_hour"] >= limits.code_hour else ""
