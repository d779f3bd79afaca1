"""Forms of indicators: which months, which side; a statistic with its source."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.indicators.queries.series import Window
from bangfu.core.indicators import GIVER, HOST, Theme, month_number
from bangfu.core.indicators.facts import first_day
from bangfu.core.indicators.settings import statistics
from bangfu.web.wording import in_own_language

MOST_MONTHS = 60
ANY = [("", _("全部"))]
SIDES = [(HOST, _("受援方")), (GIVER, _("支援方"))]
YEAR, SPAN = "year", "span"
COMPARED = [(YEAR, _("上年同期")), (SPAN, _("上一时段"))]


class MonthInput(forms.TextInput):
    """The browser's month field; its value is always written as 2025-03, in every language."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        return (
            f"{first_day(value):%Y-%m}" if isinstance(value, int) else super().format_value(value)
        )


class MonthField(forms.CharField):
    """A month, as the number that facts write it with (202503)."""

    widget = MonthInput

    def to_python(self, value: Any) -> Any:
        if not value or isinstance(value, int):
            return value or None
        found = re.fullmatch(r"(\d{4})-(\d{2})", str(value).strip())
        try:
            day = date(int(found[1]), int(found[2]), 1) if found else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2199:
            raise forms.ValidationError(_("请写成2025-03这样的月份。"))
        return month_number(day)


class WindowForm(forms.Form):
    """Which months of which side, held against which others."""

    first = MonthField(label=_("起始月份"), required=False)
    last = MonthField(label=_("截止月份"), required=False)
    side = forms.ChoiceField(label=_("口径"), required=False, choices=SIDES)
    compared = forms.ChoiceField(label=_("对比"), required=False, choices=COMPARED)
    place = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)

    def window(self, usual: Window) -> Window:
        """The months asked for; what cannot be read, or runs backwards, is the usual."""
        self.full_clean()
        given = getattr(self, "cleaned_data", {})
        first, last = given.get("first") or usual.first, given.get("last") or usual.last
        side = given.get("side") or usual.side
        if not first <= last or len(Window(first, last, side).months) > MOST_MONTHS:
            return Window(usual.first, usual.last, side)
        return Window(first, last, side)

    def compares(self) -> str:
        """What the months are held against."""
        self.full_clean()
        return getattr(self, "cleaned_data", {}).get("compared") or YEAR


class CatalogueForm(forms.Form):
    """What the catalogue is narrowed by."""

    words = forms.CharField(label=_("指标名称或说明"), max_length=40, required=False)
    theme = forms.ChoiceField(label=_("主题"), required=False)
    side = forms.ChoiceField(label=_("口径"), required=False, choices=SIDES)
    place = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [(theme.value, in_own_language(theme.label)) for theme in Theme]
        self.fields["theme"].choices = [*ANY, *themes]  # type: ignore[attr-defined]


class StatisticForm(forms.Form):
    """One figure with its months and its source; the action decides whether it fits."""

    item = forms.ChoiceField(label=_("统计项"))
    area_code = forms.CharField(
        label=_("县（市、区）代码"),
        max_length=6,
        required=False,
        help_text=_("六位区划代码，如370523；按机构填报的统计项不填。"),
    )
    institution = forms.CharField(
        label=_("机构代码"),
        max_length=22,
        required=False,
        help_text=_("按机构填报的统计项填写。"),
    )
    first = MonthField(label=_("起始月份"))
    last = MonthField(label=_("截止月份"), help_text=_("时点数两个月份填同一个月。"))
    amount = forms.DecimalField(label=_("数量"), max_digits=18, decimal_places=2)
    document = forms.CharField(
        label=_("数据来源"),
        max_length=200,
        help_text=_("文件或报表名称，如“2025年卫生健康统计年报”。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = _items()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(label=_("撤回原因"), max_length=200)


def _items() -> Sequence[tuple[str, str]]:
    return [
        (item.code, f"{in_own_language(item.title)}（{in_own_language(item.level.label)}）")
        for item in statistics().values()
    ]
