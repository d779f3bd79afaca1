"""Numbers and papers a branch hands in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from bangfu.apps.branches.actions import PaperDraft
from bangfu.apps.branches.models import Development
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.apps.registry.models import Institution
from bangfu.core.branches import shipped_papers
from bangfu.web.forms import DayField
from bangfu.web.wording import in_own_language

from .setting import number


class CountForm(forms.Form):
    """Members by institution as counted on a day."""

    on = DayField(label=_("统计日期"))

    def __init__(self, *args: Any, places: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            title = {"place": place.short_name or place.name} if len(places) > 1 else None
            full = _t("%(place)s正式党员") % title if title else _t("正式党员")
            half = _t("%(place)s预备党员") % title if title else _t("预备党员")
            self.fields[f"full_{place.pk}"] = number(full)
            self.fields[f"half_{place.pk}"] = number(half)
        self.fields["reason"] = forms.CharField(
            label=_("更正原因"),
            max_length=200,
            required=False,
            help_text=_("当日已登记过人数的，请说明更正原因；原数字保留在日志中。"),
        )

    def counts(self) -> dict[Institution, tuple[int, int]]:
        """Full and probationary members by institution."""
        given = self.cleaned_data
        return {one: (given[f"full_{one.pk}"], given[f"half_{one.pk}"]) for one in self.places}


class DevelopmentForm(forms.Form):
    """A year's member development, as numbers of people."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["year"]
        field.choices = [(year, _t("%(year)s年") % {"year": year}) for year in years]
        for name in Development.FIGURES:
            label = getattr(Development._meta.get_field(name), "verbose_name", name)
            self.fields[name] = number(label, initial=0)

    def figures(self) -> dict[str, int]:
        """The numbers by the names of ``Development.FIGURES``."""
        return {name: self.cleaned_data[name] for name in Development.FIGURES}


class PaperForm(forms.Form):
    """A paper for the base file."""

    kind = forms.ChoiceField(label=_("材料"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    on = DayField(label=_("日期"), help_text=_("会议或材料的日期"))
    note_of_it = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("纸质归档的，请写明存放位置；涉及个人的内容不要填写。"),
    )
    evidence = EvidenceField(label=_("材料文件"))

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [(one, _t("%(year)s年") % {"year": one}) for one in years]
        kind: Any = self.fields["kind"]
        kind.choices = [
            (code, in_own_language(paper.title)) for code, paper in shipped_papers().items()
        ]

    def draft(self) -> PaperDraft:
        """The paper and its files."""
        given = self.cleaned_data
        return PaperDraft(
            kind=given["kind"], on=given["on"], note=given["note_of_it"], files=given["evidence"]
        )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("撤下原因"), max_length=200)
