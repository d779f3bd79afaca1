"""Published results shown to everybody, without an account, and taken down again."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Release, Round
from bangfu.apps.appraisal.queries import reach, sheets
from bangfu.core.appraisal.vocabulary import Kind, Ladder
from bangfu.core.refusal import Refusal

from .holding import held_round, record_of_round, require_state
from .marking import AlreadySo, NotYours
from .rounds import ReasonMissing


class Personal(Refusal):
    """Results of persons are never shown to everybody."""


class UnknownBand(Refusal):
    """The table has no such grade or star."""


@transaction.atomic
def release_results(
    *, round: Round, ladder: Ladder, lowest: str, by: User, at: datetime
) -> Release:
    """Show units and branches of a published round to everybody, down to one grade or star.

    Raises ``NotYours``, ``RoundNotOpen``, ``Personal``, ``UnknownBand`` or ``AlreadySo``.
    """
    held = held_round(round)
    require_state(held, Round.State.PUBLISHED)
    _require_holder(held, by)
    scheme = sheets.scheme_of(held)
    if scheme.kind is Kind.POSTING:
        raise Personal(
            zh="个人考核结果不向社会公开。", en="Results of persons are not shown to the public."
        )
    band = next((one for one in scheme.bands(ladder) if one.code == lowest), None)
    if band is None:
        raise UnknownBand(
            zh="考核表没有这一等次或星级，请重新选择。", en="The table has no such grade or star."
        )
    if Release.objects.filter(round=held, ended_at__isnull=True).exists():
        raise AlreadySo(
            zh="结果已经公开，如需调整请先撤下。",
            en="They are shown already; take them down first.",
        )
    row = Release.objects.create(round=held, ladder=ladder.value, lowest=lowest, by=by, at=at)
    record_of_round("round.released", held, by=by, lowest=band.title.zh)
    return row


@transaction.atomic
def withdraw_release(*, round: Round, reason: str, by: User, at: datetime) -> None:
    """Take released results down. Raises ``NotYours``, ``ReasonMissing`` or ``AlreadySo``."""
    held = held_round(round)
    _require_holder(held, by)
    if not reason.strip():
        raise ReasonMissing(zh="请填写撤下原因。", en="Say why they are taken down.")
    standing = Release.objects.filter(round=held, ended_at__isnull=True)
    if not standing.update(ended_at=at, ended_reason=reason.strip()):
        raise AlreadySo(zh="已经撤下，请刷新页面。", en="They were taken down; reload the page.")
    record_of_round("round.release_withdrawn", held, by=by, reason=reason.strip())


def _require_holder(held: Round, by: User) -> None:
    if not reach.holds(by, held):
        raise NotYours(
            zh="由组织考核的部门公开。", en="The office that holds the round shows them."
        )
