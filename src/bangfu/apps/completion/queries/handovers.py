"""One posting's hand-over as its page shows it, and who may follow."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from bangfu.apps.completion.models import Handover, HandoverItem, Signature
from bangfu.apps.completion.sheets import days_of, sheet_of, title_of
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_life import RULES, Life, Step
from bangfu.core.duty.sides import NotNow, refuse_untimely
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing on the list."""

    position: int
    title: str
    done: bool
    note: str
    own: bool

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        return self.done or bool(self.note)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signatory of the list, and when they signed."""

    signatory: Signatory
    called: str
    name: str
    at: datetime | None = None
    on_paper: bool = False
    has_account: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A hand-over list as it stands."""

    on: date
    revision: int
    successor: str
    items: tuple[ItemRow, ...]
    signatures: tuple[SignatureRow, ...]
    signed: frozenset[Signatory]
    complete: bool
    fallen: int

    @property
    def open_count(self) -> int:
        """Items that are neither done nor explained."""
        return sum(not item.settled for item in self.items)


def handover_row(posting: Posting) -> Handover | None:
    """A posting's hand-over with who follows: one query."""
    found = Handover.objects.filter(posting=posting)
    return found.select_related("posting__worker__account", "successor__worker__account").first()


def sheet(posting: Posting, row: Handover) -> Sheet:
    """The list as its page shows it: two queries."""
    items, signatures = list(row.items.all()), list(row.signatures.all())
    known = sheet_of(row, items=items, signatures=signatures)
    standing = {one.signatory: one for one in signatures if one.fell_at is None}
    return Sheet(
        on=row.on,
        revision=row.revision,
        successor=row.successor.worker.name if row.successor else "",
        items=tuple(_item(one) for one in items),
        signatures=tuple(
            _signature(posting, row, each, standing.get(each.value))
            for each in Signatory
            if each in known.signatories
        ),
        signed=known.signed,
        complete=known.complete,
        fallen=sum(one.fell_at is not None for one in signatures),
    )


def candidates(posting: Posting) -> list[tuple[int, str, date, bool]]:
    """Who may follow at the host: key, name, first day, and whether it is arranged so.

    Those who come before the post is empty and stay beyond; whoever is arranged to relieve stands
    first. One query.
    """
    last = life_of(posting).served.ends_before
    there = (
        Posting.objects.filter(
            host=posting.host_id,
            programme=posting.programme_id,
            starts_on__lte=last,
            ends_before__gt=last,
            closed_on=None,
        )
        .exclude(worker=posting.worker_id)
        .select_related("worker")
        .order_by("starts_on", "pk")
    )
    rows = [
        (one.pk, one.worker.name, days_of(one).starts_on, one.predecessor_id == posting.pk)
        for one in there
        if days_of(one).starts_on <= last
    ]
    return sorted(rows, key=lambda row: not row[3])


def usual_day(posting: Posting, follows_on: date | None, *, on: date) -> date:
    """The day to propose: when the successor comes, or the last day, and none that is past."""
    served = life_of(posting).served
    last_day = max(served.starts_on, posting.ends_before - served.ends_before.resolution)
    first = max(served.starts_on, follows_on) if follows_on else served.starts_on
    return max(first, min(max(last_day, first), served.ends_before), min(on, served.ends_before))


def not_ready(life: Life) -> str:
    """Why there can be no hand-over now, or nothing."""
    try:
        refuse_untimely(Step.HAND_OVER, life.state, RULES[Step.HAND_OVER].follows)
    except NotNow as refusal:
        return in_own_language(refusal)
    return ""


def _item(one: HandoverItem) -> ItemRow:
    title = in_own_language(title_of(one))
    return ItemRow(one.position, title, one.done, one.note, one.own)


def _signature(
    posting: Posting, row: Handover, signatory: Signatory, found: Signature | None
) -> SignatureRow:
    stays = {Signatory.LEAVER: posting, Signatory.SUCCESSOR: row.successor}
    stay = stays.get(signatory)
    who = stay.worker.name if stay else posting.host.name
    return SignatureRow(
        signatory,
        in_own_language(signatory.label),
        found.name if found and signatory is Signatory.HOST else who,
        found.at if found else None,
        found.on_paper if found else False,
        stay is None or stay.worker.account_id is not None,
    )


def progress_words(
    *, handed_over: bool, total: int, open_items: int, signed: int, needed: int
) -> str:
    """Where a hand-over stands, in a few words."""
    if handed_over:
        return _("已交接")
    if not total:
        return _("未建清单")
    if open_items:
        return _("%(open)d项待办") % {"open": open_items}
    return _("签字%(signed)d/%(needed)d") % {"signed": signed, "needed": needed}
