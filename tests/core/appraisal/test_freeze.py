"""A frozen round replays bit for bit; whatever is altered is found, and named."""

import json
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.appraisal.tables import INPUTS, subject, table

from bangfu.core.appraisal import Change, Frozen, contents, freeze, replay, score_round, unpacked
from bangfu.core.appraisal.freeze import NotAFrozenRound, RoundIncomplete
from bangfu.core.programmes import DefinitionRefused
from bangfu.core.refusal import Refusal

SUBJECTS = (
    subject("乙", weeks=40, facts={"false_records": "核查属实"}),
    subject(
        "甲",
        done=None,
        changes=(Change(level="bureau", item="weeks", points=Decimal("38.5"), reason="查实"),),
    ),
)


def frozen() -> Frozen:
    scheme = table()
    return freeze(scheme, SUBJECTS, score_round(scheme, SUBJECTS, inputs=INPUTS))


FROZEN = frozen()


def tampered(old: str, new: str) -> Frozen:
    """The round with some figures changed and the digest made to fit."""
    content = FROZEN.content.decode().replace(old, new, 1).encode()
    assert content != FROZEN.content
    return Frozen(content, sha256(content).hexdigest())


class TestReplay:
    def test_is_identity(self) -> None:
        found = replay(FROZEN, inputs=INPUTS)

        assert found.identical
        assert found.digest == FROZEN.digest
        scheme, subjects = contents(FROZEN)
        assert scheme == table()
        assert {one.key: one for one in subjects} == {one.key: one for one in SUBJECTS}

    def test_needs_no_catalogue_to_come_to_the_same_figures(self) -> None:
        assert replay(FROZEN, inputs={}).identical

    @given(st.integers(0, len(FROZEN.as_file()) - 1), st.integers(0, 255))
    def test_fails_when_any_byte_of_the_file_is_altered(self, place: int, byte: int) -> None:
        file = bytearray(FROZEN.as_file())
        if file[place] == byte:
            return
        file[place] = byte

        try:
            found = replay(unpacked(bytes(file)), inputs=INPUTS)
        except Refusal:
            return  # no round any more, said in words
        assert not found.identical

    def test_names_a_result_that_was_changed_together_with_the_digest(self) -> None:
        kept = json.loads(FROZEN.content)
        total = kept["sheets"][0]["total"]

        found = replay(tampered(f'"total":"{total}"', '"total":"99"'), inputs=INPUTS)

        assert found.digest_holds
        (difference,) = found.differences
        assert difference.place == f"sheets[{kept['sheets'][0]['key']}].total"
        assert (difference.frozen, difference.replayed) == ("99", total)

    def test_names_what_follows_from_a_changed_input(self) -> None:
        found = replay(tampered('"weeks":{"value":"40"}', '"weeks":{"value":"41"}'), inputs=INPUTS)

        assert "sheets[乙].items[weeks][3]" in {
            difference.place for difference in found.differences
        }

    def test_finds_another_way_of_writing_the_same(self) -> None:
        found = replay(tampered('"value":"40"', '"value":"40.0"'), inputs=INPUTS)

        assert not found.identical

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{", b'{"format":2}', b'{"format":1,"scheme":"","subjects":[{}]}']
    )
    def test_refuses_what_is_no_round(self, content: bytes) -> None:
        with pytest.raises(Refusal, match=r"不是定稿|缺少"):
            replay(Frozen(content, ""), inputs=INPUTS)
        with pytest.raises(NotAFrozenRound):
            unpacked(content)

    def test_refuses_a_table_that_was_made_to_go_round_in_circles(self) -> None:
        rule = 'kind = \\"per_unit_deduction\\"'
        assert rule in FROZEN.content.decode()
        old = FROZEN.content.decode().partition(rule)[2].partition("}")[0]
        gate = 'kind = \\"threshold_gate\\", item = \\"weeks\\", at_least = 1'

        with pytest.raises(DefinitionRefused, match="成了一圈：weeks → weeks"):
            replay(tampered(rule + old, f"{gate} "), inputs=INPUTS)


class TestFreeze:
    def test_the_order_of_subjects_and_of_figures_does_not_matter(self) -> None:
        scheme = table()
        turned = [
            replace(one, measured=dict(reversed(list(one.measured.items()))))
            for one in reversed(SUBJECTS)
        ]

        again = freeze(scheme, turned, score_round(scheme, turned, inputs=INPUTS))

        assert again == FROZEN

    def test_refuses_a_round_that_is_not_finished(self) -> None:
        scheme = table()
        for unfinished in (subject(closed=("self",)), subject(typed={})):
            result = score_round(scheme, [unfinished], inputs=INPUTS)
            with pytest.raises(RoundIncomplete, match="不能定稿"):
                freeze(scheme, [unfinished], result)

    def test_the_file_holds_text_and_digest(self) -> None:
        file = FROZEN.as_file()

        assert unpacked(file) == FROZEN
        assert file.decode().splitlines()[-1] == f"sha256:{FROZEN.digest}"


def test_a_round_that_was_frozen_by_the_first_version_replays_for_ever() -> None:
    """The file is never written again: where this fails, results of past years have changed."""
    kept = unpacked((Path(__file__).parent / "kept_round.txt").read_bytes())

    found = replay(kept)

    assert found.differences == ()
    assert found.identical
    assert replay(kept, inputs={}).identical
