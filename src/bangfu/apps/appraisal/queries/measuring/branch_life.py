"""What Party branches keep on record: papers of the base file, members admitted."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from django.db.models import Sum

from bangfu.apps.branches.models import Branch, Development, PaperKept
from bangfu.apps.branches.queries.counted import latest_counts
from bangfu.apps.branches.queries.facts import file_lines
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.branches import has_committee, shipped, shipped_papers
from bangfu.core.programmes.words import Text

from .asking import Asked, Measure, Record, Rows

BRANCHES = frozenset({Kind.BRANCH})
COMMITTEE = "committee_meeting"


def papers_of(kind: str) -> Callable[[Asked], Rows]:
    """Papers of one kind that tell of the days; none is asked of who holds no such meeting."""

    def read(asked: Asked) -> Rows:
        refs = {one.ref: one.pk for one in asked.subjects}
        rows: dict[int, list[Record]] = {pk: [] for pk in refs.values()}
        if kind == COMMITTEE:
            full = _members(asked)
            rows = {
                pk: []
                for ref, pk in refs.items()
                if has_committee(full.get(ref), settings=shipped())
            }
        kept = PaperKept.objects.filter(
            branch__in=refs,
            kind=kind,
            removed_at__isnull=True,
            on__gte=asked.days.starts_on,
            on__lt=asked.days.ends_before,
        )
        title = shipped_papers()[kind].title
        for branch, on in kept.order_by("on", "pk").values_list("branch", "on"):
            if refs[branch] in rows:
                rows[refs[branch]].append(Record("branch", branch, on, title))
        return rows

    return read


def base_file(asked: Asked) -> Rows:
    """Papers the year asks for by now, kind by kind: so many kept of so many."""
    refs = {one.ref: one.pk for one in asked.subjects}
    until = asked.days.last_day
    found = Branch.objects.in_bulk(list(refs))
    kept: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    papers = PaperKept.objects.filter(
        branch__in=refs, year=until.year, removed_at__isnull=True, on__lte=until
    )
    for branch, kind in papers.values_list("branch", "kind"):
        kept[branch][kind] += 1
    full = _members(asked)
    rows: dict[int, list[Record]] = {}
    for ref, branch_kept in ((ref, kept[ref]) for ref in found):
        lines = file_lines(
            branch_kept,
            year=until.year,
            on=until,
            since=found[ref].founded_on,
            full=full.get(ref),
        )
        rows[refs[ref]] = [
            Record(
                "branch",
                ref,
                None,
                line.paper.title,
                Decimal(min(line.kept, line.asked_by_now)),
                Decimal(line.asked_by_now),
            )
            for line in lines
            if line.asked_by_now
        ]
    return rows


def admitted(asked: Asked) -> Rows:
    """Members admitted in the year in which the days end: the plan of admissions is the year's."""
    refs = {one.ref: one.pk for one in asked.subjects}
    year = asked.days.last_day.year
    rows = Development.objects.filter(branch__in=refs, year=year)
    return {
        refs[one.branch_id]: [
            Record(
                "branch",
                one.branch_id,
                None,
                Text(zh=f"{year}年新发展党员", en=f"Members admitted in {year}"),
                Decimal(one.admitted),
            )
        ]
        for one in rows.order_by("pk")
    }


def _members(asked: Asked) -> dict[int, int]:
    """Full members as last counted."""
    refs = [one.ref for one in asked.subjects]
    counts = latest_counts(asked.days.last_day).filter(branch__in=refs).order_by()
    return dict(counts.values_list("branch").annotate(n=Sum("full")))


_KEEP = Text(
    zh="支部没有登记；由支部所在单位在“党支部”页面登记。",
    en="The branch has not entered it; its unit does so on the page of the branch.",
)
_NO_COMMITTEE = Text(
    zh="正式党员不足7人，不设支部委员会，不作要求；由主管部门认定本项不适用。",
    en="Fewer than seven full members, so no committee: the authority declares the item not "
    "applicable.",
)


def _papers(code: str, kind: str) -> Measure:
    title = shipped_papers()[kind].title
    return Measure(
        code=code,
        kinds=BRANCHES,
        read=papers_of(kind),
        told=Text(
            zh=f"考核期内存入基础档案的{title.zh}份数。",
            en=f"Papers of the base file dated in the period: {title.en}.",
        ),
        missing=_NO_COMMITTEE if kind == COMMITTEE else _KEEP,
    )


MEASURES = (
    _papers("branch_meetings", "members_meeting"),
    _papers("committee_meetings", COMMITTEE),
    _papers("party_lessons", "lecture"),
    _papers("party_day.times", "party_day"),
    Measure(
        code="base_file_share",
        kinds=BRANCHES,
        read=base_file,
        told=Text(
            zh="截至取数日应存的基础档案材料，已存的占比。",
            en="Of the base papers the year asks for by now, those that are kept.",
        ),
        missing=_KEEP,
        share=True,
    ),
    Measure(
        code="members_developed",
        kinds=BRANCHES,
        read=admitted,
        told=Text(
            zh="考核期截止年度登记的新发展党员。",
            en="Members admitted in the year in which the period ends.",
        ),
        missing=_KEEP,
    ),
)
