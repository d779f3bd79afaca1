"""How an entry is digested: the one definition that writing and verifying share."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC

from .models import Entry

GENESIS = "0" * 64


def plain(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as JSON knows them: dates and decimals become text, so that a re-read is equal.

    >>> from datetime import date
    >>> plain({"on": date(2025, 3, 17), "count": 71})
    {'on': '2025-03-17', 'count': 71}
    """
    read_back: dict[str, object] = json.loads(json.dumps(facts, default=str, ensure_ascii=False))
    return read_back


def digest_of(entry: Entry) -> str:
    """SHA-256 over the previous digest and every field, as hexadecimal text."""
    content = json.dumps(
        [
            entry.previous,
            entry.number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.actor_id,
            entry.actor,
            entry.verb,
            entry.subject_type,
            entry.subject_id,
            entry.subject,
            entry.area_code,
            entry.institution_code,
            entry.programme,
            entry.facts,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(content.encode()).hexdigest()
