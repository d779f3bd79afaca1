"""Values accepted, corrected and discarded, one by one or a whole part at once."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.core.readings import Part, Sort, ValueWrong, Verdict, checked_value
from bangfu.core.readings.proposing import NEEDED
from bangfu.core.refusal import Refusal

from .held import held, record, touch


class ValueMoved(Refusal):
    """Somebody else decided about the value since the page was opened."""

    def __init__(self, value: DraftValue) -> None:
        who = value.decided_by or "他人"
        super().__init__(
            zh=f"“{value.label}”刚由{who}处理过，现为“{value.kept or '空'}”；"
            "请看过现在的内容再办理。",
            en=f"{value.decided_by or 'Somebody else'} has just decided about this value; look at "
            "what stands now before you decide.",
        )


class NeededValue(Refusal):
    """A definition cannot do without this value."""


@transaction.atomic
def decide(
    *,
    value: DraftValue,
    verdict: Verdict,
    revision: int,
    by: User | None,
    at: datetime,
    typed: str = "",
) -> DraftValue:
    """Accept a value as it was read, correct it to what was typed, discard it, or open it again.

    ``revision`` is that of the value as the clerk saw it. Raises ``NotOpen``, ``ValueMoved``,
    ``ValueWrong`` or ``NeededValue``.
    """
    reading = held(value.reading, NoticeReading.State.READY)
    row = (
        DraftValue.objects.select_for_update(of=("self",))
        .select_related("decided_by")
        .get(pk=value.pk)
    )
    stands = _stands(row, verdict, typed)
    if (row.verdict, row.kept) == (stands[0].value, stands[1]):
        return row
    if row.revision != revision:
        raise ValueMoved(row)
    row.verdict, row.kept = stands[0].value, stands[1]
    row.revision += 1
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["verdict", "kept", "revision", "decided_by", "decided_at"])
    touch(reading, at)
    record(
        "reading.value_decided",
        reading,
        by=by,
        name=row.label,
        verdict=VERDICT_WORDS[stands[0]],
        value=row.kept[:120],
    )
    return row


VERDICT_WORDS = {
    Verdict.OPEN: "待处理",
    Verdict.ACCEPTED: "采纳",
    Verdict.CORRECTED: "更正",
    Verdict.DISCARDED: "不采用",
}
"""As the journal writes them."""


@transaction.atomic
def accept_part(*, reading: NoticeReading, part: Part, by: User | None, at: datetime) -> int:
    """Accept what is still open of a part, as it was read; how many values that were.

    What nobody read stays open: there is nothing to accept. Raises ``NotOpen``.
    """
    row = held(reading, NoticeReading.State.READY)
    waiting = row.values.filter(part=part.value, verdict=Verdict.OPEN.value).exclude(kept="")
    rows = list(waiting.select_for_update(of=("self",)))
    for value in rows:
        value.verdict = Verdict.ACCEPTED.value
        value.revision += 1
        value.decided_by, value.decided_at = by, at
    fields = ["verdict", "revision", "decided_by", "decided_at"]
    DraftValue.objects.bulk_update(rows, fields, batch_size=200)
    if rows:
        touch(row, at)
        record("reading.part_accepted", row, by=by, name=part.zh, values=len(rows))
    return len(rows)


def _stands(row: DraftValue, verdict: Verdict, typed: str) -> tuple[Verdict, str]:
    """What a decision makes of a value; raises ``ValueWrong`` or ``NeededValue``."""
    if verdict is Verdict.CORRECTED:
        given = checked_value(Sort(row.sort), typed)
        same = given == row.read and bool(row.read)
        return (Verdict.ACCEPTED if same else Verdict.CORRECTED), given
    if verdict is Verdict.DISCARDED and row.place in NEEDED:
        raise NeededValue(
            zh=f"“{row.label}”不能缺少；不对的请更正。",
            en="A programme cannot do without this value; correct it where it is wrong.",
        )
    if verdict is Verdict.ACCEPTED and not (row.kept or row.place == "area"):
        raise ValueWrong(
            zh=f"通知中没有读到“{row.label}”，请填写。", en="The notice does not say; fill it in."
        )
    starting = row.read or (row.reading.area_code if row.place == "area" else "")
    return verdict, (row.kept if verdict is Verdict.DISCARDED else starting)
