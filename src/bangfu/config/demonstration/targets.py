"""Targets shared out, a figure reported, a half-year review kept, a lag explained, answered."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets import actions
from bangfu.apps.targets.models import Sharing
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.reach import reach_of
from bangfu.apps.targets.queries.stage import Stage, stage_of
from bangfu.core.targets import evenly
from bangfu.core.targets.lags import Cause
from bangfu.core.targets.settings import shipped

from . import deputies, jinzhou, support
from .duty import SHANGHAI

DONE_TOGETHER = "medicine.value"
"""What Fukang's five units give together."""
TOLD = (
    (
        Cause.OBJECTIVE,
        "业务院长轮换交接，制度修订推迟",
        "两个月内完成核心制度修订，报院务会审定后执行",
    ),
    (
        Cause.SUBJECTIVE,
        "没有明确承办科室，资料收集不及时",
        "由医务科牵头，每月向院务会报告一次进度",
    ),
)
"""Cause, why and measures, as hosts write them."""


def tell(*, on: date, clerk: User, changji: User, party: User) -> None:
    """Within the caller's transaction, as of a day."""
    _share_out(_stage(support.CODE, changji), by=changji, on=on)
    _report(_stage(jinzhou.CODE, party), by=party, on=on)
    stage = _stage(deputies.CODE, clerk)
    day = _review_day(stage, on)
    if day is None:
        return
    actions.keep_review(
        programme=stage.programme,
        on=day,
        title="半年总结点评",
        by=clerk,
        at=_at(on - timedelta(days=8)),
        today=on,
    )
    _explain(stage, day, clerk=clerk, on=on)


def _share_out(stage: Stage, *, by: User, on: date) -> None:
    """Even parts for the supporting units."""
    for line in lines(stage, on=on, projected=Projected.NOTHING):
        if line.target.indicator != DONE_TOGETHER or line.whole.bound is None:
            continue
        parts = evenly(line.whole.bound, [one.member.pk for one in line.members])
        actions.share_target(
            programme=stage.programme,
            key=line.key,
            amounts={pk: actions.written(amount) for pk, amount in parts.items()},
            way=Sharing.Way.EVENLY.value,
            by=by,
            at=_at(on - timedelta(days=90)),
            on=on,
        )


def _report(stage: Stage, *, by: User, on: date) -> None:
    for key, target in stage.targets.items():
        if target.indicator == "branch_coverage":
            actions.report_figure(
                programme=stage.programme,
                key=key,
                institution=None,
                on=on - timedelta(days=20),
                amount=Decimal(1),
                document="党组织设置情况统计表",
                by=by,
                at=_at(on - timedelta(days=19)),
                today=on,
            )


def _explain(stage: Stage, day: date, *, clerk: User, on: date) -> None:
    """Two hosts explained on paper what the clerk entered; one waits for an answer."""
    lagging = [
        (line.key, one.member.pk)
        for line in lines(stage, on=day, projected=Projected.NOTHING)
        for one in line.members
        if one.amount.state.lags
    ]
    for (key, institution), (cause, why, measures) in zip(lagging, TOLD, strict=False):
        note = actions.explain_lag(
            programme=stage.programme,
            key=key,
            institution=Institution.objects.get(pk=institution),
            on=day,
            cause=cause,
            why=why,
            measures=measures,
            responsible="分管副院长",
            new_due=on + timedelta(days=60),
            by=clerk,
            at=_at(on - timedelta(days=6)),
        )
        if cause is Cause.OBJECTIVE:
            actions.comment_on_lag(
                note=note, comment="同意，请按时限报送", by=clerk, at=_at(on - timedelta(days=4))
            )


def _stage(code: str, user: User) -> Stage:
    programme = Programme.objects.get(code=code)
    return stage_of(programme, reach_of(user, programme))


def _review_day(stage: Stage, on: date) -> date | None:
    """The last usual day of review before a day, within the term."""
    days = (shipped().review.in_year(on.year - back) for back in range(3))
    term = stage.term
    return next((d for d in days if d <= on and term and term.starts_on <= d), None)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=SHANGHAI)
