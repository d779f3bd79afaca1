"""Whose turn a sheet is at, told for somebody who looks at it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.actions.marking import turn_of
from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.appraisal.queries.reach import acts_at
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.reviewers import reviewer_of
from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True)
class Turn:
    """The level whose turn it is, and whether this person fills it in; else why not."""

    code: str
    title: str
    mine: bool
    why_not: str = ""


def of(user: User, subject: Subject, scheme: Scheme) -> Turn:
    """The turn as the actions would see it."""
    if subject.level >= len(scheme.levels):
        return Turn("", _("各层级已完成"), False, _("各层级都已结束。"))
    level = scheme.levels[subject.level]
    title = in_own_language(level.title)
    if subject.round.state != Round.State.OPEN:
        return Turn(level.code, title, False, _("现在不是评分的时候。"))
    try:
        turn_of(scheme, subject, by=user)
    except Refusal as refused:
        return Turn(level.code, title, False, in_own_language(refused))
    return Turn(level.code, title, True)


def may_send_back(user: User, subject: Subject, scheme: Scheme) -> bool:
    """Whether somebody may open the level closed last again."""
    if not subject.level:
        return False
    above = scheme.level_codes[min(subject.level, len(scheme.level_codes) - 1)]
    return acts_at(user, subject, reviewer_of(scheme, above))
