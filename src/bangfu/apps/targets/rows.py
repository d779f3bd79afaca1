"""The addresses of the rows that a figure adds up, and of the pages of a target."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.targets.queries.board import Line
from bangfu.apps.targets.queries.facts import indicators_of
from bangfu.apps.targets.queries.ledger_facts import SHARE_OF_SUMS
from bangfu.apps.targets.queries.stage import Member, Stage
from bangfu.core.duty import Days
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
    side = stage.side(line.target)
    place = {side: member.code} if member else _of_parties(line, side)
    code = stage.programme.code
    days = _days_until(line, on)
    if line.target.indicator == "task_progress":
        parties = dict.fromkeys(one.member.party for one in line.members)
        query = {
            "programme": code,
            "institution": member.code if member else "",
            "parties": member.party if member else ",".join(filter(None, parties)),
        }
        return [_link(_("任务台账"), reverse("task_ledger"), query)]
    if line.target.indicator in ("people_posted", "person_times_posted", "on_post_rate"):
        where = {"host" if side == "host" else "home": member.code} if member else {}
        form = _form_of(stage, line)
        query = {"programme": code, **where, "form": form, **_posted_when(line, days)}
        return [_link(_("派驻"), reverse("posting_list"), query)]
    if line.target.indicator == "techniques_alone":
        where = {side: member.code} if member else {}
        query = {"programme": code, "lasting": "technique", **where, **_between("alone", days)}
        return [_link(_("能力建设"), reverse("capacity_list"), query)]
    if line.target.indicator == "uncovered_days":
        words = member.name if member else ""
        query = {"programme": code, "words": words, "first": days.starts_on.isoformat()}
        return [_link(_("派驻时间表"), reverse("timeline"), query)]
    if line.reported:
        here = address("target", stage, target=line.key, on=on.isoformat())
        return [Tab(_("填报数"), f"{here}#reported")]
    return _ledger(stage, line, {"programme": code, **place}, on=on)


def _of_parties(line: Line, side: str) -> dict[str, str]:
    """Whose work a whole adds up: others of the programme may have done the same."""
    parties = dict.fromkeys(one.member.party for one in line.members)
    return {f"{side}_of": ",".join(parties)} if all(parties) else {}


def _form_of(stage: Stage, line: Line) -> str:
    """The form of service by which the post group of a target is known, where no other has it."""
    dispatch = stage.definition.dispatch
    posts = dispatch.posts_of(line.target.persons) if dispatch and line.target.persons else None
    if dispatch is None or posts is None or posts.form is None:
        return ""
    alike = [each for each in dispatch.posts if each.form is posts.form]
    return posts.form.value if len(alike) == 1 else ""


def _days_until(line: Line, on: date) -> Days:
    """The days of a target's window that have come, a day at least."""
    last = max(on, line.window.starts_on) + timedelta(days=1)
    return Days(line.window.starts_on, min(line.window.ends_before, last))


def _posted_when(line: Line, days: Days) -> dict[str, str]:
    """The postings a figure of people counts: so many exactly are counted on the last day."""
    if line.target.indicator == "person_times_posted":
        return _between("arrived", days)
    if line.target.exactly is not None and line.target.indicator == "people_posted":
        days = Days(days.ends_before - timedelta(days=1), days.ends_before)
    return _between("there", days)


def _between(what: str, days: Days) -> dict[str, str]:
    return {
        f"{what}_from": days.starts_on.isoformat(),
        f"{what}_before": days.ends_before.isoformat(),
    }


def _ledger(stage: Stage, line: Line, place: dict[str, str], *, on: date) -> list[Tab]:
    if stage.term is None:
        return []
    months = months_of(line.window, term=stage.term, until=on)
    days = {
        "since": months.starts_on.isoformat(),
        "until": min(on, months.last_day).isoformat(),
        "state": "standing",
        "posts": line.target.persons or "",
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
