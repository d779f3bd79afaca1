"""Short words for what catalogue entries are made of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bangfu.core.indicators.indicator import Example, Sum
from bangfu.core.programmes.words import Text

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEASURES = Text(
    zh="《城乡医院对口支援工作管理办法（试行）》（卫医管发〔2009〕72号）",
    en="Measures on counterpart support between hospitals, trial (卫医管发〔2009〕72号)",
)
MONITORED = Text(
    zh="紧密型县域医共体建设监测指标体系（国卫办基层发〔2024〕22号）",
    en="Monitoring indicators of close-knit county medical communities (国卫办基层发〔2024〕22号)",
)
REFERRAL = Text(
    zh="关于推进分级诊疗制度建设的指导意见（国办发〔2015〕70号）",
    en="Guidance on tiered care (国办发〔2015〕70号)",
)
PRODUCT = Text(
    zh="本系统的管理需要，没有文件规定", en="Set by this product for management; no document"
)
HALF_YEAR = Text(
    zh="半年总结讲评中“双过半”和任务台账的做法",
    en="Custom of half-year reviews and task ledgers",
)

Row = Mapping[str, int | str]


def text(zh: str, en: str) -> Text:
    """A bilingual text."""
    return Text(zh=zh, en=en)


def total(table: str, column: str) -> Sum:
    """A column of a fact table, added up."""
    return Sum(table, lambda facts: facts[column])


def chosen(table: str, column: str, **kinds: str) -> Sum:
    """A column, added up over rows of one kind: ``chosen("work", "confirmed", measure="…")``."""

    def of(facts: "ir.Table") -> "ir.Value":
        kept = [facts[name] == value for name, value in kinds.items()]
        condition = kept[0]
        for other in kept[1:]:
            condition = condition & other
        return condition.ifelse(facts[column], 0)

    return Sum(table, of)


def example(
    zh: str,
    en: str,
    *,
    gives: tuple[int, int | None],
    value: str,
    **given: tuple[Row, ...],
) -> Example:
    """A worked example: rows by fact table, both sums, and the value as it is told."""
    return Example(
        words=Text(zh=zh, en=en),
        given=given,
        numerator=gives[0],
        denominator=gives[1],
        value=value,
    )
