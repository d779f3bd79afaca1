"""What an authority watches: who is missing today, posts about to be empty, weeks that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import Confirmation, Correction, Leave, TypedException
from bangfu.apps.duty.recorded import (
    closed_before,
    days_of,
    definitions_of,
    duty_rules,
    recorded_of,
)
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days, HalfDay, Status, gaps, month_of, week_of
from bangfu.core.programmes import Definition
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language, month

from .reach import CLOSE, OVERSEE, visible_to

ROWS = 20
LOOKED_AT = 30
"""Days before and after a posting's end in which its post is looked at."""
NAMED = 50
"""Missing people and alarms that are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Somebody who is expected today and not there, and why."""

    posting: int
    worker: str
    host: str
    post: str
    why: str
    when: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A post that is about to be empty, or is empty since a few days."""

    posting: int
    worker: str
    host: str
    post: str
    within: int
    said: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Somebody whose arrival was due and is not confirmed, since how many days."""

    posting: int
    worker: str
    home: str
    host: str
    due_on: date
    days: int
    reported_on: date | None
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """How far a host's confirmations are: of last week, and the weeks of the last two months."""

    host: str
    code: str
    due: int
    confirmed: int
    share: float | None


def reach(user: User) -> PostingQuerySet:
    """Postings that the reader watches over."""
    return visible_to(user, permission=OVERSEE)


def today(user: User, *, on: date) -> tuple[list[Missing], list[Alarm]]:
    """Who is missing on a day, and posts about to be empty: seven queries."""
    away, ending = _perhaps_away(user, on=on), _ending(user, on=on)
    definitions = definitions_of({posting.programme_id for posting in (*away, *ending)})
    return (
        _missing(away, definitions, on=on),
        [row for posting in ending if (row := _alarm(posting, definitions, on=on))],
    )


def arrivals_due(found: PostingQuerySet, *, on: date) -> PostingQuerySet:
    """Those of some postings that should have begun and whose arrival nobody has confirmed."""
    due = Q(starts_on__lte=on) | Q(reported_on__lte=on)
    return found.filter(due, arrived_on__isnull=True, ends_before__gt=on)


def expected(user: User, *, on: date) -> list[Expected]:
    """Who should have arrived by a day, those due longest first: one query."""
    found = arrivals_due(reach(user), on=on).select_related("worker", "home", "host")
    return [_expected(one, on=on) for one in found.order_by("starts_on", "pk")[:NAMED]]


def _expected(posting: Posting, *, on: date) -> Expected:
    """Reported and not confirmed is the host's to do; not even reported is alarming."""
    return Expected(
        posting=posting.pk,
        worker=posting.worker.name,
        home=posting.home.short_name or posting.home.name,
        host=posting.host.name,
        due_on=posting.starts_on,
        days=max(0, (on - posting.starts_on).days),
        reported_on=posting.reported_on,
        tone="warn" if posting.reported_on else "danger",
    )


def _perhaps_away(user: User, *, on: date) -> list[Posting]:
    """Those with leave or an exception on a day."""
    within = Days(on, on + timedelta(days=1))
    leave = Leave.objects.granted().meeting(within).filter(posting=OuterRef("pk"))
    typed = TypedException.objects.standing().meeting(within).filter(posting=OuterRef("pk"))
    return list(
        reach(user)
        .on(on)
        .filter(Q(Exists(leave)) | Q(Exists(typed)))
        .select_related("worker", "host", "programme")
        .order_by("host__name_pinyin", "pk")[:NAMED]
    )


def _missing(
    found: Sequence[Posting], definitions: Mapping[int, Definition | None], *, on: date
) -> list[Missing]:
    within = Days(on, on + timedelta(days=1))
    known = recorded_of(found, definitions=definitions, within=within)
    rows = []
    for posting in found:
        one = known[posting.pk]
        away = gaps.missing_on(one.account, on)
        if not away:
            continue
        absent = any(status is Status.ABSENT for _place, status in away)
        first, last = away[0][0], HalfDay.of_slot(away[-1][0].slot + 1)
        rows.append(
            Missing(
                posting=posting.pk,
                worker=posting.worker.name,
                host=posting.host.name,
                post=_post(posting),
                why="；".join(
                    wording.entered_in_words(each)
                    for each in one.entered
                    if each.starts_at < last and first < each.ends_before
                ),
                when=_("全天") if len(away) > 1 else wording.called(first.half),
                tone="danger" if absent else "warn",
            )
        )
    return rows


def _ending(user: User, *, on: date) -> list[Posting]:
    """Postings that end soon, or ended lately, while their host still asks for somebody."""
    follows = Posting.objects.filter(predecessor=OuterRef("pk"), ends_before__gt=F("starts_on"))
    same_need = Posting.objects.filter(
        need=OuterRef("need"), ends_before__gt=OuterRef("ends_before"), need__headcount=1
    )
    lately, soon = on - timedelta(days=LOOKED_AT), on + timedelta(days=LOOKED_AT)
    return list(
        reach(user)
        .filter(ends_before__gt=lately, ends_before__lte=soon)
        .filter(ends_before__gt=F("starts_on"), need__ends_before__gt=F("ends_before"))
        .annotate(
            relieved_on=Subquery(_first_day(follows)), taken_on=Subquery(_first_day(same_need))
        )
        .filter(
            Q(relieved_on__isnull=True) | Q(relieved_on__gt=F("ends_before")),
            Q(taken_on__isnull=True) | Q(taken_on__gt=F("ends_before")),
        )
        .select_related("worker", "host", "need")
        .order_by("ends_before", "pk")[:NAMED]
    )


def _alarm(
    posting: Posting, definitions: Mapping[int, Definition | None], *, on: date
) -> Alarm | None:
    known = vars(posting)
    days = [day for day in (known["relieved_on"], known["taken_on"]) if day]
    alarm = gaps.ending(
        str(posting.pk),
        days_of(posting),
        follows_on=min(days) if days else None,
        on=on,
        warn_days=duty_rules(definitions.get(posting.programme_id)).gap_warning_days,
        wanted_before=posting.need.ends_before,
    )
    if alarm is None:
        return None
    return Alarm(
        posting=posting.pk,
        worker=posting.worker.name,
        host=posting.host.name,
        post=_post(posting),
        within=alarm.within,
        said=in_own_language(alarm.flag),
        tone="danger" if alarm.within == 0 else "warn" if alarm.within <= 7 else "info",
    )


def host_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[HostRow]:
    """Hosts by how many people's last week still waits for confirmation: three queries."""
    week = week_of(on - timedelta(days=7))
    posted = reach(user).overlapping(week.starts_on, week.ends_before)
    done = Confirmation.objects.filter(
        posting=OuterRef("pk"), starts_on__lt=week.ends_before, ends_before__gt=week.starts_on
    )
    found = (
        posted.order_by()
        .annotate(done=Exists(done))
        .values("host")
        .annotate(due=Count("pk"), confirmed=Count("pk", filter=Q(done=True)))
        .annotate(waiting=F("due") - F("confirmed"))
        .order_by("-waiting", "host")
    )
    leaf = Paginator(found, ROWS).get_page(page)
    rows = list(leaf.object_list)
    names = Institution.objects.in_bulk([0, *(row["host"] for row in rows)])
    shown = [_host_row(names[row["host"]], row["due"], row["confirmed"]) for row in rows]
    return Leaf(shown, leaf.number, leaf.paginator)  # type: ignore[arg-type]


def week_rate(user: User, *, on: date) -> tuple[int, int]:
    """Of how many people last week is confirmed, and of how many it should be: one query."""
    week = week_of(on - timedelta(days=7))
    done = Confirmation.objects.filter(
        posting=OuterRef("pk"), starts_on__lt=week.ends_before, ends_before__gt=week.starts_on
    )
    posted = reach(user).overlapping(week.starts_on, week.ends_before).order_by()
    sums = posted.annotate(done=Exists(done)).aggregate(
        due=Count("pk"), confirmed=Count("pk", filter=Q(done=True))
    )
    return sums["confirmed"], sums["due"]


def closable_months(user: User, *, on: date) -> list[tuple[str, str, str]]:
    """Programmes of the reader's areas whose last month is over and open: code, title, month."""
    scope = user.scope_of(CLOSE)
    last = month_of(on.replace(day=1) - timedelta(days=1))
    served = Posting.objects.overlapping(last.starts_on, last.ends_before)
    found = Programme.objects.filter(
        scope.filter(area="area_code"), Exists(served.filter(programme=OuterRef("pk")))
    ).order_by("code")
    programmes = list(found)
    closed = closed_before(programmes, on=on)
    return [
        (programme.code, str(programme), month(last.starts_on))
        for programme in programmes
        if closed[programme.pk] < last.ends_before
    ]


def corrections_to_answer(user: User) -> QuerySet[Correction]:
    """Requests for corrections that wait for the reader."""
    # Few requests, looked at one by one; a list of all postings in reach would be made first.
    there = visible_to(user, permission=CLOSE).filter(pk=OuterRef("posting"))
    waiting = Correction.objects.filter(Exists(there), state=Correction.State.ASKED)
    return waiting.order_by("asked_at", "pk")


def _first_day(found: PostingQuerySet) -> QuerySet[Posting, Any]:
    return found.order_by("starts_on").values("starts_on")[:1]


def _host_row(host: Institution, due: int, confirmed: int) -> HostRow:
    share = confirmed / due if due else None
    return HostRow(host=host.name, code=host.code, due=due, confirmed=confirmed, share=share)


def _post(posting: Posting) -> str:
    return " · ".join(filter(None, (posting.department_name, posting.role_title)))
