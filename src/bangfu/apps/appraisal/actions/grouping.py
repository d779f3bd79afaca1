"""Peer groups of a round: who is compared with whom."""

from collections.abc import Sequence

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.appraisal.queries import reach

from .holding import held_round, record_of_round, require_state
from .marking import NotYours
from .rounds import NobodyToAppraise, restate


@transaction.atomic
def group_subjects(*, round: Round, subjects: Sequence[int], group: str, by: User) -> int:
    """Put some of an open round into a group of peers, or into none; answers how many moved.

    Peers' means and quotas by group follow. Raises ``NotYours``, ``RoundNotOpen``,
    ``NobodyToAppraise``, or what scoring refuses of the new groups.
    """
    held = held_round(round)
    require_state(held, Round.State.OPEN)
    if not reach.holds(by, held):
        raise NotYours(zh="由组织考核的部门分组。", en="The office that holds the round groups.")
    if not subjects:
        raise NobodyToAppraise(zh="请选择要分组的考核对象。", en="Choose whom to put in the group.")
    named = group.strip()
    rows = Subject.objects.filter(round=held, pk__in=subjects).exclude(group=named)
    moved = rows.update(group=named)
    restate(held)
    record_of_round("round.grouped", held, by=by, group=named or "（不分组）", subjects=moved)
    return moved
