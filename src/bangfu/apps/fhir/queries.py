"""What of the directory somebody may read, by the same doors as the pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.apps.registry.queries import institutions, workers
from bangfu.core import fhir
from bangfu.core.fhir import Parameter, Served

Resource = dict[str, Any]
Condition = Callable[[str], Q]
"""What a parameter's value asks of a row; ``ValueError`` where it is none of its values."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource: its rows in somebody's reach, how they are told and found."""

    served: Served
    rows: Callable[[User], QuerySet[Any]]
    told: Callable[[User, list[Any], date], list[Resource]]
    conditions: Mapping[str, Callable[[date], Condition]]


def kinds() -> dict[str, Kind]:
    """Every kind of resource by its FHIR name."""
    return {one.served.kind: one for one in KINDS}


def _existing(row: Institution | Worker, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to > on)


def _in_reach(rows: QuerySet[Any], keys: Iterable[int | None]) -> set[int]:
    wanted = {key for key in keys if key is not None}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _institutions(user: User) -> QuerySet[Any]:
    return institutions.visible_to(user).prefetch_related("former_names")


def _places(user: User, rows: list[Institution], on: date) -> list[fhir.Place]:
    parents = _in_reach(institutions.visible_to(user), (row.parent_id for row in rows))
    return [
        fhir.Place(
            number=row.pk,
            code=row.code,
            name=row.name,
            governs=row.category == Institution.Category.COMMISSION,
            active=_existing(row, on),
            part_of=row.parent_id if row.parent_id in parents else None,
            former_names=tuple(former.name for former in row.former_names.all()),
            address=row.address,
            phone=row.phone,
        )
        for row in rows
    ]


def _organizations(user: User, rows: list[Institution], on: date) -> list[Resource]:
    return [fhir.organization(place) for place in _places(user, rows, on)]


def _locations(user: User, rows: list[Institution], on: date) -> list[Resource]:
    return [fhir.location(place) for place in _places(user, rows, on)]


def _practitioners(user: User, rows: list[Worker], on: date) -> list[Resource]:
    return [
        fhir.practitioner(fhir.Professional(row.pk, row.name, row.sex, _existing(row, on)))
        for row in rows
    ]


def _postings(user: User) -> QuerySet[Any]:
    """Those with a day served: FHIR has no period without one."""
    served = postings.visible_to(user).filter(ends_before__gt=F("starts_on"))
    return served.select_related("worker", "host")


def _roles(user: User, rows: list[Posting], on: date) -> list[Resource]:
    people = _in_reach(workers.visible_to(user), (row.worker_id for row in rows))
    hosts = _in_reach(institutions.visible_to(user), (row.host_id for row in rows))
    return [
        fhir.practitioner_role(
            fhir.Post(
                number=row.pk,
                worker=row.worker_id if row.worker_id in people else None,
                worker_name=row.worker.name,
                host=row.host_id if row.host_id in hosts else None,
                host_name=row.host.name,
                title=row.role_title,
                department=row.department_name,
                starts_on=row.starts_on,
                ends_before=row.ends_before,
                active=row.state_on(on) == Posting.State.SERVING,
            )
        )
        for row in rows
    ]


def _departments(user: User) -> QuerySet[Any]:
    within = institutions.visible_to(user).values("pk")
    return Department.objects.filter(institution__in=within).select_related("institution")


def _services(user: User, rows: list[Department], on: date) -> list[Resource]:
    return [
        fhir.healthcare_service(
            fhir.Service(row.pk, row.name, row.institution_id, _existing(row.institution, on))
        )
        for row in rows
    ]


def _number(value: str) -> int:
    # Longer than any key of either database; and "²" is a digit, but no number.
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise ValueError(value)
    return int(value)


def _numbered(field: str = "pk") -> Callable[[date], Condition]:
    def condition(value: str) -> Q:
        try:
            return Q(**{field: _number(value)})
        except ValueError:  # well-formed as an id of FHIR's, only that nothing has it
            return Q(pk__in=[])

    return lambda on: condition


def _referred(field: str, kind: str) -> Callable[[date], Condition]:
    """``7`` and ``Organization/7`` mean the same."""
    return lambda on: lambda value: _numbered(field)(on)(value.removeprefix(f"{kind}/"))


def _begins(field: str = "name") -> Callable[[date], Condition]:
    return lambda on: lambda value: Q(**{f"{field}__istartswith": value})


def _identified(on: date) -> Condition:
    def condition(value: str) -> Q:
        system, parted, code = value.rpartition("|")
        known = not parted or system == fhir.INSTITUTION_CODE
        return Q(code=code) if known else Q(pk__in=[])

    return condition


def _active(on: date) -> Condition:
    existing = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def condition(value: str) -> Q:
        if value not in ("true", "false"):
            raise ValueError(value)
        return existing if value == "true" else ~existing

    return condition


_ID = Parameter("_id", "token")
_NAME = Parameter("name", "string")
_IDENTIFIER = Parameter("identifier", "token")
_ACTIVE = Parameter("active", "token")
_OF_ORGANIZATION = Parameter("organization", "reference")

KINDS = (
    Kind(
        Served(
            "Organization", (_ID, _NAME, _IDENTIFIER, _ACTIVE, Parameter("partof", "reference"))
        ),
        _institutions,
        _organizations,
        {
            "_id": _numbered(),
            "name": _begins(),
            "identifier": _identified,
            "active": _active,
            "partof": _referred("parent", "Organization"),
        },
    ),
    Kind(
        Served("Location", (_ID, _NAME, _IDENTIFIER, _OF_ORGANIZATION)),
        _institutions,
        _locations,
        {
            "_id": _numbered(),
            "name": _begins(),
            "identifier": _identified,
            "organization": _referred("pk", "Organization"),
        },
    ),
    Kind(
        Served("Practitioner", (_ID, _NAME, _ACTIVE)),
        workers.visible_to,
        _practitioners,
        {"_id": _numbered(), "name": _begins(), "active": _active},
    ),
    Kind(
        Served("PractitionerRole", (_ID, Parameter("practitioner", "reference"), _OF_ORGANIZATION)),
        _postings,
        _roles,
        {
            "_id": _numbered(),
            "practitioner": _referred("worker", "Practitioner"),
            "organization": _referred("host", "Organization"),
        },
    ),
    Kind(
        Served("HealthcareService", (_ID, _NAME, _OF_ORGANIZATION)),
        _departments,
        _services,
        {
            "_id": _numbered(),
            "name": _begins(),
            "organization": _referred("institution", "Organization"),
        },
    ),
)
