"""An entry as plain values: what it said before a correction."""

from collections.abc import Mapping

from .models import Activity

Plain = Mapping[str, object]


def snapshot_of(activity: Activity) -> Plain:
    """Everything an activity says, as plain JSON values."""
    return {
        "on": activity.happened_on.isoformat(),
        "last_day": activity.last_day.isoformat(),
        "place": activity.place,
        "figures": {each.indicator: str(each.amount) for each in activity.figures.all()},
        "details": activity.details,
        "note": activity.note,
        "explained": activity.explained,
        "people": [each.name for each in activity.participants.all()],
        "items": [
            [each.name, str(each.quantity), each.unit, str(each.value)]
            for each in activity.items.all()
        ],
        "cases": [
            [each.label, each.department, each.by_channel, str(each.asked_on), _day(each)]
            for each in activity.cases.all()
        ],
    }


def _day(case: object) -> str:
    answered = getattr(case, "answered_on", None)
    return answered.isoformat() if answered else ""
