"""A paper's file handed to the browser of its reader."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from bangfu.apps.evidence import folder
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.evidence.refusals import ContentGone
from bangfu.apps.evidence.views import POLICY
from bangfu.core.evidence import Kind


def sent(content: bytes | StoredFile, title: str, kind: Kind | None = None) -> HttpResponseBase:
    """A file under its title: a PDF is shown, Word is downloaded. Raises ``ContentGone``."""
    answer: HttpResponseBase
    if isinstance(content, StoredFile):
        kind = Kind.of(content.kind)
        try:
            answer = FileResponse(folder.path_of(content.digest).open("rb"))
        except FileNotFoundError:
            raise ContentGone(title) from None
    else:
        answer = HttpResponse(content)
    assert kind is not None  # noqa: S101 - bytes come with their kind
    answer.headers["Content-Type"] = kind.media_type
    disposition = content_disposition_header(kind is not Kind.PDF, f"{title}{kind.ending}")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
