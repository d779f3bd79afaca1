"""What a server says beside resources: found sets and refusals."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

IssueCode = Literal[
    "invalid", "login", "forbidden", "not-found", "not-supported", "too-long", "exception"
]
"""Of https://hl7.org/fhir/R4/valueset-issue-type.html those that are used here."""


def bundle(
    resources: Iterable[dict[str, Any]], *, total: int, base: str, links: Mapping[str, str]
) -> dict[str, Any]:
    """A page of what a search found; ``links`` are addresses by relation (self, next)."""
    entries = [
        {
            "fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}",
            "resource": resource,
            "search": {"mode": "match"},
        }
        for resource in resources
    ]
    found: dict[str, Any] = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": [{"relation": relation, "url": url} for relation, url in links.items()],
    }
    return {**found, "entry": entries} if entries else found


def outcome(code: IssueCode, words: str) -> dict[str, Any]:
    """A refusal with its reason in words."""
    issue = {
        "severity": "error",
        "code": code,
        "details": {"text": words},
        "diagnostics": words,
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}
