"""Lines of a board as the rows of pages: words, bars, links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bangfu.apps.targets.queries.board import Amount, Line
from bangfu.apps.targets.queries.frozen import unit_of
from bangfu.apps.targets.queries.stage import Member, Stage
from bangfu.core.targets import State, Verdict
from bangfu.web.components import Tab, Tile, Tone
from bangfu.web.wording import in_own_language, number, percent

from . import wording
from .rows import address, sources

LONGEST_BAR = 1.25
"""More than the whole is drawn to here: a bar has to end somewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What was done and what is due, as percentages written for an SVG attribute."""

    done: str
    due: str
    said: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One amount of a target in a table: of the whole, or of one institution."""

    title: str
    note: str
    url: str
    asked: str
    done: str
    waiting: str
    links: Sequence[Tab]
    bar: Bar | None
    share: str
    state: str
    tone: Tone
    course: str
    gap: str
    verdict: str
    verdict_tone: Tone
    expected: str
    lagging: str = ""
    lag_url: str = ""
    explain_url: str = ""


def whole_row(stage: Stage, line: Line, *, on: date) -> Row:
    """A target as a row of the programme's page."""
    spread = line.spread
    lagging = ""
    if spread.lagging:
        lagging = _("%(judged)s家中%(lagging)s家滞后") % {
            "judged": spread.judged,
            "lagging": spread.lagging,
        }
    return _row(
        stage,
        line,
        line.whole,
        None,
        on=on,
        title=title_of(line),
        note=note_of(stage, line),
        url=address("target", stage, target=line.key, on=on.isoformat()),
        lagging=lagging,
        lag_url=address("lags", stage, target=line.key, on=on.isoformat()) if lagging else "",
    )


def member_row(stage: Stage, line: Line, member: Member, amount: Amount, *, on: date) -> Row:
    """One institution as a row of a target's page."""
    return _row(
        stage,
        line,
        amount,
        member,
        on=on,
        title=member.name,
        note="",
        url=address("targets_of", stage, member.pk, on=on.isoformat()),
        explain_url=_explain(stage, line, member, amount, on=on),
    )


def own_row(stage: Stage, line: Line, member: Member, amount: Amount, *, on: date) -> Row:
    """A target as a row of one institution's page."""
    return _row(
        stage,
        line,
        amount,
        member,
        on=on,
        title=title_of(line),
        note=note_of(stage, line),
        url=address("target", stage, target=line.key, on=on.isoformat()),
        explain_url=_explain(stage, line, member, amount, on=on),
    )


def title_of(line: Line) -> str:
    """A target's name in the reader's language, as a heading."""
    return capfirst(in_own_language(line.title))


def note_of(stage: Stage, line: Line) -> str:
    """Whose it is and over which stretch it is counted."""
    target, words = line.target, []
    parties = stage.definition.parties
    party = parties.by_code(target.party) if parties and target.party else None
    if party:
        each = _("（每家）") if target.each else ""
        words.append(in_own_language(party.title) + each)
    words.append(wording.per(target.per))
    if line.reported:
        words.append(_("填报"))
    return " · ".join(words)


def no_targets(stage: Stage) -> str:
    """Why a board has no row."""
    if stage.term is None:
        return _("项目没有起止日期，无法统计")
    if stage.whole:
        return _("项目没有设定目标")
    return _("本项目的目标由其他参加单位承担，本单位没有需要完成的目标")


def tiles(lines: Sequence[Line], *, lag_url: str) -> list[Tile]:
    """How a programme stands, in four figures."""
    judged = [line.whole.state for line in lines if line.whole.state.is_judged]
    lagging = sum(1 for state in judged if state.lags)
    over = judged.count(State.EXCEEDED)
    parts = [one.amount.state for line in lines for one in line.members]
    behind = sum(1 for state in parts if state.lags)
    verdicts = [line.whole.forecast.verdict for line in lines if line.whole.forecast]
    risky = sum(1 for verdict in verdicts if verdict in (Verdict.AT_RISK, Verdict.WILL_MISS))
    return [
        Tile(
            _("达到进度"),
            number(len(judged) - lagging - over),
            _("项"),
            _of_all(len(lines), over),
            "ok" if judged and not lagging else "neutral",
            "circle-check",
        ),
        Tile(
            _("滞后"),
            number(lagging),
            _("项"),
            _("涉及%(count)s家次") % {"count": number(behind)},
            "danger" if lagging else "neutral",
            "alert-triangle",
            lag_url if behind else "",
        ),
        Tile(
            _("预计不能按期完成"),
            number(risky),
            _("项"),
            _("含有风险和预计完不成"),
            "warn" if risky else "neutral",
            "trending-up",
        ),
    ]


def _of_all(targets: int, over: int) -> str:
    if over:
        return _("共%(count)s项目标，超出%(over)s项") % {"count": targets, "over": over}
    return _("共%(count)s项目标") % {"count": targets}


def _row(
    stage: Stage, line: Line, amount: Amount, member: Member | None, *, on: date, **words: str
) -> Row:
    unit, standing = unit_of(line), amount.standing
    verdict = amount.forecast.verdict if amount.forecast else None
    if verdict is Verdict.REACHED:  # the state says so already
        verdict = None
    shown = amount.state if standing else None
    waiting = ""
    if amount.done.waiting:
        said = wording.amount(amount.done.waiting, unit)
        waiting = _("另有%(amount)s待确认") % {"amount": said}
    return Row(
        asked=wording.asked(amount.bound),
        done=wording.done(amount.done, unit),
        waiting=waiting,
        links=sources(stage, line, member, on=on),
        bar=_bar(amount),
        share=wording.share(standing.share_done) if standing and standing.share_done else "",
        state=in_own_language(shown.label) if shown else _("未分解"),
        tone=wording.TONES[shown] if shown else "neutral",
        course=wording.course(standing),
        gap=wording.gap(standing),
        verdict=in_own_language(verdict.label) if verdict else "",
        verdict_tone=wording.VERDICT_TONES[verdict] if verdict else "neutral",
        expected=wording.expected(amount.forecast, amount.bound),
        **words,
    )


def _bar(amount: Amount) -> Bar | None:
    standing = amount.standing
    if standing is None or standing.share_done is None or standing.share_due is None:
        return None
    done = min(LONGEST_BAR, float(standing.share_done)) / LONGEST_BAR
    due = standing.share_due / LONGEST_BAR
    return Bar(
        done=f"{100 * done:.2f}%",
        due=f"{100 * due:.2f}%",
        said=_("完成%(done)s，应达%(due)s")
        % {
            "done": wording.share(standing.share_done),
            "due": percent(round(standing.share_due, 4), 0),
        },
        tone=wording.TONES[standing.state],
    )


def _explain(stage: Stage, line: Line, member: Member, amount: Amount, *, on: date) -> str:
    if not amount.state.lags:
        return ""
    return address("explain_lag", stage, target=line.key, institution=member.pk, on=on.isoformat())
