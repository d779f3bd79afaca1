"""The words of a digest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.notifications.digest import MOST_LINES, Item, digest

ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(["审批请假", "补齐空缺：云岭医院", "补齐空缺：沈若谷", "授权：林知远"])
        | st.text("甲乙丙丁", min_size=1, max_size=3),
        count=st.integers(1, 999),
        path=st.just("/there/"),
    ),
    min_size=1,
    max_size=40,
)


def told(*items: Item, site: str = "", language: str = "zh-hans") -> str:
    return digest(items, site=site, page="/notices/", language=language).text


class TestDigest:
    def test_names_kinds_with_their_figures_and_addresses(self) -> None:
        text = told(Item("审批请假", 2, "/leave/"), Item("催办", 1, "/late/"), site="s://here")

        assert text.splitlines() == [
            "您有3项新的待办",
            "1. 审批请假（2） s://here/leave/",
            "2. 催办（1） s://here/late/",
            "全部待办：s://here/notices/",
        ]

    def test_speaks_english_where_it_is_asked_to(self) -> None:
        assert told(Item("Decide on leave", 2, "/leave/"), language="en").splitlines() == [
            "New things to do: 2",
            "1. Decide on leave (2)",
            "Sign in to Bangfu.",
        ]

    @pytest.mark.parametrize("kind", ["授权：林知远", "Give rights: Lin Zhiyuan"])
    def test_names_nobody(self, kind: str) -> None:
        text = told(Item(kind, 1, "/accounts/7/"))

        assert "林知远" not in text
        assert "Lin" not in text

    @given(ITEMS)
    def test_loses_nothing_of_the_sum_and_never_grows_long(self, items: list[Item]) -> None:
        title = digest(items, site="", page="/notices/", language="zh").title
        lines = told(*items).splitlines()

        assert f"{sum(item.count for item in items)}项" in title
        assert len(lines) <= MOST_LINES + 3
        assert len({line.partition(". ")[2].partition("（")[0] for line in lines[1:-1]}) == len(
            lines[1:-1]
        )
