"""What several actions refuse, each said once."""

from datetime import date
from typing import NoReturn

from bangfu.apps.intake.service_form import CALLED, FULL_TIME, ServiceForm
from bangfu.apps.registry.models import Worker
from bangfu.core.refusal import Refusal


class DaysReversed(Refusal):
    """The last day comes before the first."""


class FormUnknown(Refusal):
    """A nomination names at least one form of service, and only known ones."""


class SessionsWrong(Refusal):
    """Half-days a week are missing, out of range, or stated for a full-time form."""


class NotInService(Refusal):
    """The worker leaves the home unit before the last of the days."""


class ReasonMissing(Refusal):
    """What is withdrawn says why."""


class AlreadyWithdrawn(Refusal):
    """It was withdrawn before."""


def refuse_reversed(starts_on: date, ends_before: date) -> None:
    """Raise ``DaysReversed`` where no day lies between the two."""
    if ends_before <= starts_on:
        raise DaysReversed(
            zh="截止日期早于起始日期，请核对。", en="The last day comes before the first day."
        )


def refuse_wrong_sessions(form: str, sessions_per_week: int | None) -> None:
    """Raise ``SessionsWrong`` where half-days a week do not go with a form of service."""
    if form not in ServiceForm.values:
        raise FormUnknown(zh=f"没有“{form}”这一派驻形式。", en=f"There is no form “{form}”.")
    called, by_sessions = CALLED[form], ServiceForm(form).by_sessions
    if by_sessions and not (1 <= (sessions_per_week or 0) <= FULL_TIME):
        raise SessionsWrong(
            zh=f"“{called.zh}”须填写每周半天数，1至{FULL_TIME}个。",
            en=f"For “{called.en}” state 1 to {FULL_TIME} half-days a week.",
        )
    if not by_sessions and sessions_per_week is not None:
        raise SessionsWrong(
            zh=f"“{called.zh}”为全脱产派驻，不填每周半天数。",
            en=f"“{called.en}” is full time; leave half-days a week empty.",
        )


def refuse_out_of_service(worker: Worker, ends_before: date) -> None:
    """Raise ``NotInService`` where a worker leaves the home unit before ``ends_before``."""
    if worker.valid_to is not None and worker.valid_to < ends_before:
        left = worker.valid_to
        raise NotInService(
            zh=f"{worker}自{left.year}年{left.month}月{left.day}日起离任，不能安排到此日之后。",
            en=f"{worker} leaves the home unit on {left}; nothing can be arranged beyond that day.",
        )


def refuse_silence(reason: str) -> None:
    """Raise ``ReasonMissing`` where nothing is said."""
    if not reason.strip():
        raise ReasonMissing(zh="请填写撤回原因。", en="Say why it is withdrawn.")


def refuse_again(withdrawn_on: date | None) -> NoReturn:
    """Raise ``AlreadyWithdrawn`` with the day it was withdrawn."""
    day = withdrawn_on or date.min
    raise AlreadyWithdrawn(
        zh=f"已于{day.year}年{day.month}月{day.day}日撤回，无需重复办理。",
        en=f"It was withdrawn on {day} already.",
    )
