"""What every action of an appraisal begins and ends with: its row held, one entry written."""

from hashlib import sha256

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition, Round, Subject
from bangfu.apps.journal import actions as journal
from bangfu.core.refusal import Refusal


class RoundNotOpen(Refusal):
    """The round is decided, published or cancelled; sheets no longer change."""


class EditionAltered(Refusal):
    """The table is not the one that was frozen."""


class NotAllowed(Refusal):
    """Somebody else does this."""


def held_round(held: Round) -> Round:
    """The same round, its row locked until the transaction ends."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("programme", "edition")
    return rows.get(pk=held.pk)


def held_subject(subject: Subject, *states: Round.State) -> Subject:
    """The same subject, locked after its round, which is in one of the states: open if not said.

    The round is always locked first: it is decided on sheets that stand still, sheets that are
    compared are reckoned one after the other, and nobody waits for somebody who waits for them.
    Raises ``RoundNotOpen``.
    """
    held = held_round(Round(pk=subject.round_id))
    rows = Subject.objects.select_for_update(of=("self",)).select_related("institution", "partner")
    found = rows.get(pk=subject.pk)
    found.round = held
    require_state(held, *(states or (Round.State.OPEN,)))
    return found


def require_state(held: Round, *states: Round.State) -> None:
    """Refuse where a round is in none of the states."""
    if Round.State(held.state) not in states:
        now = Round.State(held.state).label
        raise RoundNotOpen(
            zh=f"“{held}”现在是“{now}”，不能办理此事项，请刷新页面。",
            en=f'"{held}" is {held.state} now and does not take this step; reload the page.',
        )


def require_unaltered(edition: Edition) -> None:
    """Refuse where a frozen table's text is not what it was, whoever changed it."""
    if sha256(edition.text.encode()).hexdigest() != edition.digest:
        raise EditionAltered(
            zh=f"考核表“{edition}”在定稿后被改动，与定稿时的摘要不符，不能据此审定或公布；"
            "请联系系统管理员恢复原表。",
            en=f'The table "{edition}" was changed after it was frozen; nothing is decided or '
            "published by it until it is restored.",
        )


def record_of_round(verb: str, held: Round, *, by: User | None, **facts: object) -> None:
    """One entry about a round."""
    journal.record(
        actor=by,
        verb=verb,
        subject=held,
        area_code=held.area_code,
        programme=held.programme.code,
        facts=_said(facts),
    )


def record_of_subject(verb: str, subject: Subject, *, by: User | None, **facts: object) -> None:
    """One entry about a sheet."""
    journal.record(
        actor=by,
        verb=verb,
        subject=subject,
        area_code=subject.institution.area_code,
        institution_code=subject.institution.code,
        programme=subject.round.programme.code,
        facts=_said({"round": str(subject.round), **facts}),
    )


def _said(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value not in ("", None)}
