"""Reasons of a published list in either language; the list itself keeps its words."""

import pytest
from django.utils.translation import override

from bangfu.apps.spotchecks.models import Tie
from bangfu.apps.spotchecks.queries import barred


@pytest.mark.parametrize(
    "reason",
    [
        "不在其检查范围内",
        "本人现工作单位：东海市中心医院",
        "账号属于或曾属于该单位：东海市中心医院",
        "6个月内检查过（2025年3月17日）：河口镇卫生院",
        *(f"{kind.label}：河口镇卫生院" for kind in Tie.Kind),
        "别处写的理由：河口镇卫生院",
    ],
)
def test_is_as_it_was_published_in_chinese(reason: str) -> None:
    with override("zh-hans"):
        assert barred.said(reason) == reason


@pytest.mark.parametrize(
    ("reason", "english"),
    [
        ("不在其检查范围内", "outside the area they check"),
        ("本人现工作单位：东海市中心医院", "their own workplace: 东海市中心医院"),
        (
            "6个月内检查过（2025年3月17日）：河口镇卫生院",
            "checked within 6 months (17 Mar 2025): 河口镇卫生院",
        ),
        ("别处写的理由：河口镇卫生院", "别处写的理由: 河口镇卫生院"),
    ],
)
def test_is_told_in_english(reason: str, english: str) -> None:
    with override("en"):
        assert barred.said(reason) == english
