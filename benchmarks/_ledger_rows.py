"""A ledger of a million activities: 1,500 institutions of a province, three years, 28 kinds.

The rows are invented and the same in every run. They are written past the actions, for a million
journal entries would take an hour, and the month sums are then counted from them.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

ACTIVITIES = 1_000_000
COUNTIES, PER_COUNTY = 30, 50
"""Institutions stand in 30 counties of 50: one county's are the 50 of a page of targets."""
SENDERS = 60
FIRST, DAYS = date(2024, 1, 1), 1_040
CHUNK = 20_000
SEED = 20260101
CODE = "bench_ledger"
KINDS = (
    "outpatient", "inpatient", "operation", "consultation", "case_discussion", "teleconsultation",
    "referral_up", "referral_down", "teaching_round", "operation_teaching", "lecture", "training",
    "free_clinic", "health_talk", "medicine", "equipment",
)  # fmt: skip
TARGETS = 30


def definition() -> str:
    """A programme with thirty targets that each host answers for."""
    from bangfu.core.programmes import shipped_kinds

    measured = [
        f"{kind}.{measure.code}" for kind in KINDS for measure in shipped_kinds()[kind].measures
    ]
    computed = [f"{kind}.{shipped_kinds()[kind].measures[0].code}" for kind in KINDS]
    wanted = (measured + computed)[:TARGETS]
    targets = "\n".join(
        f'[[targets]]\nindicator = "{code}"\nat_least = {1000 + 10 * number}\nparty = "hosts"\n'
        f'each = true\nper = "{"year" if number < len(measured) else "term"}"\n'
        for number, code in enumerate(wanted)
    )
    kinds = ", ".join(f'"{kind}"' for kind in KINDS)
    return f"""
code = "{CODE}"
edition = 2024
area = "37"
title = {{ zh = "百万台账" }}
[term]
starts_on = 2024-01-01
ends_before = 2027-01-01
[[parties.members]]
code = "senders"
role = "sender"
title = {{ zh = "派出医院" }}
[[parties.members]]
code = "hosts"
role = "host"
title = {{ zh = "受援卫生院" }}
[activities]
kinds = [{kinds}]
{targets}
"""


def build() -> None:
    """Institutions, the programme, and its million activities with figures and month sums."""
    from django.db import connection, transaction

    from bangfu.apps.activities import actions
    from bangfu.apps.activities.models import Activity, Figure
    from bangfu.apps.programmes.actions import adopt_edition
    from bangfu.apps.programmes.models import Party
    from bangfu.apps.registry.models import Institution

    with transaction.atomic():
        programme = adopt_edition(text=definition(), by=None, on=FIRST).programme
        Institution.objects.bulk_create(_institutions())
        everybody = list(Institution.objects.order_by("pk"))
        hosts, senders = everybody[: COUNTIES * PER_COUNTY], everybody[COUNTIES * PER_COUNTY :]
        Party.objects.bulk_create(
            Party(
                programme=programme,
                institution=place,
                role="host" if number < len(hosts) else "sender",
                party_code="hosts" if number < len(hosts) else "senders",
                starts_on=FIRST,
            )
            for number, place in enumerate(everybody)
        )
    chance = random.Random(SEED)  # noqa: S311 - invented data, the same in every run
    rows = _activities(chance, programme.pk, [h.pk for h in hosts], [s.pk for s in senders])
    for chunk in _in_chunks(rows):
        with transaction.atomic():
            _write(connection, Activity, [activity for activity, _figures in chunk])
            _write(connection, Figure, [f for _a, figures in chunk for f in figures])
    with transaction.atomic():
        actions.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _institutions() -> Iterator[Any]:
    from bangfu.apps.registry.models import Institution

    for number in range(COUNTIES * PER_COUNTY + SENDERS):
        county = number // PER_COUNTY
        host = county < COUNTIES
        yield Institution(
            code=f"B{number:05d}",
            name=f"第{number}卫生院" if host else f"第{number}医院",
            name_pinyin=f"di{number}",
            name_initials=f"d{number}",
            category="township_hospital" if host else "general_hospital",
            level=0 if host else 3,
            area_code=f"37{county % 17 + 1:02d}{county % 9 + 1:02d}",
            valid_from=date(2000, 1, 1),
        )


def _activities(
    chance: random.Random, programme: int, hosts: list[int], senders: list[int]
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    from bangfu.core.programmes import shipped_kinds

    kinds = [shipped_kinds()[code] for code in KINDS]
    figure = 0
    for number in range(1, ACTIVITIES + 1):
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        kind = chance.choice(kinds)
        state = chance.choices(("confirmed", "recorded", "returned"), (95, 4, 1))[0]
        host = chance.choice(hosts)
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        figures = []
        for measure in kind.measures:
            figure += 1
            amount = chance.randrange(1, 60)
            indicator = kind.indicator(measure)
            figures.append(
                {"id": figure, "activity_id": number, "indicator": indicator, "amount": amount}
            )
        yield {
            "id": number, "key": uuid.UUID(int=number), "programme_id": programme,
            "kind": kind.code, "happened_on": day, "last_day": day, "place": "",
            "giver_id": senders[host % len(senders)], "host_id": host, "posting_id": None,
            "posts": "", "details": {}, "note": "", "explained": "", "state": state,
            "entered_by": "giver", "confirming": "host", "recorded_by_id": None,
            "recorded_at": at, "sent_digest": "", "confirmed_by_id": None,
            "confirmed_at": at if state == "confirmed" else None,
            "said": "人数有误" if state == "returned" else "", "same_as_id": None,
        }, figures  # fmt: skip


def _in_chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _write(connection: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    """Rows past the model, for its objects would take most of the time."""
    columns = list(rows[0])
    fields = {field.attname: field for field in model._meta.concrete_fields}
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(connection.ops.quote_name(fields[name].column) for name in columns)
    values = [
        [fields[name].get_db_prep_save(row[name], connection) for name in columns] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names of our own tables
