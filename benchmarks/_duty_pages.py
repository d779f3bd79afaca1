"""Pages of duty at the size of a province: one host's week, one worker's passbook, the watch."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from benchmarks import _papers
from benchmarks.bar import Bar, clock, p95, repeated
from benchmarks.pages import WIDE, province, viewer

if TYPE_CHECKING:
    from django.test import Client

PEOPLE = 40
TIMES = 20
CONFIRM, PASSBOOK, PAGE = 0.200, 0.100, 0.150
QUERIES = 12


def measure() -> Iterator[Bar]:
    """Bars of the pages; what is changed for measuring is rolled back."""
    with province():
        from django.db import transaction

        from bangfu.apps.duty.models import Confirmation

        yield Bar(
            "confirmations on record", 100_000, Confirmation.objects.count(), "", at_least=True
        )
        with transaction.atomic():
            yield from _week()
            yield from _passbook()
            yield from _papers.measure()
            transaction.set_rollback(True)
        yield from _watch(viewer("wide", WIDE))


def _week() -> Iterator[Bar]:
    """A host of 40 people confirms last week, each time anew."""
    from django.db import transaction
    from django.utils import timezone

    from bangfu.apps.duty.models import Confirmation
    from bangfu.apps.duty.queries.weeks import last_week
    from bangfu.apps.postings.models import Posting

    week = last_week(timezone.localdate())
    posted = Posting.objects.filter(programme__code="shandong_measure")
    there = posted.filter(starts_on__lt=week.starts_on, ends_before__gt=week.ends_before)
    chosen = list(there.order_by("starts_on").values_list("pk", flat=True)[:PEOPLE])
    host = Posting.objects.get(pk=chosen[0]).host
    posted.filter(host=host).exclude(pk__in=chosen).update(host=host.parent or _other(host))
    posted.filter(pk__in=chosen).update(host=host)
    Confirmation.objects.filter(posting__in=chosen, starts_on=week.starts_on).delete()
    client = _client("host_office", institution_code=host.code)
    yield Bar("the week's page: queries", QUERIES, _queries(lambda: client.get("/duty/week/")), "")
    yield Bar("the week's page, 40 people, p95", PAGE, p95(_times(client, "/duty/week/")))

    seconds = []
    for _ in range(TIMES):
        with transaction.atomic():
            with clock() as taken:
                answer = client.post("/duty/week/", {"confirm": "1"})
            assert answer.status_code == 302, answer.status_code
            found = Confirmation.objects.filter(posting__in=chosen, starts_on=week.starts_on)
            assert found.count() == PEOPLE
            transaction.set_rollback(True)
        seconds.append(taken.seconds)
    yield Bar("confirming a week of 40 people, p95", CONFIRM, p95(seconds))


def _passbook() -> Iterator[Bar]:
    """The worker with the most confirmations opens the passbook."""
    from django.db.models import Count

    from bangfu.apps.registry.models import Worker

    busiest = Worker.objects.annotate(weeks=Count("postings__confirmations"))
    worker = busiest.order_by("-weeks", "pk")[0]
    client = _client("posted_worker")
    worker.account_id = int(client.session["_auth_user_id"])
    worker.save()
    yield Bar("the passbook: queries", QUERIES, _queries(lambda: client.get("/duty/passbook/")), "")
    yield Bar("the passbook, p95", PASSBOOK, p95(_times(client, "/duty/passbook/")))


def _watch(client: "Client") -> Iterator[Bar]:
    """An authority of the whole province."""
    for path in ("/duty/watch/", "/duty/progress/", "/duty/pointers/"):
        yield Bar(f"{path}, p95", PAGE, p95(_times(client, path)))


def _times(client: "Client", path: str) -> list[float]:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return repeated(lambda: client.get(path), TIMES)


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def _client(role: str, **place: Any) -> "Client":
    from django.test import Client
    from django.utils import timezone

    from bangfu.apps.accounts import actions as accounts

    account = accounts.open_account(
        username=f"bench-{role}", name=role, password=os.urandom(16).hex(), by=None
    )
    today = timezone.localdate()
    accounts.give_grant(user=account, role=role, by=None, on=today, **place)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(account)
    return client


def _other(host: Any) -> Any:
    from bangfu.apps.registry.models import Institution

    return Institution.objects.exclude(pk=host.pk).order_by("pk")[0]
