"""What every step on a request shares: the lock, the rules, the term, the row, the entry."""

from datetime import date, datetime
from typing import Any

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Edition
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.voice.models import AskCode, PublicRequest, RequestStep
from bangfu.core.duty import working_days
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import RUNNING, History, Side, State, Step, after, refuse


def terms_for(code: AskCode) -> settings.Terms:
    """The clocks of a code's programme, or those of the settings."""
    if code.programme is None:
        return settings.terms_of(None)
    try:
        return settings.terms_of(definition_of(code.programme).voice)
    except Edition.DoesNotExist:
        return settings.terms_of(None)


def term_from(day: date, days: int) -> date:
    """The last day of a term by the State Council's calendar."""
    return settings.last_day(day, days, working_days.shipped())


def history_of(request: PublicRequest, *, on: date) -> History:
    """What the next step depends on."""
    return History(
        extended=request.extended,
        reopened=request.reopened,
        passed_on=request.return_until is not None,
        return_open=request.return_until is not None and on <= request.return_until,
    )


def held(request: PublicRequest, step: Step, side: Side, *, on: date) -> PublicRequest:
    """The request, locked, where the step may be taken now; the refusals of ``refuse``."""
    rows = PublicRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("code__programme", "institution", "first").get(pk=request.pk)
    refuse(step, State.of(found.state), side, history_of(found, on=on))
    return found


def take(
    request: PublicRequest,
    step: Step,
    *,
    on: date,
    at: datetime,
    by: User | None,
    due: date | None = None,
    **said: Any,
) -> RequestStep:
    """Move a request on and put the step on its record; ``due`` where another term begins."""
    state = after(step, State.of(request.state), solved=said.get("solved") is not False)
    if request.due is not None and on > request.due and step in (Step.ANSWER, Step.REFUSE):
        request.late = True
    request.state = state.value
    request.due = (due or request.due) if state in RUNNING else None
    request.closed_on = on if state in (State.CLOSED, State.REFUSED) else None
    request.save()
    return RequestStep.objects.create(request=request, step=step.value, on=on, at=at, by=by, **said)


def record(verb: str, request: PublicRequest, *, by: User | None, **facts: object) -> None:
    """The one entry of a change."""
    journal.record(
        actor=by,
        verb=verb,
        subject=request,
        area_code=request.area_code,
        institution_code=request.institution.code,
        programme=request.code.programme.code if request.code.programme else "",
        facts={name: value for name, value in facts.items() if value not in (None, "")},
    )
