"""Acts on rounds, sheets, objections; statistics."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.appraisal.forms import results, rounds, schemes, sheets
from bangfu.apps.indicators import forms as indicators

from .declared import NUMBER, TEXT, in_section

_act = in_section("appraisal")
_statistic = in_section("indicators")
_BASIS = ("programme", "edition", "kind", "starts_on", "last_on")
_SHEET_STEPS = (
    ("close", _("完成评审"), sheets.CloseForm),
    ("send-back", _("退回评分表"), sheets.SendBackForm),
    ("report", _("自我总结"), sheets.ReportForm),
    ("opinion", _("签署意见"), sheets.OpinionForm),
    ("object", _("提出异议"), sheets.ObjectionForm),
    ("use", _("登记结果运用"), results.UseForm),
    ("improve", _("制定提升计划"), results.ImproveForm),
)
ACTS = (
    _act("rounds", _("组织考核"), "new_round", rounds.OpenForm, query=_BASIS),
    *(
        _act(f"rounds/<int:pk>/{step}", title, "take_round_step", form, fixed={"step": step})
        for step, title, form in (
            ("decide", _("审定考核"), None),
            ("announce", _("公示结果"), rounds.TermForm),
            ("publish", _("公布结果"), None),
        )
    ),
    *(
        _act(f"rounds/<int:pk>/{step}", title, "end_round", rounds.ReasonForm, fixed={"step": step})
        for step, title in (("cancel", _("取消考核")), ("reopen", _("重开考核")))
    ),
    _act(
        "rounds/<int:pk>/group",
        _("分组"),
        "round_groups",
        results.GroupForm,
        also={"everybody": TEXT},
    ),
    _act("rounds/<int:pk>/unpublish", _("撤下考核结果"), "withdraw_release", rounds.ReasonForm),
    _act(
        "uses/<int:pk>/take-back", _("收回结果运用"), "take_back_use", rounds.ReasonForm, about=""
    ),
    _act(
        "sheets/<int:pk>/items/<slug:item>",
        _("评分"),
        "give_points",
        sheets.PointsForm,
        code="sheets_give_points",
    ),
    *(
        _act(f"sheets/<int:pk>/{step}", title, "take_sheet_step", form, fixed={"step": step})
        for step, title, form in _SHEET_STEPS
    ),
    _act(
        "sheets/<int:pk>/reports/<slug:code>",
        _("报送数据"),
        "report_sheet_figure",
        code="sheets_report_figure",
        also={
            "value": {"type": "number"},
            "numerator": NUMBER,
            "denominator": NUMBER,
            "note": TEXT,
            "reason": TEXT,
        },
    ),
    _act(
        "sheets/<int:pk>/reported/<int:reported>/withdraw",
        _("撤回报送的数据"),
        "withdraw_sheet_figure",
        rounds.ReasonForm,
        code="sheets_withdraw_figure",
    ),
    _act(
        "objections/<int:pk>/recheck",
        _("复核异议"),
        "objection",
        sheets.RecheckForm,
        presses={"step": "recheck"},
    ),
    _act(
        "objections/<int:pk>/decide",
        _("裁定异议"),
        "objection",
        sheets.DecisionForm,
        presses={"step": "decide"},
    ),
    _act("objections/<int:pk>/withdraw", _("撤回异议"), "objection", presses={"step": "withdraw"}),
    _act(
        "score_tables/shipped/<slug:code>/copy",
        _("复制随附考核表"),
        "copy_shipped",
        schemes.CopyForm,
        about="",
        makes=True,
    ),
    _act(
        "score_tables/<int:pk>/copy",
        _("复制考核表"),
        "copy_scheme",
        schemes.CopyForm,
        about="",
        makes=True,
    ),
    _act(
        "score_tables/<int:pk>/head",
        _("修改考核表表头"),
        "edit_scheme_head",
        schemes.HeadForm,
        about="",
        patterns={r"^[a-z][a-z0-9_]{0,59}$": {}},
    ),
    _act(
        "sheets/<int:pk>/blocks/<slug:block>",
        _("整块评分"),
        "give_block",
        code="sheets_give_block",
        patterns={r"^[0-9A-Za-z_.-]{1,60}-(points|reason|proofs|seen)$": {}},
    ),
    _act(
        "score_tables/<int:pk>/rows/<slug:part>/<slug:key>/<slug:step>",
        _("移动考核表的行"),
        "move_scheme_row",
        also={"version": NUMBER},
        about="",
        code="score_tables_move_row",
    ),
    _act(
        "score_tables/<int:pk>/<slug:step>",
        _("定稿或放弃考核表"),
        "end_scheme",
        also={"version": NUMBER},
        about="",
        code="score_tables_end",
    ),
    _statistic("statistics", _("填报统计数"), "enter_statistic", indicators.StatisticForm),
    _statistic(
        "statistics/<int:pk>/withdraw", _("撤回统计数"), "withdraw_statistic", indicators.ReasonForm
    ),
)
