"""Facts of counterpart assistance as resources of FHIR R4 (4.0.1).

Frozen values go in, dicts ready for JSON come out; what a value does not hold is left out, since
FHIR allows neither empty strings nor nulls.
"""

from .answers import bundle, outcome
from .capability import Interaction, Parameter, Served, capability_statement
from .directory import (
    INSTITUTION_CODE,
    Place,
    Post,
    Professional,
    Service,
    healthcare_service,
    location,
    organization,
    practitioner,
    practitioner_role,
)

__all__ = [
    "INSTITUTION_CODE",
    "Interaction",
    "Parameter",
    "Place",
    "Post",
    "Professional",
    "Served",
    "Service",
    "bundle",
    "capability_statement",
    "healthcare_service",
    "location",
    "organization",
    "outcome",
    "practitioner",
    "practitioner_role",
]
