"""Where somebody may enter what stays behind, and between whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.recorded import definitions_of
from bangfu.apps.intake.queries import named
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.capacity import Course, PostingUse, course_of
from bangfu.core.duty.sides import Side
from bangfu.core.programmes import ActivityKind, Definition, shipped_kinds
from bangfu.web.scope import Scope
from bangfu.web.wording import in_brackets

from .reach import CHANGE

LATE = timedelta(days=92)
"""So long after a posting ended what it left may still be entered (assumption: a quarter)."""
LISTED = 80
"""So many ties are listed to choose from; of more, a word narrows them to a host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Between whom something is built: a posting, or giver and host alone."""

    code: str
    label: str
    programme: Programme
    giver: Institution
    host: Institution
    side: Side
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A kind somebody may enter, with the course it takes."""

    kind: ActivityKind
    course: Course


def ties_of(user: User, *, on: date, words: str = "") -> list[Tie]:
    """Everything an account may enter something for: postings first, then ties without a person.

    Two queries, three with the definitions.
    """
    scope = user.scope_of(CHANGE)
    found = _postings(scope, on=on, words=words)
    listed = [_of_posting(scope, one) for one in found]
    if scope.areas or scope.institutions:
        seen = {(tie.programme.pk, tie.giver.pk, tie.host.pk) for tie in listed}
        listed += list(_pairs(scope, found, seen, on=on, words=words))
    return listed


def tie_asked(ties: Sequence[Tie], *, at: str, giver: str, host: str) -> Tie | None:
    """The tie that another page's address means: a posting (``posting.12``), or two codes."""
    kind, dot, number = at.partition(".")
    if dot and kind == "posting":
        return next((tie for tie in ties if tie.code == f"posting-{number}"), None)
    fits = [tie for tie in ties if host and tie.host.code == host]
    if giver:
        fits = [tie for tie in fits if tie.giver.code == giver]
    alone = [tie for tie in fits if tie.posting is None]
    return alone[0] if len(alone) == 1 else None


def kinds_of(user: User) -> Mapping[str, Offered]:
    """The lasting kinds that the programmes in reach keep, by code: two queries."""
    held = programmes.visible_to(user, CHANGE).values_list("pk", flat=True)
    definitions = definitions_of(held)
    kept = {code for definition in definitions.values() for code in _kept(definition)}
    offered = ((code, kind, course_of(kind)) for code, kind in shipped_kinds().items())
    return {
        code: Offered(kind, course)
        for code, kind, course in offered
        if course is not None and code in kept
    }


def fitting(ties: Sequence[Tie], offered: Offered) -> list[Tie]:
    """The ties a kind can be entered for: its programme keeps it, its course wants one or none.

    What hangs on no posting lists ties without a person, and one's own; else those come first that
    fewer people have to look through.
    """
    definitions = definitions_of({tie.programme.pk for tie in ties}) if ties else {}
    keeping = {
        key for key, definition in definitions.items() if offered.kind.code in _kept(definition)
    }
    found = [tie for tie in ties if tie.programme.pk in keeping]
    use = offered.course.posting
    if use is PostingUse.REQUIRED:
        return [tie for tie in found if tie.posting]
    if use is PostingUse.NONE:
        return [tie for tie in found if tie.posting is None or tie.side is Side.WORKER]
    return sorted(found, key=lambda tie: tie.posting is not None)


def _kept(definition: Definition | None) -> tuple[str, ...]:
    """The kinds a programme's ledger keeps."""
    return definition.activities.kinds if definition and definition.activities else ()


def _postings(scope: Scope, *, on: date, words: str) -> list[Posting]:
    reach = scope.filter(
        area=("host__area_code", "home__area_code"),
        institution=("host__code", "home__code"),
        owner="worker__account",
    )
    found = Posting.objects.filter(reach, starts_on__lte=on, ends_before__gt=on - LATE)
    if words:
        found = found.filter(_at(words) | named("worker", words))
    ordered = found.select_related("programme", "worker", "home", "host")
    return list(ordered.order_by("host__name_pinyin", "worker__name_pinyin", "pk")[: LISTED + 1])


def _pairs(
    scope: Scope, found: list[Posting], seen: set[tuple[int, int, int]], *, on: date, words: str
) -> Iterator[Tie]:
    """Ties without a person: of the agreements, and of everybody posted."""
    reach = scope.filter(
        area=("host__area_code", "sender__area_code"), institution=("host__code", "sender__code")
    )
    pairings = Pairing.objects.filter(reach).on(on)
    if words:
        pairings = pairings.filter(_at(words))
    rows = pairings.select_related("programme", "sender", "host").order_by("host__name_pinyin")
    given = {(one.programme_id, one.home_id, one.host_id): one for one in found}
    for posting in given.values():
        if not _is_own(scope, posting):
            yield _alone(scope, posting.programme, posting.home, posting.host)
    for pairing in rows[: LISTED + 1]:
        key = (pairing.programme_id, pairing.sender_id, pairing.host_id)
        if key not in seen:
            yield _alone(scope, pairing.programme, pairing.sender, pairing.host)


def _at(words: str) -> Q:
    """A host by name, spelling or code."""
    return named("host", words) | Q(host__code=words)


def _of_posting(scope: Scope, posting: Posting) -> Tie:
    return Tie(
        code=f"posting-{posting.pk}",
        label=in_brackets(posting.worker.name, f"{_short(posting.home)} → {_short(posting.host)}"),
        programme=posting.programme,
        giver=posting.home,
        host=posting.host,
        posting=posting,
        side=Side.WORKER if _is_own(scope, posting) else _side(scope, posting.home, posting.host),
    )


def _alone(scope: Scope, programme: Programme, giver: Institution, host: Institution) -> Tie:
    return Tie(
        code=f"tie-{programme.pk}-{giver.pk}-{host.pk}",
        label=f"{_short(giver)} → {_short(host)}",
        programme=programme,
        giver=giver,
        host=host,
        side=_side(scope, giver, host),
    )


def _side(scope: Scope, giver: Institution, host: Institution) -> Side:
    if host.code in scope.institutions:
        return Side.HOST
    return Side.SENDER if giver.code in scope.institutions else Side.AUTHORITY


def _is_own(scope: Scope, posting: Posting) -> bool:
    return scope.own is not None and scope.own == posting.worker.account_id


def _short(place: Institution) -> str:
    return place.short_name or place.name
