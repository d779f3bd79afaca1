"""The page of one target, put together."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.apps.targets.models import Part, ReportedFigure, Sharing
from bangfu.apps.targets.queries import ledger_facts, single
from bangfu.apps.targets.queries.board import Line
from bangfu.apps.targets.queries.facts import Facts, indicators_of, is_reported, sum_of
from bangfu.apps.targets.queries.frozen import unit_of
from bangfu.apps.targets.queries.reach import Reach
from bangfu.apps.targets.queries.stage import Stage
from bangfu.core.programmes.section_wording import pace_sentence
from bangfu.core.targets import Balance, exact, in_window, last_day_due
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, in_own_language, number, percent

from . import presentation, wording
from .pages import Frame, GroupRow, ReportedRow, SharingRow, Target
from .rows import address


def target_page(
    stage: Stage, frame: Frame, line: Line, *, on: date, sharer: Reach, may: bool
) -> Target:
    """Everything about one target; ``sharer`` is how far the reader may share out and report."""
    balance = single.balance_of(stage, line)
    acts = single.sharings(stage, line.key)
    here = {"target": line.key, "on": on.isoformat()}
    shares = stage.is_shared_out(line.target) if sharer.whole else _own_part(line)
    return Target(
        frame=frame,
        title=presentation.title_of(line),
        note=presentation.note_of(stage, line),
        facts=_facts(stage, line, on=on),
        whole=presentation.whole_row(stage, line, on=on),
        balance=balance_words(balance, line),
        balance_tone=_tone(balance),
        rows=[
            presentation.member_row(stage, line, one.member, one.amount, on=on)
            for one in line.members
        ],
        groups=_groups(stage, line, acts, on=on),
        sharings=[_sharing(stage, line, row) for row in acts],
        reported=_reported(stage, line, sharer),
        share_url=address("share_target", stage, **here) if may and shares else "",
        report_url=(
            address("report_figure", stage, **here) if may and is_reported(line.target) else ""
        ),
    )


def balance_words(balance: Balance | None, line: Line) -> str:
    """Whether the parts make the whole: what is missing, or the reserve."""
    if balance is None:
        return ""
    unit = unit_of(line)
    words = {
        "shared": wording.amount(balance.shared, unit),
        "remainder": wording.amount(balance.remainder, unit),
        "reserve": wording.amount(balance.reserve, unit),
    }
    if balance.remainder:
        return _("已分解%(shared)s，还有%(remainder)s未分解") % words
    if balance.reserve:
        return _("已分解%(shared)s，其中加码%(reserve)s") % words
    return _("已分解%(shared)s，与目标一致") % words


def _tone(balance: Balance | None) -> Tone:
    if balance is None:
        return "neutral"
    return "warn" if balance.remainder else "ok"


def _own_part(line: Line) -> bool:
    """Whether a reader with one institution has a part of it to share out."""
    if len(line.members) != 1:
        return False
    bound = line.members[0].amount.bound
    return bool(bound and bound.amount and not bound.rate)


def _facts(stage: Stage, line: Line, *, on: date) -> list[Fact]:
    due = "—" if line.share_due is None else percent(round(line.share_due, 4), 0)
    bound = stage.bound(line.target)
    return [
        Fact(_("目标"), wording.asked(bound)),
        Fact(_("统计期"), wording.window(line.window.starts_on, line.window.last_day)),
        Fact(_("进度要求"), in_own_language(pace_sentence(in_window(line.target, line.window)))),
        Fact(_("截至当日应完成"), due),
        Fact(_("完成时限"), day(last_day_due(line.target, line.window))),
        Fact(_("数据来源"), _("填报") if line.reported else _("系统按登记的记录计算")),
    ]


def _groups(stage: Stage, line: Line, acts: Iterable[Sharing], *, on: date) -> list[GroupRow]:
    """What post groups and departments bear and did."""
    unit, dispatch = unit_of(line), stage.definition.dispatch
    titles = {p.code: in_own_language(p.title) for p in (dispatch.posts if dispatch else ())}
    asked: dict[tuple[str, str], Fraction] = {}
    for row in acts:
        if row.replaced_at is None and row.institution_id is not None:
            for part in row.parts.all():
                place = (part.posts, part.department)
                asked[place] = asked.get(place, Fraction(0)) + exact(part.amount)
    done = {}
    if ledger_facts.counts_in_ledger(indicators_of(line.target)) and titles:
        rows = Facts(stage, [line.key], on=on).ledger_rows(line.target)
        done = ledger_facts.by_posts(rows, indicators_of(line.target))
    places = dict.fromkeys([*((code, "") for code in done if code), *asked])
    return [
        GroupRow(
            name=titles.get(code, code) if code else department,
            asked=wording.amount(asked.get((code, department)), unit),
            done=wording.done(done[code], unit) if code in done else "—",
        )
        for code, department in places
    ]


def _sharing(stage: Stage, line: Line, row: Sharing) -> SharingRow:
    unit, dispatch = unit_of(line), stage.definition.dispatch
    titles = {p.code: in_own_language(p.title) for p in (dispatch.posts if dispatch else ())}

    def said(part: Part) -> str:
        place = part.institution
        name = (place.short_name or place.name) if place else titles.get(part.posts, part.posts)
        return f"{name or part.department} {wording.amount(exact(part.amount), unit)}"

    whose = f"{row.institution.name}：" if row.institution else ""
    return SharingRow(
        at=row.at,
        by=str(row.by or ""),
        edition=row.edition,
        way=row.get_way_display(),
        whole=whose + wording.amount(exact(row.whole), unit),
        parts=_("、").join(said(part) for part in row.parts.all()),
        standing=row.replaced_at is None,
    )


def _reported(stage: Stage, line: Line, sharer: Reach) -> list[ReportedRow]:
    """Every figure reported within reach; of a target that is counted nothing is asked for."""
    if not line.reported:
        return []
    rows = single.reported(stage, line.key)
    files = attachments_of(rows)
    return [_figure(line, row, sharer, files[row.pk]) for row in rows]


def _figure(
    line: Line, row: ReportedFigure, sharer: Reach, files: Sequence[Attached]
) -> ReportedRow:
    unit = unit_of(line)
    amount = wording.done(sum_of(row), unit)
    if row.of is not None:
        amount += f"（{number(row.amount, 0)}/{number(row.of, 0)}）"
    mine = sharer.whole or row.institution_id in {one.member.pk for one in line.members}
    return ReportedRow(
        pk=row.pk,
        on=row.on,
        institution=row.institution.name if row.institution else _("全项目"),
        amount=amount,
        document=row.document,
        note=row.note,
        files=files,
        by=str(row.by or ""),
        at=row.at,
        withdrawn=row.reason,
        may_withdraw=mine and row.withdrawn_at is None,
    )
