"""What published appraisals hand over to indicators: how many, their scores, the top grade.

Only institutions are counted, by themselves or as a pair. What a posted person was rated as stays
with that person, also where a mean would be of one.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache

from django.utils import timezone

from bangfu.apps.appraisal.models import Result, Round
from bangfu.core.appraisal.arithmetic import exact, rounded
from bangfu.core.appraisal.vocabulary import Kind, Ladder
from bangfu.core.indicators.facts import GIVER, HOST, HUNDREDTHS, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner

from .sheets import scheme_of

SIDES = {Kind.HOST.value: HOST, Kind.SENDER.value: GIVER, Kind.PAIRING.value: GIVER}
"""Which side the institution that answers for a subject is on."""


def appraisal_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Results of rounds published in these days; scores as hundredths of a scale of 100."""
    start, end = (_midnight(day) for day in (first, ends_before))
    found = Gathering("opinions")
    rows = Result.objects.filter(
        subject__round__state=Round.State.PUBLISHED,
        subject__round__published_at__gte=start,
        subject__round__published_at__lt=end,
        subject__kind__in=SIDES,
    ).select_related(
        "subject__institution",
        "subject__partner",
        "subject__round__programme",
        "subject__round__edition",
    )
    scales = cache(_scale)
    for row in rows:
        subject = row.subject
        held = subject.round
        full, best = scales(held)
        amounts = {
            "answers": 1,
            "score": int(rounded(exact(row.score) * 100 * HUNDREDTHS / full, 0)),
            "best": int((row.grade or row.star) in best),
        }
        published = timezone.localtime(held.published_at).date()
        sides = [(SIDES[subject.kind], subject.institution)]
        if subject.kind == Kind.PAIRING.value and subject.partner:
            sides.append((HOST, subject.partner))
        for side, place in sides:
            month = month_number(published)
            owner = Owner(side, place.code, place.area_code, held.programme.code, month)
            found.add(owner, "appraisal", **amounts)
    return found.facts()


def _scale(held: Round) -> tuple[Fraction, frozenset[str]]:
    """Full points of a round's table, and the codes of its best grade and star."""
    scheme = scheme_of(held)
    full = exact(scheme.total.converted_to or scheme.total.base)
    best = [bands[0].code for ladder in Ladder if (bands := scheme.bands(ladder))]
    return full, frozenset(best)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
