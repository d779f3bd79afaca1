"""The command line answers in sentences, in either language, and never with a traceback."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bangfu.config import command
from bangfu.core.refusal import Refusal


def command_that(does: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``serve`` be a command that does something else."""
    module = SimpleNamespace(configure=lambda parser: None, run=does)
    monkeypatch.setattr(command, "import_module", lambda name: module)


class TestMain:
    def test_lists_the_commands_when_none_is_named(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert command.main([]) == 0

        shown = capsys.readouterr().out
        assert all(name in shown for name in command.descriptions())

    def test_answers_a_refusal_with_its_sentence_and_exit_code_two(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(arguments: argparse.Namespace) -> int:
            raise Refusal(zh="端口已被占用。", en="The port is taken.")

        command_that(refuse, monkeypatch)

        assert command.main(["serve"]) == command.REFUSED
        assert capsys.readouterr().err == "端口已被占用。\n"

    def test_answers_in_english_where_that_is_asked_for(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("BANGFU_LANGUAGE", "en")

        assert command.main(["sevre"]) == command.REFUSED
        assert capsys.readouterr().err == "There is no command “sevre”; did you mean “serve”?\n"

    def test_lets_a_program_error_show_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def break_down(arguments: argparse.Namespace) -> int:
            raise ZeroDivisionError

        command_that(break_down, monkeypatch)

        with pytest.raises(ZeroDivisionError):
            command.main(["serve"])

    def test_ends_quietly_when_interrupted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(arguments: argparse.Namespace) -> int:
            raise KeyboardInterrupt

        command_that(interrupt, monkeypatch)

        assert command.main(["serve"]) == command.INTERRUPTED

    def test_shows_the_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.main(["--version"]) == 0
        assert capsys.readouterr().out.strip() == command.__version__

    def test_ends_quietly_when_the_reader_has_seen_enough(self) -> None:
        script = "import sys; from bangfu.config.command import main; sys.exit(main([]))"
        command = [sys.executable, "-c", script]
        piped = subprocess.PIPE
        own = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        with subprocess.Popen(command, env=own, stdout=piped, stderr=piped) as writing:
            assert writing.stdout is not None
            assert writing.stderr is not None
            writing.stdout.close()

            assert writing.stderr.read() == b""


class TestSetUp:
    """Whatever is configured wrongly is one sentence, tried with a command that needs it all."""

    def answer(self, tmp_path: Path, **said: str) -> "subprocess.CompletedProcess[str]":
        own = {**os.environ, "BANGFU_DATA": str(tmp_path), "BANGFU_DATABASE_URL": "", **said}
        own["DJANGO_SETTINGS_MODULE"] = command.SETTINGS
        line = [sys.executable, "-m", "bangfu.config.command", "migrate", "--check"]
        return subprocess.run(line, env=own, capture_output=True, text=True, check=False)

    @pytest.mark.parametrize(
        ("address", "named"),
        [
            ("postgresql://x@127.0.0.1:1/x", "127.0.0.1"),
            ("nonsense://x", "nonsense"),
            ("nothing of the kind", "://"),
            ("sqlite:////proc/nowhere/x", "unable to open"),
        ],
    )
    def test_names_a_database_that_cannot_be_used(
        self, address: str, named: str, tmp_path: Path
    ) -> None:
        answer = self.answer(tmp_path, BANGFU_DATABASE_URL=address)

        assert answer.returncode == command.REFUSED
        assert answer.stderr.startswith("数据库不能使用：")
        assert named in answer.stderr
        assert len(answer.stderr.splitlines()) == 1

    def test_names_a_data_folder_that_cannot_be_used(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        answer = self.answer(tmp_path, BANGFU_DATA=str(tmp_path / "file/below"))

        assert answer.returncode == command.REFUSED
        assert answer.stderr.startswith(f"数据目录不能使用：{tmp_path}/file/below")


class TestDescriptions:
    def test_describe_every_command_in_one_line_of_chinese(self) -> None:
        for name, text in command.descriptions().items():
            assert text, name
            assert any("\u4e00" <= character <= "\u9fff" for character in text), name
            assert len(text) <= 40, name

    def test_name_every_module_that_is_a_command(self) -> None:
        folder = Path(command.__file__).parent / "commands"
        modules = {path.stem for path in folder.glob("*.py") if path.stem[0] != "_"}

        assert modules == set(command.descriptions())

    def test_are_read_without_loading_django(self) -> None:
        script = "import sys; from bangfu.config import command; command.descriptions(); "
        script += "sys.exit('django' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
