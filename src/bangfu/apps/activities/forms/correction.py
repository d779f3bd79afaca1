"""The form in which an entry is corrected: the entry's own, with the reason."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.apps.activities.models import Activity
from bangfu.apps.evidence.forms import EvidenceField
from bangfu.core.programmes import ActivityKind
from bangfu.core.programmes.measured import Detail

from .entry import DETAIL, FIGURE, EntryForm


class CorrectionForm(EntryForm):
    """What an entry says, to be changed; the reason is shown beside what it said before."""

    reason = forms.CharField(label=_("更正原因"), max_length=200)
    proof = EvidenceField(label=_("照片、签到表"))


def as_entered(activity: Activity, kind: ActivityKind) -> dict[str, Any]:
    """What an entry says, as first values of the form."""
    amounts = {figure.indicator: figure.amount for figure in activity.figures.all()}
    participants = list(activity.participants.all())
    return {
        "on": activity.happened_on,
        "last_day": activity.last_day if activity.last_day > activity.happened_on else None,
        "place": activity.place,
        "workers": [each.worker_id for each in participants if each.worker_id],
        "names": "、".join(each.name for each in participants if each.worker_id is None),
        "explained": activity.explained,
        "note": activity.note,
        **{DETAIL + code: said for code, said in activity.details.items()},
        **{
            FIGURE + measured.code: typed(amount)
            for measured in kind.measures
            if (amount := amounts.get(kind.indicator(measured))) is not None
        },
    }


def lines_entered(activity: Activity, kind: ActivityKind) -> list[dict[str, Any]] | None:
    """The lines of an entry, as first values of theirs."""
    if kind.lists is Detail.ITEMS:
        return [
            {
                "name": item.name,
                "quantity": f"{typed(item.quantity)}{item.unit}",
                "value": typed(item.value),
            }
            for item in activity.items.all()
        ]
    if kind.lists is Detail.CASES:
        return [
            {
                "asked_on": case.asked_on,
                "answered_on": case.answered_on,
                "department": case.department,
                "by_channel": case.by_channel,
                "label": case.label,
            }
            for case in activity.cases.all()
        ]
    return None


def typed(amount: Decimal) -> str:
    """An amount as somebody would have typed it: 32, 15000, 0.5."""
    written = f"{amount:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
