"""Where a posting stands in its life, for whom a reader acts, and what may be done next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.posting_life import RULES, Life, Step, may
from bangfu.core.duty.sides import NotNow, Side, refuse_untimely
from bangfu.web.wording import in_own_language

AUTHORITY = "postings.change_posting"
HOST = "postings.receive_posting"
SENDER = "postings.send_posting"
WORKER = "postings.report_posting"

ON_THE_PAGE = (
    Step.CONFIRM_ARRIVAL,
    Step.REPORT_ARRIVAL,
    Step.EXTEND,
    Step.REPLACE,
    Step.SUSPEND,
    Step.RESUME,
    Step.RECALL,
)
"""The steps that a posting's page offers, the most wanted first."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the way, and the day it was reached, where that is known."""

    title: str
    on: date | None
    reached: bool
    now: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that the reader may take now: the last part of its address, and its name."""

    step: str
    title: str
    grave: bool


def sides_of(user: User, posting: Posting) -> tuple[Side, ...]:
    """For whom a reader acts in a posting: a query for each permission held."""
    within = {
        Side.AUTHORITY: user.scope_of(AUTHORITY).filter(
            area=("host__area_code", "home__area_code")
        ),
        Side.HOST: user.scope_of(HOST).filter(area="host__area_code", institution="host__code"),
        Side.SENDER: user.scope_of(SENDER).filter(area="home__area_code", institution="home__code"),
        Side.WORKER: user.scope_of(WORKER).filter(owner="worker__account"),
    }
    return tuple(
        side
        for side, reached in within.items()
        if Posting.objects.filter(reached, pk=posting.pk).exists()
    )


def of_side(side: Side) -> tuple[Step, ...]:
    """The steps that a side may ever take."""
    return tuple(step for step, rule in RULES.items() if side in rule.may)


def steps_open(life: Life, sides: Iterable[Side]) -> list[Offered]:
    """What the reader may do now, each step once."""
    language = get_language() or ""
    able = {step for side in sides for step in may(life, side)}
    return [
        Offered(step.value, step.label.in_language(language), grave=step is Step.RECALL)
        for step in ON_THE_PAGE
        if step in able
    ]


def not_now(life: Life, step: Step) -> str:
    """Why a step cannot be taken, for who opened its page too late or too early."""
    try:
        refuse_untimely(step, life.state, RULES[step].follows)
    except NotNow as refusal:
        return in_own_language(refusal)
    return ""


def path_of(posting: Posting) -> list[Milestone]:
    """The way of a posting from its appointment on, with the days reached."""
    entered_on = timezone.localdate(posting.opened_at)
    # What was entered after it began was appointed on some earlier day, on paper.
    appointed_on = entered_on if entered_on <= posting.starts_on else None
    days = [
        (_("任命"), appointed_on, True),
        (_("报到"), posting.reported_on or posting.arrived_on, False),
        (_("确认到岗"), posting.arrived_on, False),
        (_("交接"), posting.handed_over_on, False),
        (_("办结"), posting.closed_on, False),
    ]
    way = [Milestone(title, on, reached or on is not None) for title, on, reached in days]
    last = max(number for number, one in enumerate(way) if one.reached)
    return [replace(one, now=number == last) for number, one in enumerate(way)]


def consequences_of(step: Step) -> list[str]:
    """What follows from a step, said before it is taken."""
    said = {
        Step.REPORT_ARRIVAL: [_("受援单位确认后，服务天数自到岗日期起计算")],
        Step.CONFIRM_ARRIVAL: [_("服务天数自到岗日期起计算，到岗以前不计")],
        Step.EXTEND: [_("不得超出受援单位的需求期限，也不得与此人其他派驻冲突")],
        Step.SUSPEND: [
            _("自中止之日起不再排班，也不计服务天数"),
            _("恢复在岗后，中止期间仍保留在记录中"),
        ],
        Step.RESUME: [_("自恢复之日起按原排班计算")],
        Step.RECALL: [
            _("服务天数计算到所填的最后一天"),
            _("没有接替人员的，岗位自次日起显示为空缺"),
            _("原定期限和提前结束原因一并保留"),
        ],
    }
    return said.get(step, [])
