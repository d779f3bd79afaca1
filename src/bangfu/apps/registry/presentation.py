"""How the registry's values are told on its pages."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.standards import institutions as classes
from bangfu.core.standards.finding import Finding
from bangfu.web.components import Fact, Tile
from bangfu.web.wording import MISSING, day, in_english, in_own_language, number

from .actions import ImportReport, RowChange
from .models import Worker
from .pages import ChangeRow, ErrorRow
from .queries import institutions, workers
from .queries.institutions import subject_in_words
from .queries.workers import title_in_words

SHOWN_ERRORS = 200
SHOWN_CHANGES = 100


def institution_facts(found: institutions.Details) -> list[Fact]:
    """What an institution's page states in its list of facts."""
    facts = [
        Fact(_("机构代码"), found.code),
        Fact(_("机构类别"), found.category),
        Fact(_("医院等级"), found.level),
        Fact(_("行政区划"), found.area),
        Fact(_("薄弱机构"), _("是") if found.is_weak else _("否")),
        Fact(
            _("地区类别"), _("%(n)s类") % {"n": found.area_class} if found.area_class else MISSING
        ),
        Fact(_("上级机构"), *_linked(found.parent)),
        Fact(_("地址"), found.address or MISSING),
        Fact(_("联系电话"), found.phone or MISSING),
        Fact(_("登记日期"), day(found.valid_from)),
    ]
    if found.valid_to:
        facts.append(Fact(_("撤销日期"), day(found.valid_to)))
    if found.merged_into:
        facts.append(Fact(_("并入机构"), *_linked(found.merged_into)))
    return facts


def institution_tiles(found: institutions.Details, *, may_list: bool) -> list[Tile]:
    """Staff by rank, departments, population: the figures a plan begins with."""
    by_rank = found.staff_by_rank
    senior = by_rank.get(Worker.Rank.SENIOR, 0) + by_rank.get(Worker.Rank.ASSOCIATE_SENIOR, 0)
    middle = by_rank.get(Worker.Rank.INTERMEDIATE, 0)
    people = pgettext("计量", "人")
    listed = f"{reverse('worker_list')}?institution={found.pk}" if may_list else ""
    return [
        Tile(_("在册人员"), number(found.staff), people, icon="users", url=listed),
        Tile(_("副高级及以上"), number(senior), people, icon="certificate"),
        Tile(_("中级"), number(middle), people, icon="user-check"),
        Tile(_("科室"), number(len(found.departments)), pgettext("计量", "个"), icon="sitemap"),
    ]


def worker_facts(found: workers.Details, *, may_view_home: bool) -> list[Fact]:
    """What a worker's page states in its list of facts."""
    home = reverse("institution", args=[found.home_pk]) if may_view_home else ""
    title = found.title or _("没有卫生专业技术职务")
    facts = [
        Fact(_("所在单位"), found.home, home),
        Fact(_("所在科室"), found.department or MISSING),
        Fact(_("专业技术职务"), f"{title}（{found.rank}）" if found.title else title),
        Fact(_("专业"), "、".join(found.subjects) or MISSING),
        Fact(_("工号"), found.staff_number),
        Fact(_("身份证号"), found.id_number or MISSING),
        Fact(_("性别"), found.sex),
        Fact(_("出生日期"), day(found.birth_date)),
        Fact(_("执业证书编码"), found.practice_certificate or MISSING),
        Fact(_("联系电话"), found.phone or MISSING),
        Fact(_("登录账号"), found.account or MISSING),
        Fact(_("登记日期"), day(found.valid_from)),
    ]
    if found.valid_to:
        facts.append(Fact(_("离任日期"), day(found.valid_to)))
    return facts


def told(findings: Iterable[Finding]) -> list[str]:
    """Findings in the language of the page."""
    return [in_own_language(finding) for finding in findings]


def trial_tiles(report: ImportReport) -> list[Tile]:
    """How many rows would be entered, changed and left; with errors, how many are wrong."""
    rows = pgettext("计量", "行")
    sound = report.created + report.changed + report.unchanged
    if report.errors:
        wrong, places = number(len(report.errors)), pgettext("计量", "处")
        return [
            Tile(_("错误"), wrong, places, tone="danger", icon="alert-circle"),
            Tile(_("无误"), number(sound), rows, _("改正后一并写入"), icon="check"),
        ]
    return [
        Tile(_("新增"), number(report.created), rows, icon="plus"),
        Tile(_("变更"), number(report.changed), rows, icon="edit"),
        Tile(_("不变"), number(report.unchanged), rows, icon="minus"),
    ]


def error_rows(errors: Sequence[CellError]) -> list[ErrorRow]:
    """The first errors in the language of the page."""
    language = get_language() or ""
    return [
        ErrorRow(e.sheet, e.cell, e.value, e.says(language), e.remedy(language))
        for e in errors[:SHOWN_ERRORS]
    ]


def change_rows(changes: Sequence[RowChange]) -> list[ChangeRow]:
    """The first changes, each field by its label with the value before and after."""
    labels = _labels()
    return [
        ChangeRow(
            place=_("%(sheet)s 第%(row)s行") % {"sheet": change.sheet, "row": change.row},
            label=change.label,
            is_new=change.is_new,
            fields=[
                (labels.get(f.field, f.field), _value(f.field, f.before), _value(f.field, f.after))
                for f in change.fields
            ],
        )
        for change in changes[:SHOWN_CHANGES]
    ]


def _linked(other: tuple[int, str] | None) -> tuple[str, str]:
    if other is None:
        return MISSING, ""
    return other[1], reverse("institution", args=[other[0]]) if other[0] else ""


def _value(field: str, value: object) -> str:
    if value in (None, "", ()):
        return MISSING
    if field == "title_code":
        return title_in_words(str(value))
    if field == "category":
        kind = classes.every()[str(value)]
        return kind.en if in_english() else kind.zh
    if field == "sex":
        return str(Worker.Sex(str(value)).label)
    if isinstance(value, tuple):
        return "、".join(subject_in_words(code) for code in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return day(value) if isinstance(value, date) else str(value)


def _labels() -> dict[str, str]:
    return {
        "name": _("名称"),
        "short_name": _("简称"),
        "category": _("机构类别"),
        "level": _("医院等级"),
        "grade": _("等次"),
        "area_code": _("行政区划"),
        "area_class": _("地区类别"),
        "is_weak": _("薄弱机构"),
        "parent_code": _("上级机构"),
        "address": _("地址"),
        "phone": _("联系电话"),
        "population_served": _("服务人口"),
        "home_code": _("所在单位"),
        "staff_number": _("工号"),
        "department": _("所在科室"),
        "title_code": _("专业技术职务"),
        "subject_codes": _("专业"),
        "sex": _("性别"),
        "birth_date": _("出生日期"),
        "id_number": _("身份证号"),
        "practice_certificate": _("执业证书编码"),
        "subject_code": _("诊疗科目"),
        "staff": _("在编人数"),
        "minimum_staff": _("最低在岗人数"),
    }
