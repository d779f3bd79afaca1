"""Duty, its failures and the rounds of appraisal as sentences for a reader."""

from .measured import Kinds
from .review import Grade, Round, Voice
from .vocabulary import DutyUnit, Per
from .wording import counted, day, figure, listed, span
from .words import Text
from .work import Consequence, Duty


def duty_sentences(duty: Duty, kinds: Kinds) -> list[Text]:
    """How presence is confirmed, what may be entered against it, and what counts as service."""
    exceptions = listed(word.label for word in duty.exceptions)
    found = [
        Text(
            zh=f"默认在岗：由{duty.confirmed_by.zh}{duty.confirmation.zh}确认一次排班，不打卡、不签到。",
            en=f"Present by default: the {duty.confirmed_by.en} confirms the roster once "
            f"{duty.confirmation.en}; nobody clocks in.",
        ),
        Text(
            zh=f"只登记例外：{exceptions.zh}。", en=f"Only exceptions are entered: {exceptions.en}."
        ),
    ]
    found.extend(
        Text(
            zh=f"{one.exception.zh}{one.treatment.zh}。",
            en=f"{one.exception.en.capitalize()}: {one.treatment.en}.",
        )
        for one in duty.treatments
    )
    if duty.counts:
        units = listed(
            Text(zh=f"{c.form.zh}按{_unit(c.unit)}计", en=f"{c.form.en} in {c.unit.en}")
            for c in duty.counts
        )
        found.append(Text(zh=f"服务时间：{units.zh}。", en=f"Service is counted: {units.en}."))
    if duty.break_after_days:
        days = duty.break_after_days
        found.append(
            Text(
                zh=f"连续{days}天以上无服务的，连续服务时间重新计算。",
                en=f"More than {counted(days, 'days')} without service break a stay.",
            )
        )
    if duty.not_counted:
        titles = listed(_within(kinds[code].title) for code in duty.not_counted if code in kinds)
        found.append(
            Text(
                zh=f"{titles.zh}记工作量，不计服务时间。",
                en=f"Work, but not service time: {titles.en}.",
            )
        )
    if duty.return_from_leave:
        found.append(Text(zh="请假期满须销假。", en="Return from leave is entered."))
    if duty.gap_warning_days:
        numbers = [str(number) for number in duty.gap_warning_days]
        found.append(
            Text(
                zh=f"任期届满前{'、'.join(numbers)}天尚无接续人员的，提示补派。",
                en=f"Warnings {', '.join(numbers)} days before a term ends without successor.",
            )
        )
    return found


def consequence_sentence(consequence: Consequence) -> Text:
    """What follows a failed duty."""
    measures = listed(measure.label for measure in consequence.measures)
    years = consequence.years
    return Text(
        zh=f"{consequence.case.zh}：{measures.zh}" + (f"，期限{years}年。" if years else "。"),
        en=f"{consequence.case.en.capitalize()}: {measures.en}"
        + (f", for {counted(years, 'years')}." if years else "."),
    )


def round_days(held: Round) -> Text:
    """Which days a round looks at, or how often it comes back."""
    if held.starts_on and held.ends_before:
        return span(held.starts_on, held.ends_before)
    if held.held_on:
        return day(held.held_on)
    return _once(held.repeats) if held.repeats else Text(zh="不定期", en="at times")


def grade_scores(grades: tuple[Grade, ...]) -> list[Text]:
    """The scores of each grade, from high to low: 90分及以上, 80至90分 (90 excluded)."""
    found = []
    above: float | None = None
    for grade in grades:
        low = grade.from_score
        if low is None:
            found.append(Text(zh="—", en="—"))
            continue
        if above is None:
            found.append(Text(zh=f"{figure(low)}分及以上", en=f"{figure(low)} points or more"))
        elif low == 0:
            found.append(Text(zh=f"不足{figure(above)}分", en=f"below {figure(above)}"))
        else:
            found.append(
                Text(
                    zh=f"{figure(low)}分至不足{figure(above)}分",
                    en=f"{figure(low)} to below {figure(above)}",
                )
            )
        above = low
    return found


def voice_sentences(voice: Voice) -> list[Text]:
    """How public requests come, are sorted, and by when they are answered."""
    channels = listed(channel.label for channel in voice.channels)
    classes = listed(word.label for word in voice.classes)
    found = [
        Text(zh=f"诉求渠道：{channels.zh}。", en=f"Requests come by {channels.en}."),
        Text(zh=f"分级分类：{classes.zh}。", en=f"They are sorted: {classes.en}."),
        Text(
            zh=f"须调查核实的{voice.answer_working_days}个工作日内答复，"
            f"涉及多个科室的{voice.joint_answer_working_days}个工作日内答复；"
            f"确需延期的，延期不超过{voice.extension_working_days}个工作日。",
            en=f"Answered in {voice.answer_working_days} working days, or "
            f"{voice.joint_answer_working_days} where several departments are concerned; "
            f"an extension is at most {voice.extension_working_days}.",
        ),
        Text(
            zh=f"不属于本单位的，{voice.return_working_days}个工作日内说明理由并退回。",
            en=f"What belongs elsewhere is returned with a reason in "
            f"{counted(voice.return_working_days, 'working days')}.",
        ),
    ]
    if voice.first_receiver_responsible:
        found.append(
            Text(zh="实行首诉负责制。", en="Whoever receives a request first is responsible.")
        )
    if voice.call_back:
        found.append(Text(zh="办结后回访。", en="Askers are called back when it is done."))
    if voice.published:
        found.append(Text(zh="办理结果经审核后公开。", en="Answers are published after approval."))
    return found


def _within(title: Text) -> Text:
    """A title as it stands inside a sentence."""
    return Text(zh=title.zh, en=title.en[:1].lower() + title.en[1:])


def _unit(unit: DutyUnit) -> str:
    return {"half_days": "半天", "days": "天", "working_days": "工作日"}.get(unit.value, unit.zh)


def _once(per: Per) -> Text:
    return Text(zh=f"{per.zh}一次", en=f"once {per.en}")
