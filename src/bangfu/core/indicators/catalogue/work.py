"""The counters of the ledger of work: one indicator for each figure that a kind keeps.

They come from the definitions of activities, under the codes that targets use as well
(``free_clinic.people``), so that a kind that a file adds has its indicators without a line here.
"""

from collections.abc import Iterator

from bangfu.core.indicators.facts import HUNDREDTHS
from bangfu.core.indicators.indicator import SHARE, Indicator, Theme
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.measured import ActivityKind, Measured
from bangfu.core.programmes.words import Text

from .parts import PRODUCT, chosen, example, text, total

SOURCE = Text(
    zh="对口支援工作总结和统计报表的通用项目；口径见台账类别的定义",
    en="The counters that reports on counterpart support share; defined with the ledger's kinds",
)


def counters() -> Iterator[Indicator]:
    """One indicator for each figure of each kind."""
    for kind in shipped_kinds().values():
        for measured in kind.measures:
            yield _counter(kind, measured)


def _counter(kind: ActivityKind, measured: Measured) -> Indicator:
    code = kind.indicator(measured)
    unit = measured.unit.label
    return Indicator(
        code=code,
        title=measured.title,
        theme=Theme.WORK,
        unit=unit,
        whole=HUNDREDTHS,
        shown_in=(HUNDREDTHS, 1),
        numerator=chosen("work", "confirmed", measure=code),
        numerator_title=measured.title,
        source=SOURCE,
        meaning=Text(
            zh=f"工作台账“{kind.title.zh}”中经对方确认的{measured.title.zh}，按发生月份相加。",
            en=f"“{kind.title.en}” in the ledger of work: {measured.title.en}, as confirmed by the "
            "other side, added up by the month of the work.",
        ),
        example=example(
            f"确认两条，分别为3{unit.zh}和4{unit.zh}，另有一条待确认：计7{unit.zh}。",
            f"Two entries confirmed, of 3 and 4, and one waiting: 7 {unit.en}",
            gives=(700, None),
            value="7",
            work=(
                {"measure": code, "confirmed": 300, "waiting": 500, "confirmed_entries": 1},
                {"measure": code, "confirmed": 400, "confirmed_entries": 1},
            ),
        ),
        rows=code,
    )


INDICATORS = (
    Indicator(
        code="ledger_confirmed_share",
        title=text("台账确认率", "Share of the ledger confirmed"),
        theme=Theme.SUPERVISION,
        unit=SHARE,
        places=1,
        numerator=total("work", "confirmed_entries"),
        denominator=total("work", "entries"),
        numerator_title=text("已确认的数量条目", "figures confirmed"),
        denominator_title=text("登记的数量条目", "figures entered"),
        source=PRODUCT,
        meaning=text(
            "台账登记的数量中已由对方确认的条目比例；待确认的不计入合计。",
            "Of the figures entered in the ledger, how many the other side has confirmed.",
        ),
        example=example(
            "登记10条，确认8条：8÷10。",
            "Ten entered, eight confirmed: 8 ÷ 10.",
            gives=(8, 10),
            value="0.800",
            work=({"measure": "lecture.times", "confirmed_entries": 8, "entries": 10},),
        ),
        rows="work",
    ),
)
