"""Two county hospitals, two small township hospitals, and departments to cover."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch
from bangfu.apps.registry.models import Department, Institution

FOUNDED = date(2020, 6, 28)


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days)


@dataclass(frozen=True)
class County:
    """``city`` has three departments; ``north`` and ``south`` are township hospitals."""

    city: Institution
    north: Institution
    south: Institution
    far: Institution
    rooms: tuple[Department, Department, Department]

    def found(self, **changed: Any) -> Branch:
        stated: dict[str, Any] = {
            "name": "内科党支部",
            "institution": self.city,
            "founded_on": FOUNDED,
            "departments": [self.rooms[0]],
            "secretary": actions.SecretaryDraft(name="陈小满", is_backbone=True),
            "full": 12,
            "probationary": 1,
            "by": None,
            "at": timezone.now(),
            "today": today(),
        }
        return actions.found_branch(**(stated | changed))

    def join(self, **changed: Any) -> Branch:
        stated: dict[str, Any] = {
            "name": "河口清水联合党支部",
            "institutions": [self.north, self.south],
            "founded_on": FOUNDED,
            "counts": {self.north: (2, 0), self.south: (1, 1)},
            "by": None,
            "at": timezone.now(),
            "today": today(),
        }
        return actions.join_institutions(**(stated | changed))


def built() -> County:
    places = world.places()
    rooms = tuple(
        Department.objects.create(institution=places.sender, name=name)
        for name in ("内科", "外科", "儿科")
    )
    return County(places.sender, places.north, places.south, places.far, rooms)  # type: ignore[arg-type]
