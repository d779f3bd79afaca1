"""Patients referred up and down, and how quickly a referral is answered."""

from bangfu.core.indicators.indicator import SHARE, Indicator, Sum, Theme
from bangfu.core.programmes.words import Text

from .parts import PRODUCT, REFERRAL, Row, chosen, example, text

UP, DOWN = "referral_up.patients", "referral_down.patients"
_UP = chosen("work", "confirmed", measure=UP)
_DOWN = chosen("work", "confirmed", measure=DOWN)
_GIVEN: tuple[Row, ...] = (
    {"measure": UP, "confirmed": 9000, "confirmed_entries": 3},
    {"measure": DOWN, "confirmed": 6000, "confirmed_entries": 2},
    {"measure": "lecture.people", "confirmed": 4000},
)

INDICATORS = (
    Indicator(
        code="referral_down_share",
        title=text("下转占比", "Share of referrals going down"),
        theme=Theme.REFERRAL,
        unit=SHARE,
        places=1,
        shown_in=(100, 100),
        numerator=_DOWN,
        denominator=Sum("work", lambda w: w.measure.isin([UP, DOWN]).ifelse(w.confirmed, 0)),
        numerator_title=text("下转人次", "patients referred down"),
        denominator_title=text("上转和下转人次", "patients referred"),
        source=REFERRAL,
        meaning=text(
            "下转人次占全部转诊人次的比例；只看人次会掩盖“只上不下”。",
            "Patients referred down, of all referred; counts alone hide that few come back.",
        ),
        example=example(
            "上转90人次，下转60人次：60÷150。",
            "90 referred up and 60 down: 60 ÷ 150.",
            gives=(6000, 15000),
            value="0.400",
            work=_GIVEN,
        ),
        rows=DOWN,
        outcome=True,
    ),
    Indicator(
        code="referral_down_per_100_up",
        title=text("每上转100人次的下转人次", "Referred down for each 100 referred up"),
        theme=Theme.REFERRAL,
        unit=Text(zh="人次/百人次", en="per 100 referred up"),
        per=100,
        places=1,
        shown_in=(100, 100),
        numerator=_DOWN,
        denominator=_UP,
        numerator_title=text("下转人次", "patients referred down"),
        denominator_title=text("上转人次", "patients referred up"),
        source=REFERRAL,
        meaning=text(
            "每上转100人次，有多少人次转回基层。",
            "For each 100 patients referred up, how many are referred down.",
        ),
        example=example(
            "上转90人次，下转60人次：60÷90×100。",
            "90 referred up and 60 down: 60 ÷ 90 × 100.",
            gives=(6000, 9000),
            value="66.7",
            work=_GIVEN,
        ),
        rows=DOWN,
        outcome=True,
    ),
    Indicator(
        code="referral_answered_in_time",
        title=text("转诊及时答复率", "Referrals answered in time"),
        theme=Theme.REFERRAL,
        unit=SHARE,
        places=1,
        numerator=chosen("promises", "in_time", sort="referral"),
        denominator=chosen("promises", "due", sort="referral"),
        numerator_title=text("及时答复的转诊个案", "cases answered in time"),
        denominator_title=text("转诊个案", "cases asked"),
        source=PRODUCT,
        meaning=text(
            "逐例登记的转诊中，接诊方2天内（可设定）答复的比例。",
            "Of the referrals listed case by case, how many were answered within two days (a "
            "setting).",
        ),
        example=example(
            "登记10例，8例及时答复：8÷10。",
            "Ten cases, eight answered in time: 8 ÷ 10.",
            gives=(8, 10),
            value="0.800",
            promises=({"sort": "referral", "due": 10, "kept": 9, "in_time": 8},),
        ),
        rows=UP,
    ),
    Indicator(
        code="referral_by_channel",
        title=text("经绿色通道转诊占比", "Referrals through the green channel"),
        theme=Theme.REFERRAL,
        unit=SHARE,
        places=1,
        numerator=chosen("promises", "kept", sort="referral_channel"),
        denominator=chosen("promises", "due", sort="referral_channel"),
        numerator_title=text("经绿色通道的个案", "cases through the channel"),
        denominator_title=text("转诊个案", "cases asked"),
        source=REFERRAL,
        meaning=text(
            "逐例登记的转诊中，经双向转诊绿色通道的比例。",
            "Of the referrals listed case by case, how many went through the green channel.",
        ),
        example=example(
            "登记10例，7例经绿色通道：7÷10。",
            "Ten cases, seven through the channel: 7 ÷ 10.",
            gives=(7, 10),
            value="0.700",
            promises=({"sort": "referral_channel", "due": 10, "kept": 7},),
        ),
        rows=UP,
    ),
)
