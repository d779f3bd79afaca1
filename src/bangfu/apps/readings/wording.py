"""Values of a draft in words: what each is called, what it says, how sure the reading is."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.readings.models import DraftValue
from bangfu.core.programmes.vocabulary import DutyUnit, Per, Unit
from bangfu.core.readings import Sort, Verdict
from bangfu.web.components import Tone
from bangfu.web.wording import day, enumerated, in_own_language, number, told

_LABELS: dict[str, str | Promise] = {
    "项目名称": gettext_lazy("项目名称"),
    "项目代码": gettext_lazy("项目代码"),
    "版本（年份）": gettext_lazy("版本（年份）"),
    "行政区划": gettext_lazy("行政区划"),
    "发文单位": gettext_lazy("发文单位"),
    "起始日期": gettext_lazy("起始日期"),
    "截止日期（含当日）": gettext_lazy("截止日期（含当日）"),
    "发文字号": gettext_lazy("发文字号"),
    "成文日期": gettext_lazy("成文日期"),
    "发布日期": gettext_lazy("发布日期"),
    "依据文件": gettext_lazy("依据文件"),
    "附件": gettext_lazy("附件"),
    "原则": gettext_lazy("原则"),
    "目标": gettext_lazy("目的"),
    "主管部门": gettext_lazy("主管部门"),
    "地方政府": gettext_lazy("地方政府"),
    "派出单位": gettext_lazy("派出单位"),
    "受援单位": gettext_lazy("受援单位"),
    "主管部门数量": gettext_lazy("主管部门数量"),
    "地方政府数量": gettext_lazy("地方政府数量"),
    "派出单位数量": gettext_lazy("派出单位数量"),
    "受援单位数量": gettext_lazy("受援单位数量"),
    "领导小组": gettext_lazy("领导小组"),
    "会议日期": gettext_lazy("会议日期"),
    "参会人数": gettext_lazy("参会人数"),
    "服务方式": gettext_lazy("服务方式"),
    "职称下限": gettext_lazy("职称下限"),
    "人选条件": gettext_lazy("人选条件"),
    "每次服务时长": gettext_lazy("每次服务时长"),
    "到岗期限": gettext_lazy("到岗期限"),
    "人数": gettext_lazy("人数"),
    "人数要求": gettext_lazy("人数要求"),
    "三级医院人数": gettext_lazy("三级医院人数"),
    "二级医院人数": gettext_lazy("二级医院人数"),
    "一级医院人数": gettext_lazy("一级医院人数"),
    "按医院等级分配": gettext_lazy("按医院等级分配"),
    "指标": gettext_lazy("指标"),
    "已完成": gettext_lazy("已完成"),
    "任务": gettext_lazy("任务"),
    "完成期限": gettext_lazy("完成期限"),
    "检查周期": gettext_lazy("检查周期"),
    "考核轮次": gettext_lazy("考核轮次"),
    "考核层级": gettext_lazy("考核层级"),
    "用表": gettext_lazy("用表"),
}
"""What the reading calls its values, as it is said in the reader's language."""

_BOUNDS = {
    "at_least": gettext_lazy("不少于"),
    "at_most": gettext_lazy("不超过"),
    "about": gettext_lazy("约"),
}
_VERDICTS: dict[Verdict, tuple[str | Promise, Tone]] = {
    Verdict.OPEN: (gettext_lazy("待核对"), "warn"),
    Verdict.ACCEPTED: (gettext_lazy("已采纳"), "ok"),
    Verdict.CORRECTED: (gettext_lazy("已更正"), "info"),
    Verdict.DISCARDED: (gettext_lazy("不采用"), "neutral"),
}
SURE, RATHER_SURE = 0.93, 0.86

REPAIRS: dict[str, str | Promise] = {
    "line_break": gettext_lazy("断行"),
    "unseen_character": gettext_lazy("看不见的字符"),
    "width": gettext_lazy("全角半角"),
    "radical": gettext_lazy("被部首代替的汉字"),
    "lost_byte": gettext_lazy("丢字节造成的错字"),
    "gloss": gettext_lazy("夹在字后的拼音"),
    "simplified": gettext_lazy("繁体字"),
    "spacing": gettext_lazy("多余空格"),
    "document_number": gettext_lazy("发文字号的括号"),
    "punctuation": gettext_lazy("标点"),
}
"""What each rule of repair mended."""

REASONS: dict[str, str | Promise] = {
    "spam": gettext_lazy("垃圾信息"),
    "legal": gettext_lazy("版权和网站声明"),
    "byline": gettext_lazy("编辑署名"),
    "navigation": gettext_lazy("网站导航"),
    "teaser": gettext_lazy("其他文章的摘要"),
    "related": gettext_lazy("其他文章的标题"),
    "repeated_title": gettext_lazy("标题重复"),
    "lede": gettext_lazy("正文的重复摘要"),
    "site_name": gettext_lazy("网站名称"),
    "repetition": gettext_lazy("重复的词"),
    "link": gettext_lazy("页面按钮"),
}
"""Why a line was left out."""


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure the reading is, as a word and as whole percent."""

    words: str
    percent: int
    tone: Tone


def label_of(value: DraftValue) -> str:
    """What a value is called; what the notice itself calls it stays Chinese."""
    base, _colon, rest = value.label.partition("：")
    known = str(_LABELS.get(base, base))
    return told(known, rest) if rest else known


def said(value: DraftValue, text: str, areas: dict[str, str]) -> str:
    """What a value says, with its unit and bound; ``areas`` are names of areas by code."""
    if not text:
        return _("全国") if value.place == "area" else "—"
    sort = Sort(value.sort)
    if sort in (Sort.DAY, Sort.LAST_DAY):
        return _day(text)
    if sort.choices:
        labels = {str(word): in_own_language(word.label) for word in sort.choices}
        return enumerated(labels.get(code, code) for code in text.split())
    if sort is Sort.AREA:
        name = areas.get(text, "")
        return f"{name} {text}" if name and name != text else text
    if sort in (Sort.WHOLE, Sort.FIGURE, Sort.PERCENT) and value.place != "edition":
        return _figure(value, text)
    return text


def _figure(value: DraftValue, text: str) -> str:
    shown = number(float(text), 0 if float(text).is_integer() else 2)
    bound = str(_BOUNDS.get(value.place.rpartition(".")[2], ""))
    parts = [_unit_word(Per, value.per), bound, shown + _joined(_unit(value.unit))]
    return " ".join(part for part in parts if part)


def _joined(unit: str) -> str:
    """A unit behind its figure: 14人, 14 people, 95%."""
    return f" {unit}" if unit[:1].isascii() and unit not in ("", "%") else unit


def _unit(code: str) -> str:
    return _unit_word(Unit, code) or _unit_word(DutyUnit, code)


def _unit_word(words: type[Unit] | type[DutyUnit] | type[Per], code: str) -> str:
    try:
        return in_own_language(words.of(code).label)
    except ValueError:
        return ""


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def verdict_of(value: DraftValue) -> tuple[str, Tone]:
    """What was decided, in a word, and its tone; what nobody read is to be filled in."""
    verdict = Verdict(value.verdict)
    if verdict is Verdict.OPEN and not value.kept and value.place != "area":
        return _("待填写"), "neutral"
    words, tone = _VERDICTS[verdict]
    return str(words), tone


def sure_of(value: DraftValue) -> Sure | None:
    """How sure the reading is of a value; nothing where it read none."""
    if not value.facts:
        return None
    percent = round(100 * value.confidence)
    if value.confidence >= SURE:
        return Sure(_("很有把握"), percent, "ok")
    if value.confidence >= RATHER_SURE:
        return Sure(_("较有把握"), percent, "info")
    return Sure(_("请仔细核对"), percent, "warn")
