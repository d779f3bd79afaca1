"""Journal entries about the ledger: each names the place, so that both sides see it."""

from bangfu.apps.activities.models import Activity
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Programme


def about(verb: str, activity: Activity, **facts: object) -> Event:
    """An entry about an activity: under its host, or under whoever did it alone."""
    place = activity.host or activity.giver
    return Event(
        verb,
        activity,
        area_code=place.area_code,
        institution_code=place.code,
        programme=activity.programme.code,
        facts={"kind": activity.kind_title("zh"), "on": activity.happened_on, **facts},
    )


def of_programme(verb: str, programme: Programme, **facts: object) -> Event:
    """An entry about a programme's ledger as a whole."""
    return Event(
        verb, programme, area_code=programme.area_code, programme=programme.code, facts=facts
    )
