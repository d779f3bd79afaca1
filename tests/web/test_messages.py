"""Every text of the interface has its English."""

import re
import shutil
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tools import messages

THEIRS = "conf/locale/zh_Hans/LC_MESSAGES/django.po"


class TestEnglish:
    def test_is_complete(self) -> None:
        catalog = messages.updated()

        found = messages.faults(catalog)

        assert len(catalog) > 100
        assert not found, "\n".join(found)

    def test_stands_in_the_file_as_the_tool_would_write_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        catalog = messages.updated()
        standing = messages.ENGLISH.read_text()

        monkeypatch.setattr(messages, "ENGLISH", tmp_path / "django.po")
        messages.write(catalog)

        assert messages.ENGLISH.read_text() == standing


class TestChinese:
    def test_says_anew_only_what_the_framework_says(self) -> None:
        with messages.CHINESE.open("rb") as stream:
            ours = [message for message in read_po(stream) if message.id]
        with (Path(django.__file__).parent / THEIRS).open("rb") as stream:
            theirs = read_po(stream)

        assert len(ours) > 20
        for message in ours:
            assert theirs.get(message.id) is not None, message.id
            (said,) = messages._forms(message.string)
            asked = set(messages.PLACEHOLDER.findall(messages._key(message)))
            assert set(messages.PLACEHOLDER.findall(said)) <= asked

    def test_speaks_of_no_variables_and_fields(self) -> None:
        said = messages.CHINESE.read_text(encoding="utf-8").split('msgid ""', 1)[1]

        assert not re.search("变量|字段|字符串|有效的选项", said)

    def test_is_compiled_like_the_english(self, tmp_path: Path) -> None:
        written = shutil.copy(messages.CHINESE, tmp_path)

        with messages.compile_catalog(Path(written)).open("rb") as stream:
            told = read_mo(stream)

        assert told.get("This field is required.").string == "请填写此项。"


class TestFaults:
    @pytest.mark.parametrize(
        ("english", "fault"),
        [
            ("", "no English"),
            ("空缺", "Chinese left in the English"),
            ("%(days)d left", "a placeholder the Chinese does not have"),
        ],
    )
    def test_names_what_is_wrong(self, english: str, fault: str) -> None:
        catalog = Catalog(locale="en")
        catalog.add("空缺岗位", english)

        assert messages.faults(catalog) == [f"{fault}: 空缺岗位"]

    def test_names_a_plural_of_which_one_form_is_missing(self) -> None:
        catalog = Catalog(locale="en")
        catalog.add(("%(n)s天", "%(n)s天"), ("%(n)s day", ""))

        assert messages.faults(catalog) == ["no English: %(n)s天"]


class TestTexts:
    def test_are_read_from_python_and_from_templates(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "templates"
        folder.mkdir()
        (folder / "page.html").write_text('{% load i18n %}{% translate "甲" %}')
        (tmp_path / "views.py").write_text('_("乙"); ngettext("%(n)s丙", "%(n)s丙", n)')
        monkeypatch.setattr(messages, "SOURCES", tmp_path)
        monkeypatch.setattr(messages, "ROOT", tmp_path)

        found = {messages._key(message) for message in messages.texts() if message.id}

        assert found == {"甲", "乙", "%(n)s丙"}


class TestCompile:
    def test_leaves_doubtful_english_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        catalog = Catalog(locale="en")
        catalog.add("空缺", "Vacant")
        catalog.add("在岗", "Perhaps", flags=["fuzzy"])
        monkeypatch.setattr(messages, "ENGLISH", tmp_path / "django.po")
        messages.write(catalog)

        with messages.compile_catalog(messages.ENGLISH).open("rb") as stream:
            compiled = read_mo(stream)

        assert compiled.get("空缺").string == "Vacant"
        assert compiled.get("在岗") is None
