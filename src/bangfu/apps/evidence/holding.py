"""Files of a form that was refused, held until it is sent again.

Contents wait in the folder without a row, as those of a transaction that failed, and the sweep
takes them a day later. The form carries a signed word for each, so that what comes back names
a content that was checked here and sent by whoever holds the form.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from bangfu.core.evidence import Clean, Kind
from bangfu.core.evidence.refusals import megabytes
from bangfu.web.wording import in_own_language

from . import folder
from .refusals import HeldNoMore

HELD_FOR = timedelta(hours=12)
"""Half of what the sweep leaves alone, so that no word outlives its content."""

_SALT = "bangfu.evidence.held"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was taken, as the form shows it again."""

    token: str
    name: str
    kind: str
    size: str


def hold(clean: Clean) -> Held:
    """Put a checked file where it waits, and give the word it is fetched by."""
    folder.put(clean.digest, clean.content)
    if clean.preview is not None:
        folder.put(clean.digest, clean.preview, preview=True)
    word = {
        "name": clean.name,
        "kind": clean.kind.value,
        "digest": clean.digest,
        "upload_digest": clean.upload_digest,
        "width": clean.width,
        "height": clean.height,
    }
    return Held(
        token=signing.dumps(word, salt=_SALT),
        name=clean.name,
        kind=in_own_language(clean.kind.label),
        size=megabytes(clean.size),
    )


def fetched(token: str) -> Clean:
    """The file a word stands for; raises ``HeldNoMore`` where it is too old, or nobody's."""
    try:
        word = signing.loads(token, salt=_SALT, max_age=HELD_FOR)
        content = folder.path_of(word["digest"]).read_bytes()
        preview = None
        if word["width"] is not None:
            preview = folder.path_of(word["digest"], preview=True).read_bytes()
    except (signing.BadSignature, FileNotFoundError):
        raise HeldNoMore from None
    if hashlib.sha256(content).hexdigest() != word["digest"]:
        raise HeldNoMore
    return Clean(**{**word, "kind": Kind.of(word["kind"])}, content=content, preview=preview)
