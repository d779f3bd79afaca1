"""Acts on needs, nominations, offers and postings; plans."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake import forms as intake
from bangfu.apps.planning import forms as planning
from bangfu.apps.postings import forms
from bangfu.core.duty.posting_life import Step

from .declared import ROWS, TEXT, in_section

_need = in_section("intake")
_act = in_section("postings")
_plan = in_section("planning")
_STEPS = (
    (Step.REPORT_ARRIVAL, _("报到"), forms.ArrivalForm),
    (Step.CONFIRM_ARRIVAL, _("确认到岗"), forms.ArrivalForm),
    (Step.EXTEND, _("延长派驻"), forms.ExtendForm),
    (Step.SUSPEND, _("中止派驻"), forms.SuspendForm),
    (Step.RESUME, _("恢复派驻"), forms.ResumeForm),
    (Step.RECALL, _("提前召回"), forms.RecallForm),
)
ACTS = (
    _need("needs", _("提出需求"), "new_need", intake.NeedForm),
    _need("needs/<int:pk>/withdraw", _("撤回需求"), "withdraw_need", intake.WithdrawalForm),
    _need(
        "nominations",
        _("推荐人选"),
        "new_nomination",
        intake.NominationForm,
        renamed={"service_forms": "forms"},
    ),
    _need(
        "nominations/<int:pk>/withdraw", _("撤回推荐"), "withdraw_nomination", intake.WithdrawalForm
    ),
    _act("offers", _("提出人选"), "new_offer", forms.NewOfferForm, query=("need",)),
    _act("offers/agree", _("同意人选"), "agree_offers", also={"offer": ROWS}, about=""),
    _act(
        "offers/appoint",
        _("任命"),
        "appoint_offers",
        forms.AppointingForm,
        also={"offer": ROWS},
        about="",
    ),
    _act("offers/<int:pk>/decline", _("不同意人选"), "decline_offer", forms.DeclineForm),
    _act("offers/<int:pk>/substitute", _("更换人选"), "substitute_offer", forms.SubstituteForm),
    _act("offers/<int:pk>/allow", _("准予重新提出"), "allow_offer"),
    _act("postings", _("办理派驻"), "new_posting", forms.NewPostingForm, query=("need",)),
    _act("postings/<int:pk>/replace", _("轮换接替"), "replace_posting", forms.ReplaceForm),
    _act(
        "postings/<int:pk>/swap", _("调换岗位"), "swap_posting", forms.SwapForm, also={"seen": TEXT}
    ),
    *(
        _act(
            f"postings/<int:pk>/{step.value}", title, "take_step", form, fixed={"step": step.value}
        )
        for step, title, form in _STEPS
    ),
    _plan("plan_runs", _("测算方案"), "new_run", planning.RunForm),
    _plan("plan_runs/<int:pk>/stop", _("停止测算"), "stop_run"),
    _plan("plan_runs/<int:pk>/decide/<str:kind>", _("锁定或排除安排"), "decide", planning.DutyForm),
    _plan("plan_runs/<int:pk>/swap", _("方案换人"), "swap", planning.SwapForm),
    _plan("plan_runs/<int:pk>/again", _("按决定重新测算"), "replan", makes=True),
    _plan("plan_runs/<int:pk>/send", _("送双方商定"), "send_run"),
    _plan("plan_runs/<int:pk>/publish", _("发布方案"), "publish_run", planning.PublishForm),
    _plan("plan_decisions/<int:pk>/undo", _("撤销决定"), "undo_decision", about=""),
)
