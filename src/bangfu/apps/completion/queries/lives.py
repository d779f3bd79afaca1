"""A posting's life with what this stage knows of it: who has evaluated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bangfu.apps.completion.models import Evaluation
from bangfu.apps.postings import course
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.posting_life import Life
from bangfu.core.duty.sides import Side


def life_of(posting: Posting, *, certificate: str = "") -> Life:
    """A posting as a life, evaluations included: one query.

    ``certificate`` is the number of the certificate that stands; only a later stage knows it.
    """
    evaluated = evaluated_sides([posting])[posting.pk]
    return course.life_of(posting, evaluated=evaluated, certificate=certificate)


def lives_of(
    postings: Iterable[Posting], *, certificates: Mapping[int, str] | None = None
) -> dict[int, Life]:
    """Lives by the key of their posting: one query for all of them."""
    found = list(postings)
    evaluated, known = evaluated_sides(found), certificates or {}
    return {
        one.pk: course.life_of(one, evaluated=evaluated[one.pk], certificate=known.get(one.pk, ""))
        for one in found
    }


def evaluated_sides(postings: Iterable[Posting]) -> Mapping[int, frozenset[Side]]:
    """Who has evaluated which posting: one query, and nothing of what they said."""
    keys = [one.pk for one in postings]
    found: dict[int, set[Side]] = defaultdict(set)
    for posting, side in Evaluation.objects.filter(posting__in=keys).values_list("posting", "side"):
        found[posting].add(Side.of(side))
    return {key: frozenset(found[key]) for key in keys}
