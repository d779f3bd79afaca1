"""Forms of postings: shape only, the actions decide."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.intake.forms import ANY, LastDayField, NeedFilterForm
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.service_form import FULL_TIME, ServiceForm
from bangfu.apps.registry.forms.fields import WorkerField
from bangfu.apps.registry.models import Worker
from bangfu.core.duty.posting_life import Life
from bangfu.web.forms import DayField
from bangfu.web.wording import day

from .models import Offer, Posting
from .notice import shipped
from .queries import IN_TALKS


class PostingFilterForm(forms.Form):
    """What the list of postings is narrowed by."""

    words = forms.CharField(label=_("姓名、拼音、单位或科室"), max_length=60, required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    form = forms.ChoiceField(
        label=_("派驻形式"), required=False, choices=[*ANY, *ServiceForm.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[*ANY, *Posting.State.choices]
    )
    batch = forms.CharField(label=_("批次"), max_length=40, required=False)

    # What a figure elsewhere asks for when it opens its rows.
    host = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    home = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    there_from = DayField(required=False, widget=forms.HiddenInput)
    there_before = DayField(required=False, widget=forms.HiddenInput)
    arrived_from = DayField(required=False, widget=forms.HiddenInput)
    arrived_before = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class NewPostingForm(forms.Form):
    """Who is posted to answer a need, and from when to when."""

    worker = WorkerField(label=_("派驻人员"), max_length=60, help_text=_("工号、姓名或拼音首字母"))
    starts_on = DayField(label=_("起始日期"))
    ends_before = LastDayField(label=_("最后一天"))
    sessions_per_week = forms.IntegerField(
        label=_("每周半天数"), min_value=1, max_value=FULL_TIME, required=False
    )
    batch = forms.CharField(label=_("批次"), max_length=40, required=False)
    appointment_document = forms.CharField(label=_("任命文件"), max_length=120, required=False)

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].among = Worker.objects.filter(  # type: ignore[attr-defined]
            nominations__programme=need.programme_id, nominations__state="standing"
        )
        self.initial.setdefault("starts_on", need.starts_on)
        self.initial.setdefault("ends_before", need.ends_before - timedelta(days=1))
        self.initial.setdefault("sessions_per_week", need.sessions_per_week)
        if need.sessions_per_week is None:
            del self.fields["sessions_per_week"]


class StepForm(forms.Form):
    """What a step asks for; ``life`` is that of the posting."""

    def __init__(self, *args: Any, life: Life, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.life, self.today = life, today


class ArrivalForm(StepForm):
    """The day somebody arrived; the day reported, or planned, is filled in."""

    arrived_on = DayField(label=_("到岗日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = self.life.arrived_on or self.life.days.starts_on
        self.initial.setdefault("arrived_on", min(planned, self.today))


class ExtendForm(StepForm):
    """Until when it goes on, and by which document."""

    ends_before = LastDayField(label=_("延长至（最后一天）"))
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)


class SuspendForm(StepForm):
    """From when on nothing is expected, and why."""

    starts_on = DayField(label=_("中止起始日期"))
    reason = forms.CharField(label=_("中止原因"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", self.today)


class ResumeForm(StepForm):
    """From when on it goes on."""

    resumes_on = DayField(label=_("恢复在岗日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("resumes_on", self.today)


class RecallForm(StepForm):
    """From when on somebody no longer serves, and why."""

    on = LastDayField(label=_("在岗最后一天"))
    reason = forms.CharField(label=_("提前结束原因"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", self.today)
        self.earliest = min(self.life.days.starts_on, self.today)

    def clean_on(self) -> date:
        """A year mistyped would wipe out all days served."""
        ends_before: date = self.cleaned_data["on"]
        if ends_before < self.earliest:
            told = day(self.earliest - timedelta(days=1))
            raise ValidationError(_("不能早于%(day)s，请核对日期。") % {"day": told})
        return ends_before


class ReplaceForm(RecallForm):
    """Who takes over, and how many days earlier they arrive for the hand-over."""

    worker = WorkerField(label=_("接替人员"), max_length=60, help_text=_("工号、姓名或拼音首字母"))
    hand_over_days = forms.IntegerField(
        label=_("交接天数"),
        min_value=0,
        max_value=60,
        initial=0,
        help_text=_("接替人员提前到岗，与原派驻人员共同在岗的天数"),
    )
    appointment_document = forms.CharField(label=_("任命文件"), max_length=120, required=False)

    def __init__(self, *args: Any, programme: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].among = Worker.objects.filter(  # type: ignore[attr-defined]
            nominations__programme=programme, nominations__state="standing"
        )
        self.order_fields(["worker", "on", "hand_over_days", "reason", "appointment_document"])


UNMET = "unmet"


class MetNeedFilterForm(NeedFilterForm):
    """What the list of needs is narrowed by, among that whether somebody is missing."""

    met = forms.ChoiceField(
        label=_("落实情况"), required=False, choices=[*ANY, (UNMET, _("未满足"))]
    )

    field_order = ("words", "met", "programme", "form", "state")


class OfferFilterForm(forms.Form):
    """What the list of offers is narrowed by."""

    words = forms.CharField(label=_("姓名、拼音或单位"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[(IN_TALKS, _("商定中")), *Offer.State.choices, *ANY],
        initial=IN_TALKS,
    )
    programme = forms.ChoiceField(label=_("项目"), required=False)
    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [*ANY, *programmes]  # type: ignore[attr-defined]


class NewOfferForm(forms.Form):
    """Who is put forward for a need, and from when to when."""

    worker = forms.ModelChoiceField(Worker.objects.none(), label=_("人选"), empty_label=_("请选择"))
    starts_on = DayField(label=_("起始日期"))
    ends_before = LastDayField(label=_("最后一天"))

    def __init__(self, *args: Any, need: Need, nominees: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self.fields["worker"], nominees)
        self.initial.setdefault("starts_on", need.starts_on)
        self.initial.setdefault("ends_before", need.ends_before - timedelta(days=1))


class DeclineForm(forms.Form):
    """Why a name is declined, or taken back."""

    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("一句话说明，对方和主管部门都能看到")
    )


class SubstituteForm(forms.Form):
    """Whom a sender names instead, and why."""

    worker = forms.ModelChoiceField(
        Worker.objects.none(), label=_("替换为"), empty_label=_("请选择")
    )
    reason = forms.CharField(label=_("原因"), max_length=120, required=False)

    def __init__(self, *args: Any, nominees: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self.fields["worker"], nominees)


class AppointingForm(forms.Form):
    """What a batch of appointments carries: its name, its document, its notice."""

    batch = forms.CharField(label=_("批次"), max_length=40, help_text=_("例如：2026年第一批"))
    appointment_document = forms.CharField(
        label=_("任命文件"), max_length=120, help_text=_("发文字号，例如：东卫发〔2026〕12号")
    )
    notice_days = forms.IntegerField(label=_("通知提前天数"), min_value=0, max_value=365)
    short_notice = forms.BooleanField(label=_("提前到岗已与双方说明"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = shipped()
        self.initial.setdefault("notice_days", usual.notice.days)
        language = get_language() or ""
        source = usual.rests_on()
        said = (source.what, source.why)
        self.fields["notice_days"].help_text = " ".join(text.in_language(language) for text in said)


def offer_workers(field: forms.Field, workers: list[Worker]) -> None:
    """Let a field choose among people, each named with rank, department and home."""
    field.queryset = Worker.objects.filter(pk__in=[one.pk for one in workers])  # type: ignore[attr-defined]
    named = [(one.pk, _described(one)) for one in workers]
    field.widget.choices = [("", _("请选择")), *named]


def _described(worker: Worker) -> str:
    department = worker.department.name if worker.department else ""
    parts = (worker.get_rank_display(), f"{worker.home}{department}")
    return f"{worker.name}（{'，'.join(parts)}）"


class SwapForm(forms.Form):
    """With whom posts are exchanged, or to which post one moves; from which day, and why."""

    target = forms.ChoiceField(label=_("调换方式"))
    on = DayField(label=_("自哪天起"))
    reason = forms.CharField(label=_("调换原因"), max_length=200)
    document = forms.CharField(label=_("依据文件"), max_length=120, required=False)

    def __init__(
        self, *args: Any, others: Sequence[Posting], needs: Sequence[Need], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {f"swap-{one.pk}": one for one in others}
        self.needs = {f"move-{one.pk}": one for one in needs}
        swaps = [
            (key, f"{one.worker.name}（{one.host.short_name or one.host.name}）")
            for key, one in self.others.items()
        ]
        moves = [
            (key, f"{one.host.short_name or one.host.name} {one.role_title or one.department_name}")
            for key, one in self.needs.items()
        ]
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            (_("与下列人员对调"), swaps),
            (_("调到下列岗位"), moves),
        ]

    @property
    def other(self) -> Posting | None:
        """The posting to exchange with."""
        return self.others.get(self.cleaned_data["target"])

    @property
    def need(self) -> Need:
        """The post to move to."""
        return self.needs[self.cleaned_data["target"]]
