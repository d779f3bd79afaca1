"""From draws, findings and their reader to what a page offers: tabs, figures, stages, buttons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import segno
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.voice.queries import reach as requests
from bangfu.core.draws import DrawList
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import RULES, Side, State, Step, may
from bangfu.web.components import Tab, Tile
from bangfu.web.wording import in_own_language, number

from . import forms, pages
from .models import Draw, Finding
from .queries import draws, findings
from .queries.findings import Event, FindingFilter, Sums
from .queries.reach import ANSWER, MANAGE, RECORD, knows_outcome, manages, sides_of

DISCLOSED = (Draw.State.PUBLISHED, Draw.State.REPLACED)
GRAVE = (Step.RETURN, Step.WITHDRAW)
ON_THE_PAGE = (
    Step.REPLY,
    Step.REMEDY,
    Step.LOOK_AGAIN,
    Step.RETURN,
    Step.TASK,
    Step.CONSEQUENCE,
    Step.WITHDRAW,
)
"""The steps that a finding's page offers, the most wanted first."""


def tabs_of(user: User, current: str) -> list[Tab]:
    """The pages of spot checks that somebody may open; asks nothing but the grants."""
    found = [("draw_list", _("双随机抽取")), ("finding_list", _("问题整改"))]
    if user.has_perm(RECORD):
        found.insert(1, ("own_checks", _("我的检查")))
    if user.has_perm(MANAGE) or user.has_perm(RECORD):
        found.append(("ties", _("回避登记")))
    return [Tab(title, reverse(name), current=name == current) for name, title in found]


def preview_of(listed: DrawList) -> pages.Preview:
    """A list before it is committed to."""
    sizes = {row.key: 0 for row in listed.strata}
    for subject in listed.subjects:
        sizes[subject.stratum] += 1
    held = settings.shipped()
    source = next(one for one in held.sources if one.code == held.sampling.source)
    return pages.Preview(
        size=len(listed.subjects),
        take=sum(row.take for row in listed.strata),
        strata=[(row, sizes[row.key]) for row in listed.strata],
        names=[row.name for row in listed.subjects],
        barred=draws.barred_rows(listed.plain()),
        source=in_own_language(source.why),
    )


def draw_page(
    draw: Draw,
    user: User,
    *,
    address: str,
    reveal: forms.RevealForm | None = None,
    redraw: forms.ReasonForm | None = None,
) -> pages.Draw:
    """One draw for a reader; organisers and, once it is public, everybody see who was drawn."""
    organises, knows = manages(user, draw), knows_outcome(user, draw)
    open_ = draw.state in (Draw.State.COMMITTED, Draw.State.DRAWN)
    waits = draw.state == Draw.State.COMMITTED and timezone.now() < draw.public_after
    drawn = draws.drawn_rows(draw) if knows else []
    asked = draw.redraw_asked_at is not None and draw.redraw_agreed_at is None
    checked = any(row.recorded for row in drawn)
    after = getattr(draw, "replaced_by", None)
    return pages.Draw(
        pk=draw.pk,
        title=draw.title,
        lead=f"{draw.programme} · {draw.get_way_display()}",
        state=draw.get_state_display(),
        tone=draws.TONES[draw.state],
        path=stages_of(draw),
        facts=draws.draw_facts(draw, discloses=draw.state in DISCLOSED or (knows and organises)),
        strata=draws.strata_rows(draw),
        names=draws.names_by_stratum(draw),
        barred=draws.barred_rows(draw.listed),
        checkers=[row["name"] for row in draw.listed["checkers"]],
        knows=knows,
        drawn=drawn,
        faults=draws.faults_of(draw) if knows else [],
        qr=_qr(address),
        public_url=address,
        commitment=draw.commitment,
        manages=organises,
        reveal_form=(
            (reveal or forms.RevealForm())
            if organises and draw.state == Draw.State.COMMITTED and not waits
            else None
        ),
        waits_for=draw.public_after if waits else None,
        publishes=organises
        and draw.state == Draw.State.DRAWN
        and not any(row.waiting for row in drawn),
        redraw=draw.redraw_reason,
        redraw_by=str(draw.redraw_asked_by or ""),
        redraw_form=(
            (redraw or forms.ReasonForm())
            if organises and open_ and not asked and not checked
            else None
        ),
        decides_redraw=organises and open_ and asked and draw.redraw_asked_by_id != user.pk,
        replaces=draw.replaces_id,
        replaced_by=after.pk if after else None,
        given_up=draw.state == Draw.State.REPLACED,
        holds_anew=organises and draw.state == Draw.State.REPLACED and after is None,
    )


def _qr(address: str) -> SafeString:
    """The address as a picture of any size: it scales with the box it stands in."""
    return SafeString(
        segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2)
    )


def stages_of(draw: Draw) -> list[pages.Stage]:
    """The moments of a draw."""
    moments: list[tuple[str, datetime | None]] = [
        (_("公布名单和承诺"), draw.committed_at),
        (_("公共数产生"), draw.public_after),
        (_("抽取"), draw.revealed_at),
        (_("公开结果"), draw.published_at),
    ]
    if draw.state == Draw.State.REPLACED:
        moments = [*moments[:1], (_("作废，重新抽取"), draw.redraw_agreed_at)]
    now = timezone.now()
    reached = [at is not None and at <= now for _title, at in moments]
    last = max((at for at, one in enumerate(reached) if one), default=0)
    return [
        pages.Stage(title, at, reached[place], place == last)
        for place, (title, at) in enumerate(moments)
    ]


def finding_page(finding: Finding, user: User) -> pages.Finding:
    """One finding for a reader."""
    today = timezone.localdate()
    words, tone = findings.state_of(finding, on=today)
    events = findings.events_of(finding)
    return pages.Finding(
        pk=finding.pk,
        title=finding.title,
        lead=finding.institution.name,
        state=words,
        tone=tone,
        facts=findings.finding_facts(finding),
        detail=finding.detail,
        check=finding.check_made_id,
        check_title=finding.check_made.draw.title if finding.check_made else "",
        asked=asked_behind(finding, user),
        asked_number=str(finding.request or ""),
        task=finding.task_id,
        task_title=finding.task.title if finding.task else "",
        path=_way(finding, events),
        events=events,
        penalties=findings.penalty_rows(finding),
        steps=steps_open(finding, sides_of(user, finding)),
    )


def asked_behind(finding: Finding, user: User) -> int | None:
    """The public request behind a finding, where the reader may open it."""
    if not finding.request_id:
        return None
    readable = requests.visible_to(user).filter(pk=finding.request_id)
    return finding.request_id if readable.exists() else None


def steps_open(finding: Finding, sides: Iterable[Side]) -> list[pages.Offered]:
    """What the reader may do now, each step once."""
    able = {step for side in sides for step in may(State.of(finding.state), side)}
    if finding.task_id:
        able.discard(Step.TASK)
    return [
        pages.Offered(step.value, in_own_language(step.label), step in GRAVE)
        for step in ON_THE_PAGE
        if step in able
    ]


def side_for(step: Step, sides: Iterable[Side]) -> Side | None:
    """As which side a reader takes a step, if as any."""
    return next((side for side in sides if side in RULES[step].may), None)


def finding_tiles(sums: Sums, by: FindingFilter) -> list[Tile]:
    """The figures over the list; each leads to its rows."""

    def to(state: str) -> str:
        programme = f"&programme={by.programme}" if by.programme else ""
        return f"{reverse('finding_list')}?state={state}{programme}"

    unit = _("项")
    return [
        Tile(
            _("发现问题"),
            number(sums.total),
            unit,
            note=_("已办结%(count)s项") % {"count": number(sums.closed)},
            icon="clipboard-list",
            url=to("") if by.state else "",
        ),
        Tile(
            _("待单位答复"),
            number(sums.open),
            unit,
            tone="warn" if sums.open else "neutral",
            icon="message",
            url=to("open"),
        ),
        Tile(_("整改中"), number(sums.answered), unit, icon="adjustments", url=to("answered")),
        Tile(
            _("待复查"),
            number(sums.remedied),
            unit,
            tone="info" if sums.remedied else "neutral",
            icon="eye",
            url=to("remedied"),
        ),
        Tile(
            _("逾期"),
            number(sums.late),
            unit,
            tone="danger" if sums.late else "neutral",
            icon="alert-circle",
            url=to("late"),
        ),
    ]


def notes_of(step: Step) -> str:
    """What follows from a step, said before it is taken."""
    held = settings.shipped()
    return {
        Step.REPLY: _("答复后主管部门可以退回；按所填期限整改并报告。"),
        Step.RETURN: _("退回后，责任单位须在%(days)s个工作日内重新答复。")
        % {"days": held.reply.working_days},
        Step.REMEDY: _("报告后由检查人员或主管部门在%(days)s个工作日内复查。")
        % {"days": held.second_look.working_days},
        Step.LOOK_AGAIN: _("整改到位即办结；不到位的，继续整改。报告整改的人不能复查。"),
        Step.CONSEQUENCE: _("只登记已经作出的决定，系统不自动处理任何人。"),
        Step.TASK: _("列入整改清单，按任务台账办理到销账；问题和任务互相可查。"),
        Step.WITHDRAW: _("撤销的问题不计入考核，记录保留。"),
    }[step]


def may_answer(user: User) -> bool:
    """Whether a reader answers findings anywhere."""
    return not user.scope_of(ANSWER).is_empty


def _way(finding: Finding, events: Sequence[Event]) -> list[pages.Stage]:
    """The stages of a finding's life, with when each was last reached."""
    latest = {event.code: event.at for event in events}
    state = State.of(finding.state)
    if state is State.WITHDRAWN:
        return _way_until_withdrawn(finding, latest)
    order = [State.OPEN, State.ANSWERED, State.REMEDIED, State.CLOSED]
    titles = [_("发现问题"), _("答复"), _("报告整改"), _("复查办结")]
    moments = [
        finding.raised_at,
        latest.get(Step.REPLY.value),
        latest.get(Step.REMEDY.value),
        latest.get(Step.LOOK_AGAIN.value) if state is State.CLOSED else None,
    ]
    place = order.index(state)
    return [
        pages.Stage(title, moments[at] if at <= place else None, at <= place, at == place)
        for at, title in enumerate(titles)
    ]


def _way_until_withdrawn(finding: Finding, latest: Mapping[str, datetime]) -> list[pages.Stage]:
    """The stages that were reached, and the withdrawal as the last."""
    moments = [
        (_("发现问题"), finding.raised_at),
        (_("答复"), latest.get(Step.REPLY.value)),
        (_("报告整改"), latest.get(Step.REMEDY.value)),
        (in_own_language(State.WITHDRAWN.label), latest.get(Step.WITHDRAW.value)),
    ]
    reached = [(title, at) for title, at in moments if at]
    return [
        pages.Stage(title, at, True, place == len(reached) - 1)
        for place, (title, at) in enumerate(reached)
    ]
