"""What the ledger of work hands over to indicators: sums by month, confirmations, cases."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from bangfu.apps.activities.models import Activity, MonthSum, ReferredCase
from bangfu.core.indicators.facts import GIVER, HOST, HUNDREDTHS, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.indicators.settings import shipped


def work_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Figures of the ledger by measure from its month sums, of whole months: one query."""
    found = Gathering("work")
    rows = MonthSum.objects.filter(month__gte=first, month__lt=ends_before).order_by()
    for row in rows.values(
        *_SIDES,
        "programme__code",
        "month",
        "indicator",
        "confirmed",
        "waiting",
        "confirmed_entries",
        "waiting_entries",
    ):
        for owner in _owners(row, row["month"]):
            found.add(
                owner,
                row["indicator"],
                confirmed=int(row["confirmed"] * HUNDREDTHS),
                waiting=int(row["waiting"] * HUNDREDTHS),
                confirmed_entries=row["confirmed_entries"],
                entries=row["confirmed_entries"] + row["waiting_entries"],
            )
    return found.facts()


def entry_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Entries of work and how soon they were confirmed, and referrals case by case: two queries."""
    found = Gathering("promises")
    entries = Activity.objects.counted().filter(happened_on__gte=first, happened_on__lt=ends_before)
    limit = timedelta(days=shipped().ledger_confirmation.days)
    confirmed = Q(state=Activity.State.CONFIRMED)
    soon = confirmed & Q(confirmed_at__lte=F("recorded_at") + limit)
    # What still has time to be confirmed is not due yet.
    due = confirmed | Q(recorded_at__lte=timezone.now() - limit)
    counted = (
        entries.order_by()
        .annotate(month=TruncMonth("happened_on", output_field=DateField()))
        .values(*_SIDES, "programme__code", "month")
        .annotate(
            due=Count("pk", filter=due),
            kept=Count("pk", filter=confirmed),
            in_time=Count("pk", filter=soon),
        )
    )
    for row in counted:
        for owner in _owners(row, row["month"]):
            found.add(owner, "entry", due=row["due"], kept=row["kept"], in_time=row["in_time"])
    _add_cases(found, first, ends_before, on=on)
    return found.facts()


_SIDES = ("giver__code", "giver__area_code", "host__code", "host__area_code")


def _add_cases(found: Gathering, first: date, ends_before: date, *, on: date) -> None:
    limit = timedelta(days=shipped().case_answer.days)
    cases = ReferredCase.objects.filter(
        activity__in=Activity.objects.counted(), asked_on__gte=first, asked_on__lt=ends_before
    )
    sides = {f"activity__{name}": name for name in (*_SIDES, "programme__code")}
    for row in cases.order_by().values(*sides, "asked_on", "answered_on", "by_channel"):
        named = {name: row[lookup] for lookup, name in sides.items()}
        asked, answered = row["asked_on"], row["answered_on"]
        if answered is None and on <= asked + limit:
            continue  # still has time
        in_time = answered is not None and answered <= asked + limit
        for owner in _owners(named, asked):
            found.add(
                owner, "referral", due=1, kept=int(answered is not None), in_time=int(in_time)
            )
            found.add(owner, "referral_channel", due=1, kept=int(row["by_channel"]))


def _owners(row: dict[str, Any], day: date) -> Iterator[Owner]:
    month, programme = month_number(day), row["programme__code"]
    for side, name in ((GIVER, "giver"), (HOST, "host")):
        if code := row[f"{name}__code"]:
            yield Owner(side, code, row[f"{name}__area_code"], programme, month)
