"""Acts on public requests, branches and spot checks."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.branches.forms import keeping, setting
from bangfu.apps.spotchecks.forms import checking, drawing, findings
from bangfu.apps.voice.forms import handling
from bangfu.apps.voice.forms import keeping as codes
from bangfu.core.spotchecks.finding_life import Step as FindingStep
from bangfu.core.voice.request_life import Step

from .declared import TEXT, in_section

_act = in_section("voice")
_branch = in_section("branches")
_check = in_section("spotchecks")
_TYPED = {"type": ["string", "integer", "boolean", "null"]}
_STEPS = (
    (Step.ACCEPT, _("受理"), handling.AcceptForm),
    (Step.REFUSE, _("不予受理"), handling.WordsForm),
    (Step.PASS_ON, _("转办"), handling.PassOnForm),
    (Step.RETURN, _("退回"), handling.WordsForm),
    (Step.EXTEND, _("延期"), handling.WordsForm),
    (Step.ANSWER, _("答复"), handling.AnswerForm),
    (Step.CALL_BACK, _("回访"), handling.CallBackForm),
    (Step.SET_ASIDE, _("标为无效信息"), handling.WordsForm),
    (Step.RESTORE, _("恢复办理"), handling.WordsForm),
)
_FINDING_STEPS = (
    (FindingStep.REPLY, _("答复发现的问题"), findings.ReplyForm),
    (FindingStep.RETURN, _("退回重新答复"), findings.WordsForm),
    (FindingStep.REMEDY, _("报告整改"), findings.RemedyForm),
    (FindingStep.LOOK_AGAIN, _("复查"), findings.LookAgainForm),
    (FindingStep.WITHDRAW, _("撤销问题"), findings.WordsForm),
    (FindingStep.CONSEQUENCE, _("登记处理结果"), findings.PenaltyForm),
    (FindingStep.TASK, _("列入整改任务"), findings.TaskForm),
)
ACTS = (
    *(
        _act(
            f"public_requests/<int:pk>/{step.value}",
            title,
            "take_request_step",
            form,
            fixed={"step": step.value},
        )
        for step, title, form in _STEPS
    ),
    _act(
        "public_requests/<int:pk>/publish",
        _("拟公开答复"),
        "take_request_step",
        handling.ReleaseForm,
        fixed={"step": "publish"},
    ),
    _act("public_requests/<int:pk>/approve", _("审核公开答复"), "approve_release"),
    _act(
        "public_requests/<int:pk>/unpublish",
        _("撤下公开答复"),
        "withdraw_answer",
        handling.WithdrawReleaseForm,
    ),
    _act(
        "public_requests/<int:pk>/as/task",
        _("转为任务"),
        "tie_request",
        codes.TaskForm,
        fixed={"kind": "task"},
    ),
    _act(
        "public_requests/<int:pk>/as/problem",
        _("转为问题"),
        "tie_request",
        codes.ProblemForm,
        fixed={"kind": "problem"},
    ),
    _act("ask_codes", _("制作需求码"), "ask_code_list", codes.CodeForm, about=""),
    _act(
        "ask_codes/<int:pk>/<slug:step>",
        _("停用或更换需求码"),
        "end_ask_code",
        handling.WordsForm,
        about="",
        code="ask_codes_end",
    ),
    _act(
        "cause_reviews",
        _("登记原因分析"),
        "keep_review",
        codes.ReviewForm,
        query=("quarter",),
        about="",
    ),
    _act(
        "cause_reviews/<int:pk>/withdraw",
        _("撤回原因分析"),
        "cause_review",
        handling.WordsForm,
        about="",
    ),
    _branch(
        "institutions/<int:pk>/branches",
        _("成立党支部"),
        "found_branch",
        setting.FoundForm,
        about="branches",
        makes=True,
        code="branches_found",
    ),
    _branch(
        "institutions/<int:pk>/joint-branches",
        _("成立联合党支部"),
        "join_institutions",
        setting.JointForm,
        about="branches",
        makes=True,
        code="branches_make_joint",
        patterns={r"^(full|half)_[0-9]{1,18}$": _TYPED},
    ),
    _branch(
        "institutions/<int:pk>/members",
        _("登记单位党员人数"),
        "count_place",
        keeping.CountForm,
        about="",
        patterns={r"^(full|half)_[0-9]{1,18}$": _TYPED},
    ),
    _branch("branches/<int:pk>/set", _("调整党支部"), "re_set_branch", setting.ReSetForm),
    _branch(
        "branches/<int:pk>/secretary", _("更换书记"), "change_secretary", setting.SecretaryForm
    ),
    _branch("branches/<int:pk>/election", _("换届"), "hold_election", setting.ElectionForm),
    _branch("branches/<int:pk>/join", _("加入联合党支部"), "join_one", setting.JoinForm),
    _branch(
        "branches/<int:pk>/leave/<int:place>", _("退出联合党支部"), "leave_joint", setting.EndForm
    ),
    _branch("branches/<int:pk>/dissolve", _("撤销党支部"), "dissolve_branch", setting.EndForm),
    _branch("branches/<int:pk>/merge", _("合并党支部"), "merge_branch", setting.MergeForm),
    _branch(
        "branches/<int:pk>/members",
        _("登记党员人数"),
        "count_members",
        keeping.CountForm,
        patterns={r"^(full|half)_[0-9]{1,18}$": _TYPED},
    ),
    _branch(
        "branches/<int:pk>/development",
        _("登记发展党员"),
        "record_development",
        keeping.DevelopmentForm,
        query=("year",),
        patterns={r"^[a-z_]{1,40}$": _TYPED},
    ),
    _branch("branches/<int:pk>/papers", _("登记支部材料"), "keep_paper", keeping.PaperForm),
    _branch(
        "branches/<int:pk>/papers/<int:paper>/remove",
        _("移除支部材料"),
        "remove_paper",
        keeping.ReasonForm,
    ),
    _check(
        "draws",
        _("组织抽签"),
        "new_draw",
        drawing.CommitForm,
        query=("programme", "subjects", "way", "strata_by", "seats", "as_of", "replaces"),
        patterns={r"^take_[0-9A-Za-z_-]{1,40}$": _TYPED},
    ),
    _check(
        "draws/<int:pk>/<slug:step>",
        _("揭晓、公布或重抽"),
        "take_draw_step",
        also={"value": TEXT, "reason": TEXT},
        code="draws_step",
    ),
    _check(
        "spot_checks/<int:pk>/record",
        _("记录抽查"),
        "record_check",
        checking.CheckForm,
        patterns={
            r"^(found|reason|asked)_[0-9A-Za-z_]{1,40}$": _TYPED,
            "^(words|met|called|called_back|proofs)$": {},
        },
    ),
    _check("spot_checks/<int:pk>/drop", _("取消抽查"), "drop_check", checking.DropForm),
    _check(
        "spot_checks/<int:pk>/finding",
        _("登记发现的问题"),
        "raise_finding",
        checking.FindingForm,
        makes=True,
    ),
    _check(
        "public_requests/<int:pk>/as/finding",
        _("列为抽查问题"),
        "finding_of_request",
        findings.FromRequestForm,
        makes=True,
    ),
    *(
        _check(
            f"findings/<int:pk>/{step.value}",
            title,
            "take_finding_step",
            form,
            fixed={"step": step.value},
        )
        for step, title, form in _FINDING_STEPS
    ),
    _check("ties", _("申报回避"), "ties", drawing.TieForm, about=""),
    _check("ties/<int:pk>/end", _("解除回避"), "end_tie", about=""),
)
