"""The addresses of the rows that a figure adds up, and of the pages of a target."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.targets.queries.board import Line
from bangfu.apps.targets.queries.facts import indicators_of
from bangfu.apps.targets.queries.ledger_facts import SHARE_OF_SUMS
from bangfu.apps.targets.queries.stage import Member, Stage
from bangfu.core.programmes import measurable
from bangfu.core.targets import months_of
from bangfu.web.components import Tab
from bangfu.web.wording import in_own_language


def address(name: str, stage: Stage, *args: object, **query: object) -> str:
    """A page of this stage, with its programme and what else is asked; empty parts left out."""
    given = {"programme": stage.programme.code, **query}
    asked = {key: value for key, value in given.items() if value not in ("", None)}
    return f"{reverse(name, args=args)}?{urlencode(asked)}"


def sources(stage: Stage, line: Line, member: Member | None, *, on: date) -> list[Tab]:
    """Where the rows behind a figure stand: one link for each list they are in."""
    place = {stage.side(line.target): member.code} if member else {}
    code = stage.programme.code
    if line.target.indicator == "task_progress":
        query = {"programme": code, "institution": member.code if member else ""}
        return [_link(_("任务台账"), reverse("task_ledger"), query)]
    if line.target.indicator in ("people_posted", "person_times_posted", "on_post_rate"):
        words = member.name if member else ""
        return [_link(_("派驻"), reverse("posting_list"), {"programme": code, "words": words})]
    if line.target.indicator == "techniques_alone":
        query = {"programme": code, "lasting": "technique"}
        return [_link(_("能力建设"), reverse("capacity_list"), query)]
    if line.target.indicator == "uncovered_days":
        query = {"programme": code, "words": member.name if member else ""}
        return [_link(_("今日在岗"), reverse("board"), query)]
    if line.reported:
        here = address("target", stage, target=line.key, on=on.isoformat())
        return [Tab(_("填报数"), f"{here}#reported")]
    return _ledger(stage, line, {"programme": code, **place}, on=on)


def _ledger(stage: Stage, line: Line, place: dict[str, str], *, on: date) -> list[Tab]:
    if stage.term is None:
        return []
    months = months_of(line.window, term=stage.term, until=on)
    days = {
        "since": months.starts_on.isoformat(),
        "until": min(on, months.last_day).isoformat(),
        "state": "standing",
    }
    indicators = indicators_of(line.target)
    if line.target.indicator in SHARE_OF_SUMS:
        indicators = SHARE_OF_SUMS[line.target.indicator][1]
    found, ledger = [], reverse("activity_list")
    for indicator in indicators:
        meant = measurable(indicator, stage.kinds)
        kind = indicator.partition(".")[0]
        label = in_own_language(meant.title) if meant else indicator
        found.append(_link(label, ledger, {"kind": kind, **place, **days}))
    return found


def _link(label: str, url: str, query: dict[str, str]) -> Tab:
    given = {key: value for key, value in query.items() if value}
    return Tab(label, f"{url}?{urlencode(given)}")
