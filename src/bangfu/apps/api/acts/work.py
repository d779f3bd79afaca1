"""Acts on the ledger of work and on what stays behind."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.activities.forms import answers
from bangfu.apps.activities.forms.correction import CorrectionForm
from bangfu.apps.activities.forms.entry import EntryForm
from bangfu.apps.capacity.forms import steps
from bangfu.apps.capacity.forms.entering import NewItemForm

from .declared import ROWS, TEXT, in_section

_act = in_section("activities")
_item = in_section("capacity")
_ANY = {"type": ["string", "integer", "number", "boolean", "array", "null"]}
# What a kind of work asks for is stated by the kind itself: figures, details, lines of things
# given and of cases referred. The kinds stand in the description of the ledger.
_OF_THE_KIND = {r"^[a-z][a-z0-9_]{0,59}$": _ANY, r"^lines-[0-9A-Za-z_-]{1,40}$": _ANY}
_REASON = answers.ReturnForm
ACTS = (
    _act(
        "activities/of-kind/<slug:kind>",
        _("登记工作"),
        "enter_kind",
        EntryForm,
        code="activities_make",
        makes=True,
        query=("at", "giver", "host", "words"),
        also={"key": {"type": "string", "format": "uuid"}},
        patterns=_OF_THE_KIND,
    ),
    _act("activities/confirm", _("确认工作"), "waiting", also={"activity": ROWS}, about=""),
    _act("activities/<int:pk>/return", _("退回工作记录"), "activity_return", answers.ReturnForm),
    _act(
        "activities/<int:pk>/correct",
        _("更正工作记录"),
        "correct_activity",
        CorrectionForm,
        patterns=_OF_THE_KIND,
    ),
    _act("activities/<int:pk>/withdraw", _("撤回工作记录"), "withdraw_activity", _REASON),
    _act(
        "resemblances/<int:pk>/settle",
        _("认定重复登记"),
        "settle_double",
        also={"same": {"enum": ["0", "1"]}},
        about="",
    ),
    _act(
        "programmes/<slug:code>/ledger-months/<int:year>/<int:number>/lock",
        _("锁定台账月份"),
        "lock_month",
        about="",
        code="ledger_months_lock",
    ),
    _act(
        "programmes/<slug:code>/ledger-months/<int:year>/<int:number>/reopen",
        _("重开台账月份"),
        "reopen_month",
        _REASON,
        about="",
        code="ledger_months_reopen",
    ),
    _act("drafts/<int:pk>/discard", _("放弃草稿"), "discard_draft", about=""),
    _item(
        "capacity_items/of-kind/<slug:kind>",
        _("登记能力建设"),
        "new_capacity",
        NewItemForm,
        query=("at", "giver", "host"),
        makes=True,
        code="capacity_items_make",
        patterns=_OF_THE_KIND,
    ),
    _item("capacity_items/<int:pk>/proof", _("补充佐证"), "add_capacity_proof", steps.ProofForm),
    _item(
        "capacity_items/<int:pk>/plan",
        _("安排里程碑"),
        "plan_capacity",
        patterns={r"^[a-z][a-z0-9_]{0,59}$": TEXT},
    ),
    _item(
        "capacity_items/<int:pk>/reach/<slug:code>",
        _("达成里程碑"),
        "reach_milestone",
        steps.MilestoneForm,
        patterns=_OF_THE_KIND,
    ),
    _item(
        "capacity_items/<int:pk>/correct/<slug:code>",
        _("更正里程碑"),
        "correct_milestone",
        steps.MilestoneForm,
        patterns=_OF_THE_KIND,
    ),
    _item(
        "capacity_items/<int:pk>/undo/<slug:code>",
        _("撤销里程碑"),
        "undo_milestone",
        steps.ReasonForm,
    ),
    _item("capacity_items/<int:pk>/skills", _("增加技能"), "add_skill", steps.AddSkillForm),
    _item(
        "capacity_items/<int:pk>/skills/<int:skill>/<slug:code>",
        _("技能进展"),
        "skill_step",
        steps.SkillForm,
        code="capacity_items_skill_step",
        patterns=_OF_THE_KIND,
    ),
    _item(
        "capacity_items/<int:pk>/drop/<int:skill>", _("取消技能"), "drop_skill", steps.ReasonForm
    ),
    _item(
        "capacity_items/<int:pk>/confirm/<slug:what>/<int:row>", _("确认独立开展"), "confirm_alone"
    ),
    _item(
        "capacity_items/<int:pk>/return/<slug:what>/<int:row>",
        _("退回独立开展"),
        "return_alone",
        steps.ReasonForm,
    ),
    _item(
        "capacity_items/<int:pk>/verify",
        _("核验能力建设"),
        "verify_capacity",
        steps.VerifyForm,
        patterns=_OF_THE_KIND,
    ),
    _item("capacity_items/<int:pk>/stop", _("停止能力建设"), "stop_capacity", steps.StopForm),
    _item("capacity_items/<int:pk>/resume", _("恢复能力建设"), "resume_capacity"),
    _item(
        "capacity_items/<int:pk>/withdraw", _("撤回能力建设"), "withdraw_capacity", steps.ReasonForm
    ),
)
