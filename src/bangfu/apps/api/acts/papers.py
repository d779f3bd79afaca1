"""Acts on papers, certificates, hand-overs and what is written for the public."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.certificates import forms as certificates
from bangfu.apps.completion import forms as completion
from bangfu.apps.documents.forms import papers
from bangfu.apps.publicity import forms as publicity

from .declared import NUMBER, ROWS, TEXT, YES, in_section

_act = in_section("documents")
_certificate = in_section("certificates")
_end = in_section("completion")
_public = in_section("publicity")
_TYPED = {"type": ["string", "integer", "boolean", "null"]}
ACTS = (
    _act(
        "documents/of-kind/<slug:kind>",
        _("拟制文书"),
        "choose_subject",
        papers.OfficeForm,
        also={"subject": TEXT},
        makes=True,
        code="documents_draft",
    ),
    _act(
        "documents/of-kind/<slug:kind>/all",
        _("批量制作文书"),
        "new_batch",
        papers.OfficeForm,
        query=("words",),
        makes=True,
        about="",
        code="documents_batch",
    ),
    _act(
        "documents/<int:pk>/fill-in",
        _("填写文书"),
        "document",
        papers.TypedForm,
        patterns={r"^[a-z][a-z0-9_]{0,59}$": TEXT},
    ),
    _act("documents/<int:pk>/issue", _("签发文书"), "issue_document", also={"seen": TEXT}),
    _act("documents/<int:pk>/drop", _("放弃草稿"), "drop_draft"),
    _act("documents/<int:pk>/withdraw", _("撤回文书"), "withdraw_document", papers.ReasonForm),
    _act(
        "document_templates/<int:office>/<slug:kind>",
        _("更换模板"),
        "document_template",
        papers.TemplateForm,
        about="",
        code="document_templates_put",
    ),
    _act("document_templates/<int:pk>/retire", _("停用模板"), "retire_template", about=""),
    _certificate(
        "postings/<int:pk>/certificate",
        _("出具服务证明"),
        "issue_certificate",
        about="certificates",
        makes=True,
        code="certificates_issue",
    ),
    _certificate(
        "certificates/issue",
        _("批量出具服务证明"),
        "issue_several",
        code="certificates_issue_several",
        also={"posting": ROWS},
        about="",
    ),
    _certificate(
        "certificates/<int:pk>/revoke", _("撤销服务证明"), "revoke", certificates.RevokeForm
    ),
    _certificate(
        "clinic_calendars/renew", _("更换日历地址"), "renew_calendar", also={"host": TEXT}, about=""
    ),
    _certificate("public_rosters/<int:pk>/open", _("公开坐诊安排"), "open_roster", about=""),
    _certificate("public_rosters/<int:pk>/close", _("停止公开坐诊安排"), "close_roster", about=""),
    _end(
        "postings/<int:pk>/handover/settle",
        _("办理交接清单"),
        "handover",
        completion.SettleForm,
        about="",
        also={"do": TEXT},
        patterns={r"^(done|note)_[0-9]{1,6}$": _TYPED},
    ),
    _end(
        "postings/<int:pk>/handover/arrange",
        _("安排交接"),
        "arrange_handover",
        completion.ArrangeForm,
        about="",
    ),
    _end(
        "postings/<int:pk>/handover/items",
        _("增加交接事项"),
        "add_handover_item",
        completion.ItemForm,
        about="",
    ),
    _end(
        "postings/<int:pk>/handover/sign-on-paper",
        _("登记纸面签字"),
        "sign_on_paper",
        also={"signatory": TEXT, "revision": NUMBER},
        about="",
    ),
    _end("postings/<int:pk>/handover/finish", _("完成交接"), "finish_handover", about=""),
    _end(
        "postings/<int:pk>/handover/reopen",
        _("重开交接"),
        "reopen_handover",
        completion.ReopenForm,
        about="",
    ),
    _end(
        "postings/<int:pk>/evaluation",
        _("评价"),
        "evaluate",
        about="",
        also={"on_paper": YES},
        patterns={r"^[a-z][a-z0-9_]{0,59}$": _TYPED},
    ),
    _end("postings/<int:pk>/notes", _("反映情况"), "leave_note", completion.NoteForm, about=""),
    _end("postings/<int:pk>/close", _("结束派驻"), "close_posting", about="postings"),
    _end("postings/close-ready", _("结束全部可以结束的派驻"), "close_ready", about=""),
    _end("quiet_notes/<int:pk>/heard", _("已知悉"), "hear_note", about=""),
    _public("public_lists", _("拟名单公示"), "new_publication", publicity.ListForm),
    _public(
        "public_lists/<int:pk>/revise",
        _("修改公示"),
        "revise_publication",
        publicity.ReviseListForm,
        without=("kind", "programme"),
    ),
    _public("public_lists/<int:pk>/release", _("审核公示"), "release_publication"),
    _public(
        "public_lists/<int:pk>/withdraw",
        _("撤下公示"),
        "withdraw_publication",
        publicity.ReasonForm,
    ),
    _public("stories", _("拟典型事迹"), "new_story", publicity.StoryForm),
    _public("stories/<int:pk>/revise", _("修改典型事迹"), "revise_story", publicity.StoryForm),
    _public("stories/<int:pk>/release", _("审核典型事迹"), "release_story"),
    _public("stories/<int:pk>/withdraw", _("撤下典型事迹"), "withdraw_story", publicity.ReasonForm),
)
