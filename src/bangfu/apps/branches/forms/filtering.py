"""What lists are narrowed by, and the institution something is about."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.branches.queries import lists
from bangfu.apps.registry.forms.fields import ANY, AreaChoiceField, InstitutionField
from bangfu.apps.registry.models import Institution
from bangfu.core.branches import Standing

KINDS = [*ANY, (lists.OWN, _("单独成立")), (lists.JOINT, _("联合党支部"))]
MISSING = [
    *ANY,
    (lists.FEW, _("正式党员不足3人")),
    (lists.LED, _("没有现任书记")),
    (lists.ELECTION, _("应换届")),
    (lists.COUNT, _("党员人数超过一年未更新")),
    (lists.PAPERS, _("本年基础档案有缺")),
    (lists.DEPARTMENTS, _("没有登记覆盖科室")),
]
STANDINGS = [
    (Standing.NEEDS_JOINT.value, _("需成立联合党支部")),
    (Standing.NO_BRANCH.value, _("应成立党支部")),
    (Standing.MAY_STAND_ALONE.value, _("可单独成立")),
    (Standing.NOT_COUNTED.value, _("党员人数未登记")),
    (Standing.NO_MEMBERS.value, _("没有正式党员")),
    (Standing.IN_ORDER.value, _("已覆盖")),
]


class BranchFilterForm(forms.Form):
    """What the list of branches is narrowed by."""

    words = forms.CharField(label=_("党支部、单位或书记"), max_length=60, required=False)
    area = AreaChoiceField(label=_("行政区划"), required=False)
    kind = forms.ChoiceField(label=_("设置形式"), required=False, choices=KINDS)
    missing = forms.ChoiceField(label=_("待完善"), required=False, choices=MISSING)
    ended = forms.BooleanField(label=_("只看已撤销"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*ANY, *areas]  # type: ignore[attr-defined]


class CoverageFilterForm(forms.Form):
    """What the page of institutions is narrowed by."""

    words = forms.CharField(label=_("单位名称或拼音"), max_length=60, required=False)
    area = AreaChoiceField(label=_("行政区划"), required=False)
    category = forms.ChoiceField(
        label=_("机构类别"), required=False, choices=[*ANY, *Institution.Category.choices]
    )
    standing = forms.ChoiceField(label=_("覆盖情况"), required=False, choices=[*ANY, *STANDINGS])

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*ANY, *areas]  # type: ignore[attr-defined]


class ChooseInstitutionForm(forms.Form):
    """The institution a branch is founded at."""

    institution = InstitutionField(
        label=_("单位"), max_length=120, help_text=_("机构代码、全称、简称或拼音")
    )

    def __init__(self, *args: Any, among: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].among = among  # type: ignore[attr-defined]
