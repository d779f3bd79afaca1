"""What changed for the county: from statistics that an office reports with their source."""

from bangfu.core.indicators.indicator import SHARE, Better, Combine, Indicator, Theme
from bangfu.core.indicators.settings import statistics
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text

from .parts import MONITORED, PRODUCT, chosen, example, text


def _share(
    code: str,
    title: Text,
    part: str,
    whole: str,
    meaning: Text,
    *,
    better: Better = Better.UP,
    combine: Combine = Combine.SUM,
    source: Text = MONITORED,
) -> Indicator:
    """One reported figure as a share of another."""
    items = statistics()
    return Indicator(
        code=code,
        title=title,
        theme=Theme.OUTCOME,
        unit=SHARE,
        places=1,
        better=better,
        combine=combine,
        shown_in=(100, 100) if items[part].unit is Unit.YUAN else (1, 1),
        numerator=chosen("statistics", "amount", item=part),
        denominator=chosen("statistics", "amount", item=whole),
        numerator_title=items[part].title,
        denominator_title=items[whole].title,
        source=source,
        meaning=meaning,
        example=example(
            "两县分别填报600/800和300/700：先各自相加，900÷1500。",
            "Two counties report 600 of 800 and 300 of 700: added first, 900 ÷ 1,500.",
            gives=(900, 1500),
            value="0.600",
            statistics=(
                {"item": part, "amount": 600},
                {"item": whole, "amount": 800},
                {"item": part, "amount": 300},
                {"item": whole, "amount": 700},
            ),
        ),
        rows="statistics",
        outcome=True,
    )


INDICATORS = (
    _share(
        "in_county_share",
        text("县域内住院率", "Admissions within the county"),
        "admissions_in_county",
        "admissions_of_residents",
        text(
            "参保居民在县域内住院的人次占其全部住院人次的比例。",
            "Admissions of insured residents within the county, of all their admissions.",
        ),
    ),
    _share(
        "primary_visit_share",
        text("基层诊疗占比", "Visits at primary level"),
        "visits_primary",
        "visits_county",
        text(
            "县域内基层医疗卫生机构诊疗人次占县域内总诊疗人次的比例。",
            "Visits at primary institutions, of all visits within the county.",
        ),
    ),
    _share(
        "tcm_visit_share",
        text("中医诊疗占比", "Visits for traditional medicine"),
        "visits_tcm",
        "visits_county",
        text(
            "县域内中医诊疗人次占县域内总诊疗人次的比例。",
            "Visits for traditional Chinese medicine, of all visits within the county.",
        ),
    ),
    _share(
        "in_county_fund_share",
        text("县域内医保基金支出占比", "Insurance fund spent in the county"),
        "fund_spent_in_county",
        "fund_spent",
        text(
            "医保基金在县域内支出占全部支出的比例。",
            "Insurance fund spent within the county, of all that was spent for its residents.",
        ),
    ),
    _share(
        "primary_fund_share",
        text("基层医保基金支出占比", "Insurance fund spent at primary level"),
        "fund_spent_primary",
        "fund_spent",
        text(
            "医保基金在基层机构支出占全部支出的比例。",
            "Insurance fund spent at primary institutions, of all that was spent.",
        ),
    ),
    _share(
        "ecg_coverage",
        text("村卫生室远程心电覆盖率", "Village clinics linked to the ECG centre"),
        "village_clinics_ecg",
        "village_clinics",
        text(
            "接入远程心电诊断的村卫生室占全部村卫生室的比例，取最近一次填报。",
            "Village clinics linked to the ECG centre, of all; the latest report counts.",
        ),
        combine=Combine.LAST,
    ),
    _share(
        "local_operation_share",
        text("本地医师主刀占比", "Operations led by local staff"),
        "operations_local",
        "operations_own",
        text(
            "受援单位的手术中由本地医师主刀的比例，说明技术是否留得下。",
            "Operations led by local staff, of all at the host: whether skill stays.",
        ),
        source=PRODUCT,
    ),
    Indicator(
        code="inpatient_cost",
        title=text("县域内次均住院费用", "Cost of an admission in the county"),
        theme=Theme.OUTCOME,
        unit=text("元", "yuan"),
        better=Better.DOWN,
        whole=100,
        shown_in=(100, 1),
        places=0,
        numerator=chosen("statistics", "amount", item="inpatient_cost"),
        denominator=chosen("statistics", "amount", item="admissions_in_county"),
        numerator_title=text("县域内住院总费用", "cost of admissions"),
        denominator_title=text("县域内住院人次", "admissions within the county"),
        source=MONITORED,
        meaning=text(
            "县域内住院总费用除以参保居民县域内住院人次。",
            "Cost of admissions within the county for each admission.",
        ),
        example=example(
            "住院100人次，费用56万元：每次5600元。",
            "100 admissions at 560,000 yuan: 5,600 yuan each.",
            gives=(56_000_000, 100),
            value="5600",
            statistics=(
                {"item": "inpatient_cost", "amount": 56_000_000},
                {"item": "admissions_in_county", "amount": 100},
            ),
        ),
        rows="statistics",
        outcome=True,
    ),
)
