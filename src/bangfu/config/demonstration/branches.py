"""Party branches of Jinzhou: founded, led, counted, re-set, joint where hospitals are small."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from bangfu.apps.accounts.models import User
from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.core.branches import lines, shipped_papers
from bangfu.core.months import months_after

from . import jinzhou
from .duty import SHANGHAI

SEED = 2107
NEW_MEMBERS = 15
"""Admitted this year, as the city reports."""
RE_SET = 6
GROUPS = (
    ("内科", ("03",)),
    ("外科", ("04",)),
    ("妇儿", ("05", "06", "07", "08", "09")),
    ("医技", ("26", "28", "30", "31", "32")),
    ("中医", ("50",)),
)
POSTS = ("组织委员", "宣传委员", "纪检委员")
KEPT_AT = "党建资料室年度档案盒"
LACKING = ((0.12, 0.5), (0.25, 0.3), (0.75, 0.12))
"""One branch in eight lacks half of its papers, as many about a third, half of all an eighth."""
JOINED_MONTHS_AGO = 8
PAIRS = ((0, 1), (2, 4), (3, 5))
"""Small hospitals, in the order of areas, whose areas lie next to each other."""


def tell(*, on: date, party: User) -> None:
    """Within the caller's transaction, as of a day."""
    telling = _Telling(on=on, party=party)
    places = Institution.objects.filter(area_code__startswith=jinzhou.CITY, valid_to__isnull=True)
    large = [one for one in places.order_by("area_code", "code") if one.level >= 2]
    branches = [branch for place in large for branch in telling.found_at(place)]
    small = [one for one in places.order_by("area_code", "code") if one.level == 1]
    for lead, other in PAIRS:
        telling.join(small[lead], small[other])
    telling.re_set(branches)
    telling.develop(branches)


class _Telling:
    """One city's branches; equal days give equal branches."""

    def __init__(self, *, on: date, party: User) -> None:
        self.on, self.party = on, party
        self.at = datetime.combine(on, time(9), tzinfo=SHANGHAI)
        self.chance = Random(SEED)  # noqa: S311 - not for secrets
        self.staff: dict[tuple[int, str], list[Worker]] = defaultdict(list)
        found = Worker.objects.filter(home__area_code__startswith=jinzhou.CITY)
        for one in found.select_related("department").order_by("rank", "pk"):
            self.staff[one.home_id, one.department.name if one.department else ""].append(one)

    def found_at(self, place: Institution) -> Iterator[Branch]:
        """The branches of a hospital, each on two or three departments; a few stay uncovered."""
        rooms = list(Department.objects.filter(institution=place).order_by("subject_code", "pk"))
        size = 2 if place.area_code.startswith("210702") else 3
        # The last one of a large hospital waits for a branch: coverage is never quite whole.
        chunks = [rooms[at : at + size] for at in range(0, len(rooms) - size + 1, size)]
        names = _names([chunk[0] for chunk in chunks])
        for name, chunk in zip(names, chunks, strict=True):
            yield self._founded(name, place, chunk)

    def _founded(self, name: str, place: Institution, rooms: Sequence[Department]) -> Branch:
        people = [one for room in rooms for one in self.staff[place.pk, room.name]]
        leader = min(people, key=lambda one: one.rank, default=None)
        members = self.chance.randint(5, 19)
        branch = actions.found_branch(
            name=name,
            institution=place,
            founded_on=date(self.chance.randint(2012, 2020), self.chance.randint(3, 11), 18),
            departments=rooms,
            secretary=self._leading(leader),
            full=members - 2,
            by=self.party,
            at=self.at,
            today=self.on,
        )
        others = [one.name for one in people if one != leader][: len(POSTS)]
        committee = list(zip(POSTS, others, strict=False)) if members >= 7 else []
        self._elect(branch, committee)
        self._count(branch, {place: members})
        self._file(branch, members)
        return branch

    def _leading(self, leader: Worker | None) -> actions.SecretaryDraft | None:
        if leader is None:
            return None
        is_head = leader.rank <= 2 and self.chance.random() < 0.6
        return actions.SecretaryDraft(
            name=leader.name, worker=leader, is_backbone=True, is_head=is_head
        )

    def _elect(self, branch: Branch, committee: list[tuple[str, str]]) -> None:
        """Terms began over the last three years; a few are over."""
        actions.hold_election(
            branch=branch,
            on=self.on - timedelta(days=self.chance.randint(20, 1110)),
            committee=committee,
            by=self.party,
            at=self.at,
            today=self.on,
        )

    def _count(self, branch: Branch, members: dict[Institution, int]) -> None:
        for years, fewer in ((1, 1), (0, 0)):
            day = date(self.on.year - years, 1, 1) - timedelta(days=1)
            counts = {
                place: (max(1, full - fewer), self.chance.randint(0, 1))
                for place, full in members.items()
            }
            actions.count_members(
                branch=branch,
                on=day,
                counts=counts,
                by=self.party,
                at=self.at,
                today=self.on,
            )

    def _file(self, branch: Branch, members: int) -> None:
        """Last year's papers and this year's; most branches lack some, a few many."""
        sort = self.chance.random()
        lacks = next((share for below, share in LACKING if sort < below), 0.0)
        for year in (self.on.year - 1, self.on.year):
            asked = lines(
                list(shipped_papers().values()),
                {},
                year=year,
                on=self.on,
                since=branch.founded_on,
                has_committee=members >= 7,
            )
            papers = [
                actions.PaperDraft(
                    kind=line.paper.code,
                    on=max(branch.founded_on, _day_of(year, number, line.asked, latest=self.on)),
                    note=KEPT_AT,
                )
                for line in asked
                for number in range(line.asked_by_now)
                if self.chance.random() >= lacks
            ]
            if papers:
                actions.keep_papers(
                    branch=branch,
                    year=year,
                    papers=papers,
                    by=self.party,
                    at=self.at,
                    today=self.on,
                )

    def join(self, lead: Institution, other: Institution) -> None:
        """A joint branch of two small neighbours, with one or two members each."""
        leader = next(
            (one for (home, _room), rows in self.staff.items() if home == lead.pk for one in rows),
            None,
        )
        founded = months_after(self.on, -JOINED_MONTHS_AGO)
        branch = actions.join_institutions(
            name=f"{lead.name}、{other.name}联合党支部",
            institutions=[lead, other],
            founded_on=founded,
            secretary=self._leading(leader),
            counts={lead: (2, 0), other: (self.chance.randint(1, 2), 0)},
            reason="正式党员不足3人，按就近就便原则联合成立",
            by=self.party,
            at=self.at,
            today=self.on,
        )
        self._file(branch, 3)

    def re_set(self, branches: Sequence[Branch]) -> None:
        """In six hospitals the last branch takes in a department that had none."""
        last = {branch.institution_id: branch for branch in branches}
        waiting: dict[int, Department] = {}
        for room in Department.objects.filter(
            institution__in=list(last), branch_coverages__isnull=True
        ).order_by("institution", "pk"):
            waiting.setdefault(room.institution_id, room)
        for number, (place, room) in enumerate(list(waiting.items())[:RE_SET]):
            branch = last[place]
            covering = branch.coverages.select_related("department")
            actions.re_set_branch(
                branch=branch,
                departments=[*(one.department for one in covering), room],
                on=max(date(self.on.year, 1, 2), self.on - timedelta(days=40 + 20 * number)),
                reason="科室调整后，按“支部建在科室”重新设置",
                by=self.party,
                at=self.at,
                today=self.on,
            )

    def develop(self, branches: Sequence[Branch]) -> None:
        """Fifteen new members this year, one each in fifteen branches; eleven last year."""
        for year, new in ((self.on.year - 1, 11), (self.on.year, NEW_MEMBERS)):
            admitting = {one.pk for one in self.chance.sample(list(branches), new)}
            backbone = set(sorted(admitting)[: new * 4 // 5])
            for branch in branches:
                admitted = int(branch.pk in admitting)
                figures = {
                    "applicants": self.chance.randint(0, 4),
                    "activists": self.chance.randint(0, 3),
                    "candidates": admitted + self.chance.randint(0, 1),
                    "admitted": admitted,
                    "admitted_backbone": int(branch.pk in backbone),
                    "trained_backbone": self.chance.randint(0, 1),
                    "reserve_cadres": int(self.chance.random() < 0.2),
                }
                actions.record_development(
                    branch=branch,
                    year=year,
                    figures=figures,
                    by=self.party,
                    at=self.at,
                    today=self.on,
                )


def _names(leads: Sequence[Department]) -> Iterator[str]:
    """Names by kind of department, numbered where a hospital has several of a kind."""
    kinds = [_kind(room) for room in leads]
    seen: dict[str, int] = defaultdict(int)
    for kind in kinds:
        seen[kind] += 1
        number = f"第{'一二三四五六七八九十'[seen[kind] - 1]}" if kinds.count(kind) > 1 else ""
        yield f"{kind}{number}党支部"


def _kind(room: Department) -> str:
    return next(
        (kind for kind, codes in GROUPS if room.subject_code.split(".")[0] in codes), "专科"
    )


def _day_of(year: int, number: int, asked: int, *, latest: date) -> date:
    """Days spread over a year: one paper in March, twelve one a month."""
    month = 3 if asked == 1 else number * (12 // asked) + 12 // asked
    return min(date(year, month, 26), latest)
