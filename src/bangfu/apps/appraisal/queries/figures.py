"""The inputs of a round measured for each of the appraised: nothing is typed that is recorded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from django.db.models import Count, Sum

from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.branches.models import Branch, PaperKept
from bangfu.apps.branches.queries.counted import latest_counts
from bangfu.apps.branches.queries.facts import file_lines
from bangfu.apps.indicators.queries.values import values_of
from bangfu.core.appraisal.measuring import measured
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.indicators import GIVER, HOST
from bangfu.core.indicators import catalogue as indicators

from . import sheets

SIDES: Mapping[str, str] = MappingProxyType(
    {
        Kind.PAIRING.value: HOST,
        Kind.HOST.value: HOST,
        Kind.UNIT.value: HOST,
        Kind.SENDER.value: GIVER,
    }
)
"""On whose side indicators are read. A pairing takes those of its host in the programme, whoever
else helps that host: facts are not kept by pair. Departments, branches and persons have no
indicators of their own, and a hospital's would not be theirs."""

Found = dict[int, dict[str, Measured]]


def measured_of(held: Round, *, on: date) -> Found:
    """What is known of each subject by its key and the input's code, until a day.

    What no record holds is left out, never nought: the table says what becomes of such an item.
    """
    needs = sheets.scheme_of(held).needs
    subjects = list(held.subjects.select_related("institution", "partner"))
    found: Found = {one.pk: {} for one in subjects}
    until = min(held.ends_before - timedelta(days=1), on)
    if until >= held.starts_on:
        _indicators(held, subjects, needs, until, found)
        _base_files(subjects, needs, until, found)
    return found


def _indicators(
    held: Round, subjects: Sequence[Subject], needs: frozenset[str], until: date, found: Found
) -> None:
    asked = sorted(needs & indicators().keys())
    if not asked or held.edition.scheme.kind not in SIDES:
        return
    side, programme = SIDES[held.edition.scheme.kind], held.programme.code
    places = {one.pk: (one.partner or one.institution).code for one in subjects}
    now = (_month(held.starts_on), _month(until))
    before = (now[0] - 100, now[1] - 100)
    current = values_of(asked, places.values(), now, side=side, programme=programme)
    last = values_of(asked, places.values(), before, side=side, programme=programme)
    for pk, place in places.items():
        for code in asked:
            value = current.get((code, place))
            if value is not None and value.is_known:
                earlier = last.get((code, place))
                found[pk][code] = measured(
                    value.indicator,
                    value.figures,
                    earlier.figures if earlier else None,
                    sources=(value.reference,),
                )


def _base_files(
    subjects: Sequence[Subject], needs: frozenset[str], until: date, found: Found
) -> None:
    """The share of a branch's base papers that are kept."""
    if "base_file_share" not in needs:
        return
    refs = [one.ref for one in subjects if one.kind == Kind.BRANCH.value]
    branches = Branch.objects.in_bulk(refs)
    kept: dict[int, dict[str, int]] = defaultdict(dict)
    papers = PaperKept.objects.filter(
        branch__in=refs, year=until.year, removed_at__isnull=True, on__lte=until
    )
    counted = papers.order_by().values_list("branch", "kind").annotate(n=Count("pk"))
    for branch, kind, count in counted:
        kept[branch][kind] = count
    members = dict(
        latest_counts(until)
        .filter(branch__in=refs)
        .order_by()
        .values_list("branch")
        .annotate(n=Sum("full"))
    )
    for one in subjects:
        if one.kind != Kind.BRANCH.value or one.ref not in branches:
            continue
        lines = file_lines(
            kept[one.ref],
            year=until.year,
            on=until,
            since=branches[one.ref].founded_on,
            full=members.get(one.ref),
        )
        needed = sum(line.asked_by_now for line in lines)
        if needed:
            found[one.pk]["base_file_share"] = Measured(
                numerator=Decimal(sum(min(line.kept, line.asked_by_now) for line in lines)),
                denominator=Decimal(needed),
                sources=(f"branch:{one.ref}",),
            )


def _month(day: date) -> int:
    return day.year * 100 + day.month
