"""A ceiling for what one request may send: beyond it nothing is written to the disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST = 512 * 1024 * 1024
"""Far above every limit of a form, so that a film chosen by mistake is still answered in words."""


class Ceiling(FileUploadHandler):
    """Stands first among the handlers and stops what is larger than ``MOST`` before it is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raises ``RequestDataTooBig``, which is answered with 400."""
        if content_length > MOST:
            raise RequestDataTooBig(f"{content_length} bytes are more than {MOST}")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
