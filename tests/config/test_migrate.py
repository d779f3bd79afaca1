"""An empty database is made, one that is up to date is left alone, and both are said."""

import os
import subprocess
import sys
from pathlib import Path


def migrate(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    own = {**os.environ, "BANGFU_DATA": str(folder), "BANGFU_DATABASE_URL": ""}
    own["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    command = [sys.executable, "-m", "bangfu.config.command", "migrate", *arguments]
    return subprocess.run(command, env=own, capture_output=True, text=True, check=False)


def test_says_what_is_missing_does_it_once_and_then_nothing(tmp_path: Path) -> None:
    before, done = migrate(tmp_path, "--check"), migrate(tmp_path)
    after, again = migrate(tmp_path, "--check"), migrate(tmp_path)

    assert before.returncode == 1
    assert "accounts.0001_initial" in before.stdout
    assert done.returncode == 0
    assert f"{len(before.stdout.splitlines())} 步" in done.stdout
    assert "已采用行政区划表" in done.stdout
    assert after.returncode == 0
    assert again.stdout == "数据库已是当前版本。\n"
