"""Whether what was promised was done: targets, tasks, findings, requests, appraisals.

What hosts say of postings is no indicator: they say it quietly, and only the authority hears it.
"""

from bangfu.core.indicators.indicator import SHARE, Better, Indicator, Theme
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text

from .parts import HALF_YEAR, MEASURES, PRODUCT, chosen, example, text


def _kept(
    code: str,
    title: Text,
    sort: str,
    column: str,
    titles: tuple[Text, Text],
    meaning: Text,
    *,
    source: Text = HALF_YEAR,
    rows: str = "",
) -> Indicator:
    """The share of promises of a sort that were kept, or kept in time."""
    return Indicator(
        code=code,
        title=title,
        theme=Theme.SUPERVISION,
        unit=SHARE,
        places=1,
        numerator=chosen("promises", column, sort=sort),
        denominator=chosen("promises", "due", sort=sort),
        numerator_title=titles[0],
        denominator_title=titles[1],
        source=source,
        meaning=meaning,
        example=example(
            "到期20项，完成19项，其中按期18项。",
            "Twenty were due, 19 were done, 18 of them in time.",
            gives=(18, 20) if column == "in_time" else (19, 20),
            value="0.900" if column == "in_time" else "0.950",
            promises=(
                {"sort": sort, "due": 15, "kept": 15, "in_time": 14},
                {"sort": sort, "due": 5, "kept": 4, "in_time": 4},
            ),
        ),
        rows=rows,
    )


INDICATORS = (
    _kept(
        "target_attainment",
        text("目标完成率", "Targets attained"),
        "target",
        "kept",
        (text("已完成的目标", "targets attained"), text("到期的目标", "targets due")),
        text(
            "窗口在本期结束、由本单位承担的目标中，已经完成的比例。",
            "Of the targets an institution bears whose window ended in the period, how many were "
            "attained.",
        ),
        rows="targets",
    ),
    _kept(
        "tasks_closed_in_time",
        text("任务按期销账率", "Tasks closed in time"),
        "task",
        "in_time",
        (text("按期销账的任务", "tasks closed in time"), text("到期的任务", "tasks due")),
        text(
            "期限在本期的任务中，按期申请销账并验收的比例。",
            "Of the tasks due in the period, how many were handed in by their day and accepted.",
        ),
        rows="tasks",
    ),
    _kept(
        "tasks_closed",
        text("任务销账率", "Tasks closed"),
        "task",
        "kept",
        (text("已销账的任务", "tasks closed"), text("到期的任务", "tasks due")),
        text(
            "期限在本期的任务中，现已销账的比例，含逾期完成的。",
            "Of the tasks due in the period, how many are closed by now, late ones included.",
        ),
        rows="tasks",
    ),
    _kept(
        "findings_closed_in_time",
        text("抽查问题按期整改率", "Findings closed in time"),
        "finding",
        "in_time",
        (text("按期整改的问题", "findings closed in time"), text("应整改的问题", "findings due")),
        text(
            "整改期限在本期的抽查问题中，按期整改并认定的比例。",
            "Of the findings to be remedied in the period, how many were closed by their day.",
        ),
        rows="spotchecks",
    ),
    _kept(
        "requests_answered_in_time",
        text("群众诉求按期办理率", "Public requests answered in time"),
        "request",
        "in_time",
        (text("按期办结的诉求", "requests answered in time"), text("应办结的诉求", "requests due")),
        text(
            "办理期限在本期的群众诉求中，按期办结的比例。",
            "Of the public requests due in the period, how many were settled by their day.",
        ),
        source=text(
            "《医疗机构投诉管理办法》（国家卫生健康委员会令第3号）",
            "Measures on complaints at medical institutions (Order 3 of the health commission)",
        ),
        rows="requests",
    ),
    _kept(
        "requests_solved",
        text("群众诉求办结率", "Public requests settled"),
        "request",
        "kept",
        (text("办结的诉求", "requests settled"), text("应办结的诉求", "requests due")),
        text(
            "办理期限在本期的群众诉求中，现已办结的比例。",
            "Of the public requests due in the period, how many are settled by now.",
        ),
        rows="requests",
    ),
    _kept(
        "handovers_done",
        text("交接完成率", "Hand-overs done"),
        "handover",
        "kept",
        (text("已办理交接的派驻", "postings handed over"), text("结束的派驻", "postings ended")),
        text(
            "本期结束的派驻中，已签字交接的比例。",
            "Of the postings that ended in the period, how many were handed over and signed.",
        ),
        source=MEASURES,
        rows="postings",
    ),
    _kept(
        "ledger_confirmed_in_time",
        text("台账及时确认率", "Ledger entries confirmed in time"),
        "entry",
        "in_time",
        (text("及时确认的登记", "entries confirmed in time"), text("登记的工作", "entries made")),
        text(
            "本期发生的工作中，登记后14天内（可设定）由对方确认的比例。",
            "Of the work of the period, how much was confirmed by the other side within 14 days "
            "(a setting) of its entry.",
        ),
        source=PRODUCT,
        rows="work",
    ),
    Indicator(
        code="spot_check_findings",
        title=text("抽查发现的问题", "Findings of spot checks"),
        theme=Theme.SUPERVISION,
        unit=Unit.ITEMS.label,
        better=Better.DOWN,
        numerator=chosen("promises", "due", sort="found"),
        numerator_title=text("抽查发现的问题", "findings"),
        source=PRODUCT,
        meaning=text("本期抽查发现的问题数。", "Findings of the spot checks of the period."),
        example=example(
            "两次抽查发现3个问题：3项。",
            "Two checks with three findings: 3.",
            gives=(3, None),
            value="3",
            promises=({"sort": "found", "due": 2}, {"sort": "found", "due": 1}),
        ),
        rows="spotchecks",
    ),
    Indicator(
        code="spot_checks_done",
        title=text("抽查次数", "Spot checks"),
        theme=Theme.SUPERVISION,
        unit=Unit.TIMES.label,
        better=Better.NEITHER,
        numerator=chosen("promises", "due", sort="check"),
        numerator_title=text("抽查次数", "spot checks"),
        source=PRODUCT,
        meaning=text("本期对本单位的抽查次数。", "Spot checks of the institution in the period."),
        example=example(
            "走访2次，电话1次：3次。",
            "Two visits and a call: 3.",
            gives=(3, None),
            value="3",
            promises=({"sort": "check", "due": 2, "kept": 2}, {"sort": "check", "due": 1}),
        ),
        rows="spotchecks",
    ),
    Indicator(
        code="spot_check_presence",
        title=text("抽查在岗率", "On post when spot-checked"),
        theme=Theme.SUPERVISION,
        unit=SHARE,
        places=1,
        numerator=chosen("promises", "kept", sort="seen"),
        denominator=chosen("promises", "due", sort="seen"),
        numerator_title=text("抽查时在岗或有事由的人次", "found on post, or away with cause"),
        denominator_title=text("抽查应在岗人次", "people looked for"),
        source=PRODUCT,
        meaning=text(
            "抽查时应在岗的派驻人员中，在岗或有正当事由的比例；与受援单位确认的在岗率互相印证。",
            "Of the posted people a spot check looked for, how many were there or away with "
            "cause; to be held against the on-post rate that hosts confirm.",
        ),
        example=example(
            "两次抽查查5人，4人在岗：4÷5。",
            "Two checks looked for five, four were there: 4 ÷ 5.",
            gives=(4, 5),
            value="0.800",
            promises=(
                {"sort": "seen", "due": 3, "kept": 3},
                {"sort": "seen", "due": 2, "kept": 1},
            ),
        ),
        rows="spotchecks",
    ),
    Indicator(
        code="appraisal_score",
        title=text("考核平均得分", "Mean appraisal score"),
        theme=Theme.SUPERVISION,
        unit=Unit.POINTS.label,
        places=1,
        whole=100,
        shown_in=(100, 1),
        numerator=chosen("opinions", "score", sort="appraisal"),
        denominator=chosen("opinions", "answers", sort="appraisal"),
        numerator_title=text("得分之和", "scores added up"),
        denominator_title=text("考核对象数", "those appraised"),
        source=MEASURES,
        meaning=text(
            "本期公布的考核得分（折算为百分制）的平均。",
            "The mean of the appraisal scores published in the period, on a scale of 100.",
        ),
        example=example(
            "两家得分88.5和91.5：18000÷2。",
            "Two scores, 88.5 and 91.5: 18,000 ÷ 2.",
            gives=(18000, 2),
            value="90.0",
            opinions=({"sort": "appraisal", "answers": 2, "score": 18000, "best": 1},),
        ),
    ),
    Indicator(
        code="appraisal_spread",
        title=text("考核评最高等次占比", "Appraisals in the top grade"),
        theme=Theme.SUPERVISION,
        unit=SHARE,
        places=1,
        better=Better.NEITHER,
        numerator=chosen("opinions", "best", sort="appraisal"),
        denominator=chosen("opinions", "answers", sort="appraisal"),
        numerator_title=text("最高等次的考核对象", "those in the top grade"),
        denominator_title=text("考核对象数", "those appraised"),
        source=PRODUCT,
        meaning=text(
            "本期公布的考核结果中最高等次的比例，看考核是否拉开差距。",
            "Of the results published, how many are in the top grade: whether they tell apart.",
        ),
        example=example(
            "考核4家，最高等次1家：1÷4。",
            "Four appraised, one in the top grade: 1 ÷ 4.",
            gives=(1, 4),
            value="0.250",
            opinions=({"sort": "appraisal", "answers": 4, "score": 36000, "best": 1},),
        ),
    ),
)
