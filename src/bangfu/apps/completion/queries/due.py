"""What waits for a reader when postings end; cheap enough for a first page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation, Handover, Signature
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side
from bangfu.web.components import Tone

from .ends import ready_to_close
from .reach import HEAR, VIEW, acts_for, of_side
from .voice import notes_heard

SOON = timedelta(days=14)
"""How long before the end a list should be begun."""


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of thing that waits: how many, and where to do it; ``by`` is the earliest day."""

    kind: str
    what: str
    count: int
    url: str
    by: date | None = None
    tone: Tone = "info"


def due_of(user: User, *, on: date) -> list[Due]:
    """Everything that waits for a reader: a query for each side they act for, two for authorities.

    Of one posting the page itself is named, of several the list.
    """
    found: list[Due | None] = []
    if user.has_perm(VIEW):
        for side in (Side.WORKER, Side.HOST, Side.SENDER):
            if acts_for(user, side):
                found += _of_side(user, side, on=on)
    if acts_for(user, Side.AUTHORITY):
        found.append(_to_close(user, on=on))
    if not user.scope_of(HEAR).is_empty:
        found.append(_to_hear(user))
    return [one for one in found if one is not None]


def _of_side(user: User, side: Side, *, on: date) -> list[Due | None]:
    """One query: the postings of a side with something to do, the earliest end first."""
    rows = list(_waiting(user, side, on=on).values_list("pk", "ends_before", "handed_over_on"))
    to_hand_over = [(pk, day) for pk, day, done in rows if done is None]
    to_evaluate = [(pk, day) for pk, day, done in rows if done is not None]
    return [
        _due("handover", _("办理交接"), to_hand_over, late=on),
        _due("evaluate", _("填写评价"), to_evaluate, late=None),
    ]


def _waiting(user: User, side: Side, *, on: date) -> PostingQuerySet:
    """What a side has to do: lists to begin, settle or sign, and evaluations to give."""
    evaluate = _unevaluated(of_side(user, side), side)
    if side is Side.SENDER:
        # Who has no account evaluates through the sending unit.
        alone = of_side(user, side) & Q(worker__account=None)
        return _open(evaluate | _unevaluated(alone, Side.WORKER))
    nearing = Q(ends_before__lte=on + SOON) | Q(handover__on__lte=on)
    unsigned = Q(arrived_on__isnull=False, handed_over_on=None) & nearing
    if side is Side.HOST:
        # Signed by the host or not: where the others sign later, the host still records it.
        return _open(evaluate | Q(of_side(user, side), unsigned))
    # Each by itself, so that a database looks up the few rows of a person in its indexes.
    mine = Posting.objects.filter(
        evaluate | Q(of_side(user, side), unsigned, ~_signed(Signatory.LEAVER))
    )
    taken = Handover.objects.filter(successor__worker__account=user.pk, on__lte=on)
    to_take = Q(pk__in=taken.values("posting"), handed_over_on=None)
    to_take &= ~_signed(Signatory.SUCCESSOR)
    return _open(Q(pk__in=mine.values("pk")) | to_take)


def _unevaluated(among: Q, side: Side) -> Q:
    given = Evaluation.objects.filter(posting=OuterRef("pk"), side=side.value)
    return Q(among, Q(handed_over_on__isnull=False), ~Exists(given))


def _open(condition: Q) -> PostingQuerySet:
    found = Posting.objects.filter(condition, closed_on=None, ends_before__gt=F("starts_on"))
    return found.order_by("ends_before", "pk")


def _signed(signatory: Signatory) -> Q:
    standing = Signature.objects.filter(
        handover__posting=OuterRef("pk"), signatory=signatory.value, fell_at=None
    )
    return Q(Exists(standing))


def _due(kind: str, what: str, rows: list[tuple[int, date]], *, late: date | None) -> Due | None:
    if not rows:
        return None
    first, by = rows[0]
    page = reverse(kind, args=[first]) if len(rows) == 1 else reverse("leaving")
    tone: Tone = "warn" if late is not None and by <= late else "info"
    return Due(kind, what, len(rows), page, by if late is not None else None, tone)


def _to_close(user: User, *, on: date) -> Due | None:
    count = ready_to_close(user, on=on).count()
    return Due("close", _("办结派驻"), count, reverse("closing")) if count else None


def _to_hear(user: User) -> Due | None:
    count = notes_heard(user).filter(heard_at=None).count()
    if not count:
        return None
    return Due("hear", _("阅知受援单位情况反映"), count, reverse("voice"), tone="warn")
