"""A full disk or a database that is away is said as such; reading goes on."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from bangfu.web.outages import AWAY, BUSY, FULL, STORAGE, outage_of


class _ServerError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("from the server")
        self.sqlstate = sqlstate


@pytest.fixture(autouse=True)
def failing_site(settings: object, client: Client) -> None:
    settings.ROOT_URLCONF = "tests.web.outage_addresses"  # type: ignore[attr-defined]
    client.raise_request_exception = False


class TestPages:
    @pytest.mark.parametrize(
        ("how", "status", "sentence"),
        [
            ("ENOSPC", 507, "服务器存储空间已满，本次内容没有保存"),
            ("EDQUOT", 507, "查看不受影响"),
            ("EIO", 503, "存储设备读写出错"),
            ("readonly", 503, "存储设备读写出错"),
            ("locked", 503, "同时办理的人较多"),
            ("EACCES", 500, "系统出现故障"),
        ],
    )
    def test_say_whether_to_wait_or_to_call(
        self, client: Client, how: str, status: int, sentence: str
    ) -> None:
        answer = client.get(f"/failing/{how}/")

        assert answer.status_code == status
        assert sentence in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)


class TestOutageOf:
    @pytest.mark.parametrize(
        ("state", "fault"),
        [
            ("53100", FULL),
            ("57P01", AWAY),
            ("08006", AWAY),
            (None, AWAY),
            ("58030", STORAGE),
            ("55P03", BUSY),
            ("42P01", None),
        ],
    )
    def test_reads_what_a_server_says(self, state: str | None, fault: object) -> None:
        failure = OperationalError("x")
        failure.__cause__ = _ServerError(state)

        assert outage_of(failure) is fault

    def test_finds_what_lies_behind_another_error(self) -> None:
        failure = ValueError("x")
        failure.__context__ = InterfaceError("connection already closed")

        assert outage_of(failure) is AWAY
        assert outage_of(ValueError("x")) is None
        assert outage_of(None) is None


@pytest.mark.django_db(transaction=True)
class TestFullDisk:
    @pytest.fixture
    def full(self) -> Iterator[None]:
        """SQLite may not take another page, as on a full disk."""
        if connection.vendor != "sqlite":
            pytest.skip("a server's disk is not ours to fill")
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages + 2}")
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")

    def test_saves_nothing_says_so_and_reads_on(self, client: Client, full: None) -> None:
        refused = client.post("/writing/")
        read = client.get("/reading/")

        assert refused.status_code == 507
        assert "没有保存" in refused.text
        assert read.text == "0"
        assert get_user_model().objects.count() == 0
