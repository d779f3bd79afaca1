"""The interface is complete: each address of the product is in the table, and its line is true."""

import pytest
from django.urls import URLPattern, get_resolver

from bangfu.apps.api.acts import operations
from bangfu.apps.api.coverage import addresses, coverage
from bangfu.apps.api.nouns import resources


class TestTheTable:
    def test_lists_every_address_of_the_product_and_no_other(self) -> None:
        there = {name for name, _ in addresses() if not name.startswith("api_")}

        assert there - set(coverage()) == set(), "not in the table"
        assert set(coverage()) - there == set(), "no longer in the product"

    def test_says_act_exactly_where_there_is_one(self) -> None:
        said = {name for name, ways in coverage().items() if any(w.by == "act" for w in ways)}

        assert said == {operation.route for operation in operations().values()}

    def test_names_nouns_that_exist_and_every_noun(self) -> None:
        named = {
            way.what.split()[0] for ways in coverage().values() for way in ways if way.by == "noun"
        }

        assert named <= set(resources())

    def test_gives_a_reason_for_whatever_is_not_served(self) -> None:
        for name, ways in coverage().items():
            for way in ways:
                assert way.by in ("act", "screen") or way.what, name

    @pytest.mark.parametrize("code", operations())
    def test_an_act_knows_its_page_and_its_noun(self, code: str) -> None:
        operation = operations()[code]
        patterns: list[URLPattern] = [
            one
            for group in get_resolver().url_patterns
            for one in getattr(group, "url_patterns", [])
        ]
        page = next(one for one in patterns if one.name == operation.route)

        converters = set(page.pattern.converters)
        assert converters == set(operation.keys) | set(operation.fixed)
        assert not operation.about or operation.about in resources()
