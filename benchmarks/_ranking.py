"""A round of 2,000 hosts with their results, its ranking and its table opened; all rolled back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, p95, repeated

if TYPE_CHECKING:
    from django.test import Client

    from bangfu.apps.appraisal.models import Round

SUBJECTS, FEW, TIMES = 2_000, 10, 40
QUERIES, SECONDS = 12, 0.150


def bars(client: "Client") -> Iterator[Bar]:
    """Queries, their growth and the time of both lists, as somebody opens them who sees all."""
    from django.db import transaction

    with transaction.atomic():
        few, many = held_round("small", FEW), held_round("large", SUBJECTS)
        for name, page in (("ranking", "ranking/"), ("table of a round", "")):
            address = f"/rounds/{many.pk}/{page}"
            more, less = queries(client, address), queries(client, f"/rounds/{few.pk}/{page}")
            yield Bar(f"{name} of {SUBJECTS}: queries", QUERIES, more, "")
            yield Bar(f"{name} of {SUBJECTS}: more queries than of {FEW}", 0, more - less, "")
            seconds = repeated(lambda at=address: client.get(at), TIMES)  # type: ignore[misc]
            yield Bar(f"{name} of {SUBJECTS}: server p95", SECONDS, p95(seconds))
        transaction.set_rollback(True)


def queries(client: "Client", address: str) -> int:
    """How many a page asks once what lives as long as the process is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def held_round(code: str, size: int) -> "Round":
    """An announced round of so many, by the star table, with a result each."""
    from datetime import timedelta
    from decimal import Decimal
    from hashlib import sha256

    from django.utils import timezone

    from bangfu.apps.appraisal.models import Edition, Result, Round, Scheme, Subject
    from bangfu.apps.programmes.models import Programme
    from bangfu.apps.registry.models import Institution
    from bangfu.core.appraisal import shipped
    from bangfu.core.appraisal.reading import as_text

    now, today = timezone.now(), timezone.localdate()
    table = shipped()["party_branch_stars"]
    text = as_text(table)
    scheme = Scheme.objects.create(code=code, title_zh=table.title.zh, kind=table.kind.value)
    edition = Edition.objects.create(
        scheme=scheme,
        number=table.edition,
        text=text,
        state=Edition.State.FROZEN,
        changed_at=now,
        frozen_at=now,
        digest=sha256(text.encode()).hexdigest(),
    )
    held = Round.objects.create(
        programme=Programme.objects.order_by("pk")[0],
        edition=edition,
        title=f"{size}个党支部评定",
        kind="year_end",
        area_code="37",
        starts_on=today.replace(month=1, day=1),
        ends_before=today + timedelta(1),
        state=Round.State.ANNOUNCED,
        announced_on=today,
        objections_until=today + timedelta(7),
        opened_at=now,
    )
    units = list(Institution.objects.filter(area_code__startswith="37").order_by("pk")[:200])
    subjects = Subject.objects.bulk_create(
        Subject(
            round=held,
            kind="branch",
            ref=number,
            key=f"第{number}党支部",
            group=f"第{number % 5}组",
            institution=units[number % len(units)],
            level=4,
            last_star="four",
        )
        for number in range(size)
    )
    stars = [band.code for band in table.stars]
    Result.objects.bulk_create(
        Result(
            subject=subject,
            score=Decimal(5000 + number * 7919 % 5000) / 100,
            star=stars[number % len(stars)],
            decided_at=now,
        )
        for number, subject in enumerate(subjects)
    )
    return held
