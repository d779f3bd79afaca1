"""The gallery: every component once, with invented content, to be looked at and tested.

Places and people here do not exist; the sentences are what an office would write.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from django import forms
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .access import signed_in
from .components import Fact, Keyset, Progress, Reason, Tab, Tile, Tone
from .forms import DayField
from .pages import Page, show
from .timeline import Lane, Stay, Timeline, lay_out
from .wording import number

TODAY = date(2025, 9, 17)


class Filters(forms.Form):
    """What a list is narrowed by."""

    words = forms.CharField(label=gettext_lazy("姓名或拼音"), required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("行政区划"),
        required=False,
        choices=[("", gettext_lazy("全部")), ("1", "安平县"), ("2", "临河区")],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[("", gettext_lazy("全部")), ("on", gettext_lazy("在岗"))],
    )
    vacant = forms.BooleanField(label=gettext_lazy("只看空缺"), required=False)


class PostingForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label=gettext_lazy("派驻人员"))
    host = forms.ChoiceField(
        label=gettext_lazy("受援单位"),
        choices=[("", gettext_lazy("请选择")), ("1", "安平县清水镇卫生院")],
    )
    starts_on = DayField(
        label=gettext_lazy("到岗日期"), help_text=gettext_lazy("自当日起计服务天数。")
    )
    form = forms.ChoiceField(
        label=gettext_lazy("服务方式"),
        choices=[("resident", gettext_lazy("常驻")), ("clinic", gettext_lazy("坐诊"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("备注"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    workbook = forms.FileField(
        label=gettext_lazy("名册工作簿"),
        help_text=gettext_lazy("Excel工作簿（.xlsx），不超过5 MB。先试读，不会立即写入。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    agreed = forms.BooleanField(label=gettext_lazy("双方已签订协议书"), required=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """One invented person on post, or an empty post where ``name`` is empty."""

    host: str
    name: str
    title: str
    form: str
    ends_before: date | None
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ShownProof:
    """One invented file of a record."""

    pk: int
    name: str
    kind: str
    size: str
    icon: str = "file-text"
    is_photo: bool = False
    is_shown: bool = False

    @property
    def said(self) -> str:
        return f"{self.kind}：{self.name}"


@dataclass(frozen=True)
class Gallery(Page):
    """Everything the gallery shows."""

    template: ClassVar[str] = "gallery/components"

    tiles: list[Tile]
    filters: Filters
    rows: Leaf[Posted]
    neighbours: Keyset
    tabs: list[Tab]
    facts: list[Fact]
    reasons: list[Reason]
    boxes: list[Progress]
    chart: Timeline
    form: PostingForm
    refused: PostingForm
    tones: list[tuple[Tone, str]]
    consequences: list[str]
    proofs: list["ShownProof"]
    today: date = TODAY


STEPS = tuple(str(step) for step in range(10))
"""The states of the gallery's running box, as its address names them."""


@signed_in
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show each component in its usual states."""
    page = Gallery(
        tiles=_tiles(),
        filters=Filters(request.GET or {"area": "1"}),
        rows=Paginator(_rows() * 21, 8).get_page(request.GET.get("page")),
        neighbours=Keyset(next_url="?page=2", shown=50, total=20_114),
        tabs=_tabs(),
        facts=_facts(),
        reasons=_reasons(),
        boxes=_boxes(request),
        chart=_chart(),
        form=PostingForm(initial={"starts_on": TODAY, "form": "resident"}),
        refused=PostingForm({"name": "", "host": "1", "starts_on": "2025-02-30"}),
        tones=_tones(),
        consequences=[
            _("生成14条派驻记录，自2025年10月1日起计服务天数"),
            _("方案锁定，不能再改动"),
        ],
        proofs=_proofs(),
    )
    return show(request, page)


@signed_in
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The next state of the gallery's running box: a tenth further each time, then finished."""
    asked = request.GET.get("step", "")
    step = int(asked) + 1 if asked in STEPS else 1
    return render(request, "gallery/_progress.html", {"box": _running(request.path, step)})


@signed_in
@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """What the gallery's invented files show: the product's own mark."""
    mark = Path(__file__).parent / "static/images/mark.svg"
    return FileResponse(mark.open("rb"), content_type="image/svg+xml")


def _running(url: str, step: int) -> Progress:
    done = step / 10
    note = _("已比较%(count)s种安排") % {"count": number(step * 4_213)}
    if step == 10:
        return Progress(_("方案已算出，并证明为最优"), url, 1.0, note, finished=True, tone="ok")
    return Progress(_("正在测算选派方案"), f"{url}?step={step}", done, note)


def _tiles() -> list[Tile]:
    return [
        Tile(_("今日在岗"), number(1286), _("人"), _("应在岗1,304人"), "ok", "user-check"),
        Tile(
            _("空缺岗位"),
            number(3),
            _("个岗位"),
            _("其中2个已空缺7天以上"),
            "danger",
            "user-x",
            "#board",
        ),
        Tile(
            _("30天内到期"),
            number(42),
            _("人"),
            _("8人尚无接任人选"),
            "warn",
            "hourglass",
            "#board",
        ),
        Tile(_("本年派出"), number(48_213), _("人次"), _("完成年度任务的81.6%"), "brand", "send"),
    ]


def _rows() -> list[Posted]:
    resident, clinic, on_post = _("常驻"), _("坐诊"), _("在岗")
    return [
        Posted(
            "清水镇卫生院", "林知远", _("副主任医师"), resident, date(2027, 8, 24), on_post, "ok"
        ),
        Posted("河口镇中心卫生院", "", "", resident, None, _("空缺"), "danger"),
        Posted(
            "安平县人民医院",
            "沈若谷",
            _("主治医师"),
            clinic,
            date(2025, 10, 1),
            _("即将到期"),
            "warn",
        ),
        Posted(
            "柳林乡卫生院", "顾明川", _("主任医师"), resident, date(2026, 3, 1), _("请假"), "info"
        ),
    ]


def _tabs() -> list[Tab]:
    return [
        Tab(_("概况"), "#tabs", current=True),
        Tab(_("需求"), "#tabs", count=18),
        Tab(_("派驻"), "#tabs", count=1286),
        Tab(_("依据文件"), "#tabs"),
    ]


def _facts() -> list[Fact]:
    return [
        Fact(_("机构等级"), _("三级甲等")),
        Fact(_("统一社会信用代码"), "12370500MB2A000000"),
        Fact(_("行政区划"), "安平县"),
        Fact(_("协议期限"), _("2025年3月17日至2028年3月16日"), "#facts"),
    ]


def _reasons() -> list[Reason]:
    return [
        Reason(_("专业对口：受援科室为普通外科，本人执业范围为外科专业"), "ok", "+40"),
        Reason(_("职称为副主任医师，高于要求的主治医师"), "ok", "+12", _("依据：方案第三条")),
        Reason(_("已在县级及以下机构服务7个月，尚差5个月"), "info", "+8", url="#reasons"),
        Reason(_("派出后本科室仅余2名中级以上医师"), "warn", "−15"),
        Reason(_("该日已安排在柳林乡卫生院坐诊，不能同时派往两处"), "danger"),
    ]


def _boxes(request: HttpRequest) -> list[Progress]:
    url = f"{request.path}progress/"
    return [
        Progress(_("正在准备数据"), url, None, _("通常需要几秒钟"), finished=True),
        Progress(_("已导入名册"), url, 1.0, _("2,048行，全部通过校验"), finished=True, tone="ok"),
        _running(url, 7),
    ]


def _chart() -> Timeline:
    def stay(
        name: str, begins: tuple[int, int], ends: tuple[int, int], tone: Tone = "brand"
    ) -> Stay:
        return Stay(name, date(*begins, 1), date(*ends, 1), tone, "#timeline")

    lanes = [
        Lane(
            "清水镇卫生院",
            [
                stay("林知远", (2024, 9), (2025, 3)),
                stay("苏亦辰", (2025, 3), (2025, 9)),
                stay("周念慈", (2025, 9), (2026, 6), "ok"),
            ],
            _("业务院长"),
            "#timeline",
        ),
        Lane(
            "河口镇中心卫生院",
            [
                stay("沈若谷", (2024, 11), (2025, 7)),
                stay(_("空缺"), (2025, 7), (2025, 11), "danger"),
                stay("许同舟", (2025, 11), (2026, 8), "neutral"),
            ],
            _("业务院长"),
        ),
        Lane(
            "安平县人民医院", [Stay("顾明川", date(2025, 1, 16), None, "info")], _("普通外科 坐诊")
        ),
        Lane(
            "柳林乡卫生院",
            [Stay("韩予安", date(2025, 4, 8), date(2025, 4, 22), "warn")],
            _("短期轮换"),
        ),
    ]
    return lay_out(lanes, title=_("派驻时间表"), first=date(2024, 11, 1), months=18, today=TODAY)


def _proofs() -> list[ShownProof]:
    photo, sheet = _("JPG照片"), _("Excel表格")
    long = _("2025年3月17日清水镇卫生院义诊现场合影（上午）.jpg")
    return [
        ShownProof(1, _("义诊现场.jpg"), photo, "1.2 MB", is_photo=True, is_shown=True),
        ShownProof(2, long, photo, "860 KB", is_photo=True, is_shown=True),
        ShownProof(3, _("签到表.xlsx"), sheet, "18 KB", "file-spreadsheet"),
        ShownProof(4, _("帮扶协议.pdf"), _("PDF文件"), "2.4 MB", "file-description", is_shown=True),
    ]


def _tones() -> list[tuple[Tone, str]]:
    return [
        ("ok", _("在岗")),
        ("warn", _("即将到期")),
        ("danger", _("空缺")),
        ("info", _("请假")),
        ("brand", _("已发布")),
        ("neutral", _("已结束")),
    ]
