"""What indicators and appraisals read of public requests: rows by institution and month."""

from dataclasses import dataclass, replace
from datetime import date

from bangfu.apps.voice.models import PublicRequest
from bangfu.core.voice.request_life import RUNNING

UNANSWERED = frozenset(state.value for state in RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact:
    """One institution in one month, named by its first day; what was asked in it, without noise.

    ``due`` were answered, refused with a reason, or are past their term; ``kept`` of them have an
    answer, ``in_time`` had it within the term. ``asked`` came in the month; of those whose asker
    said so, ``rated`` told whether they are satisfied, and ``satisfied`` are.
    """

    institution: str
    month: date
    due: int = 0
    kept: int = 0
    in_time: int = 0
    asked: int = 0
    rated: int = 0
    satisfied: int = 0


def request_facts(
    *, starts_on: date, ends_before: date, on: date, programme: str = ""
) -> list[RequestFact]:
    """Rows of the months from a day to before another, by code and month: one query."""
    rows = PublicRequest.objects.counted().filter(asked_on__gte=starts_on, asked_on__lt=ends_before)
    if programme:
        rows = rows.filter(code__programme__code=programme)
    found: dict[tuple[str, date], RequestFact] = {}
    for code, asked, state, due, late, satisfied in rows.order_by().values_list(
        "institution__code", "asked_on", "state", "due", "late", "satisfied"
    ):
        key = (code, asked.replace(day=1))
        row = found.get(key) or RequestFact(institution=code, month=key[1])
        kept = state not in UNANSWERED
        missed = late or (due is not None and due < on)
        owed = kept or missed
        found[key] = replace(
            row,
            due=row.due + owed,
            kept=row.kept + kept,
            in_time=row.in_time + (kept and not missed),
            asked=row.asked + 1,
            rated=row.rated + (satisfied is not None),
            satisfied=row.satisfied + (satisfied is True),
        )
    return sorted(found.values(), key=lambda row: (row.institution, row.month))
