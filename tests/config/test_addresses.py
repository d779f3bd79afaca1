"""Every address has a name of its own: of two alike, links would lead to the later."""

from collections import Counter
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def names(found: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        else:
            yield str(one.name)


class TestNames:
    def test_are_each_one_address(self) -> None:
        counted = Counter(names(get_resolver().url_patterns))

        assert [name for name, count in counted.items() if count > 1] == []
