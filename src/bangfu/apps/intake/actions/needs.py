"""Stating needs and taking them back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.refusal import Refusal
from bangfu.core.standards import subjects

from .checks import refuse_again, refuse_reversed, refuse_silence, refuse_wrong_sessions


class SubjectUnknown(Refusal):
    """A clinical subject is missing or not in the official list."""


class HeadcountWrong(Refusal):
    """A need asks for at least one person."""


class SenderIsHost(Refusal):
    """An institution cannot send to itself."""


class HostNotEnrolled(Refusal):
    """The programme has enrolled its hosts, and this institution is none of them."""


class NeedRepeated(Refusal):
    """The same need already stands."""


def state_need(
    *,
    programme: Programme,
    host: Institution,
    department_name: str,
    subject_codes: Sequence[str],
    form: str,
    starts_on: date,
    ends_before: date,
    by: User | None,
    role_title: str = "",
    rank_floor: int = Worker.Rank.JUNIOR,
    headcount: int = 1,
    sessions_per_week: int | None = None,
    equipment_ready: bool = False,
    counterpart: str = "",
    priority: int = Need.Priority.NORMAL,
    tasks: str = "",
    sender: Institution | None = None,
    post_group: str = "",
) -> Need:
    """Enter what a host asks for; raises as :func:`state_needs`."""
    need = Need(
        programme=programme,
        host=host,
        department_name=department_name,
        subject_codes=list(subject_codes),
        form=form,
        starts_on=starts_on,
        ends_before=ends_before,
        role_title=role_title,
        rank_floor=rank_floor,
        headcount=headcount,
        sessions_per_week=sessions_per_week,
        equipment_ready=equipment_ready,
        counterpart=counterpart,
        priority=priority,
        tasks=tasks,
        sender=sender,
        post_group=post_group,
    )
    return state_needs(needs=[need], by=by)[0]


@transaction.atomic
def state_needs(*, needs: Sequence[Need], by: User | None) -> list[Need]:
    """Enter several needs, given as unsaved rows: all of them, or none.

    Raises ``DaysReversed``, ``SubjectUnknown``, ``SessionsWrong``, ``HeadcountWrong``,
    ``SenderIsHost``, ``HostNotEnrolled`` or ``NeedRepeated``.
    """
    _refuse_strangers(needs)
    for need in needs:
        _refuse_impossible(need)
        need.stated_by = by
    _refuse_repeated(needs)
    stated = Need.objects.bulk_create(needs, batch_size=500)
    journal.record_many(
        actor=by, events=[_event("need.stated", need, **_asked(need)) for need in stated]
    )
    return stated


@transaction.atomic
def withdraw_need(*, need: Need, reason: str, by: User, on: date) -> Need:
    """Take a need back; the row stays, with the reason and the day.

    Raises ``ReasonMissing`` or ``AlreadyWithdrawn``.
    """
    refuse_silence(reason)
    held = Need.objects.select_for_update(of=("self",)).select_related("host", "programme")
    withdrawn = held.get(pk=need.pk)
    if withdrawn.state == Need.State.WITHDRAWN:
        refuse_again(withdrawn.withdrawn_on)
    withdrawn.state = Need.State.WITHDRAWN
    withdrawn.withdrawn_on, withdrawn.withdrawal_reason = on, reason.strip()
    withdrawn.save(update_fields=["state", "withdrawn_on", "withdrawal_reason"])
    journal.record_many(
        actor=by, events=[_event("need.withdrawn", withdrawn, reason=reason.strip())]
    )
    return withdrawn


def _refuse_impossible(need: Need) -> None:
    refuse_reversed(need.starts_on, need.ends_before)
    _refuse_unknown_subjects(need.subject_codes)
    refuse_wrong_sessions(need.form, need.sessions_per_week)
    if need.headcount < 1:
        raise HeadcountWrong(zh="需求人数至少为1人。", en="A need asks for at least one person.")
    if need.sender_id == need.host_id:
        raise SenderIsHost(
            zh=f"“{need.host}”是受援单位，不能同时指定为派出单位。",
            en=f"{need.host} is the host and cannot be the sender as well.",
        )


def _refuse_strangers(needs: Sequence[Need]) -> None:
    """Where a programme has enrolled hosts, only they ask; where none yet, anybody may."""
    enrolled: dict[int, set[int]] = {}
    rows = Party.objects.filter(programme__in={need.programme_id for need in needs}, role="host")
    for programme, institution in rows.values_list("programme_id", "institution_id"):
        enrolled.setdefault(programme, set()).add(institution)
    for need in needs:
        hosts = enrolled.get(need.programme_id)
        if hosts is not None and need.host_id not in hosts:
            raise HostNotEnrolled(
                zh=f"“{need.host}”不是“{need.programme}”的受援单位；确需参加的，"
                "请先在项目的“组织领导”中登记为受援单位。",
                en=f"{need.host} is no host of {need.programme}; enrol it as a host there first.",
            )


def _refuse_unknown_subjects(codes: Sequence[str]) -> None:
    if not codes:
        raise SubjectUnknown(
            zh="请至少填写一个诊疗科目。", en="Name at least one clinical subject."
        )
    if unknown := [code for code in codes if code not in subjects.every()]:
        raise SubjectUnknown(
            zh=f"诊疗科目代码“{'、'.join(unknown)}”不在名录内，请核对。",
            en=f"Not in the official list of clinical subjects: {', '.join(unknown)}.",
        )


def _refuse_repeated(needs: Sequence[Need]) -> None:
    # Whoever states a need waits for the other who states one for the same host.
    hosts = sorted({need.host_id for need in needs})
    list(Institution.objects.select_for_update(no_key=True).filter(pk__in=hosts).order_by("pk"))
    standing = {_identity(need) for need in Need.objects.open().filter(host__in=hosts)}
    for need in needs:
        if _identity(need) in standing:
            raise NeedRepeated(
                zh=f"“{need}”的相同需求已经提出；如需增加人数，请撤回后按新人数重新提出。",
                en=f"The same need of {need} already stands; to ask for more people, "
                "withdraw it and state it anew.",
            )
        standing.add(_identity(need))


def _identity(need: Need) -> tuple[object, ...]:
    """Two open needs that agree in all of this are one need entered twice."""
    return (
        need.programme_id,
        need.host_id,
        need.sender_id,
        need.department_name,
        need.role_title,
        need.form,
        need.post_group,
        tuple(need.subject_codes),
        need.rank_floor,
        need.sessions_per_week,
        need.starts_on,
        need.ends_before,
    )


def _asked(need: Need) -> dict[str, object]:
    """What a need's first entry records."""
    return {
        "department": need.department_name,
        "form": need.form,
        "headcount": need.headcount,
        "starts_on": need.starts_on,
        "ends_before": need.ends_before,
    }


def _event(verb: str, need: Need, **facts: object) -> Event:
    return Event(
        verb,
        need,
        area_code=need.host.area_code,
        institution_code=need.host.code,
        programme=need.programme.code,
        facts=facts,
    )
