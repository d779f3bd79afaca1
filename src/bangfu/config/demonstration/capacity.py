"""What the posted people leave behind: pupils, techniques, specialties, rules, channels, trainees.

Some built and confirmed, some under way, some that wait for a host's word or for a look again.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions as activities
from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity import actions
from bangfu.apps.capacity.models import Item
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing
from bangfu.apps.registry.models import Worker
from bangfu.core.capacity import Found, SkillStep, Witness, course_of
from bangfu.core.duty.sides import Side
from bangfu.core.programmes import shipped_kinds

from . import deputies, group, names, support
from .duty import SHANGHAI

WITNESS = Witness("医务科值班人员", "医务科")
LATEST = 12
"""So many days before today the latest step was taken, and entries are confirmed up to."""
NAMESPACE = uuid.UUID("9b0b3c52-6d0f-4c86-a9a3-3d4a4e1f7c21")
OF_THE_GROUP = 8
"""So many of the group's resident experts teach in the demonstration."""

RULES = ("危急值报告与处置制度", "三级查房制度", "处方点评制度", "手卫生管理制度", "转诊管理制度")
SPECIALTIES = (
    ("中医科", "中医康复科"),
    ("内科", "慢病管理门诊"),
    ("中医科", "疼痛门诊"),
    ("公共卫生科", "儿童保健门诊"),
    ("内科", "血液透析室"),
)
PUPILS = (
    ("内科", "心血管常见病诊治", ("心电图判读", "动态血压监测解读", "急性胸痛初步处置")),
    ("内科", "呼吸慢病管理", ("肺功能检查", "雾化吸入规范", "慢阻肺随访")),
    ("功能科", "超声诊断", ("腹部超声", "甲状腺超声", "血管超声")),
)
TECHNIQUES = (
    ("内科", "动态心电图监测"),
    ("外科", "体表肿物切除术"),
    ("中医科", "穴位埋线疗法"),
    ("口腔科", "根管治疗"),
    ("功能科", "颈部血管超声"),
)
"""What a township hospital learns, and in which department."""
OF_DEPARTMENT = {
    "消化": ("无痛胃肠镜检查", "胃肠镜诊断", ("胃镜检查", "肠镜检查", "内镜下止血")),
    "神经": ("脑卒中静脉溶栓", "卒中急救", ("卒中评分", "溶栓适应证判断", "吞咽功能评估")),
    "心血管": ("冠状动脉造影", "心血管急症", ("心电图判读", "急性胸痛处置", "抗凝管理")),
    "呼吸": ("支气管镜检查", "呼吸慢病管理", ("肺功能检查", "雾化吸入规范", "慢阻肺随访")),
    "内分泌": ("糖尿病足清创", "糖尿病管理", ("胰岛素泵使用", "足部筛查", "营养处方")),
    "普": ("腹腔镜胆囊切除术", "腹腔镜基础", ("气腹建立", "镜下缝合", "术后管理")),
    "骨": ("关节腔镜检查", "创伤骨科", ("骨折手法复位", "石膏固定", "术后康复指导")),
    "泌尿": ("输尿管软镜碎石术", "泌尿系结石诊治", ("泌尿系超声", "双J管置入", "结石随访")),
}
"""What a resident expert brings to a department, by what its name holds."""
AT_LEAST = ("床旁超声引导穿刺", "危重症救治", ("气道管理", "循环监测", "转运准备"))
ANSWERS = {
    "scope": "全院各科室",
    "document": "院发〔{year}〕{number}号",
    "lead": "业务骨干团队",
    "services": "针灸、推拿、康复训练",
    "room": "门诊楼二层",
    "staff": "4",
    "accepted_by": "县区卫生健康局",
    "departments": "心内科、神经内科、骨科",
    "contact": "医务科转诊专线",
    "days_to_answer": "1",
    "team": "科室两名主治医师",
    "how_often": "每周2例",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """Something to enter for a posting: ``steps`` of its course are taken, the first among them."""

    kind: str
    title: str
    steps: int
    person: str = ""
    department: str = ""
    skills: tuple[str, ...] = ()
    alone: int = 0
    details: dict[str, str] = field(default_factory=dict)


def tell(*, on: date, clerk: User, host: User) -> None:
    """Enter everything, within the caller's transaction; the host's own words are the host's."""
    people = _Names()
    book = _Book(on)
    for number, posting in enumerate(_serving(deputies.CODE, on)):
        for thing in _of_deputy(number, people):
            book.enter(thing, posting)
    for number, posting in enumerate(_serving(group.CODE, on)[:OF_THE_GROUP]):
        for thing in _of_expert(number, people, posting.department_name):
            book.enter(thing, posting, waits=number % 4 == 1)
    _trainees(book, people, on)
    book.confirm()
    for item in Item.objects.in_full().to_verify(on).order_by("pk")[::2]:
        _verify(item, clerk, on)


def _of_deputy(number: int, people: "_Names") -> Iterator[_Thing]:
    """The four things of one host, each host at another point of the way."""
    yield _Thing(
        kind="rules_built",
        title=RULES[number % 5],
        department="医务科",
        steps=(3, 3, 1)[number % 3],
    )
    if number % 5 != 4:
        department, title = SPECIALTIES[number % 5]
        steps = 1 + number % 4
        yield _Thing(kind="specialty_built", title=title, department=department, steps=steps)
    if number % 4 != 3:
        title, steps = "双向转诊绿色通道", 1 + number % 2
        yield _Thing(kind="referral_channel", title=title, department="医务科", steps=steps)
    if number % 7 != 6:
        yield _pupil_of_deputy(number, people)
    if number % 3 == 0:
        department, title = TECHNIQUES[number // 3 % 5]
        steps = 1 + number % 5
        yield _Thing(kind="technique", title=title, department=department, steps=steps)


def _pupil_of_deputy(number: int, people: "_Names") -> _Thing:
    """A pupil with a telephone; every second one teaches a village doctor in turn."""
    department, direction, skills = PUPILS[number % 3]
    details = {"pupil_phone": f"0546-00001{number:02}"}
    if number % 2:
        details |= {"village_doctor": people.next(), "village_phone": f"0546-00002{number:02}"}
    return _Thing(
        kind="pupil",
        title=direction,
        person=people.next(),
        department=department,
        skills=skills,
        alone=number % 4,
        steps=2 if number % 4 == 3 else 1,
        details=details,
    )


def _of_expert(number: int, people: "_Names", department: str) -> Iterator[_Thing]:
    """A technique and a pupil of a resident expert, of the department they work in."""
    taught = (brought for word, brought in OF_DEPARTMENT.items() if word in department)
    technique, direction, skills = next(taught, AT_LEAST)
    yield _Thing(kind="technique", title=technique, steps=5 - number % 4)
    yield _Thing(
        kind="pupil", title=direction, person=people.next(), skills=skills,
        alone=number % 3, steps=1, details={"pupil_phone": f"0546-00003{number:02}"},
    )  # fmt: skip


class _Book:
    """Enters things step by step, spread from the posting's first weeks to the other day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._count = 0

    def enter(self, thing: _Thing, posting: Posting, *, waits: bool = False) -> Item:
        """One thing with its milestones and skills; ``waits`` leaves the host's word open."""
        self._count += 1
        days = self._days(posting, thing.steps)
        item = actions.record_item(
            key=uuid.uuid5(NAMESPACE, f"{posting.pk}{thing.kind}{thing.title}{thing.person}"),
            new=actions.NewItem(
                programme=posting.programme,
                kind=thing.kind,
                giver=posting.home,
                host=posting.host,
                posting=posting,
                title=thing.title,
                begun_on=days[0],
                person_name=thing.person,
                department=thing.department or posting.department_name,
                details=self._answers() | thing.details,
                skills=thing.skills,
            ),
            side=Side.WORKER,
            by=posting.worker.account,
            at=_at(days[0]),
            today=days[0],
        )
        self._learn(item, thing, posting, waits=waits)
        course = course_of(shipped_kinds()[thing.kind])
        required = [one for one in course.milestones if not one.optional] if course else []
        for step, day in zip(required[1 : thing.steps], days[1:], strict=True):
            if step.needs_skills and thing.alone < len(thing.skills):
                break
            actions.reach_milestone(
                item=item,
                code=step.code,
                done=actions.Done(
                    on=day, cases=step.cases, answers=self._answers(), witness=WITNESS
                ),
                side=Side.WORKER if waits else Side.HOST,
                by=None,
                at=_at(day),
                today=day,
            )
        self._plan(item, [step.code for step in required[thing.steps : thing.steps + 1]])
        return item

    def confirm(self) -> None:
        """The other side confirms what is older than a fortnight."""
        items = Item.objects.filter(activity__state=Activity.State.RECORDED)
        old = items.filter(activity__happened_on__lt=self.on - timedelta(days=LATEST))
        entries = Activity.objects.filter(capacity_item__in=old)
        activities.confirm_activities(activities=entries, by=None, at=_at(self.on))

    def _learn(self, item: Item, thing: _Thing, posting: Posting, *, waits: bool) -> None:
        """Skills one after the other: some alone, the next under guidance, the rest open."""
        days = self._days(posting, 2 * len(thing.skills) + 3)[1:]
        for place, skill in enumerate(item.skills.all()):
            steps: tuple[SkillStep, ...] = ()
            if place < thing.alone:
                steps = tuple(SkillStep)
            elif place == thing.alone:
                steps = (SkillStep.TAUGHT, SkillStep.GUIDED)
            for day, step in zip(days[2 * place :], steps, strict=False):
                actions.take_skill_step(
                    skill=skill,
                    step=step,
                    on=day,
                    side=Side.WORKER if waits else Side.HOST,
                    by=None,
                    at=_at(day),
                    today=day,
                    witness=WITNESS,
                )

    def _plan(self, item: Item, codes: Sequence[str]) -> None:
        """The next step is planned: for most a month ahead, for every fourth it is late."""
        ahead = timedelta(days=-9 if self._count % 4 == 0 else 30)
        if codes:
            due = dict.fromkeys(codes, self.on + ahead)
            actions.plan_milestones(item=item, due=due, by=None)

    def _days(self, posting: Posting, steps: int) -> list[date]:
        first = posting.arrived_on or posting.starts_on
        last = max(first, self.on - timedelta(days=LATEST))
        span = (last - first).days
        return [first + timedelta(days=span * place // max(steps, 1)) for place in range(steps)]

    def _answers(self) -> dict[str, str]:
        told = {"year": self.on.year, "number": 10 + self._count}
        return {code: said.format(**told) for code, said in ANSWERS.items()}


def _trainees(book: _Book, people: "_Names", on: date) -> None:
    """Host staff received free of charge by the hospitals that support their county."""
    ties = Pairing.objects.filter(programme__code=support.CODE).on(on)
    for number, tie in enumerate(ties.select_related("sender", "host", "programme")[:4]):
        begun = max(tie.starts_on, on - timedelta(days=120 - 20 * number))
        item = actions.record_item(
            key=uuid.uuid5(NAMESPACE, f"trainee{tie.pk}"),
            new=actions.NewItem(
                programme=tie.programme,
                kind="trainee",
                giver=tie.sender,
                host=tie.host,
                title=("内科", "护理", "检验", "公共卫生")[number],
                person_name=people.next(),
                begun_on=begun,
                details={
                    "receiving_department": ("内科", "护理部", "检验科", "公共卫生科")[number],
                    "mentor": people.next(),
                    "lodging": "both",
                    "fee": "free",
                },
                skills=("跟班学习", "独立值班", "回院带教"),
            ),
            side=Side.SENDER,
            by=None,
            at=_at(begun),
            today=begun,
        )
        if number % 2 == 0:
            day = min(on, begun + timedelta(days=90))
            done = actions.Done(on=day, answers={"result": "good", "certificate": f"进修{number}"})
            actions.reach_milestone(
                item=item, code="finished", done=done, side=Side.HOST, by=None,
                at=_at(day), today=day,
            )  # fmt: skip


def _verify(item: Item, clerk: User, on: date) -> None:
    """Most is kept; of every fourth there are fewer cases."""
    weaker = item.pk % 4 == 0
    actions.verify_item(
        item=item,
        on=on - timedelta(days=3),
        found=Found.WEAKENED if weaker else Found.KEPT,
        cases=2 if weaker else 14,
        note="近三个月病例减少，已请派出单位回访带教。" if weaker else "",
        by=clerk,
        at=_at(on - timedelta(days=3)),
        today=on,
    )


def _serving(code: str, on: date) -> list[Posting]:
    found = Posting.objects.on(on).filter(
        programme__code=code,
        form__in=("resident", "leadership"),
        arrived_on__lte=on - timedelta(days=LATEST),
    )
    return list(found.in_full().select_related("worker__account").order_by("host", "pk"))


class _Names:
    """Invented names that nobody in the demonstration bears."""

    def __init__(self) -> None:
        taken = set(Worker.objects.values_list("name", flat=True))
        self._free = iter([one.full for one in names.every_name()[::37] if one.full not in taken])

    def next(self) -> str:
        """One more name."""
        return next(self._free)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(16, 5), SHANGHAI)
