"""Where messages may go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.notifications.ways import KINDS, NotAnAddress, kind_of, masked, target_of

KEY = (
    "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa".replace("x", "0")
    .replace("o", "0")
    .replace("s", "5")
    .replace("i", "1")
)
TOKEN = "ab" * 32
SECRET = "SEC" + "cd" * 32


class TestTargetOf:
    @pytest.mark.parametrize(
        ("kind", "entered", "target"),
        [
            ("email", " lin@example.cn ", "lin@example.cn"),
            ("sms", "+86 138-0000-1234", "13800001234"),
            ("wecom", f"there/cgi-bin/webhook/send?key={KEY}", KEY),
            ("dingtalk", f"there/robot/send?access_token={TOKEN}", TOKEN),
            ("dingtalk", f"there/robot/send?access_token={TOKEN}\n{SECRET}", f"{SECRET}@{TOKEN}"),
        ],
    )
    def test_keeps_what_is_needed(self, kind: str, entered: str, target: str) -> None:
        assert target_of(kind, entered) == target

    @pytest.mark.parametrize(
        ("kind", "entered"),
        [
            ("email", "lin@"),
            ("email", "a@b.cn, c@d.cn"),
            ("email", "a@b.cn?to=c@d.cn&x"),
            ("sms", "12345"),
            ("wecom", "key=none"),
            ("dingtalk", SECRET),
        ],
    )
    def test_refuses_what_is_no_address(self, kind: str, entered: str) -> None:
        with pytest.raises(NotAnAddress) as refused:
            target_of(kind, entered)

        assert refused.value.zh.endswith("。")
        assert refused.value.en.endswith(".")

    @given(st.sampled_from(KINDS), st.text(max_size=400))
    def test_gives_something_that_holds_nothing_but_itself(
        self, kind: object, entered: str
    ) -> None:
        try:
            target = target_of(kind.code, entered)  # type: ignore[attr-defined]
        except NotAnAddress:
            return
        assert not set(target) & set(" ,;/?&<>\n")


class TestMasked:
    @pytest.mark.parametrize(
        ("kind", "target"), [("email", "lin@example.cn"), ("sms", "13800001234"), ("wecom", KEY)]
    )
    def test_tells_its_owner_apart_and_nobody_more(self, kind: str, target: str) -> None:
        assert target not in masked(kind, target)
        assert "*" in masked(kind, target)

    def test_kinds_are_found_by_their_codes(self) -> None:
        assert [kind_of(kind.code) for kind in KINDS] == list(KINDS)
