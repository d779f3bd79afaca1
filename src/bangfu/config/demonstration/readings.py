"""A notice half gone through: copied from a web page with menus and glosses, as they arrive."""

from datetime import date, datetime, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.apps.readings.taking import as_text
from bangfu.core.readings import Part, Verdict

from .task_deeds import at

AREA = "3705"
FILE = "关于做好乡镇卫生院儿科驻点帮扶工作的通知.html"
SENT_AGO, WORKED_AGO = timedelta(days=2), timedelta(days=1)

NOTICE = """<html><head><title>通知公告</title></head><body>
<div>首页 &gt; 政务公开 &gt; 通知公告 &gt; 正文</div>
<h1>东营市卫生健康委员会关于做好{year}年乡镇卫生院儿科驻点帮扶工作的通知</h1>
<p>东卫发〔{year}〕18号</p>
<p>各县区卫生健康局，市直各医院：</p>
<p>为缓解基层儿科服务能力不足，提升常见病诊疗水平，决定在全市组织开展乡镇卫生院儿科驻点帮扶工作。现将有关事项通知如下：</p>
<p>一、组织领导</p>
<p>成立市儿科驻点帮扶工作领导小组，办公室设在市卫生健康委医政科，負(fù)責(zé)统筹协调和督导检查。</p>
<p>二、选派安排</p>
<p>（一）从全市三级医院选派6名、二级医院选派4名共10名儿科医师，到10个乡镇卫生院驻点服务，每人连续服务不少于6个月。</p>
<p>（二）派驻医师须具有主治医师及以上职称。</p>
<p>（三）派驻人员于{due}前全部到岗。</p>
<p>三、工作任务</p>
<p>（一）每家受援卫生院开展义诊不少于4场次。</p>
<p>（二）举办儿科培训班不少于2期，接收基层进修人员20人次。</p>
<p>（三）帮助受援卫生院制定儿童急危重症转诊流程，建立双向转诊绿色通道。</p>
<p>（四）培育一个儿童保健特色门诊。</p>
<p>四、工作要求</p>
<p>市卫生健康委每季度检查一次，年底组织考核，考核结果纳入医院年度绩效评价。</p>
<p>附件：1.派驻人员登记表</p>
<p>东营市卫生健康委员会</p>
<p>{sent}</p>
<div>版权所有 东营市卫生健康委员会 | 网站地图 | 联系我们</div>
</body></html>
"""
"""Of our own writing: no such notice was ever issued."""


def tell(*, on: date, clerk: User) -> None:
    """Hand the notice in, have it read, and go through the first half of its draft."""
    sent, due = on - timedelta(days=5), on + timedelta(days=40)
    text = NOTICE.format(year=sent.year, due=_written(due), sent=_written(sent))
    handed_in = at(on - SENT_AGO)
    reading = actions.start_reading(
        file=as_text(text.encode(), FILE), area=AREA, by=clerk, at=handed_in
    )
    reading = actions.perform_reading(reading=reading, at=handed_in)
    worked = at(on - WORKED_AGO)
    title = f"{sent.year}年乡镇卫生院儿科驻点帮扶"
    _decide(reading, "title", Verdict.CORRECTED, clerk, worked, title)
    for part in (Part.HEAD, Part.BASIS, Part.PARTIES):
        actions.accept_part(reading=reading, part=part, by=clerk, at=worked)
    for value in reading.values.filter(sort="form")[1:]:
        _decide(reading, value.place, Verdict.DISCARDED, clerk, worked)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _decide(
    reading: NoticeReading,
    place: str,
    verdict: Verdict,
    clerk: User,
    when: datetime,
    typed: str = "",
) -> None:
    value = DraftValue.objects.get(reading=reading, place=place)
    actions.decide(
        value=value, verdict=verdict, revision=value.revision, typed=typed, by=clerk, at=when
    )
