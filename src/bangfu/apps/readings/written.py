"""The definition that a draft makes as it stands now."""

import hashlib

from bangfu.core.readings import Written, written_definition

from .models import NoticeReading


def written(reading: NoticeReading) -> Written:
    """The definition of what was accepted and corrected."""
    return written_definition(
        reading.draft, reading.read, [value.decided for value in reading.values.all()]
    )


def digest_of(text: str) -> str:
    """What a definition that was looked at is known by until it is adopted."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
