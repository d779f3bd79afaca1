"""Journal entries about postings."""

from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.models import Posting


def event_about(verb: str, posting: Posting, **facts: object) -> Event:
    """A journal entry about a posting: it names the host, so that all who see the host see it."""
    return Event(
        verb,
        posting,
        area_code=posting.host.area_code,
        institution_code=posting.host.code,
        programme=posting.programme.code,
        facts=facts,
    )
