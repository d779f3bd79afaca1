"""Points of a whole block at once: all rows that are right are kept together, or none is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Mark, Subject
from bangfu.apps.appraisal.queries import sheets
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal

from .holding import held_subject, record_of_subject
from .marking import marked, turn_of
from .rounds import restate


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points for one item, as a row of the form says them; ``seen`` as in ``give_points``."""

    item: str
    points: Decimal
    reason: str = ""
    files: Sequence[Clean] = ()
    seen: int = 0


class RowsRefused(Refusal):
    """Some rows cannot be kept; ``rows`` says why by the item's code."""

    def __init__(self, rows: Mapping[str, Refusal]) -> None:
        super().__init__(
            zh=f"有{len(rows)}项需要改正，本次没有保存任何一项。",
            en=f"{len(rows)} rows are to be corrected; none was saved.",
        )
        self.rows = rows


@transaction.atomic
def give_block(*, subject: Subject, given: Sequence[Given], by: User, at: datetime) -> list[Mark]:
    """Give points to several items at the level whose turn it is, with one entry for all.

    Raises ``RowsRefused`` with a sentence for each row, and ``NotYours``, ``SameHand`` or
    ``LevelOutOfTurn`` where none may be given.
    """
    held = held_subject(subject)
    scheme = sheets.scheme_of(held.round)
    level = turn_of(scheme, held, by=by)
    wrong: dict[str, Refusal] = {}
    kept: list[Mark] = []
    for one in given:
        try:
            mark, _before, _facts = marked(
                held,
                level,
                one.item,
                one.points,
                reason=one.reason,
                files=one.files,
                seen=one.seen,
                by=by,
                at=at,
            )
        except Refusal as refused:
            wrong[one.item] = refused
        else:
            kept.append(mark)
    if wrong:
        raise RowsRefused(wrong)
    restate(held.round, held)
    record_of_subject(
        "sheet.block_marked",
        held,
        by=by,
        level=level,
        items="；".join(
            f"{scheme.by_item[mark.item].title.zh} {canonical(mark.points)}" for mark in kept
        ),
    )
    return kept
