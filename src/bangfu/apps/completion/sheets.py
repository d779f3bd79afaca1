"""Hand-over rows as the list that ``core.duty.handover`` knows, and what a list begins with."""

from collections.abc import Iterable
from datetime import date

from bangfu.apps.completion.models import Handover, HandoverItem, Signature
from bangfu.apps.duty.recorded import definitions_of
from bangfu.apps.intake.models import Need
from bangfu.apps.planning.rules import group_of
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days, handover, settings
from bangfu.core.duty.handover import Item, Signatory
from bangfu.core.programmes.words import Text


def sheet_of(
    row: Handover, *, items: Iterable[HandoverItem], signatures: Iterable[Signature]
) -> handover.Handover:
    """A hand-over with its items in order; of the signatures those that stand."""
    return handover.Handover(
        leaver=person_of(row.posting),
        successor=person_of(row.successor) if row.successor else "",
        on=row.on,
        items=tuple(
            Item(title=title_of(item), done=item.done, note=item.note)
            for item in sorted(items, key=lambda item: item.position)
        ),
        signed=frozenset(Signatory.of(one.signatory) for one in signatures if one.fell_at is None),
    )


def recorded_sheet(row: Handover) -> handover.Handover:
    """A hand-over as it stands in the database: two queries."""
    return sheet_of(row, items=row.items.all(), signatures=row.signatures.all())


def begun(
    posting: Posting, *, successor: Posting | None, on: date, items: Iterable[Text]
) -> handover.Handover:
    """A list that begins with these items; raises as ``core.duty.handover.begin``."""
    return handover.begin(
        leaver=person_of(posting),
        leaves=life_of(posting).served,
        successor=person_of(successor) if successor else "",
        follows=days_of(successor) if successor else None,
        on=on,
        items=items,
    )


def days_of(posting: Posting) -> Days:
    """The days of one who follows: from the arrival where it is known."""
    first = posting.arrived_on or posting.starts_on
    return Days(first, max(first, posting.ends_before))


def person_of(posting: Posting) -> str:
    """Who serves in a posting."""
    return str(posting.worker_id)


def title_of(item: HandoverItem) -> Text:
    """An item's name in both languages."""
    return Text(zh=item.title_zh, en=item.title_en)


def usual_items(posting: Posting) -> list[Text]:
    """What is handed over: the programme's own list, then what is usual and not on it.

    One query; the posting comes with its need.
    """
    listed: dict[str, Text] = {}
    usual = (one.title for one in settings.shipped().handover)
    for title in (*_of_programme(posting.need), *usual):
        listed.setdefault(title.zh, title)
    return list(listed.values())


def _of_programme(need: Need) -> tuple[Text, ...]:
    definition = definitions_of([need.programme_id])[need.programme_id]
    if definition is None or definition.dispatch is None:
        return ()
    group = group_of(definition.dispatch, form=need.form, code=need.post_group)
    return group.handover.checklist if group and group.handover else ()
