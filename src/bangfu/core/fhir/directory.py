"""The directory: who helps where, from which day to which."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Resource = dict[str, Any]

INSTITUTION_CODE = "urn:x-bangfu:institution-code"
"""System of institutions' codes: mostly unified social credit codes (GB 32100), else local ones."""
ORGANIZATION_TYPE = "http://terminology.hl7.org/CodeSystem/organization-type"
"""Of its codes two are used: ``prov`` gives care, ``govt`` governs it."""


@dataclass(frozen=True, slots=True)
class Place:
    """An institution; ``part_of`` is the number of the one above it."""

    number: int
    code: str
    name: str
    governs: bool
    active: bool
    part_of: int | None = None
    former_names: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Professional:
    """A health worker without any number of theirs; ``sex`` is male, female or unknown."""

    number: int
    name: str
    sex: str
    active: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A posting; days are half-open, at least one of them served.

    ``worker`` and ``host`` are ``None`` where the reader may not open them: then they are named,
    and no reference leads nowhere.
    """

    number: int
    worker: int | None
    worker_name: str
    host: int | None
    host_name: str
    title: str
    department: str
    starts_on: date
    ends_before: date
    active: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A department of an institution, as the service it gives."""

    number: int
    name: str
    provider: int
    active: bool


def organization(place: Place) -> Resource:
    """An institution as what it is by law."""
    code, display = ("govt", "Government") if place.governs else ("prov", "Healthcare Provider")
    return _filled(
        resourceType="Organization",
        id=str(place.number),
        identifier=[{"system": INSTITUTION_CODE, "value": place.code}],
        active=place.active,
        type=[{"coding": [{"system": ORGANIZATION_TYPE, "code": code, "display": display}]}],
        name=place.name,
        alias=list(place.former_names),
        telecom=_telecom(place.phone),
        address=[{"text": place.address}] if place.address else [],
        partOf=_to("Organization", place.part_of) if place.part_of else None,
    )


def location(place: Place) -> Resource:
    """An institution as where it stands; it has the number of its organization."""
    return _filled(
        resourceType="Location",
        id=str(place.number),
        identifier=[{"system": INSTITUTION_CODE, "value": place.code}],
        status="active" if place.active else "inactive",
        name=place.name,
        mode="instance",
        telecom=_telecom(place.phone),
        address={"text": place.address} if place.address else None,
        managingOrganization=_to("Organization", place.number),
    )


def practitioner(person: Professional) -> Resource:
    """A worker by name; Chinese names are one text, not parted into family and given."""
    return _filled(
        resourceType="Practitioner",
        id=str(person.number),
        active=person.active,
        name=[{"use": "official", "text": person.name}],
        gender=person.sex,
    )


def practitioner_role(post: Post) -> Resource:
    """A posting; FHIR counts the last day of a period in.

    >>> served = Post(
    ...     7, 1, "甲", 2, "乙县医院", "", "内科", date(2025, 3, 1), date(2025, 9, 1), True
    ... )
    >>> practitioner_role(served)["period"]
    {'start': '2025-03-01', 'end': '2025-08-31'}
    """
    last = post.ends_before - timedelta(days=1)
    return _filled(
        resourceType="PractitionerRole",
        id=str(post.number),
        active=post.active,
        period={"start": post.starts_on.isoformat(), "end": last.isoformat()},
        practitioner=_named("Practitioner", post.worker, post.worker_name),
        organization=_named("Organization", post.host, post.host_name),
        code=[{"text": post.title}] if post.title else [],
        specialty=[{"text": post.department}] if post.department else [],
        location=[_to("Location", post.host)] if post.host else [],
    )


def healthcare_service(service: Service) -> Resource:
    """A department as a service of its institution, given where the institution stands."""
    return _filled(
        resourceType="HealthcareService",
        id=str(service.number),
        active=service.active,
        providedBy=_to("Organization", service.provider),
        location=[_to("Location", service.provider)],
        name=service.name,
    )


def _to(kind: str, number: int) -> dict[str, str]:
    return {"reference": f"{kind}/{number}"}


def _named(kind: str, number: int | None, name: str) -> dict[str, str]:
    return {**(_to(kind, number) if number else {}), "display": name}


def _telecom(phone: str) -> list[dict[str, str]]:
    return [{"system": "phone", "value": phone}] if phone else []


def _filled(**elements: Any) -> Resource:
    return {name: value for name, value in elements.items() if value not in (None, "", [])}
