"""Handing a file to the browser. There is no address of its own here: an owner's view checks who
may see the record, finds the attachment with ``queries.files_on(record)``, and calls ``stream``.
"""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from . import folder
from .models import Attachment
from .refusals import ContentGone

PREVIEW_TYPE = "image/jpeg"
# Nothing in a file may run or load anything, even where a browser mistakes it for a page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_TEXT, _BYTES = "text/plain", "application/octet-stream"
_SHOWN = {"image/jpeg", "image/png", "application/pdf"}


def stream(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The attachment's content, or with ``?preview=1`` the small picture of a photo.

    Photos and PDFs are shown, all else is downloaded. Kept by this reader's browser alone, which
    asks again each time and is told "unchanged". Raises ``ContentGone``.
    """
    file = attachment.file
    preview = file.is_photo and request.GET.get("preview") == "1"
    etag = f'"{file.digest}{folder.PREVIEW if preview else ""}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = _opened(attachment, preview=preview)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _opened(attachment: Attachment, *, preview: bool) -> FileResponse:
    file = attachment.file
    try:
        content = folder.path_of(file.digest, preview=preview).open("rb")
    except FileNotFoundError:
        raise ContentGone(attachment.name) from None
    media_type = PREVIEW_TYPE if preview else file.media_type
    is_shown = media_type in _SHOWN
    # Text is downloaded as bytes: which Chinese encoding it was written in would be a guess.
    answer = FileResponse(content, content_type=media_type if media_type != _TEXT else _BYTES)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(not is_shown, attachment.name) or ""
    )
    return answer
