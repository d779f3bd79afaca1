"""People on post: a unit's own, and the reader's own posting."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to

from .coverage import PERMISSION, post_words

FIRST = 8


@dataclass(frozen=True, slots=True)
class OnPost:
    """Somebody on post now."""

    posting: int
    name: str
    home: str
    host: str
    post: str
    ends_before: date


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who was on the reader's place before, or comes after."""

    name: str
    home: str
    starts_on: date
    ends_before: date


@dataclass(frozen=True, slots=True)
class OwnPosting:
    """The reader's own posting with the days served so far and in all."""

    posting: int
    programme: str
    host: str
    post: str
    form: str
    starts_on: date
    ends_before: date
    has_begun: bool
    served: int
    days: int
    document: str
    predecessor: Neighbour | None
    successor: Neighbour | None


def people_of_units(user: User, *, on: date) -> tuple[list[OnPost], list[OnPost]]:
    """Who the reader's institutions have sent out, and who is with them: those who end first."""
    codes = user.scope_of(PERMISSION).institutions
    if not codes:
        return [], []
    here = Q(host__code__in=codes)
    found = visible_to(user).on(on).filter(here | Q(home__code__in=codes))
    rows = found.select_related("worker", "home", "host").order_by("ends_before", "pk")
    out: list[Posting] = []
    inside: list[Posting] = []
    for posting in rows:
        (inside if posting.host.code in codes else out).append(posting)
    return [_on_post(p) for p in out[:FIRST]], [_on_post(p) for p in inside[:FIRST]]


def own_postings(user: User, *, on: date) -> list[OwnPosting]:
    """The reader's own postings, now and to come: two queries."""
    if user.scope_of(PERMISSION).own is None:
        return []
    held = Posting.objects.filter(worker__account=user, ends_before__gt=on)
    mine = list(
        held.filter(ends_before__gt=F("starts_on"))
        .select_related("host", "programme", "predecessor__worker", "predecessor__home")
        .order_by("starts_on", "pk")
    )
    after = {
        posting.predecessor_id: posting
        for posting in Posting.objects.filter(predecessor__in=mine, ends_before__gt=F("starts_on"))
        .select_related("worker", "home")
        .order_by("-starts_on")
    }
    return [_own(posting, after.get(posting.pk), on=on) for posting in mine]


def _own(posting: Posting, follower: Posting | None, *, on: date) -> OwnPosting:
    return OwnPosting(
        posting=posting.pk,
        programme=str(posting.programme),
        host=posting.host.name,
        post=post_words(posting.department_name, posting.role_title),
        form=posting.get_form_display(),
        starts_on=posting.starts_on,
        ends_before=posting.ends_before,
        has_begun=posting.starts_on <= on,
        served=max(0, (on - posting.starts_on).days + 1),
        days=(posting.ends_before - posting.starts_on).days,
        document=posting.appointment_document,
        predecessor=_neighbour(posting.predecessor),
        successor=_neighbour(follower),
    )


def _neighbour(posting: Posting | None) -> Neighbour | None:
    """Name, home and days: what a hand-over needs, and nothing else of another's posting."""
    if posting is None:
        return None
    return Neighbour(posting.worker.name, posting.home.name, posting.starts_on, posting.ends_before)


def _on_post(posting: Posting) -> OnPost:
    return OnPost(
        posting.pk,
        posting.worker.name,
        posting.home.name,
        posting.host.name,
        post_words(posting.department_name, posting.role_title),
        posting.ends_before,
    )
