"""Places that were to be held, how postings ended, doctors posted for the people of a county."""

from typing import TYPE_CHECKING

from bangfu.core.indicators.indicator import SHARE, Better, Combine, Indicator, Sum, Theme
from bangfu.core.indicators.settings import shipped
from bangfu.core.programmes.vocabulary import Unit

from .parts import MEASURES, MONITORED, PRODUCT, Row, chosen, example, text, total

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _posted_doctors(people: "ir.Table") -> "ir.Value":
    threshold = shipped().posted_doctor
    ranked = people["rank"].between(1, threshold.rank_floor)
    long_enough = people.stay_months >= threshold.months
    return (ranked & long_enough).ifelse(people.doctor * people.present, 0)


_ATTENDING: Row = {"present": 1, "rank": 3, "doctor": 1, "stay_months": 6}

INDICATORS = (
    Indicator(
        code="posted_doctors_per_10000",
        title=text("每万人口派驻中级及以上医师", "Posted doctors per 10,000 residents"),
        theme=Theme.OUTCOME,
        unit=Unit.PER_10000.label,
        per=10_000,
        places=2,
        combine=Combine.LAST,
        numerator=Sum("people", _posted_doctors),
        denominator=chosen("statistics", "amount", item="residents"),
        whole=1,
        numerator_title=text("派驻的中级及以上医师", "posted doctors, intermediate and above"),
        denominator_title=text("常住人口", "residents"),
        source=MONITORED,
        meaning=text(
            "二级及以上医院派到基层的中级及以上医师数，按每万常住人口计；计划派驻时间须满设定的月数。"
            "没有填报常住人口的地区不计算。",
            "Doctors of intermediate rank and above posted to primary institutions for at least "
            "the months set, per 10,000 residents. Not computed where residents are not reported.",
        ),
        example=example(
            "常住人口20万，派驻满6个月的主治医师3人、住院医师1人：3÷20万×1万。",
            "200,000 residents; three attending doctors and one resident doctor posted for six "
            "months or longer: 3 ÷ 200,000 × 10,000.",
            gives=(3, 200_000),
            value="0.15",
            people=(
                _ATTENDING,
                _ATTENDING,
                _ATTENDING,
                {"present": 1, "rank": 4, "doctor": 1, "stay_months": 12},
            ),
            statistics=({"item": "residents", "amount": 200_000},),
        ),
        rows="postings",
        outcome=True,
    ),
    Indicator(
        code="uncovered_post_days",
        title=text("岗位空缺天数", "Uncovered post-days"),
        theme=Theme.PRESENCE,
        unit=Unit.DAYS.label,
        better=Better.DOWN,
        numerator=total("places", "uncovered_days"),
        numerator_title=text("无人在岗的岗位天数", "place-days that nobody held"),
        source=MEASURES,
        meaning=text(
            "应有人而没有人的岗位天数，每个岗位每空一天计一天。",
            "Days on which a place was to be held and nobody held it, each place by itself.",
        ),
        example=example(
            "两个岗位，一个空5天，一个空2天：7天。",
            "Two places, one empty for 5 days, one for 2: 7 days.",
            gives=(7, None),
            value="7",
            places=(
                {"due_days": 30, "uncovered_days": 5},
                {"due_days": 30, "uncovered_days": 2},
            ),
        ),
        rows="board",
    ),
    Indicator(
        code="post_coverage",
        title=text("岗位覆盖率", "Coverage of places"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        numerator=Sum("places", lambda places: places.due_days - places.uncovered_days),
        denominator=total("places", "due_days"),
        numerator_title=text("有人在岗的岗位天数", "place-days held"),
        denominator_title=text("应有人的岗位天数", "place-days due"),
        source=MEASURES,
        meaning=text("有人的岗位天数占应有人的岗位天数的比例。", "Place-days held, of those due."),
        example=example(
            "两个岗位各30天，共空7天：53÷60。",
            "Two places of 30 days, 7 days empty: 53 ÷ 60.",
            gives=(53, 60),
            value="0.883",
            places=(
                {"due_days": 30, "uncovered_days": 5},
                {"due_days": 30, "uncovered_days": 2},
            ),
        ),
        rows="board",
    ),
    Indicator(
        code="needs_met",
        title=text("需求满足率", "Needs met"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        combine=Combine.LAST,
        numerator=total("places", "held"),
        denominator=total("places", "asked"),
        numerator_title=text("月末已有人的岗位", "places held at the month's end"),
        denominator_title=text("月末提出的岗位", "places asked for at the month's end"),
        source=PRODUCT,
        meaning=text(
            "月末有效需求中，已有人到岗的岗位比例。",
            "Of the places asked for at the month's end, how many are held.",
        ),
        example=example(
            "需要5个岗位，已有4人：4÷5。",
            "Five places asked for, four held: 4 ÷ 5.",
            gives=(4, 5),
            value="0.800",
            places=({"asked": 3, "held": 3}, {"asked": 2, "held": 1}),
        ),
        rows="needs",
    ),
    Indicator(
        code="early_recalls",
        title=text("提前召回占比", "Share recalled early"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        better=Better.DOWN,
        numerator=total("duty", "recalled"),
        denominator=total("duty", "ended"),
        numerator_title=text("提前结束的派驻", "postings ended early"),
        denominator_title=text("结束的派驻", "postings ended"),
        source=MEASURES,
        meaning=text(
            "本期结束的派驻中，早于计划结束的比例。",
            "Of the postings that ended, how many ended before the day planned.",
        ),
        example=example(
            "结束5个派驻，提前1个：1÷5。",
            "Five ended, one of them early: 1 ÷ 5.",
            gives=(1, 5),
            value="0.200",
            duty=({"ended": 4}, {"ended": 1, "recalled": 1}),
        ),
        rows="postings",
    ),
    Indicator(
        code="lasting_postings",
        title=text("连续服务满期占比", "Share of unbroken terms served"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        numerator=total("duty", "lasted"),
        denominator=total("duty", "ended"),
        numerator_title=text("服务满设定月数的派驻", "ended postings that lasted long enough"),
        denominator_title=text("结束的派驻", "postings ended"),
        source=MEASURES,
        meaning=text(
            "本期结束的派驻中，从到岗到结束满6个月（可设定）的比例。",
            "Of the postings that ended, how many had lasted six months (a setting) from arrival.",
        ),
        example=example(
            "结束5个派驻，4个满6个月：4÷5。",
            "Five ended, four of them after six months: 4 ÷ 5.",
            gives=(4, 5),
            value="0.800",
            duty=({"ended": 4, "lasted": 4}, {"ended": 1}),
        ),
        rows="postings",
    ),
)
