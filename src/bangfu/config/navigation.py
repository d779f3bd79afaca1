"""The side navigation, in the order of the work. An app's entries join when its pages do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bangfu.web.navigation import Entry

ENTRIES = (
    Entry(_("工作台"), "home", "layout-dashboard"),
    Entry(_("今日在岗"), "board", "layout-board", "postings.view_posting"),
    Entry(_("派驻时间表"), "timeline", "timeline", "postings.view_posting"),
    Entry(
        pgettext_lazy("导航", "项目"),
        "programme_list",
        "briefcase",
        "programmes.view_programme",
        _("选派"),
    ),
    Entry(_("受援需求"), "need_list", "clipboard-list", "intake.view_need", _("选派")),
    Entry(_("推荐人选"), "nomination_list", "user-plus", "intake.view_nomination", _("选派")),
    Entry(_("选派方案"), "run_list", "route", "planning.view_run", _("选派")),
    Entry(_("待商定人选"), "offer_list", "list-check", "postings.view_offer", _("选派")),
    Entry(_("派驻"), "posting_list", "send", "postings.view_posting", _("选派")),
    Entry(_("在岗确认"), "week", "clipboard-check", "duty.confirm_week", _("在岗与服务")),
    Entry(_("服务手册"), "passbook", "book", "duty.ask_leave", _("在岗与服务")),
    Entry(
        _("坐诊日历"),
        "clinics",
        "calendar-event",
        "certificates.keep_calendar",
        _("在岗与服务"),
    ),
    Entry(
        _("服务证明"),
        "certificate_list",
        "certificate",
        "certificates.view_certificate",
        _("在岗与服务"),
    ),
    Entry(_("派出服务"), "sent_duty", "heart-handshake", "duty.decide_leave", _("在岗与服务")),
    Entry(_("在岗监测"), "oversight", "activity", "duty.oversee", _("在岗与服务")),
    Entry(
        _("交接与评价"),
        "leaving",
        "arrows-exchange",
        "completion.view_handover",
        _("在岗与服务"),
    ),
    Entry(_("期满办结"), "closing", "circle-check", "postings.change_posting", _("在岗与服务")),
    Entry(_("受援单位反馈"), "voice", "message-circle", "completion.hear_quietly", _("在岗与服务")),
    Entry(_("受援单位反馈"), "sums", "message-circle", "postings.send_posting", _("在岗与服务")),
    Entry(_("任务台账"), "task_ledger", "checklist", "supervision.view_task", _("督查督办")),
    Entry(_("定期报告"), "contact_list", "calendar-event", "supervision.view_task", _("督查督办")),
    Entry(_("问题清单"), "problem_list", "alert-circle", "supervision.view_task", _("督查督办")),
    Entry(_("双随机抽查"), "draw_list", "shield-check", "spotchecks.view_check", _("督查督办")),
    Entry(_("群众需求"), "request_list", "inbox", "voice.view_request", _("督查督办")),
    Entry(_("信息公开"), "publication_list", "news", "publicity.view_item", _("督查督办")),
    Entry(_("登记工作"), "enter", "edit", "activities.record_activity", _("工作台账")),
    Entry(_("待确认"), "waiting", "checklist", "activities.confirm_activity", _("工作台账")),
    Entry(_("工作台账"), "activity_list", "notebook", "activities.view_activity", _("工作台账")),
    Entry(_("能力建设"), "capacity_list", "bulb", "capacity.view_item", _("工作台账")),
    Entry(_("核实线索"), "doubles", "zoom-question", "activities.view_activity", _("工作台账")),
    Entry(_("锁定月份"), "ledger_months", "lock", "activities.close_month", _("工作台账")),
    Entry(_("目标进度"), "pace", "target", "targets.view_target", _("工作台账")),
    Entry(
        _("指标与成效"), "indicator_list", "chart-bar", "indicators.view_indicator", _("指标与考核")
    ),
    Entry(_("考核评定"), "round_list", "certificate", "appraisal.view_sheet", _("指标与考核")),
    Entry(_("考核表"), "scheme_list", "clipboard-list", "appraisal.view_sheet", _("指标与考核")),
    Entry(_("文书"), "document_list", "file-text", "documents.view_document", _("文书")),
    Entry(
        pgettext_lazy("导航", "机构"),
        "institution_list",
        "building-hospital",
        "registry.view_institution",
        _("基础信息"),
    ),
    Entry(
        pgettext_lazy("导航", "人员"),
        "worker_list",
        "users-group",
        "registry.view_worker",
        _("基础信息"),
    ),
    Entry(_("党支部"), "branch_list", "flag", "branches.view_branch", _("基础信息")),
    Entry(_("账号与权限"), "account_list", "users", "accounts.view_user", _("系统管理")),
    Entry(_("日志"), "journal", "history", "journal.view_entry", _("系统管理")),
)
