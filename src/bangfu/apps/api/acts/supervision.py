"""Acts on tasks, problems, ledgers and targets."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.supervision.forms import ledger, problems, steps
from bangfu.apps.targets import forms as targets
from bangfu.core.tasks.task_life import Step

from .declared import TEXT, in_section

_act = in_section("supervision")
_target = in_section("targets")
_TYPED = {"type": ["string", "integer", "number", "boolean", "null"]}
_STEPS = (
    (Step.APPROVE, _("同意立项"), steps.ApproveForm),
    (Step.ASSIGN, _("调整责任"), steps.AssignForm),
    (Step.REPORT, _("报告进展"), steps.ReportForm),
    (Step.ASK_ACCEPTANCE, _("申请销账"), steps.AcceptanceForm),
    (Step.ACCEPT, _("验收销账"), steps.AcceptForm),
    (Step.RETURN, _("退回整改"), steps.ReasonForm),
    (Step.ASK_EXTENSION, _("申请延期"), steps.ExtensionForm),
    (Step.GRANT_EXTENSION, _("同意延期"), steps.GrantForm),
    (Step.REFUSE_EXTENSION, _("不同意延期"), steps.ReasonForm),
    (Step.CANCEL, _("撤销任务"), steps.ReasonForm),
    (Step.LOOK_BACK, _("回头看"), steps.LookBackForm),
)
ACTS = (
    _act("tasks", _("新列任务"), "new_task", ledger.NewTaskForm),
    *(
        _act(
            f"tasks/<int:pk>/{step.value}",
            title,
            "take_task_step",
            form,
            fixed={"step": step.value},
            sometimes=("late_reason",),
        )
        for step, title, form in _STEPS
    ),
    _act(
        "programmes/<slug:code>/open-ledger",
        _("按项目建账"),
        "open_ledger",
        ledger.OpenLedgerForm,
        about="",
        code="tasks_open_ledger",
    ),
    _act(
        "programmes/<slug:code>/show-ledger", _("晒账"), "show_ledger", about="", code="tasks_show"
    ),
    _act(
        "task_checks",
        _("查账"),
        "check_tasks",
        ledger.CheckForm,
        query=("programme", "period"),
        about="",
        patterns={r"^(check|finding|opinion)_[0-9]{1,18}$": _TYPED},
    ),
    _act("tasks/<int:pk>/contact", _("联系报告"), "answer_contact", ledger.AnswerForm),
    _act("problems", _("登记问题"), "new_problem", problems.NewProblemForm),
    _act(
        "problems/<int:pk>/sort",
        _("问题归因"),
        "problem",
        problems.SortForm,
        presses={"do": "sort"},
    ),
    _act(
        "problems/<int:pk>/settle",
        _("立行立改"),
        "problem",
        problems.SettleForm,
        presses={"do": "settle"},
    ),
    _act(
        "problems/<int:pk>/remedy",
        _("列入整改"),
        "problem",
        presses={"do": "remedy"},
        patterns={r"^remedy-(responsible|person|due|measures)$": _TYPED},
    ),
    _act(
        "programmes/<slug:code>/hand-in",
        _("交账"),
        "hand_in",
        ledger.HandInForm,
        about="",
        makes=True,
        code="handed_in_ledgers_make",
        patterns={r"^(words|due)_[0-9]{1,18}$": _TYPED},
    ),
    _act("flags", _("移交流动红旗"), "flag", ledger.FlagForm, query=("programme",), about=""),
    _target(
        "target_lags",
        _("说明滞后原因"),
        "explain_lag",
        targets.LagForm,
        query=("programme", "target", "institution", "on"),
        about="",
    ),
    _target(
        "target_lags/<int:pk>/comment", _("批注滞后说明"), "lag_note", targets.CommentForm, about=""
    ),
    _target("target_lags/<int:pk>/ledger", _("滞后列入台账"), "take_lag_to_ledger", about=""),
    _target(
        "target_sharings",
        _("分解目标"),
        "share_target",
        query=("programme", "target", "way", "institution", "on"),
        about="",
        patterns={r"^(amount|department|part)_[0-9A-Za-z_-]{1,60}$": _TYPED, "^way$": TEXT},
    ),
    _target(
        "target_figures",
        _("填报数值"),
        "report_figure",
        targets.ReportForm,
        query=("programme", "target"),
        about="",
    ),
    _target(
        "target_figures/<int:pk>/withdraw",
        _("撤回填报数"),
        "withdraw_figure",
        targets.WithdrawForm,
        about="",
    ),
    _target("target_reviews", _("保存讲评"), "reviews", targets.ReviewForm, query=("programme",)),
)
