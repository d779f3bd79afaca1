"""A folder of its own for each test, somebody who uploads, and a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.core.evidence import files

from bangfu.apps.accounts.models import User
from bangfu.core.evidence import Clean, checked

AT = datetime(2025, 3, 17, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def uploader(db: None) -> User:
    return User.objects.create(username="host", name="受援单位经办人")


@pytest.fixture
def record(db: None) -> User:
    """What is proved; an account will do: evidence knows no owner."""
    return User.objects.create(username="record", name="一次义诊")


@pytest.fixture
def photo() -> Clean:
    return checked(files.photo(), "义诊现场.jpg")


@pytest.fixture
def sheet() -> Clean:
    return checked(files.xlsx(), "签到表.xlsx")
