"""What stays behind: techniques, specialties, rules, channels, pupils who stand alone."""

from bangfu.core.indicators.indicator import SHARE, Indicator, Sum, Theme
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text

from .parts import MEASURES, PRODUCT, chosen, example, text


def _steps(
    code: str,
    title: Text,
    sort: str,
    step: str,
    unit: Unit,
    meaning: Text,
    *,
    outcome: bool = False,
) -> Indicator:
    """How many things of a sort reached a step."""
    return Indicator(
        code=code,
        title=title,
        theme=Theme.CAPACITY,
        unit=unit.label,
        numerator=chosen("lasting", "count", sort=sort, step=step),
        numerator_title=title,
        source=MEASURES,
        meaning=meaning,
        example=example(
            "本期2项到达这一步，另有1项在别的步骤：计2。",
            "Two reached this step, another one a different step: 2.",
            gives=(2, None),
            value="2",
            lasting=(
                {"sort": sort, "step": step, "count": 2},
                {"sort": sort, "step": "none", "count": 1},
            ),
        ),
        rows="capacity",
        outcome=outcome,
    )


_ALONE = chosen("lasting", "count", sort="technique", step="alone")

INDICATORS = (
    _steps(
        "techniques_begun",
        text("引进的新技术", "Techniques begun"),
        "technique",
        "begun",
        Unit.ITEMS,
        text("本期开始开展的新技术。", "Techniques begun in the period."),
    ),
    _steps(
        "techniques_done_alone",
        text("本地人员独立开展的技术", "Techniques done alone by local staff"),
        "technique",
        "alone",
        Unit.ITEMS,
        text(
            "本期由本地人员首次独立开展的技术，有见证人，受援单位已确认，之后没有停止。",
            "Techniques that local staff did alone for the first time, witnessed, confirmed by "
            "the host, and not stopped since.",
        ),
        outcome=True,
    ),
    Indicator(
        code="techniques_alone_share",
        title=text("新技术独立开展率", "Techniques that local staff do alone"),
        theme=Theme.CAPACITY,
        unit=SHARE,
        places=1,
        numerator=_ALONE,
        denominator=Sum(
            "lasting",
            lambda rows: ((rows.sort == "technique") & (rows.step == "begun")).ifelse(
                rows["count"], 0
            ),
        ),
        numerator_title=text("独立开展的技术", "techniques done alone"),
        denominator_title=text("引进的新技术", "techniques begun"),
        source=PRODUCT,
        meaning=text(
            "同期独立开展的技术与引进技术之比，按年看；教会一项需要时间，单月没有意义。",
            "Techniques done alone, of those begun in the same period; read it by the year, for "
            "teaching one takes time.",
        ),
        example=example(
            "引进5项，独立开展3项：3÷5。",
            "Five begun, three done alone: 3 ÷ 5.",
            gives=(3, 5),
            value="0.600",
            lasting=(
                {"sort": "technique", "step": "begun", "count": 5},
                {"sort": "technique", "step": "alone", "count": 3},
            ),
        ),
        rows="capacity",
        outcome=True,
    ),
    _steps(
        "specialties_done",
        text("建成的特色专科", "Specialties built"),
        "specialty",
        "built",
        Unit.UNITS,
        text("本期建成的特色专科。", "Characteristic specialties built in the period."),
        outcome=True,
    ),
    _steps(
        "rules_done",
        text("建成的管理制度", "Sets of rules established"),
        "rules",
        "built",
        Unit.ITEMS,
        text("本期建立并印发的管理制度。", "Sets of rules established in the period."),
    ),
    _steps(
        "channels_done",
        text("开通的转诊绿色通道", "Referral channels opened"),
        "channel",
        "built",
        Unit.UNITS,
        text("本期开通的双向转诊绿色通道。", "Two-way referral channels opened in the period."),
    ),
    _steps(
        "pupils_taken",
        text("结对徒弟数", "Pupils taken on"),
        "pupil",
        "begun",
        Unit.PEOPLE,
        text("本期新结对的徒弟。", "Pupils taken on in the period."),
    ),
    _steps(
        "pupils_independent",
        text("出师徒弟数", "Pupils who stand alone"),
        "pupil",
        "alone",
        Unit.PEOPLE,
        text(
            "本期能独立开展所学的徒弟，有见证人，受援单位已确认。",
            "Pupils who do alone what they were taught, witnessed and confirmed by the host.",
        ),
        outcome=True,
    ),
    _steps(
        "skills_done_alone",
        text("本地人员独立完成的技能", "Skills that local staff do alone"),
        "skill",
        "alone",
        Unit.ITEMS,
        text(
            "徒弟首次独立完成的技能项数，一人一项计一项。",
            "Skills that pupils did alone for the first time, one for each person and skill.",
        ),
        outcome=True,
    ),
    _steps(
        "trainees_finished",
        text("完成进修人数", "Trainees who finished"),
        "trainee",
        "built",
        Unit.PEOPLE,
        text("本期完成进修并返回原单位的人数。", "Trainees who finished in the period."),
    ),
    _steps(
        "capacity_stopped",
        text("停止的能力建设项目", "What stays no longer"),
        "any",
        "stopped",
        Unit.ITEMS,
        text(
            "本期停止、不再保持的技术、专科和制度。", "Techniques, specialties and rules stopped."
        ),
    ),
    Indicator(
        code="verified_kept",
        title=text("核验保持率", "Share kept when looked at again"),
        theme=Theme.CAPACITY,
        unit=SHARE,
        places=1,
        numerator=chosen("lasting", "count", sort="verification", step="kept"),
        denominator=chosen("lasting", "count", sort="verification"),
        numerator_title=text("核验时仍保持的", "kept when looked at again"),
        denominator_title=text("已核验的", "looked at again"),
        source=PRODUCT,
        meaning=text(
            "建成之后由主管部门再次核验，仍在正常开展的比例。",
            "Of what was looked at again by the authority, how much is still in use.",
        ),
        example=example(
            "核验8项，7项保持：7÷8。",
            "Eight looked at, seven kept: 7 ÷ 8.",
            gives=(7, 8),
            value="0.875",
            lasting=(
                {"sort": "verification", "step": "kept", "count": 7},
                {"sort": "verification", "step": "lost", "count": 1},
            ),
        ),
        rows="capacity",
        outcome=True,
    ),
)
