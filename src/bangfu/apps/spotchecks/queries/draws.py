"""Draws as a list and one by one: what was fixed, who was drawn, whether the record holds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as Leaf
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.spotchecks.models import Check, Draw
from bangfu.core.draws import verify
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import enumerated, in_own_language, moment

from . import barred
from .listing import rule_said
from .reach import draws_visible_to, manages

TONES: dict[str, Tone] = {
    Draw.State.COMMITTED: "info",
    Draw.State.DRAWN: "brand",
    Draw.State.PUBLISHED: "ok",
    Draw.State.REPLACED: "neutral",
}
CHECK_TONES: dict[str, Tone] = {
    Check.State.WAITING: "warn",
    Check.State.RECORDED: "ok",
    Check.State.DROPPED: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """One draw in a list; the counts of checks only where the reader may know the outcome."""

    pk: int
    title: str
    programme: str
    subjects: str
    way: str
    size: int
    take: int
    committed_at: datetime
    state: str
    tone: Tone
    done: int | None


@dataclass(frozen=True, slots=True)
class StratumRow:
    """A stratum of a list: how many stand in it, how many are drawn."""

    name: str
    size: int
    take: int


@dataclass(frozen=True, slots=True)
class BarredRow:
    """Why one checker does not check some of the list."""

    checker: str
    reason: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One check drawn, who carries it out, and where it stands."""

    pk: int
    name: str
    stratum: str
    checkers: str
    state: str
    tone: Tone
    waiting: bool
    recorded: bool
    reason: str


def draw_rows(
    user: User, *, programme: str = "", state: str = "", page: str | int | None = 1
) -> Leaf[DrawRow]:
    """A screenful of draws, the latest first: two queries."""
    found = draws_visible_to(user)
    if programme:
        found = found.filter(programme__code=programme)
    if state:
        found = found.filter(state=state)
    done = Count("checks", filter=~Q(checks__state=Check.State.WAITING))
    rows = found.select_related("programme").annotate(done=done).defer("listed", "record", "seed")

    def row(draw: Draw) -> DrawRow:
        told = draw.state == Draw.State.PUBLISHED or manages(user, draw)
        return DrawRow(
            pk=draw.pk,
            title=draw.title,
            programme=str(draw.programme),
            subjects=draw.get_subjects_display(),
            way=draw.get_way_display(),
            size=draw.size,
            take=draw.take,
            committed_at=draw.committed_at,
            state=draw.get_state_display(),
            tone=TONES[draw.state],
            done=getattr(draw, "done", 0) if told and draw.revealed_at else None,
        )

    return leaf_of(rows.order_by("-committed_at", "-pk"), row, page)


def strata_rows(draw: Draw) -> list[StratumRow]:
    """The strata of the published list; asks nothing."""
    sizes = Counter(row["stratum"] for row in draw.listed["subjects"])
    return [
        StratumRow(_named(row), sizes[row["key"]], row["take"]) for row in draw.listed["strata"]
    ]


def names_by_stratum(draw: Draw) -> list[tuple[str, list[str]]]:
    """Everybody on the published list; asks nothing."""
    return [
        (
            _named(stratum),
            [row["name"] for row in draw.listed["subjects"] if row["stratum"] == stratum["key"]],
        )
        for stratum in draw.listed["strata"]
    ]


def barred_rows(listed: dict[str, list[dict[str, str]]]) -> list[BarredRow]:
    """Exclusions by checker and reason; asks nothing."""
    people = {row["key"]: row["name"] for row in listed["checkers"]}
    names = {row["key"]: row["name"] for row in listed["subjects"]}
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in listed["excluded"]:
        key = (people[row["checker"]], row["reason"])
        grouped.setdefault(key, []).append(names[row["subject"]])
    rows = sorted(grouped.items())
    return [BarredRow(who, barred.said(why), found) for (who, why), found in rows]


def drawn_rows(draw: Draw) -> list[DrawnRow]:
    """Who was drawn and by whom they are checked: two queries."""
    rows = draw.checks.in_full().prefetch_related("seats__account").order_by("stratum", "pk")
    return [
        DrawnRow(
            pk=check.pk,
            name=str(check),
            stratum=_(check.stratum),
            checkers=enumerated(seat.account.name for seat in check.seats.all()),
            state=check.get_state_display(),
            tone=CHECK_TONES[check.state],
            waiting=check.state == Check.State.WAITING,
            recorded=check.state == Check.State.RECORDED,
            reason=check.dropped_reason,
        )
        for check in rows
    ]


def faults_of(draw: Draw) -> list[str]:
    """What does not hold in the record kept, in the reader's words; nothing where it holds."""
    if draw.record is None:
        return []
    return [in_own_language(fault) for fault in verify(draw.record, published=draw.commitment)]


def draw_facts(draw: Draw, *, discloses: bool) -> list[Fact]:
    """What was fixed and when; the seed only where the outcome is known."""
    stated = [
        Fact(_("项目"), str(draw.programme)),
        Fact(_("抽查对象"), f"{draw.get_subjects_display()} · {draw.get_way_display()}"),
        Fact(_("承诺公布时间"), f"{moment(draw.committed_at)} · {draw.committed_by or _('系统')}"),
        Fact(_("公共数来源"), draw.public_event),
        Fact(_("公共数产生时间"), moment(draw.public_after)),
        Fact(_("每项检查人数"), str(draw.listed["seats"])),
        Fact(_("抽取比例"), rule_said(draw.listed["rule"])),
    ]
    if draw.revealed_at:
        stated.append(Fact(_("公共数"), draw.public_value))
        stated.append(
            Fact(_("抽取时间"), f"{moment(draw.revealed_at)} · {draw.revealed_by or _('系统')}")
        )
    if draw.published_at:
        stated.append(Fact(_("公开时间"), moment(draw.published_at)))
    stated.append(Fact(_("承诺"), draw.commitment))
    stated.append(Fact(_("名单摘要"), draw.list_digest))
    if discloses:
        stated.append(Fact(_("种子"), draw.seed))
    return stated


def public_facts(draw: Draw) -> list[Fact]:
    """What anybody may know of a draw: when what was fixed, and the digests; no names."""
    stated = [
        Fact(_("项目"), str(draw.programme)),
        Fact(_("抽查对象"), draw.get_subjects_display()),
        Fact(_("承诺公布时间"), moment(draw.committed_at)),
        Fact(_("公共数来源"), draw.public_event),
        Fact(_("公共数产生时间"), moment(draw.public_after)),
        Fact(_("承诺"), draw.commitment),
        Fact(_("名单摘要"), draw.list_digest),
    ]
    if draw.public_value:
        stated.insert(5, Fact(_("公共数"), draw.public_value))
    return stated


def _named(stratum: Mapping[str, Any]) -> str:
    """A stratum's name in the reader's language, where the product gave it."""
    name: str = stratum["name"]
    return _(name)
