"""Forms of papers: narrowed, chosen, filled in, withdrawn; templates and number words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Kind
from bangfu.apps.documents.queries.lists import State
from bangfu.apps.intake.forms import ANY
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.forms.widgets import Choices, long_text
from bangfu.core.documents.numbering import LONGEST_WORD, Series
from bangfu.web.wording import in_own_language

LONGEST_LINE, LONGEST_TEXT = 200, 20_000


class DocumentFilterForm(forms.Form):
    """What the list of papers is narrowed by."""

    words = forms.CharField(label=_("标题或文号"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("文书种类"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)

    def __init__(self, *args: Any, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, in_own_language(one.label)) for one in KINDS]
        states = [(one.value, in_own_language(one.label)) for one in State]
        self.fields["kind"].choices = [*ANY, *kinds]  # type: ignore[attr-defined]
        self.fields["state"].choices = [*ANY, *states]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class SubjectFilterForm(forms.Form):
    """What the things that a paper may be about are narrowed by."""

    words = forms.CharField(label=_("名称"), max_length=60, required=False)


class TypedForm(forms.Form):
    """The fields of a paper that the office fills in."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in kind.typed:
            # Nothing is needed to save a draft; what is missing is asked for when it is issued.
            many = one.shape == "paragraphs"
            field = forms.CharField(
                label=in_own_language(one.label),
                required=False,
                max_length=LONGEST_TEXT if many else LONGEST_LINE,
                widget=long_text(10) if many else None,
                help_text=_("每个自然段占一行") if many else "",
            )
            field.needed_when = _("签发前须填写") if one.needed else ""  # type: ignore[attr-defined]
            self.fields[one.name] = field

    @property
    def words(self) -> Mapping[str, str]:
        """What was typed, by field."""
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}


class ReasonForm(forms.Form):
    """Why a paper is withdrawn."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200, widget=long_text(2))


class TemplateForm(forms.Form):
    """A Word file to be used as template."""

    file = forms.FileField(
        label=_("Word模板"),
        help_text=_("docx文件，不超过10 MB。字段写在两层花括号中，如 {{ title }}"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class NumberWordForm(forms.Form):
    """The word that numbers of a series begin with."""

    series = forms.ChoiceField(label=_("文号类别"))
    word = forms.CharField(label=_("发文字"), max_length=LONGEST_WORD, help_text=_("如“木卫帮”"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [  # type: ignore[attr-defined]
            (one.value, in_own_language(one.label)) for one in Series
        ]


class OfficeForm(forms.Form):
    """In whose name a paper is made, where somebody acts for several offices."""

    office = forms.ModelChoiceField(
        label=_("发文单位"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
