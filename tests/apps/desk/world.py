"""Invented programmes with needs and postings around today, made by the product's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.intake import actions as intake
from bangfu.apps.intake.models import Need
from bangfu.apps.postings import actions as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Area, Institution, Worker
from bangfu.core.standards import spelling

SINCE = date(2000, 1, 1)
AREAS = {
    "37": ("山东省", 1),
    "3705": ("东营市", 2),
    "370502": ("东营区", 3),
    "370522": ("利津县", 3),
    "370523": ("广饶县", 3),
    "65": ("新疆维吾尔自治区", 1),
    "6501": ("乌鲁木齐市", 2),
    "650102": ("天山区", 3),
}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安平静远清明文华书宁子谦思齐若水怀瑾承志景行知微允中以宁"


@dataclass
class World:
    """What tests add to; days are counted from ``today``."""

    today: date
    programme: Programme
    sender: Institution
    other_sender: Institution
    far_host: Institution
    workers: int = 0
    hosts: list[Institution] = field(default_factory=list)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def host(self, name: str, area: str = "370523101") -> Institution:
        made = institution(f"HOST{len(self.hosts):04d}", name, area, "township_hospital", 1)
        self.hosts.append(made)
        return made

    def worker(self, name: str = "", home: Institution | None = None) -> Worker:
        self.workers += 1
        name = name or invented_name(self.workers)
        full, initials = spelling.of_person(name)
        return Worker.objects.create(
            name=name,
            name_pinyin=full,
            name_initials=initials,
            staff_number=f"W{self.workers:05d}",
            home=home or self.sender,
            rank=2,
            valid_from=SINCE,
        )

    def need(
        self,
        host: Institution,
        term: tuple[int, int] = (-100, 200),
        *,
        headcount: int = 1,
        department: str = "内科",
        role: str = "业务院长",
        sender: Institution | None = None,
        programme: Programme | None = None,
        form: str = "resident",
        sessions: int | None = None,
    ) -> Need:
        return intake.state_need(
            programme=programme or self.programme,
            host=host,
            department_name=department,
            subject_codes=["03"],
            form=form,
            starts_on=self.day(term[0]),
            ends_before=self.day(term[1]),
            role_title=role,
            headcount=headcount,
            sessions_per_week=sessions,
            sender=sender,
            by=None,
        )

    def post(
        self,
        need: Need,
        stay: tuple[int, int] | None = None,
        *,
        worker: Worker | None = None,
        predecessor: Posting | None = None,
        arrived: bool = True,
    ) -> Posting:
        starts_on, ends_before = (
            (self.day(stay[0]), self.day(stay[1])) if stay else (need.starts_on, need.ends_before)
        )
        opened = postings.open_posting(
            need=need,
            worker=worker or self.worker(),
            starts_on=starts_on,
            ends_before=ends_before,
            by=None,
            predecessor=predecessor,
        )
        if arrived and starts_on <= self.today:
            Posting.objects.filter(pk=opened.pk).update(arrived_on=starts_on)
        return opened

    def many(
        self, places: int, *, first: int = 0, empty_every: int = 7, counties: Sequence[str] = ()
    ) -> None:
        """So many needs at as many hosts, in one go; every seventh stands empty."""
        areas = list(counties) or ["370522", "370523"]
        homes = Institution.objects.bulk_create(
            _unsaved(f"BULK{n:05d}", f"第{n}卫生院", f"{areas[n % len(areas)]}{100 + n % 800}")
            for n in range(first, first + places)
        )
        needs = intake.state_needs(
            needs=[
                Need(
                    programme=self.programme,
                    host=host,
                    department_name="内科",
                    subject_codes=["03"],
                    form="resident",
                    role_title="业务院长",
                    starts_on=self.day(-100),
                    ends_before=self.day(200),
                )
                for host in homes
            ],
            by=None,
        )
        people = Worker.objects.bulk_create(
            Worker(
                name=invented_name(n),
                staff_number=f"B{n:05d}",
                home=self.sender,
                rank=2,
                valid_from=SINCE,
            )
            for n in range(first, first + places)
        )
        drafts = [
            postings.Draft(
                need=need,
                worker=person,
                starts_on=self.day(-100),
                ends_before=self.day(10 + n % 190),
            )
            for n, (need, person) in enumerate(zip(needs, people, strict=True))
            if n % empty_every
        ]
        postings.open_postings(drafts=drafts, by=None)


def world(today: date) -> World:
    for code, (name, level) in AREAS.items():
        Area.objects.create(code=code, name=name, level=level, parent_code="", valid_from=SINCE)
    return World(
        today=today,
        programme=programme("deputies", "业务院长选派", today),
        sender=institution("SENDER", "东海市中心医院", "370502", "general_hospital", 3),
        other_sender=institution("OTHER", "渤海医院", "370502", "general_hospital", 3),
        far_host=institution("FAR", "远山县医院", "650102", "general_hospital", 2),
    )


def programme(code: str, title: str, today: date) -> Programme:
    return Programme.objects.create(
        code=code,
        title_zh=title,
        area_code="3705",
        starts_on=today - timedelta(days=300),
        ends_before=today + timedelta(days=400),
    )


def institution(code: str, name: str, area: str, category: str, level: int = 0) -> Institution:
    made = _unsaved(code, name, area, category, level)
    made.save()
    return made


def account(role: str, *, area: str = "", at: Institution | None = None, name: str = "") -> User:
    """An account with one role, over an area, at an institution, or over its own rows."""
    reach = "institution" if at else ("own" if role == "posted_worker" else "area")
    made = User.objects.create(username=f"{role}-{User.objects.count()}", name=name or "经办人")
    Grant.objects.create(
        user=made,
        role=role,
        reach=reach
        if role not in ("system_administrator", "security_administrator")
        else "everywhere",
        area_prefix=area,
        institution_code=at.code if at else "",
        starts_on=SINCE,
    )
    return made


def invented_name(number: int) -> str:
    """A name of two characters that repeats late enough."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


def _unsaved(
    code: str, name: str, area: str, category: str = "township_hospital", level: int = 1
) -> Institution:
    full, initials = spelling.of_name(name)
    return Institution(
        code=code,
        name=name,
        name_pinyin=full,
        name_initials=initials,
        category=category,
        level=level,
        area_code=area,
        valid_from=SINCE,
    )
