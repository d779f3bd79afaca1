"""The registry's layouts and the document that describes them."""

import re
from pathlib import Path

import pytest

from bangfu.apps.registry.actions.imports.lists import list_of
from bangfu.apps.registry.models import Institution, Upload
from bangfu.core.standards import institutions

from .conftest import TODAY

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "workbooks.md"
ROW = re.compile(r"^\| (\S+) \| (yes)? ?\| ([^|]*)\|", re.MULTILINE)


class TestLayoutOf:
    @pytest.mark.parametrize("kind", Upload.Kind.values)
    def test_is_what_the_document_says(self, kind: str) -> None:
        layout = list_of(kind).layout(TODAY)
        text = DOCUMENT.read_text(encoding="utf-8")
        section = text.split(f" {layout.zh}\n", 1)[1].split("\n###", 1)[0].split("\n## ", 1)[0]
        described = {
            name: (needed == "yes", set(others.split()))
            for name, needed, others in ROW.findall(section)
        }

        assert described == {
            column.zh: (column.required, set(column.synonyms)) for column in layout.columns
        }


class TestCategories:
    def test_are_those_of_the_standard(self) -> None:
        assert dict(Institution.Category.choices) == {
            code: kind.zh for code, kind in institutions.every().items()
        }
