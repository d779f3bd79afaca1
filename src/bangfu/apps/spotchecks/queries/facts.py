"""What indicators and appraisals read of spot checks: rows by institution and month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bangfu.apps.spotchecks.models import Check, Finding, Presence
from bangfu.core.spotchecks.finding_life import State
from bangfu.core.spotchecks.presence import Expected, Found


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotFact:
    """One institution in one month, named by its first day.

    ``checks`` are checks recorded at a host. ``people`` were rostered when checked and it
    could be found out where they were, ``off_post`` of them were not there without cause; both
    count for the host and, in a row of its own, for the sender. ``findings`` were raised in the
    month against the institution and stand; ``due`` of them are closed or past some term,
    ``in_time`` of those were closed without missing one.
    """

    institution: str
    month: date
    checks: int = 0
    people: int = 0
    off_post: int = 0
    findings: int = 0
    due: int = 0
    in_time: int = 0


def spot_facts(
    *, starts_on: date, ends_before: date, on: date, programme: str = ""
) -> list[SpotFact]:
    """Rows of the months from a day to before another, by code and month: three queries.

    Findings are those of checks: what came from a public request counts among the requests.
    ``on`` is the day as of which terms are judged.
    """
    found: dict[tuple[str, date], SpotFact] = {}

    def add(code: str, day: date, **counts: int) -> None:
        key = (code, day.replace(day=1))
        row = found.get(key) or SpotFact(institution=code, month=key[1])
        found[key] = replace(row, **{name: getattr(row, name) + n for name, n in counts.items()})

    days = {"on__gte": starts_on, "on__lt": ends_before}
    checks = Check.objects.filter(**days, state=Check.State.RECORDED)
    people = Presence.objects.filter(
        check_made__on__gte=starts_on, check_made__on__lt=ends_before
    ).exclude(expected=Expected.FREE.value)
    people = people.exclude(found=Found.NOT_REACHED.value)
    findings = Finding.objects.filter(
        check_made__isnull=False, found_on__gte=starts_on, found_on__lt=ends_before
    ).exclude(state=State.WITHDRAWN.value)
    if programme:
        checks = checks.filter(draw__programme__code=programme)
        people = people.filter(check_made__draw__programme__code=programme)
        findings = findings.filter(programme__code=programme)
    for code, day in checks.values_list("host__code", "on"):
        if day:
            add(code, day, checks=1)
    for host, home, day, off in people.values_list(
        "check_made__host__code", "posting__home__code", "check_made__on", "off_post"
    ):
        if day:
            add(host, day, people=1, off_post=int(off))
            add(home, day, people=1, off_post=int(off))
    for code, day, closed, due, late in findings.values_list(
        "institution__code", "found_on", "closed_on", "due", "late"
    ):
        missed = late or (due is not None and due < on)
        owed = closed is not None or missed
        add(code, day, findings=1, due=int(owed), in_time=int(owed and not missed))
    return sorted(found.values(), key=lambda row: (row.institution, row.month))


def by_institution(rows: Iterable[SpotFact]) -> dict[str, SpotFact]:
    """The same summed over months; ``month`` is the first of them."""
    found: dict[str, list[SpotFact]] = defaultdict(list)
    for row in rows:
        found[row.institution].append(row)
    return {
        code: SpotFact(
            institution=code,
            month=min(row.month for row in own),
            checks=sum(row.checks for row in own),
            people=sum(row.people for row in own),
            off_post=sum(row.off_post for row in own),
            findings=sum(row.findings for row in own),
            due=sum(row.due for row in own),
            in_time=sum(row.in_time for row in own),
        )
        for code, own in found.items()
    }
