"""What one request may send has a ceiling; below it files arrive as ever."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from bangfu.web.uploads import MOST


def sent(content: bytes, **headers: str) -> HttpRequest:
    file = SimpleUploadedFile("a.jpg", content)
    return RequestFactory().post("/", {"proof": file, "note": "义诊"}, **headers)


class TestCeiling:
    def test_files_arrive_large_ones_on_the_disk(self) -> None:
        small, large = sent(b"abc"), sent(bytes(3 << 20))

        assert small.FILES["proof"].read() == b"abc"
        assert small.POST["note"] == "义诊"
        assert isinstance(large.FILES["proof"], TemporaryUploadedFile)

    def test_beyond_it_nothing_is_read(self) -> None:
        request = sent(b"abc", CONTENT_LENGTH=str(MOST + 1))

        with pytest.raises(RequestDataTooBig):
            _ = request.FILES
        assert request._stream.read(10).startswith(b"--")  # type: ignore[attr-defined]
