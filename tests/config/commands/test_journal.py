"""The chain of entries, verified on the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.actions import record
from bangfu.apps.journal.models import Entry
from bangfu.config.command import main


@pytest.mark.django_db
class TestVerify:
    def test_counts_the_entries_of_a_chain_that_holds(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record(actor=None, verb="account.opened", subject=User.objects.create(username="a"))

        assert main(["journal", "verify"]) == 0
        assert "日志完整：共1条" in capsys.readouterr().out

    def test_names_the_entry_that_was_altered(self, capsys: pytest.CaptureFixture[str]) -> None:
        record(actor=None, verb="account.opened", subject=User.objects.create(username="a"))
        Entry.objects.update(subject="b")

        assert main(["journal", "verify"]) == 1
        assert "1" in capsys.readouterr().out


class TestEmptyDatabase:
    @pytest.mark.parametrize(
        "command", [["journal", "verify"], ["account", "admin", "--name", "张管理"]]
    )
    def test_is_one_sentence_and_no_traceback(self, tmp_path: Path, command: list[str]) -> None:
        surroundings = {**os.environ, "BANGFU_DATA": str(tmp_path), "LANG": "zh_CN.UTF-8"}
        surroundings.pop("DJANGO_SETTINGS_MODULE", None)
        surroundings.pop("BANGFU_DATABASE_URL", None)

        ended = subprocess.run(
            [sys.executable, "-m", "bangfu.config.command", *command],
            env=surroundings,
            input="kaitong-2025-zhanghao\n",
            capture_output=True,
            text=True,
            check=False,
        )

        assert ended.returncode == 2
        assert "bangfu migrate" in ended.stderr
        assert "Traceback" not in ended.stderr
