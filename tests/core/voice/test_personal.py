"""What is personal is found where people write it, and plain figures are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.voice.codes import ALPHABET, LENGTH, grouped, new_receipt, read_receipt
from bangfu.core.voice.personal import Kind, personal_in


class TestPersonal:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("请打13800001111", Kind.MOBILE),
            ("138-0000-1111", Kind.MOBILE),
            ("138 0000 1111", Kind.MOBILE),
            ("+86 13800001111", Kind.MOBILE),
            ("１３８００００１１１１", Kind.MOBILE),
            ("身份证11010519491231002X", Kind.ID),
            ("11010519491231002x。", Kind.ID),
            ("办公室0416-2345678", Kind.TELEPHONE),
            ("发到 a.b@example.com", Kind.MAIL),
            ("微信号abc_12345", Kind.ACCOUNT),
            ("住院号20250317", Kind.CARE),
        ],
    )
    def test_is_found(self, text: str, kind: Kind) -> None:
        assert [one.kind for one in personal_in(text)] == [kind]

    @pytest.mark.parametrize(
        "text",
        [
            "2025年3月17日增设2个窗口",
            "费用6000元，共71人次",
            "等了120分钟",
            "门诊三楼",
            "周一至周五8:00-17:30",
        ],
    )
    def test_plain_figures_are_not(self, text: str) -> None:
        assert personal_in(text) == []

    def test_names_the_asker_gave_are_found_wherever_they_stand(self) -> None:
        found = personal_in("感谢王小明提出，王小明", names=["王小明"])

        assert [(one.kind, one.start) for one in found] == [(Kind.NAME, 2), (Kind.NAME, 8)]

    @given(
        before=st.text(alphabet="在窗口等候。", max_size=8),
        tail=st.from_regex(r"[3-9]\d{9}", fullmatch=True),
    )
    def test_any_mobile_number_is_found(self, before: str, tail: str) -> None:
        assert Kind.MOBILE in {one.kind for one in personal_in(f"{before}1{tail}")}


class TestReceipt:
    @given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
    def test_is_read_however_it_is_typed(self, code: str) -> None:
        assert read_receipt(grouped(code).lower().replace("0", "o").replace("1", "l")) == code

    def test_is_never_the_same(self) -> None:
        assert len({new_receipt() for _turn in range(1000)}) == 1000
