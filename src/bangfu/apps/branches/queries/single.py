"""One branch as its card shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.apps.branches.models import Branch, Development, MemberCount, PaperKept, Secretary
from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.core.branches import Paper, PaperLine, shipped_papers, standing_of
from bangfu.core.branches.settings import Settings
from bangfu.web.wording import enumerated, in_brackets, in_own_language

from .counted import members_of_branch, open_on, term_began
from .facts import file_lines

YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that was so from one day to another."""

    what: str
    detail: str
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Members of the whole branch on a day."""

    on: date
    full: int
    probationary: int

    @property
    def all(self) -> int:
        return self.full + self.probationary


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper that is kept, with its files."""

    pk: int
    kind: str
    on: date
    note: str
    by: str
    files: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """One kind of paper of the year, with what is kept of it."""

    line: PaperLine
    kept: tuple[PaperRow, ...]

    @property
    def title(self) -> str:
        """What the paper is called."""
        return in_own_language(self.line.paper.title)

    @property
    def hint(self) -> str:
        """How often it is asked for; "" where that needs no word."""
        return in_own_language(self.line.paper.hint) if self.line.paper.hint else ""


def counts(branch: Branch) -> list[Counted]:
    """Members over time; on each day the last count of every institution is added up.

    An institution counts only while it belongs to the branch, so a joint branch does not
    lose the others' members on a day when only one of them counted.
    """
    seats = list(branch.seats.all())
    last: dict[int, tuple[int, int]] = {}
    found: dict[date, Counted] = {}
    rows: Sequence[MemberCount] = list(branch.counts.order_by("on", "pk"))
    for row in rows:
        last[row.institution_id] = (row.full, row.probationary)
        there = {
            seat.institution_id
            for seat in seats
            if seat.starts_on <= row.on and (seat.ends_before is None or row.on < seat.ends_before)
        }
        held = [pair for place, pair in last.items() if place in there]
        found[row.on] = Counted(
            row.on, sum(full for full, _half in held), sum(half for _full, half in held)
        )
    return list(found.values())


def counted_by_place(branch: Branch, *, on: date) -> dict[int, tuple[int, int, date]]:
    """The last count of each institution of a branch, by its key."""
    rows = branch.counts.filter(on__lte=on).order_by("on", "pk")
    return {row.institution_id: (row.full, row.probationary, row.on) for row in rows}


def history(branch: Branch) -> list[Stretch]:
    """Secretaries, departments, units and names as they were, the present first."""
    found = [
        Stretch(_("书记"), with_roles(one), one.starts_on, one.ends_before)
        for one in branch.secretaries.all()
    ]
    found += [
        Stretch(_("覆盖科室"), one.department.name, one.starts_on, one.ends_before)
        for one in branch.coverages.select_related("department")
    ]
    if branch.is_joint:
        found += [
            Stretch(_("组成单位"), one.institution.name, one.starts_on, one.ends_before)
            for one in branch.seats.select_related("institution")
        ]
    found += [
        Stretch(_("曾用名"), one.name, one.starts_on, one.ends_before)
        for one in branch.former_names.all()
    ]
    return [one for one in found if one.ends_before is not None or one.what == _("书记")]


def developments(branch: Branch) -> list[Development]:
    """Years of member development, the latest first."""
    return list(branch.developments.order_by("-year")[:YEARS_SHOWN])


def base_file_rows(branch: Branch, year: int, *, on: date, full: int | None) -> list[FileLine]:
    """The base file of a year with every paper that is kept: three queries."""
    held = branch.papers.filter(year=year, removed_at__isnull=True, on__lte=on)
    rows = list(held.select_related("by").order_by("on", "pk"))
    files = attachments_of(rows)
    by_kind: dict[str, list[PaperRow]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(_paper(row, files.get(row.pk, [])))
    numbers = {kind: len(kept) for kind, kept in by_kind.items()}
    lines = file_lines(numbers, year=year, on=on, since=branch.founded_on, full=full)
    return [FileLine(line, tuple(by_kind.get(line.paper.code, ()))) for line in lines]


def in_numbers(branch: Branch, *, on: date) -> Any:
    """The branch with ``full``, ``probationary``, ``term_since``: one query."""
    return (
        Branch.objects.filter(pk=branch.pk)
        .annotate(
            full=members_of_branch(on),
            probationary=members_of_branch(on, "probationary"),
            term_since=term_began(),
        )
        .get()
    )


def places(branch: Branch, *, on: date) -> list[Any]:
    """Seats of a branch on a day, of an ended one its last, with their institutions."""
    day = branch.ended_on
    when = open_on(on) if day is None else None
    seats = branch.seats.select_related("institution").order_by("starts_on", "pk")
    return list(seats.filter(when) if when is not None else seats.filter(ends_before=day))


def paper_of(kind: str) -> Paper | None:
    """A paper of the base file by its code."""
    return shipped_papers().get(kind)


def is_small(full: int | None, branch: Branch, settings: Settings) -> bool:
    """Whether a branch of one institution has fewer full members than it should."""
    alone = standing_of(full, own_branches=1, joint_branches=0, settings=settings)
    return not branch.is_joint and alone.value == "needs_joint"


def with_roles(one: Secretary) -> str:
    """A secretary with what else they are, in brackets."""
    roles = [
        word
        for word, holds in ((_("业务骨干"), one.is_backbone), (_("科室负责人"), one.is_head))
        if holds
    ]
    return in_brackets(one.name, enumerated(roles)) if roles else one.name


def _paper(row: PaperKept, files: Sequence[Attached]) -> PaperRow:
    return PaperRow(row.pk, row.kind, row.on, row.note, str(row.by or ""), tuple(files))
