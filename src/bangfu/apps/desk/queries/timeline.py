"""Lanes of the timeline: one for every place of a need, with its people and its empty stretches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.places import Stretch, Term, gaps, seats
from bangfu.apps.intake.models import Need, NeedQuerySet
from bangfu.apps.intake.queries import named, needs_visible_to
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to
from bangfu.web.components import Tone
from bangfu.web.scope import below
from bangfu.web.timeline import Lane, Stay, Timeline, lay_out

from .board import stays_on, term_of
from .coverage import PERMISSION, post_words

NEEDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days shown, half-open, and what narrows them; what is empty narrows nothing."""

    starts_on: date
    ends_before: date
    programme: str = ""
    area: str = ""
    words: str = ""


def lanes(user: User, window: Window, *, on: date, page: str | int | None = 1) -> Leaf[list[Lane]]:
    """The lanes of a screenful of needs, by area and host: four queries."""
    found = _needs(user, window).select_related("host")
    ordered = found.order_by("host__area_code", "host_id", "starts_on", "pk")
    leaf: Leaf[Any] = Paginator(ordered, NEEDS).get_page(page)
    needs: list[Need] = list(leaf.object_list)
    stays = stays_on(user, [need.pk for need in needs])
    due = needs_visible_to(user, permission=PERMISSION).filter(pk__in=[n.pk for n in needs])
    answered = set(due.values_list("pk", flat=True))
    leaf.object_list = [
        list(_lanes(need, stays.get(need.pk, []), answered=need.pk in answered, on=on))
        for need in needs
    ]
    return leaf


def chart(leaf: Leaf[list[Lane]], window: Window, *, today: date) -> Timeline:
    """The lanes drawn over the window's months."""
    months = (window.ends_before.year - window.starts_on.year) * 12
    months += window.ends_before.month - window.starts_on.month
    return lay_out(
        [lane for rows in leaf.object_list for lane in rows],
        title=_("派驻时间表"),
        first=window.starts_on,
        months=months,
        today=today,
    )


def area_codes(user: User, window: Window) -> list[str]:
    """The areas of all hosts in reach with a need in the window, whatever narrows it further."""
    wide = Window(
        starts_on=window.starts_on, ends_before=window.ends_before, programme=window.programme
    )
    codes = _needs(user, wide).order_by().values_list("host__area_code", flat=True).distinct()
    return sorted(codes)


def _needs(user: User, window: Window) -> NeedQuerySet:
    stood = Q(state=Need.State.OPEN) | Q(withdrawn_on__gt=window.starts_on)
    reached = needs_visible_to(user, permission=PERMISSION).filter(stood)
    seen = visible_to(user).overlapping(window.starts_on, window.ends_before)
    found = Need.objects.overlapping(window.starts_on, window.ends_before).filter(
        Q(pk__in=reached.values("pk")) | Q(Exists(seen.filter(need=OuterRef("pk"))))
    )
    if window.programme:
        found = found.filter(programme__code=window.programme)
    if window.area:
        found = found.filter(below("host__area_code", window.area))
    if window.words:
        people = seen.filter(need=OuterRef("pk")).filter(named("worker", window.words))
        found = found.filter(
            named("host", window.words)
            | Q(department_name__icontains=window.words)
            | Q(Exists(people))
        )
    return found


def _lanes(need: Need, everybody: Sequence[Posting], *, answered: bool, on: date) -> Iterator[Lane]:
    term = term_of(need)
    places = term.headcount
    if not answered:
        # Of a need that others answer for, only the people in reach are shown, and no gap.
        everybody = [stay for stay in everybody if stay.is_seen]  # type: ignore[attr-defined]
        term = Term(term.starts_on, term.ends_before, 0)
        places = min(places, len(everybody)) or 1
    seated = seats(places, everybody)
    post = post_words(need.department_name, need.role_title)
    empty = gaps(term, seated) if answered else [[] for _ in seated]
    for number, (row, holes) in enumerate(zip(seated, empty, strict=True), 1):
        stays = [
            *(_stay(s, on=on) for s in row if s.is_seen),  # type: ignore[attr-defined]
            *(_hole(need, hole) for hole in holes),
        ]
        nth = _("第%(number)d人") % {"number": number} if len(seated) > 1 else ""
        yield Lane(
            need.host.name,
            sorted(stays, key=lambda stay: stay.starts_on),
            note=" · ".join(filter(None, (post, nth))),
        )


def _stay(posting: Posting, *, on: date) -> Stay:
    tones: dict[str, Tone] = {
        Posting.State.APPOINTED: "info",
        Posting.State.SERVING: "brand",
        Posting.State.SUSPENDED: "warn",
        Posting.State.RECALLED: "warn",
        Posting.State.CLOSED: "neutral",
    }
    return Stay(
        posting.worker.name,
        posting.starts_on,
        posting.ends_before,
        tones[posting.state_on(on)],
        reverse("posting", args=[posting.pk]),
    )


def _hole(need: Need, hole: Stretch) -> Stay:
    return Stay(
        _("空缺"), hole.starts_on, hole.ends_before, "danger", reverse("why_empty", args=[need.pk])
    )
