"""The small county whose hospitals keep what the posted people leave behind."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from tests.apps.intake import world
from tests.apps.programmes.county_support import definition

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity import actions
from bangfu.apps.capacity.models import Item
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Pairing, Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.capacity import Witness
from bangfu.core.duty.sides import Side

KINDS = (
    "referral_up",
    "pupil",
    "technique",
    "rules_built",
    "specialty_built",
    "referral_channel",
    "trainee",
)
TARGETS = """
[[targets]]
indicator = "rules_built.sets"
at_least = 1
unit = "items"
party = "hosts"
each = true

[[targets]]
indicator = "technique.items"
at_least = 2
unit = "items"
party = "hosts"
each = true
"""
WITNESS = Witness("周见山", "内科主任")


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@dataclass
class County:
    """A programme that runs a year around today, its places, somebody posted there."""

    places: world.Places
    programme: Programme
    posting: Posting
    worker: User

    def new(self, kind: str = "technique", **changed: object) -> actions.NewItem:
        """Something as somebody would enter it."""
        stated: dict[str, object] = {
            "programme": self.programme,
            "kind": kind,
            "giver": self.places.sender,
            "host": self.places.north,
            "title": "超声引导下穿刺",
            "begun_on": ago(90),
            "posting": self.posting,
        }
        if kind == "pupil":
            stated |= {"title": "心血管常见病", "person_name": "陈小满", "skills": ("心电图判读",)}
        return actions.NewItem(**(stated | changed))  # type: ignore[arg-type]

    def record(
        self,
        kind: str = "technique",
        *,
        by: User | None = None,
        side: Side = Side.WORKER,
        key: uuid.UUID | None = None,
        **changed: object,
    ) -> Item:
        """Enter it as of now."""
        return actions.record_item(
            key=key or uuid.uuid4(),
            new=self.new(kind, **changed),
            side=side,
            by=by or self.worker,
            at=now(),
            today=today(),
        )

    def reach(
        self,
        item: Item,
        code: str,
        *,
        on: date | None = None,
        by: User | None = None,
        side: Side = Side.WORKER,
        **done: object,
    ) -> None:
        """Reach a milestone, on the day before yesterday where none is given."""
        actions.reach_milestone(
            item=item,
            code=code,
            done=actions.Done(on=on or ago(2), **done),  # type: ignore[arg-type]
            side=side,
            by=by or self.worker,
            at=now(),
            today=today(),
        )
        item.refresh_from_db()

    def alone(self, item: Item, *, host: User, on: date | None = None) -> Item:
        """A technique taken to what local staff do alone, confirmed by the host."""
        self.reach(item, "first_case", on=on)
        self.reach(item, "cases_with_expert", on=on, cases=5)
        self.reach(item, "alone", on=on, by=host, side=Side.HOST, witness=WITNESS)
        return item


def now() -> datetime:
    return timezone.now()


def built() -> County:
    places = world.places()
    first, end = ago(200), today() + timedelta(days=165)
    text = definition(KINDS, first=first, end=end) + TARGETS
    programme = adopt_edition(text=text, by=None, on=first).programme
    for place, role, code in (
        (places.sender, "sender", "senders"),
        (places.north, "host", "hosts"),
        (places.south, "host", "hosts"),
    ):
        Party.objects.create(
            programme=programme, institution=place, role=role, party_code=code, starts_on=first
        )
    Pairing.objects.create(
        programme=programme, sender=places.sender, host=places.north, starts_on=first
    )
    posting = posted(places, programme, "林知远", places.north, ends_before=end)
    worker = world.user("worker", "posted_worker")
    posting.worker.account = worker
    posting.worker.save()
    return County(places, programme, posting, worker)


def posted(
    places: world.Places,
    programme: Programme,
    name: str,
    host: Institution,
    *,
    ends_before: date,
) -> Posting:
    term = {"starts_on": ago(190), "ends_before": ends_before}
    return Posting.objects.create(
        need=world.need(host, programme, form="resident", **term),
        programme=programme,
        worker=world.worker(name, places.sender),
        home=places.sender,
        host=host,
        form="resident",
        department_name="内科",
        planned_ends_before=ends_before,
        arrived_on=ago(190),
        **term,
    )
