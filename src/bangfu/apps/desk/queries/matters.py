"""What a reader has to do: places that are or will be empty, plans to publish, needs to plan."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from django.db.models import Count, Exists, F, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts import queries as accounts
from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.duty.queries import weeks
from bangfu.apps.intake.models import Need, NeedQuerySet
from bangfu.apps.intake.queries import needs_visible_to, nominations_visible_to
from bangfu.apps.planning import queries as planning
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.web.components import Tone
from bangfu.web.wording import day, number

from .coverage import EMPTY, LOSING, Standing
from .losses import Loss

FIRST = 5
"""Matters of one kind that are named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to be done: what, why, by when, and where. Without ``by`` it has no date.

    ``count`` is how many of its kind there are, where the line is one of many.
    """

    what: str
    why: str
    url: str
    by: date | None = None
    tone: Tone = "neutral"
    icon: str = "flag"
    count: int = 1

    @property
    def key(self) -> str:
        """Which line it is, in whatever language and however many."""
        return f"{self.url} {self.icon}"


def empty_places(
    found: Collection[Standing], since: Mapping[str, date | None], *, on: date
) -> list[Matter]:
    """The first needs with an empty place, the most urgent first; ``since`` as asked for below."""
    first = _most_urgent(found)
    matters = [
        _empty(standing, _empty_since(standing.need_id, since, on=on), on=on) for standing in first
    ]
    missing = sum(standing.missing for standing in found)
    return [*matters, *_more(missing - sum(standing.missing for standing in first), EMPTY)]


def empty_since_asked(found: Iterable[Standing], *, on: date) -> dict[str, Subquery]:
    """Since when the first needs are empty, as columns that a page reads with its other figures.

    The first day without the last who left, or of the need: exact for needs of one person.
    """
    columns: dict[str, Subquery] = {}
    for standing in _most_urgent(found):
        need = standing.need_id
        left = Posting.objects.filter(need=need, ends_before__lte=on)
        served = left.filter(ends_before__gt=F("starts_on")).order_by("-ends_before")
        columns[f"left_{need}"] = Subquery(served.values("ends_before")[:1])
        columns[f"began_{need}"] = Subquery(Need.objects.filter(pk=need).values("starts_on")[:1])
    return columns


def coming_losses(losses: Sequence[Loss]) -> list[Matter]:
    """The next places that will be left with nobody to take over."""
    matters = [_loss(loss) for loss in losses[:FIRST]]
    return [*matters, *_more(sum(loss.places for loss in losses[FIRST:]), LOSING)]


def plans_to_publish(user: User) -> list[Matter]:
    """Plans that are finished and not published, of each programme and period the newest."""
    newer = Run.objects.filter(
        programme=OuterRef("programme"),
        starts_on=OuterRef("starts_on"),
        ends_before=OuterRef("ends_before"),
        state__in=[Run.State.FINISHED, Run.State.SENT, Run.State.PUBLISHED],
        pk__gt=OuterRef("pk"),
    )
    waiting = planning.visible_to(user).filter(~Exists(newer), state=Run.State.FINISHED)
    rows = waiting.select_related("programme").defer("problem", "plan").order_by("starts_on", "pk")
    return [
        Matter(
            _("发布选派方案：%(programme)s") % {"programme": run.programme},
            _("方案已算出，应安排%(required)s个时段，已安排%(covered)s个")
            % {"required": number(run.required), "covered": number(run.covered)},
            reverse("run", args=[run.pk]),
            run.starts_on,
            "info",
            "send",
        )
        for run in rows[:FIRST]
    ]


def needs_to_plan(user: User, *, on: date) -> list[Matter]:
    """Open needs that nobody was posted to and that no plan has weighed yet, by programme."""
    weighed = Run.objects.filter(
        programme=OuterRef("programme"),
        starts_on__lt=OuterRef("ends_before"),
        ends_before__gt=OuterRef("starts_on"),
        requested_at__gte=OuterRef("stated_at"),
    ).exclude(state=Run.State.FAILED)
    return [
        Matter(
            _("编制选派方案：%(programme)s") % {"programme": title},
            _("%(needs)s项需求尚未编入任何方案") % {"needs": number(needs)},
            reverse("new_run") + f"?programme={code}",
            first,
            "info",
            "clipboard-list",
        )
        for code, title, needs, first in _by_programme(_waiting(user, on=on, but=Exists(weighed)))
    ]


def needs_to_answer(user: User, *, on: date) -> list[Matter]:
    """For a sender: needs it is to answer and that nobody was posted to, by programme."""
    return [
        Matter(
            _("推荐人选：%(programme)s") % {"programme": title},
            _("%(needs)s项需求尚未落实人员") % {"needs": number(needs)},
            reverse("new_nomination") + f"?programme={code}",
            first,
            "info",
            "user-plus",
        )
        for code, title, needs, first in _by_programme(_waiting(user, on=on))
    ]


def needs_unmet(user: User, *, on: date) -> list[Matter]:
    """For a host: its own needs that nobody was posted to, by programme."""
    return [
        Matter(
            _("等待选派：%(programme)s") % {"programme": title},
            _("%(needs)s项需求尚未落实人员") % {"needs": number(needs)},
            reverse("need_list") + f"?programme={code}&state=open",
            first,
            "info",
            "hourglass",
        )
        for code, title, needs, first in _by_programme(_waiting(user, on=on))
    ]


def consents_to_ask(user: User, *, on: date) -> list[Matter]:
    """Nominations whose worker has not consented: they cannot be planned."""
    standing = nominations_visible_to(user).standing()
    asked = standing.filter(consented=False, available_before__gt=on)
    found = asked.aggregate(people=Count("pk"), first=Min("available_from"))
    if not found["people"]:
        return []
    return [
        Matter(
            _("征求本人意见"),
            _("%(people)s名人选尚未同意派驻，未同意的不参加选派")
            % {"people": number(found["people"])},
            reverse("nomination_list") + "?state=standing",
            found["first"],
            "warn",
            "user-question",
            found["people"],
        )
    ]


def week_to_confirm(user: User, *, on: date) -> list[Matter]:
    """Last week, where it waits for somebody: one query."""
    week = weeks.last_week(on)
    people = weeks.people_waiting(user, week)
    if not people:
        return []
    return [
        Matter(
            _("确认上周在岗"),
            _("%(people)s人待确认，默认全部在岗，只填例外") % {"people": number(people)},
            reverse("week"),
            None,
            "warn",
            "clipboard-check",
            people,
        )
    ]


def accounts_without_grants(user: User, *, on: date) -> list[Matter]:
    """Accounts in use that may do nothing: somebody waits for a grant."""
    granted = Grant.objects.on(on).filter(user=OuterRef("pk"))
    idle = accounts.visible_to(user).filter(~Exists(granted), is_active=True)
    return [
        Matter(
            _("授权：%(name)s") % {"name": account.name},
            _("账号“%(username)s”尚无任何权限") % {"username": account.username},
            reverse("account", args=[account.pk]),
            None,
            "warn",
            "key",
        )
        for account in idle.order_by("pk")[:FIRST]
    ]


def _waiting(user: User, *, on: date, but: Exists | None = None) -> NeedQuerySet:
    """Open needs still to be served on which nobody is or will be posted."""
    served = Posting.objects.filter(need=OuterRef("pk"), ends_before__gt=on)
    found = needs_visible_to(user).open().filter(~Exists(served), ends_before__gt=on)
    return found.exclude(but) if but else found


def _by_programme(found: NeedQuerySet) -> list[tuple[str, str, int, date]]:
    """Code, title, number of needs and first day, the earliest first."""
    pks = found.order_by().values("pk")  # joins of the door must not multiply what is counted
    rows = (
        Programme.objects.filter(needs__in=pks)
        .annotate(waiting=Count("needs"), first=Min("needs__starts_on"))
        .order_by("first", "pk")[:FIRST]
    )
    return [(p.code, p.title, p.waiting, p.first) for p in rows]


def _most_urgent(found: Iterable[Standing]) -> list[Standing]:
    return nsmallest(FIRST, (s for s in found if s.missing), key=lambda s: (s.priority, s))


def _empty_since(need: int, since: Mapping[str, date | None], *, on: date) -> date:
    began = since[f"began_{need}"] or on
    return max(began, since[f"left_{need}"] or began)


def _empty(standing: Standing, since: date, *, on: date) -> Matter:
    if standing.due == 1:
        why = _("自%(day)s起无人在岗") % {"day": day(since)}
    else:
        why = _("需要%(due)s人，在岗%(there)s人") % {
            "due": number(standing.due),
            "there": number(standing.there),
        }
    return Matter(
        _("补齐空缺：%(host)s %(post)s") % {"host": standing.host, "post": standing.post},
        why,
        reverse("why_empty", args=[standing.need_id]),
        on,
        "danger",
        "user-x",
    )


def _loss(loss: Loss) -> Matter:
    named = {"host": loss.host, "post": loss.post}
    said = {"day": day(loss.on), "places": number(loss.places)}
    if loss.with_need:
        what = _("确定下一期：%(host)s %(post)s") % named
        why = _("需求与派驻%(day)s起同时结束，涉及%(places)s个岗位，此后没有新的需求") % said
    else:
        what = _("安排接替：%(host)s %(post)s") % named
        why = _("现任人员%(day)s起离岗，届时空缺%(places)s个岗位，尚无人接替") % said
    url = reverse("why_empty", args=[loss.need_id])
    return Matter(what, why, url, loss.on, "warn", "calendar-time")


def _more(places: int, show: str) -> list[Matter]:
    """One line for those not named."""
    if not places:
        return []
    words = {
        EMPTY: (_("另有%(places)s个岗位空缺"), "danger", "user-x"),
        LOSING: (_("另有%(places)s个岗位30天内到期无接替"), "warn", "calendar-time"),
    }
    what, tone, icon = words[show]
    return [
        Matter(
            what % {"places": number(places)},
            _("在“今日在岗”中逐一查看"),
            reverse("board") + f"?show={show}#posts",
            None,
            "danger" if tone == "danger" else "warn",
            icon,
        )
    ]
