"""The published JSON Schemas, drawn from the types themselves."""

import json
from typing import Any

import msgspec

from .certificate import Certificate
from .plan import Plan
from .problem import Problem

Shape = type[Problem] | type[Plan] | type[Certificate]
"""What a file of the planner can hold."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(shape: Shape) -> dict[str, Any]:
    """The JSON Schema of a problem, plan or certificate file, version 1."""
    title = shape.__name__.lower()
    drawn = msgspec.json.schema(shape)
    return {"$schema": DIALECT, "title": f"bangfu planner {title}, version 1", **drawn}


def written(shape: Shape) -> str:
    """The schema as the text of its file in ``docs/reference/planner``."""
    return json.dumps(schema_of(shape), ensure_ascii=False, indent=2) + "\n"
