"""Needs and nominations in words, for pages and lists."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.apps.registry.models import Worker
from bangfu.core.standards import subjects
from bangfu.web.components import Fact
from bangfu.web.wording import day, in_english, moment, span

from .models import Need
from .service_form import ServiceForm


def subject_names(codes: Sequence[str]) -> str:
    """Clinical subjects in words; the code itself where the list does not know it."""
    every = subjects.every()
    english = in_english()
    names = [
        code if code not in every else every[code].en if english else every[code].zh
        for code in codes
    ]
    return (", " if english else "、").join(names)


def form_names(codes: Sequence[str]) -> str:
    """Forms of service in words."""
    return (", " if in_english() else "、").join(str(ServiceForm(code).label) for code in codes)


def need_facts(need: Need) -> list[Fact]:
    """Everything a host said about one need, in the order of the form."""
    missing = "—"
    facts = [
        Fact(_("项目"), str(need.programme)),
        Fact(_("受援单位"), need.host.name),
        Fact(_("科室"), need.department_name),
        Fact(_("诊疗科目"), subject_names(need.subject_codes)),
        Fact(_("派驻形式"), need.get_form_display()),
        Fact(_("拟任职务"), need.role_title or missing),
        Fact(_("职称要求"), rank_words(need)),
        Fact(_("人数"), str(need.headcount)),
        Fact(_("期限"), span(need.starts_on, need.ends_before)),
        Fact(_("轻重缓急"), need.get_priority_display()),
        Fact(_("设备"), _("已具备") if need.equipment_ready else _("尚未具备")),
        Fact(_("本地对接人职务"), need.counterpart or missing),
        Fact(_("指定派出单位"), need.sender.name if need.sender else _("不指定")),
        Fact(_("提出人"), str(need.stated_by or missing)),
        Fact(_("提出时间"), moment(need.stated_at)),
    ]
    if need.sessions_per_week:
        facts.insert(5, Fact(_("每周半天数"), str(need.sessions_per_week)))
    return facts


def rank_words(need: Need) -> str:
    """The lowest rank a need accepts, in words; above the highest there is none."""
    rank = need.get_rank_floor_display()
    return rank if need.rank_floor == Worker.Rank.SENIOR else _("%(rank)s及以上") % {"rank": rank}


def withdrawal_of(need: Need) -> str:
    """When and why a need was withdrawn; empty for one that stands."""
    if need.state == Need.State.OPEN:
        return ""
    return _("%(day)s撤回：%(reason)s") % {
        "day": day(need.withdrawn_on),
        "reason": need.withdrawal_reason,
    }
