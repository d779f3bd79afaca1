"""What the lists are narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import lists
from bangfu.apps.intake.forms import ANY
from bangfu.core.programmes.measured import Lasting
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language


class ItemFilterForm(forms.Form):
    """What the list is narrowed by."""

    words = forms.CharField(label=_("名称、人员或单位"), max_length=60, required=False)
    lasting = forms.ChoiceField(label=_("类别"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            *ANY,
            (lists.UNDER_WAY, _("建设中")),
            (lists.BUILT, _("已建成")),
            (lists.TO_WITNESS, _("待见证确认")),
            (lists.TO_VERIFY, _("待核验")),
            (lists.RETURNED, _("台账被退回")),
            (lists.STOPPED, _("已停止")),
            (Item.State.WITHDRAWN.value, _("已撤回")),
        ],
    )
    programme = forms.ChoiceField(label=_("项目"), required=False)
    host = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    giver = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    alone_from = DayField(required=False, widget=forms.HiddenInput)
    alone_before = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sorts = [(each.value, in_own_language(each.label)) for each in Lasting]
        self.fields["lasting"].choices = [*ANY, *sorts]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class ChainFilterForm(forms.Form):
    """What the list of pupils is narrowed by."""

    words = forms.CharField(label=_("人员或单位"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class HostFilterForm(forms.Form):
    """What the picture of hosts is narrowed by; it shows one programme at a time."""

    words = forms.CharField(label=_("受援单位"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]
