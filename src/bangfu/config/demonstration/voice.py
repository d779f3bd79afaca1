"""Public requests in Jinzhou's hospitals: fifteen solved, as the city reports, some still open."""

from datetime import date, datetime, time, timedelta
from typing import Any

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Problem
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import AskCode, PublicRequest
from bangfu.apps.voice.queries.causes import Place, quarter_of
from bangfu.core.voice.codes import digest
from bangfu.core.voice.request_life import Way

from . import dongying, group, jinzhou, signins
from .duty import SHANGHAI

PLACES = 4
SOLVED = (
    (
        "window",
        "挂号排队太久，上午要等四十分钟。",
        "queue",
        "已增开两个挂号窗口，增设自助机。",
    ),
    (
        "tests",
        "检查报告能不能当天取？",
        "flow",
        "常规检查两小时内出报告，可自助打印。",
    ),
    ("surroundings", "住院楼三层开水房的热水器坏了。", "building", "热水器已更换，当日恢复供水。"),
    (
        "experts",
        "想知道上级医院专家哪天坐诊。",
        "explaining",
        "坐诊安排已张贴在门诊大厅，每周更新。",
    ),
    ("cost", "出院结算清单看不懂。", "explaining", "结算窗口已安排专人逐项说明。"),
    ("nursing", "夜间按铃后等了比较久。", "skill", "夜班已增加一名护士，按铃五分钟内到床旁。"),
    ("care", "复诊取药要重新挂号，很不方便。", "flow", "慢性病复诊已开设简易门诊，免再次挂号。"),
    ("attitude", "咨询台工作人员说话不耐烦。", "manner", "已对咨询台人员进行谈话和培训，并致歉。"),
    ("surroundings", "停车场没有轮椅通道。", "building", "已改造坡道两处，设置指示牌。"),
    ("window", "医保窗口中午没有人。", "queue", "医保窗口已安排午间值班。"),
    ("tests", "B超预约要等三天。", "equipment", "已调整排班，预约等候缩短到一天。"),
    ("care", "希望增加康复科门诊。", "skill", "已联系上级医院专家，每周三开设康复门诊。"),
    ("nursing", "输液室座位不够。", "building", "输液室已增加二十个座位。"),
    ("praise", "党员先锋岗的大夫讲解很耐心，表扬。", "no_fault", "感谢您的肯定，已转告本人。"),
    ("window", "老年人不会用自助机。", "explaining", "自助机旁已安排志愿者全天引导。"),
)
OPEN = (
    ("cost", "同一个检查在两家医院都做了，能不能互认？"),
    ("surroundings", "门诊二楼卫生间经常没有纸。"),
    ("other", ""),
)
RELEASED = 8
DAYS_BETWEEN = 6
HELD_AT = time(10)


def tell(*, on: date, party: User, host: User) -> None:
    """Within the caller's transaction, as of a day."""
    telling = _Telling(on=on, clerk=_clerk(on=on), party=party)
    for number, (kind, words, cause, answer) in enumerate(SOLVED):
        telling.solve(number, kind=kind, words=words, cause=cause, answer=answer)
    for number, (kind, words) in enumerate(OPEN):
        telling.ask(number, len(SOLVED) + number, kind, words, before=number)
    telling.plan(len(SOLVED) + len(OPEN))
    telling.reopen(len(SOLVED) + len(OPEN) + 1)
    telling.review()
    _AtTheHost(on=on, host=host).tell()


def _clerk(*, on: date) -> User:
    """The city's own office, which handles what hospitals pass on."""
    account = accounts.open_account(
        username="jinzhou", name="锦州市卫生健康委经办人", password=signins.PASSWORD, by=None
    )
    accounts.give_grant(
        user=account,
        role="commission_clerk",
        by=None,
        on=on,
        area_prefix=jinzhou.CITY,
        place_name="锦州市",
    )
    return account


class _Telling:
    """Requests at a few hospitals, each with a code in its hall."""

    def __init__(self, *, on: date, clerk: User, party: User) -> None:
        self._on, self._clerk, self._party = on, clerk, party
        programme = Programme.objects.get(code=jinzhou.CODE)
        large = Institution.objects.filter(area_code__startswith=jinzhou.CITY, level__gte=2)
        began = self._at((len(SOLVED) + 2) * DAYS_BETWEEN)
        self._codes: list[AskCode] = [
            actions.make_code(
                institution=place, programme=programme, place="门诊大厅", by=clerk, at=began
            )
            for place in large.order_by("-level", "code")[:PLACES]
        ]

    def ask(self, place: int, number: int, kind: str, words: str, *, before: int) -> PublicRequest:
        """Somebody asks so many days before the story's day; everybody has a phone of their own."""
        asked = actions.ask(
            code=self._codes[place % PLACES],
            kind=kind,
            words=words,
            form_key=f"story-{number}",
            browser=f"story-{number}",
            at=self._at(before),
        )
        return asked.request

    def solve(self, number: int, *, kind: str, words: str, cause: str, answer: str) -> None:
        """Asked, answered two days later, solved at the call-back; some are published."""
        before = (len(SOLVED) - number + 1) * DAYS_BETWEEN
        found = self._answered(number, kind, words, cause, answer, before=before)
        day = self._day(before - 4)
        found = actions.call_back(
            request=found, solved=True, satisfied=number % 7 != 5, by=self._clerk, on=day,
            at=self._at(before - 4),
        )  # fmt: skip
        if number < RELEASED:
            row = actions.draft_release(
                request=found, question=words, answer=answer, by=self._clerk,
                at=self._at(before - 4),
            )  # fmt: skip
            actions.approve_release(release=row, by=self._party, at=self._at(before - 5))

    def plan(self, number: int) -> None:
        """One that takes building work."""
        found = self.ask(number, number, "surroundings", "住院楼电梯太慢，能不能加一部？", before=2)
        actions.accept(
            request=found, way=Way.DATED_PLAN, planned_for=self._on + timedelta(90),
            by=self._clerk, on=self._day(1), at=self._at(1),
        )  # fmt: skip

    def review(self) -> None:
        """The lifts become a problem on the list; the quarter before was gone through."""
        lifts = PublicRequest.objects.get(form_key=digest(f"story-{len(SOLVED) + len(OPEN)}")[:32])
        actions.problem_for_request(
            request=lifts, programme=Programme.objects.get(code=jinzhou.CODE),
            title="住院楼电梯运力不足", detail="高峰时段候梯超过十分钟。",
            cause=Problem.Cause.OBJECTIVE, spread=Problem.Spread.PARTICULAR,
            by=self._clerk, on=self._day(1), at=self._at(1),
        )  # fmt: skip
        first, _after = quarter_of(self._on)
        before, _same = quarter_of(first - timedelta(days=1))
        actions.keep_review(
            place=Place(None, jinzhou.CITY, "锦州市"), first=before, met_on=self._on,
            who="医务、护理、门诊、后勤负责人",
            findings="等候时间长和流程不便占多数：上午挂号窗口集中，复诊取药要重复挂号。",
            measures="各医院上午增开窗口，慢性病复诊开设简易门诊，下季度复核等候时间。",
            by=self._clerk, on=self._on, at=self._at(0),
        )  # fmt: skip

    def reopen(self, number: int) -> None:
        """One whose asker is not content."""
        words, answer = "病房晚上空调不制冷。", "空调已检修。"
        found = self._answered(number, "surroundings", words, "building", answer, before=7)
        actions.reopen(
            request=found, words="检修后第二天又不制冷了。", on=self._day(1), at=self._at(1)
        )

    def _answered(
        self, number: int, kind: str, words: str, cause: str, answer: str, *, before: int
    ) -> PublicRequest:
        found = self.ask(number, number, kind, words, before=before)
        first, then = before - 1, before - 2
        found = actions.accept(
            request=found, way=Way.AT_ONCE, by=self._clerk, on=self._day(first), at=self._at(first)
        )
        return actions.answer(
            request=found, words=answer, cause=cause, by=self._clerk, on=self._day(then),
            at=self._at(then),
        )  # fmt: skip

    def _day(self, before: int) -> date:
        return self._on - timedelta(days=before)

    def _at(self, before: int) -> datetime:
        return datetime.combine(self._day(before), HELD_AT, tzinfo=SHANGHAI)


class _AtTheHost:
    """A few at the hospital whose office can be signed in as: each waits for another step."""

    def __init__(self, *, on: date, host: User) -> None:
        self._on, self._host = on, host
        self._place = Institution.objects.get(name=dongying.SECOND)
        self._code = actions.make_code(
            institution=self._place,
            programme=Programme.objects.get(code=group.CODE),
            place="门诊大厅",
            by=host,
            at=self._at(30),
        )

    def tell(self) -> None:
        """One new, one past its term and reminded of, one to call back, one received elsewhere."""
        self._ask("experts", "专家门诊能不能提前一周公布时间？", before=1)
        self._ask("tests", "CT报告等了三天还没有出来。", before=16)
        actions.remind_all(on=self._day(8), at=self._at(8))
        answered = self._ask(
            "care", "想看康复门诊，要跑到市里。", before=6, telephone="0546-8100000"
        )
        who: dict[str, Any] = {"by": self._host, "on": self._day(4), "at": self._at(4)}
        taken = actions.accept(request=answered, way=Way.AT_ONCE, **who)
        actions.answer(
            request=taken, words="派驻专家每周三上午坐诊康复门诊。", cause="skill", **who
        )

    def _ask(self, kind: str, words: str, *, before: int, telephone: str = "") -> PublicRequest:
        return actions.ask(
            code=self._code, kind=kind, words=words, telephone=telephone,
            form_key=f"host-{before}", browser=f"host-{before}", at=self._at(before),
        ).request  # fmt: skip

    def _day(self, before: int) -> date:
        return self._on - timedelta(days=before)

    def _at(self, before: int) -> datetime:
        return datetime.combine(self._day(before), HELD_AT, tzinfo=SHANGHAI)
