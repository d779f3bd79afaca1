"""How referral green channels are used, from the cases of the ledger."""

from bangfu.apps.activities.models import Activity, ReferredCase
from bangfu.apps.capacity.models import Item
from bangfu.core.capacity import Use, use_of
from bangfu.core.programmes.measured import Lasting


def use_of_channel(item: Item) -> Use | None:
    """Cases that went by the channel since it opened, in both directions: one query.

    A case belongs to the channel of its two hospitals within the programme. Nothing for anything
    but a channel that is open.
    """
    if item.lasting != Lasting.CHANNEL.value or item.built_on is None:
        return None
    written = str(item.details.get("days_to_answer", ""))
    cases = ReferredCase.objects.filter(
        activity__in=Activity.objects.counted().filter(
            programme=item.programme_id, host=item.host_id, giver=item.giver_id
        ),
        by_channel=True,
        asked_on__gte=item.built_on,
    )
    agreed = int(written) if written.isascii() and written.isdigit() else None
    return use_of(cases.values_list("asked_on", "answered_on"), agreed=agreed)
