"""What the pages for anybody with a phone ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.supervision.forms.widgets import long_text
from bangfu.core.evidence import Clean
from bangfu.core.voice import settings

from .choices import kinds, yes_no

PHOTOS = 3


class AskForm(forms.Form):
    """A request: tick first, text later, the rest as one likes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("您要反映哪方面的问题？"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请先勾选一个类别。")},
    )
    words = forms.CharField(
        label=gettext_lazy("请说说具体情况"), required=False, widget=forms.Textarea({"rows": 5})
    )
    proofs = EvidenceField(label=gettext_lazy("照片"), help_text="")
    name = forms.CharField(label=gettext_lazy("怎么称呼您"), max_length=40, required=False)
    telephone = forms.CharField(
        label=gettext_lazy("电话（需要回访的填写）"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
        self.fields["proofs"].widget.attrs["accept"] = "image/*"
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_words(self) -> str:
        """A text that is too long is given back whole, with how long it is."""
        words: str = self.cleaned_data["words"]
        longest = settings.shipped().limits.longest_text
        if len(words) > longest:
            told = {"count": len(words), "longest": longest}
            raise ValidationError(_("内容有%(count)s字，请缩短到%(longest)s字以内。") % told)
        return words

    def clean_proofs(self) -> list[Clean]:
        """Photos alone, and few."""
        files: list[Clean] = self.cleaned_data["proofs"]
        strange = [one.name for one in files if not one.kind.is_photo]
        if strange:
            raise ValidationError(_("“%(name)s”不是照片，请选择照片。") % {"name": strange[0]})
        if len(files) > PHOTOS:
            raise ValidationError(_("照片最多%(count)s张。") % {"count": PHOTOS})
        return files


class ReceiptForm(forms.Form):
    """A receipt code."""

    receipt = forms.CharField(label=gettext_lazy("回执码"), max_length=40)


class RateForm(forms.Form):
    """Whether it helped."""

    solved = yes_no(gettext_lazy("问题解决了吗？"))
    satisfied = yes_no(gettext_lazy("对答复满意吗？"), required=False)


class AgainForm(forms.Form):
    """Why it is asked once more."""

    words = forms.CharField(
        label=gettext_lazy("哪里没有解决"), max_length=1000, widget=long_text(3)
    )
