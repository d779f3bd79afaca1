"""What the demonstration's offices let the public read: lists, a notice, stories with a picture."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.publicity import actions
from bangfu.apps.publicity.actions.releasing import P
from bangfu.apps.registry.models import Institution
from bangfu.core.evidence import Clean, checked

from . import deputies, dongying, jinzhou, signins, support
from .duty import SHANGHAI

SIDE = (1200, 800)
SKY, SUN = (232, 240, 246), (245, 196, 92)
HILLS = (((147, 178, 196), 430, 90), ((96, 141, 160), 520, 120), ((52, 99, 108), 620, 80))
STORIES = (
    (
        "road",
        "海岛边的早班门诊",
        "派驻专家把门诊开到早上七点，赶海回来的居民不再为看病误一天工。",
        (
            "到岗第一周，专家和科室一起翻了半年的门诊登记：上午十点以后挂号的居民，多数是赶海回来。"
            "科里商量后，每周二、周四的门诊提前到七点。\n\n"
            "三个月下来，早班门诊看了二百多人次，本地两名医师已能独立完成常见病的诊治，专家改为每周查房一次。"
        ),
        "清晨，医院门前的路",
    ),
    (
        "hills",
        "四十里山路，一周一趟",
        "支援单位的医师每周进山一次，带着乡镇卫生院的同事一起走。",
        (
            "木垒的几个村离县城四十多里。支援医师没有把门诊设在县里等人来，而是每周和乡镇卫生院的同事一起进村。\n\n"
            "半年里，乡镇的年轻医师跟着看完了全部慢性病随访，现在由他们自己带队，支援医师只在疑难时到场。"
        ),
        "进村路上的山",
    ),
)
SHOWN_DAYS = 12
MULEI = "652328"


def tell(*, on: date, people: dict[str, User]) -> None:
    """Within the caller's transaction, as of a day."""
    telling = _Telling(on=on)
    telling.lists(clerk=people["clerk"], changji=people["changji"])
    telling.stories(host=people["host"], clerk=people["clerk"], changji=people["changji"])


def _reader(area: str, place: str, *, on: date) -> User:
    """The second pair of eyes of a city's office."""
    account = accounts.open_account(
        username=f"reader{area}",
        name=f"{place}卫生健康委审核人",
        password=signins.PASSWORD,
        by=None,
    )
    accounts.give_grant(
        user=account, role="commission_clerk", by=None, on=on, area_prefix=area, place_name=place
    )
    return account


def picture(kind: str) -> Clean:
    """An invented landscape: nobody is in it."""
    image = Image.new("RGB", SIDE, SKY)
    drawn = ImageDraw.Draw(image)
    drawn.ellipse((860, 120, 1000, 260), fill=SUN)
    for number, (colour, height, swing) in enumerate(HILLS):
        ridge = [
            (x, height - swing * ((x // 150 + number) % 3) + 25 * ((x // 75) % 2))
            for x in range(0, SIDE[0] + 150, 150)
        ]
        drawn.polygon([(0, SIDE[1]), *ridge, (SIDE[0], SIDE[1])], fill=colour)
    if kind == "road":
        drawn.polygon([(480, 800), (720, 800), (612, 560), (596, 560)], fill=(226, 222, 210))
    sink = BytesIO()
    image.save(sink, "JPEG", quality=82)
    return checked(sink.getvalue(), "帮扶一线.jpg")


class _Telling:
    """Lists and stories, most of them released, one of each waiting for a second person."""

    def __init__(self, *, on: date) -> None:
        self._on = on
        self._readers = {
            area: _reader(area, place, on=on)
            for area, place in (("3705", "东营市"), ("6523", "昌吉州"))
        }

    def lists(self, *, clerk: User, changji: User) -> None:
        """Who is posted in Dongying, who takes part in Fukang's support, a notice, a draft."""
        until = self._on + timedelta(days=SHOWN_DAYS)
        posted = Programme.objects.get(code=deputies.CODE)
        helped = Programme.objects.get(code=support.CODE)
        office = "东营市卫生健康委员会"
        persons = actions.write_list(
            programme=posted,
            kind="persons",
            title="业务院长选派人员名单公示",
            words="根据业务院长选派工作安排，经单位推荐、双方商定，现将选派人员名单予以公示。",
            office=office,
            telephone="0546-8000000",
            shown_until=until,
            by=clerk,
            on=self._day(2),
            at=self._at(2),
        )
        self._release(persons, 1)
        units = actions.write_list(
            programme=helped,
            kind="units",
            title="对口支援参加单位名单",
            office="昌吉州卫生健康委员会",
            by=changji,
            on=self._day(9),
            at=self._at(9),
        )
        self._release(units, 8)
        notice = actions.write_list(
            programme=posted,
            kind="notice",
            title="关于公布专家坐诊安排查询方式的通知",
            words="各受援单位专家坐诊安排每周更新，可在“专家坐诊安排”中按医院查询，也可以扫描门诊大厅的二维码查看。",
            office=office,
            by=clerk,
            on=self._day(5),
            at=self._at(5),
        )
        self._release(notice, 4)
        actions.write_list(
            programme=posted,
            kind="units",
            title="业务院长选派参加单位名单",
            office=office,
            by=self._readers["3705"],
            on=self._day(1),
            at=self._at(1),
        )

    def stories(self, *, host: User, clerk: User, changji: User) -> None:
        """One of Dongying, one of Mulei, one that waits."""
        places = (
            Institution.objects.get(name=dongying.SECOND),
            Institution.objects.filter(area_code__startswith=MULEI, level__gte=2).order_by("code")[
                0
            ],
        )
        for number, (told, place, writer) in enumerate(
            zip(STORIES, places, (host, changji), strict=True)
        ):
            kind, title, lead, words, caption = told
            row = actions.write_story(
                institution=place, title=title, lead=lead, words=words, caption=caption,
                agreed=True, files=[picture(kind)], by=writer, at=self._at(4 + number),
            )  # fmt: skip
            self._release(row, 3 + number)
        actions.write_story(
            institution=Institution.objects.get(name=jinzhou.CENTRAL),
            title="党员先锋岗的一天",
            lead="门诊大厅的先锋岗，一天回答四百多个问题。",
            words="先锋岗设在门诊大厅正中，党员轮流值守，问得最多的是怎样取报告、到哪里缴费。",
            agreed=True,
            by=User.objects.get(username="jinzhou"),
            at=self._at(1),
        )

    def _release(self, row: P, before: int) -> None:
        by = self._readers[row.area_code[:4]]
        actions.release(row=row, by=by, on=self._day(before), at=self._at(before))

    def _day(self, before: int) -> date:
        return self._on - timedelta(days=before)

    def _at(self, before: int) -> datetime:
        return datetime.combine(self._day(before), time(15), tzinfo=SHANGHAI)
