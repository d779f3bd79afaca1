"""Acts on institutions, workers, accounts, programmes and drafts of notices."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts import forms as accounts
from bangfu.apps.programmes import forms as programmes
from bangfu.apps.readings import forms as readings
from bangfu.apps.registry.forms import institutions, workers

from .declared import in_section

_act = in_section("registry")
_account = in_section("accounts")
_programme = in_section("programmes")
ACTS = (
    _act("institutions", _("登记机构"), "new_institution", institutions.InstitutionForm),
    _act(
        "institutions/<int:pk>/change",
        _("变更机构"),
        "change_institution",
        institutions.InstitutionForm,
    ),
    _act(
        "institutions/<int:pk>/merge", _("归并机构"), "merge_institution", institutions.MergerForm
    ),
    _act(
        "institutions/<int:pk>/close", _("注销机构"), "close_institution", institutions.ClosingForm
    ),
    _act(
        "institutions/<int:pk>/departments",
        _("登记科室"),
        "new_department",
        institutions.DepartmentForm,
    ),
    _act(
        "departments/<int:pk>/change",
        _("变更科室"),
        "change_department",
        institutions.DepartmentForm,
    ),
    _act(
        "institutions/<int:pk>/workers", _("登记人员"), "new_worker", workers.WorkerForm, makes=True
    ),
    _act("workers/<int:pk>/change", _("变更人员"), "change_worker", workers.WorkerForm),
    _act("workers/<int:pk>/transfer", _("人员调动"), "transfer_worker", workers.TransferForm),
    _act("workers/<int:pk>/retire", _("人员离职"), "retire_worker", workers.RetirementForm),
    _account("accounts", _("建立账号"), "new_account", accounts.AccountForm),
    _account("accounts/<int:pk>/close", _("停用账号"), "close_account"),
    _account("accounts/<int:pk>/grants", _("授权"), "give_grant", accounts.GrantForm),
    _account("grants/<int:pk>/end", _("收回授权"), "end_grant", about=""),
    _programme("programmes", _("采用项目定义"), "adopt_edition", programmes.AdoptForm),
    _programme(
        "programmes/<slug:code>/parties/<slug:party>",
        _("登记参加单位"),
        "enrol_party",
        programmes.EnrolForm,
        code="programmes_enrol",
    ),
    _programme(
        "programmes/<slug:code>/pairings",
        _("登记结对"),
        "new_pairing",
        programmes.PairingForm,
        about="pairings",
        code="pairings_make",
    ),
    _programme(
        "programmes/<slug:code>/pairings/<int:pk>/end",
        _("结束结对"),
        "end_pairing",
        programmes.EndPairingForm,
        about="pairings",
        code="pairings_end",
    ),
    _programme("notice_readings", _("上传通知"), "new_reading", readings.UploadForm),
    _programme("notice_readings/<int:pk>/restart", _("重新读取通知"), "restart_reading"),
    _programme(
        "notice_readings/<int:pk>/values/<int:value>",
        _("决定草案中的值"),
        "decide_value",
        readings.DecideForm,
    ),
    _programme(
        "notice_readings/<int:pk>/accept", _("采纳一部分"), "accept_part", readings.PartForm
    ),
    _programme(
        "notice_readings/<int:pk>/adopt", _("采用草案"), "adopt_reading", readings.AdoptForm
    ),
    _programme("notice_readings/<int:pk>/discard", _("放弃草案"), "discard_reading"),
    _programme("notice_readings/<int:pk>/second", _("请第二读者阅读"), "ask_second"),
)
