"""What a server says of itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Interaction = Literal["read", "search-type"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A search parameter with its FHIR type."""

    name: str
    type: Literal["token", "string", "reference"]


@dataclass(frozen=True, slots=True)
class Served:
    """A kind of resource, what may be done with it and by what it is found."""

    kind: str
    parameters: tuple[Parameter, ...]
    interactions: tuple[Interaction, ...] = ("read", "search-type")


def capability_statement(
    served: Iterable[Served], *, base: str, version: str, on: date
) -> dict[str, Any]:
    """The statement of one running server; ``on`` is the day since which it holds."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": on.isoformat(),
        "kind": "instance",
        "software": {"name": "Bangfu", "version": version},
        "implementation": {"description": "Bangfu 帮扶", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "Authorization: Bearer <token>"},
                "resource": [_resource(one) for one in served],
            }
        ],
    }


def _resource(served: Served) -> dict[str, Any]:
    return {
        "type": served.kind,
        "interaction": [{"code": code} for code in served.interactions],
        "versioning": "no-version",
        "searchParam": [{"name": one.name, "type": one.type} for one in served.parameters],
    }
