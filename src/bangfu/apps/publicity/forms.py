"""What the pages of lists and stories ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.forms.fields import InstitutionField
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.forms.widgets import long_text
from bangfu.core.evidence import Clean
from bangfu.web.forms import DayField

from .models import PublicList


class ListForm(forms.Form):
    """A list or a notice before it is released."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=PublicList.Kind.choices, widget=forms.RadioSelect
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("项目"), to_field_name="code"
    )
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=80,
        help_text=gettext_lazy("例如：2025年业务院长拟选派人员名单公示"),
    )
    words = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=3000,
        required=False,
        widget=long_text(5),
        help_text=gettext_lazy("名单由系统按当天记录生成，列在正文之后，不用填写"),
    )
    office = forms.CharField(
        label=gettext_lazy("公开单位"),
        max_length=80,
        help_text=gettext_lazy("落款单位，例如：某某市卫生健康委员会"),
    )
    telephone = forms.CharField(
        label=gettext_lazy("联系电话"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("办公电话，群众有异议时联系"),
    )
    shown_until = DayField(
        label=gettext_lazy("公示截止日期"),
        required=False,
        help_text=gettext_lazy("人员名单必须填写，到期自动撤下"),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class ReviseListForm(ListForm):
    """The same once it is written: what it lists stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, programmes=Programme.objects.none(), **kwargs)
        del self.fields["kind"], self.fields["programme"]


class StoryForm(forms.Form):
    """A story before it is released."""

    institution = InstitutionField(label=gettext_lazy("单位"), max_length=120)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=gettext_lazy("项目"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("不属于某一项目"),
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=60)
    lead = forms.CharField(
        label=gettext_lazy("提要"),
        max_length=160,
        widget=long_text(2),
        help_text=gettext_lazy("一两句话，列在目录里"),
    )
    words = forms.CharField(label=gettext_lazy("正文"), max_length=5000, widget=long_text(10))
    proofs = EvidenceField(
        label=gettext_lazy("照片"), help_text=gettext_lazy("一张；拍摄地点和设备信息会被删除")
    )
    caption = forms.CharField(
        label=gettext_lazy("照片说明"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("看不见照片的人靠它了解内容"),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("文中和照片中的人员都已同意公开"),
        required=False,
        help_text=gettext_lazy("没有同意的，不能公开；患者不得露出面部和姓名"),
    )

    def __init__(
        self,
        *args: Any,
        among: QuerySet[Institution],
        programmes: QuerySet[Programme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proofs"].widget.attrs["accept"] = "image/*"
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["institution"].among = among  # type: ignore[attr-defined]
        only = list(among[:2])
        if len(only) == 1:
            self.initial.setdefault("institution", only[0].name)

    def clean_proofs(self) -> list[Clean]:
        """One photo alone."""
        files: list[Clean] = self.cleaned_data["proofs"]
        strange = [one.name for one in files if not one.kind.is_photo]
        if strange:
            raise ValidationError(_("“%(name)s”不是照片，请选择照片。") % {"name": strange[0]})
        if len(files) > 1:
            raise ValidationError(_("请只选一张照片。"))
        return files

    def clean(self) -> dict[str, Any]:
        """A photo is described for those who do not see it."""
        given = super().clean() or {}
        if given.get("proofs") and not given.get("caption"):
            self.add_error("caption", _("请写照片说明。"))
        return given


class ReasonForm(forms.Form):
    """Why something is taken off."""

    reason = forms.CharField(label=gettext_lazy("撤下原因"), max_length=200, widget=long_text(2))
