"""Who was sent and who was there."""

from bangfu.core.indicators.indicator import SHARE, Better, Combine, Indicator, Sum, Theme
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text

from .parts import MEASURES, PRODUCT, chosen, example, text, total

_SETTLED = Sum("duty", lambda duty: duty.expected - duty.waiting)
_SETTLED_TITLE = text("已确认的应在岗半天数", "half-days expected and settled")
_FORMS = ("resident", "resident", "resident", "clinic_days")


def _of_expected(
    code: str,
    title: Text,
    column: str,
    better: Better,
    counted: Text,
    meaning: Text,
    *,
    away: int,
    words: tuple[str, str],
) -> Indicator:
    """How many of the half-days expected and settled were spent away in one way.

    The example has ``away`` of 50.
    """
    return Indicator(
        code=code,
        title=title,
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        better=better,
        numerator=total("duty", column),
        denominator=_SETTLED,
        numerator_title=counted,
        denominator_title=_SETTLED_TITLE,
        source=MEASURES,
        meaning=meaning,
        example=example(
            f"应在岗50个半天，{words[0]}{away}个：{away}÷50。",
            f"50 half-days expected, {away} {words[1]}: {away} ÷ 50.",
            gives=(away, 50),
            value=f"{away / 50:.3f}",
            duty=({"expected": 50, "served": 50 - away, column: away},),
        ),
        rows="duty",
    )


INDICATORS = (
    Indicator(
        code="on_post_rate",
        title=text("在岗率", "On-post rate"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        numerator=total("duty", "served"),
        denominator=_SETTLED,
        numerator_title=text("实际在岗半天数", "half-days served"),
        denominator_title=_SETTLED_TITLE,
        source=MEASURES,
        meaning=text(
            "派驻人员实际在岗的半天数占应在岗半天数的比例。请假按不在岗计，受援单位尚未确认的不计入。",
            "Half-days served of those expected. Leave counts as away; what the host has not "
            "confirmed yet is left out.",
        ),
        example=example(
            "甲应在岗40个半天，在岗36个；乙应在岗44个，4个待确认，在岗39个：75÷80。",
            "One was expected for 40 half-days and served 36; another for 44 with 4 unconfirmed "
            "and served 39: 75 ÷ 80.",
            gives=(75, 80),
            value="0.938",
            duty=(
                {"expected": 40, "served": 36, "excused": 4},
                {"expected": 44, "served": 39, "absent": 1, "waiting": 4},
            ),
        ),
        rows="duty",
    ),
    Indicator(
        code="duty_confirmed_rate",
        title=text("在岗确认率", "Share of duty confirmed"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        numerator=_SETTLED,
        denominator=total("duty", "expected"),
        numerator_title=_SETTLED_TITLE,
        denominator_title=text("应在岗半天数", "half-days expected"),
        source=PRODUCT,
        meaning=text(
            "受援单位已经确认的应在岗半天数所占比例；没有确认的不计入服务时间。",
            "Half-days that the host has confirmed, of those expected; what is not confirmed does "
            "not count as service.",
        ),
        example=example(
            "应在岗40个半天，10个待确认：30÷40。",
            "40 half-days expected, 10 unconfirmed: 30 ÷ 40.",
            gives=(30, 40),
            value="0.750",
            duty=({"expected": 40, "served": 30, "waiting": 10},),
        ),
        rows="duty",
    ),
    _of_expected(
        "leave_rate",
        text("请假占比", "Share of leave"),
        "excused",
        Better.NEITHER,
        text("请假等事由半天数", "half-days excused"),
        text(
            "批准的请假和公务外出占应在岗半天数的比例。",
            "Leave and official absence, of the half-days expected.",
        ),
        away=2,
        words=("请假", "on leave"),
    ),
    _of_expected(
        "absence_rate",
        text("缺勤率", "Absence rate"),
        "absent",
        Better.DOWN,
        text("缺勤半天数", "half-days absent"),
        text(
            "受援单位登记为缺勤的半天数占应在岗半天数的比例。",
            "Half-days that the host entered as absent, of those expected.",
        ),
        away=1,
        words=("缺勤", "absent"),
    ),
    Indicator(
        code="service_days",
        title=text("折算服务天数", "Service days, converted"),
        theme=Theme.PRESENCE,
        unit=Unit.DAYS.label,
        whole=2,
        places=1,
        numerator=total("duty", "served"),
        numerator_title=text("实际在岗半天数", "half-days served"),
        source=MEASURES,
        meaning=text(
            "已确认在岗的半天数折算成工作日，两个半天为一天。休息日不计。",
            "Half-days served and confirmed as working days, two to a day; rest days do not count.",
        ),
        example=example(
            "在岗37个半天，折算18.5天。",
            "37 half-days served are 18.5 days.",
            gives=(37, None),
            value="18.5",
            duty=({"expected": 40, "served": 37},),
        ),
        rows="duty",
    ),
    Indicator(
        code="person_times",
        title=text("派驻人次", "Person-times posted"),
        theme=Theme.PRESENCE,
        unit=Unit.PERSON_TIMES.label,
        numerator=total("duty", "arrivals"),
        numerator_title=text("到岗人次", "arrivals"),
        source=MEASURES,
        meaning=text(
            "本期到岗的派驻，每到岗一次计一人次。",
            "Postings that began: each arrival is one person-time.",
        ),
        example=example(
            "两人到岗，其中一人年内两次到岗：3人次。",
            "Two people arrived, one of them twice: 3 person-times.",
            gives=(3, None),
            value="3",
            duty=({"arrivals": 2}, {"arrivals": 1, "form": "resident"}),
        ),
        rows="postings",
    ),
    Indicator(
        code="people_posted",
        title=text("派驻人数", "People posted"),
        theme=Theme.PRESENCE,
        unit=Unit.PEOPLE.label,
        numerator=total("people", "first"),
        numerator_title=text("当年首次在岗人数", "people there for the first time in the year"),
        source=MEASURES,
        meaning=text(
            "一年内在岗过的人数，同一人在同一单位只计一次：计入当年第一次在岗的月份，因此应从1月起看。"
            "一人在两家单位服务的，两家各计一次。",
            "People who served within a year; a person counts once at an institution, in the first "
            "month of the year, so read it from January on. Whoever serves at two institutions "
            "counts at each.",
        ),
        example=example(
            "甲1月、2月在岗，乙2月在岗：2人。",
            "One served in January and February, another in February: 2 people.",
            gives=(2, None),
            value="2",
            people=(
                {"present": 1, "first": 1},
                {"present": 1},
                {"present": 1, "first": 1},
            ),
        ),
        rows="postings",
    ),
    Indicator(
        code="people_on_post",
        title=text("在岗人数", "People on post"),
        theme=Theme.PRESENCE,
        unit=Unit.PEOPLE.label,
        combine=Combine.LAST,
        numerator=total("people", "present"),
        numerator_title=text("当月在岗人数", "people there in the month"),
        source=MEASURES,
        meaning=text(
            "当月在岗过的派驻人员数；一段时间取最后一个月。",
            "Posted people who served in the month; of a stretch, the last month.",
        ),
        example=example(
            "当月三人在岗：3人。",
            "Three served in the month: 3 people.",
            gives=(3, None),
            value="3",
            people=({"present": 1}, {"present": 1}, {"present": 1}),
        ),
        rows="postings",
    ),
    Indicator(
        code="senior_share",
        title=text("副高及以上占比", "Share of associate senior rank and above"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        combine=Combine.LAST,
        numerator=Sum(
            "people", lambda people: people["rank"].between(1, 2).ifelse(people.present, 0)
        ),
        denominator=total("people", "present"),
        numerator_title=text("副高及以上在岗人数", "people of associate senior rank and above"),
        denominator_title=text("在岗人数", "people on post"),
        source=MEASURES,
        meaning=text(
            "当月在岗的派驻人员中，副高级及以上职称的比例。",
            "Of those on post in the month, how many are of associate senior rank or above.",
        ),
        example=example(
            "在岗4人，正高1人、副高1人：2÷4。",
            "Four on post, one senior and one associate senior: 2 ÷ 4.",
            gives=(2, 4),
            value="0.500",
            people=tuple({"present": 1, "rank": rank} for rank in (1, 2, 3, 4)),
        ),
        rows="postings",
    ),
    Indicator(
        code="resident_share",
        title=text("驻点派驻占比", "Share posted as residents"),
        theme=Theme.PRESENCE,
        unit=SHARE,
        places=1,
        combine=Combine.LAST,
        numerator=chosen("people", "present", form="resident"),
        denominator=total("people", "present"),
        numerator_title=text("驻点在岗人数", "residents on post"),
        denominator_title=text("在岗人数", "people on post"),
        source=MEASURES,
        meaning=text(
            "当月在岗的派驻人员中，全职驻点的比例。驻点是对口支援的主要形式。",
            "Of those on post in the month, how many are full-time residents, the main form.",
        ),
        example=example(
            "在岗4人，驻点3人：3÷4。",
            "Four on post, three of them residents: 3 ÷ 4.",
            gives=(3, 4),
            value="0.750",
            people=tuple({"present": 1, "form": form} for form in _FORMS),
        ),
        rows="postings",
    ),
)
