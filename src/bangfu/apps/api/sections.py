"""The parts of the interface, to which a token may be narrowed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: dict[str, str | Promise] = {
    "registry": _("机构与人员"),
    "programmes": _("项目"),
    "intake": _("需求与推荐"),
    "postings": _("派驻"),
    "duty": _("在岗与请假"),
    "planning": _("选派方案"),
    "activities": _("工作台账"),
    "capacity": _("能力建设"),
    "supervision": _("任务督办"),
    "targets": _("目标进度"),
    "voice": _("群众需求"),
    "branches": _("党支部"),
    "spotchecks": _("抽查"),
    "indicators": _("指标"),
    "appraisal": _("考核"),
    "completion": _("交接与评价"),
    "certificates": _("服务证明"),
    "documents": _("文书"),
    "publicity": _("信息公开"),
    "desk": _("工作台"),
    "accounts": _("账号与权限"),
    "journal": _("日志"),
    "fhir": _("FHIR目录与报告"),
    "dhis2": _("DHIS2数据交换"),
}
"""By code, which is also the tag in the description of the interface."""
