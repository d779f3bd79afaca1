"""The ledger of work and what stays behind, of one posting or of one department."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bangfu.apps.activities.models import Activity, Figure
from bangfu.apps.capacity.models import Item
from bangfu.core.indicators import catalogue as indicators
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.measured import Lasting
from bangfu.core.programmes.words import Text

from .asking import Asked, Measure, Record, Rows
from .people_on_post import SINGLE, postings_of

_NOBODY = Text(
    zh="考核期内没有派驻人员；工作由派驻人员登记、受援单位确认。",
    en="Nobody was posted in the period; posted people enter work and the host confirms it.",
)


def done(code: str) -> Callable[[Asked], Rows]:
    """Confirmed entries of a measure (``consultation.times``), each with its figure."""

    def read(asked: Asked) -> Rows:
        among = postings_of(asked)
        entries = Activity.objects.counted().filter(
            state=Activity.State.CONFIRMED,
            posting__in=[one.pk for one in among.postings],
            happened_on__gte=asked.days.starts_on,
            happened_on__lt=asked.days.ends_before,
        )
        found = Figure.objects.filter(activity__in=entries, indicator=code)
        rows: dict[int, list[Record]] = defaultdict(list)
        for one in found.select_related("activity").order_by("activity__happened_on", "pk"):
            entry = one.activity
            said = Text(zh=entry.kind_title("zh"), en=entry.kind_title("en"))
            record = Record("activity", entry.pk, entry.happened_on, said, one.amount)
            rows[entry.posting_id or 0].append(record)
        return among.rows(rows)

    return read


def stayed(sort: Lasting, step: str) -> Callable[[Asked], Rows]:
    """Things of a sort that reached a step in the days: ``begun_on`` or ``alone_on``."""

    def read(asked: Asked) -> Rows:
        among = postings_of(asked)
        within: dict[str, Any] = {
            f"{step}__gte": asked.days.starts_on,
            f"{step}__lt": asked.days.ends_before,
        }
        standing = (
            Item.objects.standing()
            if step != "begun_on"
            else Item.objects.exclude(state=Item.State.WITHDRAWN)
        )
        found = standing.filter(
            lasting=sort.value, posting__in=[one.pk for one in among.postings], **within
        )
        rows: dict[int, list[Record]] = defaultdict(list)
        for one in found.order_by(step, "pk"):
            record = Record("item", one.pk, getattr(one, step), Text(zh=str(one)), Decimal(1))
            rows[one.posting_id or 0].append(record)
        return among.rows(rows)

    return read


def _work() -> list[Measure]:
    """A measure for each figure of the ledger that is an indicator."""
    codes = {
        f"{kind.code}.{one.code}" for kind in shipped_kinds().values() for one in kind.measures
    }
    return [
        Measure(
            code=code,
            kinds=SINGLE,
            read=done(code),
            told=Text(
                zh="考核期内登记在派驻名下、受援单位已确认的工作。",
                en="Entries under the posting in the period that the host has confirmed.",
            ),
            missing=_NOBODY,
        )
        for code in sorted(codes & indicators().keys())
    ]


def _lasting(code: str, sort: Lasting, step: str, zh: str, en: str) -> Measure:
    told = Text(zh=zh, en=en)
    return Measure(code=code, kinds=SINGLE, read=stayed(sort, step), told=told, missing=_NOBODY)


MEASURES = (
    *_work(),
    _lasting(
        "pupils_taken",
        Lasting.PUPIL,
        "begun_on",
        "考核期内开始带教的学员。",
        "Pupils taken on in the period.",
    ),
    _lasting(
        "techniques_begun",
        Lasting.TECHNIQUE,
        "begun_on",
        "考核期内引进的新技术。",
        "Techniques begun in the period.",
    ),
    _lasting(
        "techniques_done_alone",
        Lasting.TECHNIQUE,
        "alone_on",
        "考核期内本地人员首次独立开展、受援单位已确认的技术。",
        "Techniques that local staff first did alone in the period, confirmed by the host.",
    ),
)
