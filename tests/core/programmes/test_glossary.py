"""The glossary holds every word a definition may choose, with its Chinese and its English."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from bangfu.core.programmes import parties, quota_rules, vocabulary, vocabulary_review
from bangfu.core.programmes.quota_rules import QuotaRule
from bangfu.core.programmes.recognition import AnyRecognition
from bangfu.core.programmes.words import Coded

PAGE = (Path(__file__).parents[3] / "docs/glossary.md").read_text()
ROWS = {tuple(cell.strip() for cell in row.strip("|").split("|")) for row in PAGE.split("\n")}
MODULES = (parties, quota_rules, vocabulary, vocabulary_review)


def code_lists(module: ModuleType) -> Iterator[type[Coded]]:
    for kind in vars(module).values():
        if (
            isinstance(kind, type)
            and issubclass(kind, Coded)
            and kind.__module__ == module.__name__
        ):
            yield kind


LISTS = [words for module in MODULES for words in code_lists(module)]
KINDS = [*QuotaRule.__args__, *AnyRecognition.__args__]


class TestGlossary:
    @pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
    def test_holds_every_code_list(self, words: type[Coded]) -> None:
        expected = {(word.zh, word.en or "—", f"`{word.value}`") for word in words}

        assert expected - ROWS == set()

    def test_holds_every_kind_of_rule(self) -> None:
        expected = {
            (kind.label.zh, kind.label.en, f"`{kind.__struct_config__.tag}`") for kind in KINDS
        }

        assert expected - ROWS == set()

    def test_one_term_stands_once(self) -> None:
        terms = PAGE.split("## Code lists")[0]
        chinese = re.findall(r"^\| ([^|]+) \|", terms, re.M)

        assert len(chinese) == len(set(chinese)) + chinese.count("Chinese") - 1
