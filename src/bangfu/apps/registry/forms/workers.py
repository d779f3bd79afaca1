"""Forms of workers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.drafts import WorkerDraft
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.standards import id_number, subjects, titles
from bangfu.web.forms import DayField
from bangfu.web.wording import in_english, in_own_language

from .fields import ANY, AreaChoiceField, InstitutionField, SubjectField, SubjectsField


class WorkerFilterForm(forms.Form):
    """What the list of workers is narrowed by."""

    words = forms.CharField(label=_("姓名、拼音或工号"), max_length=60, required=False)
    area = AreaChoiceField(label=_("行政区划"), required=False)
    category = forms.ChoiceField(
        label=_("机构类别"), required=False, choices=[*ANY, *Institution.Category.choices]
    )
    level = forms.TypedChoiceField(
        label=_("医院等级"),
        required=False,
        choices=[*ANY, *Institution.Level.choices],
        coerce=int,
        empty_value=None,
    )
    rank = forms.TypedChoiceField(
        label=_("职称级别"),
        required=False,
        choices=[*ANY, *Worker.Rank.choices],
        coerce=int,
        empty_value=None,
    )
    subject = SubjectField(label=_("专业"), required=False, nothing=_("全部"))
    ended = forms.BooleanField(label=_("只看已离任人员"), required=False)
    institution = forms.IntegerField(
        max_value=BigIntegerField.MAX_BIGINT, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*ANY, *areas]  # type: ignore[attr-defined]


def title_choices() -> list[tuple[str, str]]:
    """Titles for a select, with their codes."""
    named = titles.every().items()
    return [
        ("", str(_("没有卫生专业技术职务"))),
        *((code, f"{code} {title.en if in_english() else title.zh}") for code, title in named),
    ]


class WorkerForm(forms.Form):
    """A worker's facts at their home, and the day they hold from.

    An identity number on record is never sent to the browser: an empty field keeps it.
    """

    name = forms.CharField(label=_("姓名"), max_length=60)
    staff_number = forms.CharField(label=_("工号"), max_length=30)
    id_number = forms.CharField(label=_("身份证号"), max_length=24, required=False)
    department = forms.CharField(label=_("所在科室"), max_length=60, required=False)
    title_code = forms.ChoiceField(label=_("专业技术职务"), required=False, choices=title_choices)
    subject = SubjectField(label=_("主要专业"), required=False)
    other_subjects = SubjectsField(
        label=_("其他专业"),
        max_length=200,
        required=False,
        help_text=_("诊疗科目的名称或代码，用顿号分隔"),
    )
    sex = forms.ChoiceField(label=_("性别"), choices=Worker.Sex.choices)
    birth_date = DayField(label=_("出生日期"), required=False)
    practice_certificate = forms.CharField(label=_("执业证书编码"), max_length=30, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    on = DayField(label=_("生效日期"))

    def __init__(self, *args: Any, home: Institution, held_id: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home, self.held_id = home, held_id
        self.fields["department"].widget.attrs["list"] = "departments"
        self.fields["id_number"].help_text = (
            _("已登记 %(masked)s；不改的留空。") % {"masked": id_number.masked(held_id)}
            if held_id
            else _("填了的，性别和出生日期以身份证号为准。")
        )

    def clean_id_number(self) -> str:
        """The number as it is stored; says at the field what is wrong with it."""
        number = id_number.normal(self.cleaned_data["id_number"])
        for finding in id_number.check(number, on=timezone.localdate()) if number else ():
            raise ValidationError(in_own_language(finding))
        return number or self.held_id

    def draft(self) -> WorkerDraft:
        """The cleaned form as a draft."""
        facts = dict(self.cleaned_data)
        del facts["on"]
        main, others = facts.pop("subject"), facts.pop("other_subjects")
        first = (main,) if main else ()
        codes = tuple(dict.fromkeys([*first, *sorted(others)]))
        return WorkerDraft(home_code=self.home.code, subject_codes=codes, **facts)

    @classmethod
    def initial_of(cls, draft: WorkerDraft, on: date) -> dict[str, object]:
        """The form's values for a worker as they stand, without the identity number."""
        facts = {name: getattr(draft, name) for name in WorkerDraft.__slots__}
        main, others = draft.subject_codes[:1], draft.subject_codes[1:]
        known = subjects.every()
        return facts | {
            "id_number": "",
            "subject": main[0] if main else "",
            "other_subjects": "、".join(known[c].zh if c in known else c for c in others),
            "on": on,
        }


class TransferForm(forms.Form):
    """Where a worker goes, and from which day."""

    to = InstitutionField(label=_("调入单位"), max_length=120, help_text=_("机构代码或全称"))
    department = forms.CharField(label=_("科室"), max_length=60, required=False)
    staff_number = forms.CharField(
        label=_("新工号"), max_length=30, required=False, help_text=_("不变的留空")
    )
    on = DayField(label=_("调动日期"), help_text=_("自此日起属于调入单位。"))


class RetirementForm(forms.Form):
    """From which day a worker is no longer in service."""

    on = DayField(label=_("离任日期"), help_text=_("自此日起不再列入在册人员。"))
