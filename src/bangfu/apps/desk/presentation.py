"""From what was counted to what the pages show: figures as tiles, lines in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.web.components import Fact, Reason, Tile, Tone
from bangfu.web.wording import day, number

from .mosaic import COUNTY, Link, named
from .queries.board import Line, Post
from .queries.coverage import EMPTY, LOSING, HostSum, post_words
from .queries.emptiness import Emptiness
from .queries.losses import Loss


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the chain, as the public page draws it."""

    icon: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a county's lines."""

    area: str
    due: int
    missing: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board; ``again`` where the line above is of the same host."""

    heading: Heading | None
    again: bool
    post: Post
    line: Line
    tone: Tone
    state: str

    @property
    def late_days(self) -> int:
        """Days between who leaves and who comes, where they do not meet."""
        if self.line.gap is None or self.line.follower is None:
            return 0
        return (self.line.follower.starts_on - self.line.gap.starts_on).days


def steps() -> list[Step]:
    """The chain from the notice to the result."""
    return [
        Step("file-text", _("方案"), _("文件、任务、期限")),
        Step("clipboard-list", _("需求"), _("受援单位缺什么")),
        Step("users-group", _("选派"), _("人选、规则、理由")),
        Step("user-check", _("派驻"), _("谁在哪里、到何时")),
        Step("calendar-event", _("在岗"), _("每周由受援单位确认")),
        Step("stethoscope", _("台账"), _("诊疗、带教、义诊")),
        Step("chart-bar", _("考核"), _("每一分都有依据")),
        Step("speakerphone", _("通报"), _("结果公开、问题整改")),
    ]


def board_tiles(
    hosts: Iterable[HostSum],
    losses: Sequence[Loss],
    link: Link,
    *,
    people: int,
    on: date,
) -> list[Tile]:
    """Places due, held, empty, and falling empty within 30 days."""
    chosen = list(hosts)
    held, missing = sum(h.held for h in chosen), sum(h.missing for h in chosen)
    losing = sum(loss.places for loss in losses)
    near = [sum(loss.places for loss in losses if (loss.on - on).days <= days) for days in (7, 14)]
    return [
        Tile(
            _("应在岗"),
            number(held + missing),
            _("个岗位"),
            note=_("%(hosts)s家受援单位") % {"hosts": number(len(chosen))},
            icon="building-hospital",
            url=link(),
        ),
        Tile(
            _("在岗"),
            number(held),
            _("个岗位"),
            note=_("在岗人员%(people)s人") % {"people": number(people)},
            tone="ok",
            icon="user-check",
            url=link(),
        ),
        Tile(
            _("空缺"),
            number(missing),
            _("个岗位"),
            note=_("现在无人在岗") if missing else _("每个岗位都有人"),
            tone="danger" if missing else "ok",
            icon="user-x",
            url=link(show=EMPTY),
        ),
        Tile(
            _("30天内到期无接替"),
            number(losing),
            _("个岗位"),
            note=_("其中7天内%(week)s个，14天内%(fortnight)s个")
            % {"week": number(near[0]), "fortnight": number(near[1])},
            tone="warn" if losing else "ok",
            icon="calendar-time",
            url=link(show=LOSING),
        ),
    ]


def board_rows(
    posts: Iterable[Post],
    hosts: Iterable[HostSum],
    losses: Iterable[Loss],
    names: Mapping[str, str],
) -> Iterator[Row]:
    """The lines in order, with a heading wherever a county begins."""
    closing = {(loss.need_id, loss.on) for loss in losses if loss.with_need}
    sums: dict[str, tuple[int, int]] = {}
    for host in hosts:
        due, missing = sums.get(host.area_code[:COUNTY], (0, 0))
        sums[host.area_code[:COUNTY]] = due + host.due, missing + host.missing
    county, above = None, None
    for post in posts:
        for line in post.lines:
            heading = None
            if post.area_code[:COUNTY] != county:
                county = post.area_code[:COUNTY]
                heading = Heading(named(county, names), *sums.get(county, (0, 0)))
            left = (post.need, line.person.ends_before) if line.person else None
            tone, state = _state(line, closes=left in closing)
            yield Row(heading, above == post.host_id, post, line, tone, state)
            above = post.host_id


def area_choices(codes: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Cities and, set in, their counties; a city with one county is left out."""
    counties = sorted({code[:COUNTY] for code in codes if code})
    cities: dict[str, list[str]] = {}
    for county in counties:
        cities.setdefault(county[:4], []).append(county)
    choices = []
    for city, below in cities.items():
        if len(below) > 1:
            choices.append((city, named(city, names)))
        indent = "　" if len(below) > 1 else ""
        choices += [(county, indent + named(county, names)) for county in below if county != city]
    return choices


def emptiness_facts(found: Emptiness) -> list[Fact]:
    """What a page about a missing person states of the post."""
    need = found.need
    facts = [
        Fact(_("岗位"), post_words(need.department_name, need.role_title)),
        Fact(_("项目"), str(need.programme)),
        Fact(_("派驻形式"), need.get_form_display()),
        Fact(
            _("人数"),
            _("需要%(headcount)s人，在岗%(there)s人")
            % {"headcount": number(need.headcount), "there": number(found.there)},
        ),
        Fact(_("需要至"), day(need.ends_before - timedelta(days=1))),
    ]
    if found.since:
        facts.append(Fact(_("空缺起始"), day(found.since)))
    return facts


def emptiness_reasons(found: Emptiness) -> list[Reason]:
    """Why somebody is missing, the nearest ground first."""
    grounds = []
    if left := found.departure:
        words = {"worker": left.worker, "home": left.home, "day": day(left.left_on)}
        said = (
            _("%(worker)s（%(home)s）自%(day)s起提前结束派驻") % words
            if left.reason
            else _("%(worker)s（%(home)s）自%(day)s起期满离岗") % words
        )
        grounds.append(Reason(said, "warn", detail=left.reason))
    elif not found.there:
        grounds.append(Reason(_("这一岗位尚未有人到岗"), "warn"))
    if found.verdict is None:
        grounds.append(
            Reason(
                _("没有选派方案说明此岗位"),
                "info",
                detail=_("此岗位提出后尚未编入已算出的方案，或方案不在您的查看范围内"),
            )
        )
    elif found.verdict.why:
        grounds.append(Reason(found.verdict.why, "danger", detail=_("选派方案的说明")))
    else:
        grounds.append(
            Reason(
                _("选派方案已为此岗位安排人员（%(state)s）") % {"state": found.verdict.state},
                "info",
            )
        )
    if found.arrives_on:
        grounds.append(Reason(_("下一位人员%(day)s到岗") % {"day": day(found.arrives_on)}, "ok"))
    return grounds


def _state(line: Line, *, closes: bool) -> tuple[Tone, str]:
    if line.person is None:
        return "danger", _("空缺")
    if line.alarm:
        return "warn", _("%(days)d天内将空缺") % {"days": line.alarm}
    if closes:
        return "warn", _("30天内到期")
    if line.handing_over:
        return "info", _("交接中")
    return "ok", _("在岗")


def board_link(kept: Mapping[str, str] | None = None) -> Link:
    """The way to the board's lines, with what is asked already and what is asked besides."""
    board = reverse("board")

    def link(**more: str) -> str:
        return addressed(board, {**(kept or {}), **more}) + "#posts"

    return link


def addressed(address: str, asked: Mapping[str, str]) -> str:
    """An address that asks for what is not empty."""
    given = urlencode({key: value for key, value in asked.items() if value})
    return f"{address}?{given}" if given else address
