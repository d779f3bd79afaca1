"""The second reader asked over real connections to a small server on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from pytest_django.fixtures import Settings

from bangfu.apps.programmes import second_reader
from bangfu.apps.programmes.second_reader import (
    AddressNotAllowed,
    NoSecondReader,
    SecondReaderUnreachable,
    second_reading,
    told_to,
)
from bangfu.core.notices import AnswerNotUnderstood, Reading, read_text
from bangfu.web.outbound import LARGEST_ANSWER

SENTENCE = "县医院出人若干，其中骨干二十四位。"
TASK = {"kind": "task", "value": "县医院出人若干", "quote": SENTENCE, "confidence": 0.9}


class Model(BaseHTTPRequestHandler):
    """Answers as told and remembers what it was asked."""

    status = 200
    body: bytes = b""
    drips = False
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.asked.append(
            {
                "path": self.path,
                "key": self.headers.get("Authorization", ""),
                "body": json.loads(self.rfile.read(length)),
            }
        )
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        for byte in self.body if self.drips else ():
            time.sleep(0.05)
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
        if not self.drips:
            self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _said(*facts: object) -> bytes:
    content = json.dumps({"facts": list(facts)}, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.fixture
def reading() -> Reading:
    return read_text(f"某县支医方案\n{SENTENCE}")


@pytest.fixture
def model(settings: Settings) -> Iterator[type[Model]]:
    class Asked(Model):
        asked: ClassVar[list[dict[str, Any]]] = []
        body = _said(TASK)

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SECOND_READER = _settings(f"http://127.0.0.1:{server.server_port}/v1")
        yield Asked
        server.shutdown()


def _settings(url: str, **others: object) -> dict[str, object]:
    plain = {"url": url, "model": "reader-7", "key": "k-1", "seconds": 5.0, "private": False}
    return {**plain, **others}


class TestSecondReading:
    def test_asks_once_and_marks_what_it_gets(self, model: type[Model], reading: Reading) -> None:
        second = second_reading(reading)

        assert [field.value for field in second.fields] == ["县医院出人若干"]
        (asked,) = model.asked
        assert (asked["path"], asked["key"]) == ("/v1/chat/completions", "Bearer k-1")
        assert asked["body"]["model"] == "reader-7"
        assert SENTENCE in asked["body"]["messages"][-1]["content"]

    def test_says_beforehand_where_a_text_goes(self, model: type[Model]) -> None:
        assert told_to() == "127.0.0.1（reader-7）"
        assert model.asked == []

    def test_is_off_unless_configured(self, settings: Settings, reading: Reading) -> None:
        settings.SECOND_READER = _settings("")

        assert not second_reader.is_configured()
        assert told_to() == ""
        with pytest.raises(NoSecondReader):
            second_reading(reading)

    @pytest.mark.parametrize("status", [302, 400, 401, 429, 500])
    def test_takes_no_other_answer_than_200(
        self, model: type[Model], reading: Reading, status: int
    ) -> None:
        model.status = status

        with pytest.raises(SecondReaderUnreachable, match=str(status)):
            second_reading(reading)
        assert len(model.asked) == 1

    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": 3}]}']
    )
    def test_refuses_what_is_no_answer(
        self, model: type[Model], reading: Reading, body: bytes
    ) -> None:
        model.body = body

        with pytest.raises(AnswerNotUnderstood):
            second_reading(reading)

    def test_reads_no_endless_answer(self, model: type[Model], reading: Reading) -> None:
        model.body = b" " * (LARGEST_ANSWER + 2)

        with pytest.raises(SecondReaderUnreachable, match="太大"):
            second_reading(reading)

    def test_waits_no_longer_than_it_may_even_for_a_byte_at_a_time(
        self, model: type[Model], reading: Reading, settings: Settings
    ) -> None:
        model.drips, model.body = True, _said(TASK) * 20
        settings.SECOND_READER = {**settings.SECOND_READER, "seconds": 0.5}
        began = time.monotonic()

        with pytest.raises(SecondReaderUnreachable, match="没有答复"):
            second_reading(reading)
        assert time.monotonic() - began < 3

    def test_that_nobody_answers_is_one_sentence(
        self, settings: Settings, reading: Reading
    ) -> None:
        settings.SECOND_READER = _settings("http://127.0.0.1:9/v1")

        with pytest.raises(SecondReaderUnreachable, match="无法连接"):
            second_reading(reading)


class TestAddresses:
    @pytest.mark.parametrize(
        ("scheme", "rest"),
        [
            ("ftp", "127.0.0.1/v1"),
            ("https", "/v1"),
            ("http", "[::1"),
            ("https", "user:word@127.0.0.1/v1"),
            ("https", "127.0.0.1/v1?to=x"),
            ("http", "127.0.0.1:x"),
            *(("http", f"{host}/v1") for host in ("10.0.0.5", "192.168.1.9", "1.1.1.1")),
            *(("https", f"{host}/v1") for host in ("10.0.0.5", "[fd00::5]", "169.254.169.254")),
            *(("https", f"{host}/v1") for host in ("240.0.0.1", "224.0.0.1")),
            ("http", "[::ffff:10.0.0.5]/v1"),
        ],
    )
    def test_beyond_this_machine_are_public_and_encrypted(
        self, scheme: str, rest: str, settings: Settings, reading: Reading
    ) -> None:
        settings.SECOND_READER = _settings(f"{scheme}://{rest}")

        with pytest.raises(AddressNotAllowed):
            second_reading(reading)

    @pytest.mark.parametrize(
        ("scheme", "host", "refused"),
        [
            ("https", "10.255.255.1", SecondReaderUnreachable),
            ("http", "10.255.255.1", AddressNotAllowed),
            ("https", "169.254.169.254", AddressNotAllowed),
        ],
    )
    def test_that_are_private_are_used_where_the_office_says_so(
        self,
        scheme: str,
        host: str,
        refused: type[Exception],
        settings: Settings,
        reading: Reading,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        settings.SECOND_READER = _settings(f"{scheme}://{host}/v1", private=True, seconds=0.3)
        reached: list[object] = []

        def nobody(place: object, *_: object) -> None:
            reached.append(place)
            raise OSError

        # What is judged is whether it is tried; nothing leaves this machine.
        monkeypatch.setattr("socket.create_connection", nobody)
        with pytest.raises(refused):
            second_reading(reading)
        assert bool(reached) is (refused is SecondReaderUnreachable)
