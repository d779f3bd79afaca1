"""Postings that come to their end, for each side: what stands, what is missing, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation, HandoverItem, Signature
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_life import EVALUATORS
from bangfu.core.duty.sides import Side
from bangfu.web.components import Tone

from .handovers import progress_words
from .lives import evaluated_sides
from .reach import of_side, standing_of, visible_to

ROWS = 50
AHEAD = timedelta(days=30)
"""How long before its end a posting joins the list, the first of the gap alarms."""
SETTLED = Q(done=True) | ~Q(note="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRow:
    """A posting that ends or has ended, as one reader sees it.

    ``evaluation`` speaks of the reader's own evaluation only, ``speaks`` says whether they may
    leave notes for the host; ``missing`` is for who closes.
    """

    posting: int
    worker: str
    home: str
    host: str
    department: str
    starts_on: date
    ends_before: date
    over: bool
    handover: str
    tone: Tone
    handed_over: bool
    evaluation: str = ""
    evaluation_due: bool = False
    speaks: bool = False
    missing: tuple[str, ...] = ()

    @property
    def closable(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def leaving(user: User, *, on: date) -> PostingQuerySet:
    """Postings in reach that end within a month, are being handed over, or wait to be closed."""
    soon = Q(ends_before__lte=on + AHEAD) | Q(handover__isnull=False)
    return visible_to(user).filter(soon, arrived_on__isnull=False, closed_on=None)


def over_not_closed(user: User, *, on: date) -> PostingQuerySet:
    """Postings the reader may close some day: over, with service, not closed."""
    return Posting.objects.filter(
        of_side(user, Side.AUTHORITY),
        closed_on=None,
        ends_before__lte=on,
        ends_before__gt=F("starts_on"),
    )


def ready_to_close(user: User, *, on: date) -> PostingQuerySet:
    """Those of them with nothing missing."""
    found = over_not_closed(user, on=on).filter(handed_over_on__isnull=False)
    for side in EVALUATORS:
        found = found.filter(
            Exists(Evaluation.objects.filter(posting=OuterRef("pk"), side=side.value))
        )
    return found


def leaving_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[EndRow]:
    """A screenful of postings that end, what ends first at the top: six queries at most."""
    found = leaving(user, on=on).order_by("ends_before", "pk")
    return _rows(user, found, on=on, page=page, closing=False)


def closing_rows(user: User, *, on: date, page: str | int | None = 1) -> Leaf[EndRow]:
    """A screenful of postings that are over, with what is missing; the ready ones first."""
    ready = ready_to_close(user, on=on).values("pk")
    found = over_not_closed(user, on=on).annotate(ready=Exists(ready.filter(pk=OuterRef("pk"))))
    return _rows(
        user, found.order_by("-ready", "ends_before", "pk"), on=on, page=page, closing=True
    )


def _rows(
    user: User, found: QuerySet[Posting], *, on: date, page: str | int | None, closing: bool
) -> Leaf[EndRow]:
    full = found.select_related("worker", "home", "host", "handover")
    leaf = Paginator(full, ROWS).get_page(page)
    postings = list(leaf.object_list)
    evaluated, sheets = evaluated_sides(postings), _sheets_in_words(postings)
    rows = []
    for one in postings:
        sides = evaluated[one.pk]
        done, over = one.handed_over_on is not None, one.ends_before <= on
        own = _own_sides(user, one)
        due, said = _own_evaluation(one, own, sides)
        rows.append(
            EndRow(
                posting=one.pk,
                worker=one.worker.name,
                home=one.home.name,
                host=one.host.name,
                department=one.department_name,
                starts_on=one.starts_on,
                ends_before=one.ends_before,
                over=over,
                handover=sheets[one.pk],
                tone="ok" if done else "warn" if over else "info",
                handed_over=done,
                evaluation=said,
                evaluation_due=due,
                speaks=Side.HOST in own,
                missing=_missing(one, sides) if closing else (),
            )
        )
    return Leaf(rows, leaf.number, leaf.paginator)  # type: ignore[arg-type]


def _own_sides(user: User, one: Posting) -> frozenset[Side]:
    """For whom the reader speaks of a posting; of their own only for themselves.

    Who has no account evaluates through the sending unit.
    """
    sides = standing_of(user, one, None).sides - {Side.AUTHORITY}
    if one.worker.account_id == user.pk:
        return sides & {Side.WORKER}
    alone = Side.SENDER in sides and one.worker.account_id is None
    return sides | {Side.WORKER} if alone else sides


def _own_evaluation(
    one: Posting, own: frozenset[Side], evaluated: frozenset[Side]
) -> tuple[bool, str]:
    """Whether the reader's own evaluation is due, and where it stands; nothing of the others'."""
    if not own:
        return False, ""
    if own <= evaluated:
        return False, _("已评价")
    if one.handed_over_on is None:
        return False, _("交接后评价")
    return True, _("待评价")


def _missing(one: Posting, evaluated: frozenset[Side]) -> tuple[str, ...]:
    """What stands between a posting and its closing, in words."""
    language = get_language() or ""
    if one.arrived_on is None:
        return (_("到岗确认"), _("交接"))
    if one.handed_over_on is None:
        return (_("交接"),)
    return tuple(
        _("%(side)s的评价") % {"side": side.label.in_language(language)}
        for side in EVALUATORS
        if side not in evaluated
    )


def _sheets_in_words(postings: Iterable[Posting]) -> dict[int, str]:
    """Where each hand-over stands: two queries."""
    found = list(postings)
    keys = [one.pk for one in found]
    items = {
        row["handover__posting"]: (row["total"], row["total"] - row["settled"])
        for row in HandoverItem.objects.filter(handover__posting__in=keys)
        .order_by()
        .values("handover__posting")
        .annotate(total=Count("pk"), settled=Count("pk", filter=SETTLED))
    }
    signed = dict(
        Signature.objects.filter(handover__posting__in=keys, fell_at=None)
        .order_by()
        .values_list("handover__posting")
        .annotate(Count("pk"))
    )
    return {
        one.pk: progress_words(
            handed_over=one.handed_over_on is not None,
            total=items.get(one.pk, (0, 0))[0],
            open_items=items.get(one.pk, (0, 0))[1],
            signed=signed.get(one.pk, 0),
            needed=_signatories(one),
        )
        for one in found
    }


def _signatories(one: Posting) -> int:
    row = getattr(one, "handover", None)
    return len(Signatory) if row is not None and row.successor_id else len(Signatory) - 1
