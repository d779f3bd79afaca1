"""Needs with what became of them: who is posted, who is in talks, whom a side declined."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page as Leaf
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import NeedFilter, NeedRow, need_row, need_rows, needs_listed
from bangfu.apps.postings.models import Offer, Posting
from bangfu.core.duty.sides import Side
from bangfu.web.components import Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import day, number

from .offers import OfferRow, offers_visible_to, rows_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """That a side declined somebody for a need, without saying whom."""

    on: str
    side: str
    reason: str


@dataclass(frozen=True, slots=True)
class Met:
    """How far a need is met on a day: places filled, names in talks, refusals, newest first."""

    filled: int
    wanted: int
    in_talks: int
    refusals: tuple[Refusal, ...]

    @property
    def missing(self) -> int:
        """Places for which nobody is appointed."""
        return max(0, self.wanted - self.filled)

    @property
    def said(self) -> str:
        """In short: filled, or how many are missing."""
        if not self.missing:
            return _("已满足")
        return _("未满足，缺%(people)s人") % {"people": number(self.missing)}

    @property
    def tone(self) -> Tone:
        """Red only where nobody is even in talks."""
        if not self.missing:
            return "ok"
        return "warn" if self.in_talks >= self.missing else "danger"

    @property
    def why(self) -> str:
        """What stands in the way, or is under way; empty where all is said."""
        if not self.missing:
            return ""
        parts = []
        if self.in_talks:
            parts.append(_("%(people)s人商定中") % {"people": number(self.in_talks)})
        if self.refusals:
            last = self.refusals[0]
            said = _("%(side)s谢绝：%(reason)s")
            parts.append(said % {"side": last.side, "reason": last.reason})
        return _("；").join(parts)


@dataclass(frozen=True, slots=True)
class MetRow:
    """One need in a list, and how far it is met; nothing is said of a withdrawn one."""

    need: NeedRow
    met: Met | None


def met_rows(
    user: User,
    *,
    by: NeedFilter,
    on: date,
    page: str | int | None = 1,
    only_unmet: bool = False,
) -> Leaf[MetRow]:
    """A screenful of needs with how far each is met: two queries more than the needs alone."""
    among = unmet(on=on) if only_unmet else None
    leaf: Leaf[Any] = need_rows(user, by=by, page=page, among=among)
    leaf.object_list = _met(list(leaf.object_list), on=on)
    return leaf


def every_met_row(
    user: User, *, by: NeedFilter, on: date, only_unmet: bool = False
) -> tuple[int, Iterator[MetRow]]:
    """How many needs the list holds on all its pages, and every one of them in its order."""
    among = unmet(on=on) if only_unmet else None
    found = needs_listed(user, by=by, among=among)
    rows = in_batches(found, lambda batch: _met([need_row(need) for need in batch], on=on))
    return found.count(), rows


def _met(rows: list[NeedRow], *, on: date) -> list[MetRow]:
    found = met_by(
        (row.pk, row.headcount, min(max(on, row.starts_on), row.ends_before - timedelta(days=1)))
        for row in rows
    )
    return [MetRow(row, found[row.pk] if row.is_open else None) for row in rows]


def unmet(*, on: date) -> Q:
    """Needs that stand and lack somebody; ``Met.missing`` in SQL, beside :func:`met_by`."""
    held = (
        Posting.objects.filter(need=OuterRef("pk"), ends_before__gt=F("starts_on"))
        .filter(Q(ends_before__gt=on) | Q(ends_before__gte=OuterRef("ends_before")))
        .order_by()
        .values("need")
        .annotate(people=Count("worker", distinct=True))
        .values("people")
    )
    return Q(state=Need.State.OPEN, headcount__gt=Coalesce(Subquery(held), 0))


def met_of(need: Need, *, on: date) -> Met:
    """How far one need is met: on a day of its term, the one asked about or the nearest."""
    last = need.ends_before - timedelta(days=1)
    return met_by([(need.pk, need.headcount, min(max(on, need.starts_on), last))])[need.pk]


def met_by(asked: Iterable[tuple[int, int, date]]) -> dict[int, Met]:
    """How far needs are met, each given by its key, its headcount and the day looked at.

    Whoever is there on that day or comes later fills a place.
    """
    asked = list(asked)
    keys = [need for need, _headcount, _on in asked]
    held: dict[int, list[tuple[date, int]]] = defaultdict(list)
    served = Posting.objects.filter(need__in=keys, ends_before__gt=F("starts_on"))
    for need, ends_before, worker in served.values_list("need_id", "ends_before", "worker_id"):
        held[need].append((ends_before, worker))
    talks: dict[int, int] = defaultdict(int)
    refusals: dict[int, list[Refusal]] = defaultdict(list)
    for offer in Offer.objects.filter(need__in=keys).order_by("-declined_at", "-pk"):
        if offer.state in (Offer.State.NOMINATED, Offer.State.AGREED):
            talks[offer.need_id] += 1
        elif offer.declined_by in (Side.HOST.value, Side.SENDER.value):
            refusals[offer.need_id].append(
                Refusal(day(offer.declined_at), offer.get_declined_by_display(), offer.reason)
            )
    return {
        need: Met(
            filled=len({worker for ends_before, worker in held[need] if ends_before > on}),
            wanted=headcount,
            in_talks=talks[need],
            refusals=tuple(refusals[need]),
        )
        for need, headcount, on in asked
    }


def offers_on(user: User, need: Need) -> Sequence[OfferRow]:
    """The names put forward for a need that the reader may see, the latest first."""
    found = offers_visible_to(user).filter(need=need).in_full().order_by("-offered_at", "-pk")
    return rows_of(user, list(found), at_home=False)


def request_behind(need: Need) -> int | None:
    """The public request a need came from: one query. That stage stands above this one, so the
    link is read from its own side.
    """
    found: int | None = (
        Need.objects.filter(pk=need.pk).values_list("public_request", flat=True).first()
    )
    return found
