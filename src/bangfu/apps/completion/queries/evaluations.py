"""Evaluations: which a reader may see, and which wait for them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import evaluation
from bangfu.core.duty.evaluation import READERS
from bangfu.core.duty.posting_life import EVALUATORS, Life, State
from bangfu.core.duty.sides import Side

from .reach import HEAR, Standing


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One evaluation in words: aspect, grade and whether it is adverse, and what was written."""

    side: str
    marks: tuple[tuple[str, str, bool], ...]
    words: str
    by: str
    at: datetime
    on_paper: bool


def reading_sides(user: User, posting: Posting, standing: Standing) -> frozenset[Side]:
    """For whom somebody reads evaluations: nobody reads what a host says of themselves.

    The authority reads as such only with the right to hear hosts, and one's own posting only as
    its worker.
    """
    if posting.worker.account_id == user.pk:
        return standing.sides & {Side.WORKER}
    hears = user.scope_of(HEAR)
    inside = hears.covers(area=posting.host.area_code) or hears.covers(area=posting.home.area_code)
    return standing.sides if inside else standing.sides - {Side.AUTHORITY}


def readable_by(sides: frozenset[Side], posting: Posting) -> list[EvaluationRow]:
    """Evaluations of a posting that these sides may read: one query."""
    open_to = [side.value for side in EVALUATORS if READERS[side] & sides]
    found = Evaluation.objects.filter(posting=posting, side__in=open_to).select_related("by")
    return [row_of(one) for one in found]


def may_give(
    user: User, posting: Posting, standing: Standing, life: Life
) -> tuple[tuple[Side, bool], ...]:
    """Whose evaluation the reader may give now, each with whether it is entered from paper."""
    if life.state is not State.HANDED_OVER:
        return ()
    if posting.worker.account_id == user.pk:
        able = [(Side.WORKER, False)] if Side.WORKER in standing.sides else []
    else:
        able = [(side, False) for side in (Side.HOST, Side.SENDER) if side in standing.sides]
        if Side.SENDER in standing.sides and posting.worker.account_id is None:
            able.append((Side.WORKER, True))
    return tuple((side, paper) for side, paper in able if side not in life.evaluated)


def row_of(one: Evaluation) -> EvaluationRow:
    """An evaluation in the reader's language."""
    language, known = get_language() or "", evaluation.shipped()
    side = Side.of(one.side)
    marks = []
    for aspect in known.aspects:
        grade = known.grade(one.marks.get(aspect.code, ""))
        if grade is not None:
            named = (aspect.title.in_language(language), grade.title.in_language(language))
            marks.append((*named, grade.adverse))
    return EvaluationRow(
        side=side.label.in_language(language),
        marks=tuple(marks),
        words=one.words,
        by=str(one.by or ""),
        at=one.at,
        on_paper=one.on_paper,
    )
