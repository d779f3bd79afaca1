"""Acts on weeks, leave, corrections and decisions."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.duty import forms

from .declared import TEXT, in_section

_act = in_section("duty")
_CHOICE = {"type": ["string", "integer", "null"]}
ACTS = (
    _act(
        "duty_confirmations",
        _("确认本周在岗"),
        "week",
        query=("host", "week"),
        also={"swaps_seen": TEXT},
        # One person's exception: p12-kind, p12-half and so on, 12 being the posting.
        patterns={
            r"^p[0-9]{1,18}-half$": {"type": "array", "items": _CHOICE},
            r"^p[0-9]{1,18}-(kind|instead|note|arrived_on)$": _CHOICE,
        },
    ),
    _act("duty_exceptions/<int:pk>/withdraw", _("撤回未在岗记录"), "withdraw_exception"),
    _act(
        "rosters/of-posting/<int:pk>",
        _("商定排班"),
        "roster",
        forms.RosterForm,
        about="",
        code="rosters_agree",
    ),
    _act("leaves", _("请假"), "ask_leave", forms.AskLeaveForm, query=("posting",)),
    _act("leaves/enter", _("代登请假"), "enter_leave", forms.EnterLeaveForm, about="", makes=True),
    _act("leaves/<int:pk>/back", _("代登销假"), "enter_return", forms.ReportBackForm),
    _act("leaves/<int:pk>/substitute", _("指定替班"), "name_substitute", forms.SubstituteForm),
    _act("leaves/<int:pk>/withdraw", _("撤回请假"), "withdraw_leave"),
    _act("leaves/<int:pk>/return", _("销假"), "report_back", forms.ReportBackForm),
    _act("leaves/<int:pk>/approve", _("同意请假"), "approve_leave"),
    _act("leaves/<int:pk>/refuse", _("不同意请假"), "refuse_leave", forms.RefuseLeaveForm),
    _act(
        "duty_corrections",
        _("申请更正"),
        "ask_correction",
        forms.CorrectionForm,
        query=("posting",),
    ),
    _act(
        "duty_corrections/<int:pk>/answer",
        _("答复更正"),
        "answer_correction",
        also={"granted": {"enum": ["0", "1"]}, "answer": TEXT},
    ),
    _act("duty_corrections/<int:pk>/finish", _("完成更正"), "finish_correction"),
    _act(
        "duty_pointers/check",
        _("核实线索"),
        "check_pointer",
        also={"pointer": TEXT, "note": TEXT},
        about="",
    ),
    _act(
        "duty_decisions",
        _("认定违规情形"),
        "decide_occasion",
        forms.DecisionForm,
        query=("posting", "case"),
        about="",
    ),
    _act("duty_decisions/<int:pk>/withdraw", _("撤销认定"), "withdraw_decision", about=""),
    _act(
        "workers/<int:pk>/earlier-service",
        _("登记以往服务"),
        "enter_earlier_service",
        forms.EarlierServiceForm,
    ),
    _act(
        "earlier_services/<int:pk>/withdraw",
        _("撤回以往服务"),
        "withdraw_earlier_service",
        about="",
    ),
    _act(
        "programmes/<slug:code>/close-month",
        _("锁定月份"),
        "close_month",
        about="",
        code="duty_months_close",
    ),
)
