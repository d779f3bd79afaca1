"""The tests' own database server comes up, answers and disappears."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from launcher import postgres, system


def test_answers_while_it_is_needed_and_leaves_nothing_behind() -> None:
    programs = system.postgresql()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine")

    with postgres.cluster(programs) as address:
        parts = urlsplit(address)
        folder = Path(unquote(parts.hostname or ""))
        with psycopg.connect(host=str(folder), user="postgres", dbname="postgres") as connection:
            encoding = connection.execute("show server_encoding").fetchone()
            listening = connection.execute("show listen_addresses").fetchone()

    assert encoding == ("UTF8",)
    assert listening == ("",)
    assert not folder.exists()
