"""Journal entries about duty: each names the host, so that host, sender and authority see it."""

from collections.abc import Mapping

from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.actions import event_about
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Institution


def about(verb: str, posting: Posting, **facts: object) -> Event:
    """An entry about a posting, with who serves."""
    return event_about(verb, posting, worker=posting.worker.name, **facts)


def at_host(verb: str, host: Institution, facts: Mapping[str, object]) -> Event:
    """An entry about a host."""
    return Event(verb, host, area_code=host.area_code, institution_code=host.code, facts=facts)


def locked(postings: PostingQuerySet) -> PostingQuerySet:
    """Postings held until the transaction ends, in one order, with what entries name."""
    held = postings.select_for_update(of=("self",), no_key=True)
    return held.select_related("worker", "home", "host", "programme").order_by("pk")
