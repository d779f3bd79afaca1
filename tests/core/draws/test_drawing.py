"""Draws: nobody can steer them, everybody is equally likely, the work is shared out evenly."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from bangfu.core.draws import (
    DrawList,
    Exclusion,
    ListRefused,
    Participant,
    Stratum,
    Subject,
    commit,
    draw,
    fresh_seed,
    record_of,
)
from bangfu.core.draws.drawing import PublicValueMissing, SeedRefused, spread

COMMITTED = datetime(2025, 3, 17, 1, tzinfo=UTC)
SEED = bytes(range(32))
CERTAIN = 1e-4
"""Seeds are fixed: a test passes always or never. A fair draw would fail one time in so many."""


def listed(
    sizes: tuple[int, ...] = (6,),
    takes: tuple[int, ...] = (2,),
    people: int = 4,
    seats: int = 1,
    excluded: tuple[Exclusion, ...] = (),
    **changed: Any,
) -> DrawList:
    """Strata of so many subjects each: ``a0``, ``a1``, … in ``a``, ``b0`` … in ``b``."""
    letters = "abcdefghij"
    given: dict[str, Any] = {
        "title": "一季度在岗抽查",
        "rule": "每组抽取若干",
        "round": 1,
        "public_event": "某期公开摇号",
        "public_after": COMMITTED + timedelta(days=1),
        "committed_at": COMMITTED,
        "seats": seats,
        "strata": tuple(
            Stratum(key=letters[at], name=f"第{at + 1}组", take=take)
            for at, take in enumerate(takes)
        ),
        "subjects": tuple(
            Subject(key=f"{letters[at]}{n}", name=f"对象{letters[at]}{n}", stratum=letters[at])
            for at, size in enumerate(sizes)
            for n in range(size)
        ),
        "checkers": tuple(Participant(key=f"p{n}", name=f"检查员{n}") for n in range(people)),
        "excluded": excluded,
    }
    return DrawList(**(given | changed))


def seeds(count: int) -> list[bytes]:
    return [number.to_bytes(32, "big") for number in range(count)]


def unlikely(counts: Counter[Any], cells: int) -> bool:
    """Whether counts of so many equally likely cells are too uneven to be chance."""
    expected = counts.total() / cells
    seen = [*counts.values(), *[0] * (cells - len(counts))]
    statistic = sum((count - expected) ** 2 / expected for count in seen)
    return bool(chi2.sf(statistic, cells - 1) < CERTAIN)


class TestFairness:
    def test_every_subset_is_equally_likely_over_20_000_seeds(self) -> None:
        six = listed()

        counts = Counter(tuple(draw(six, seed, "0317").result) for seed in seeds(20_000))

        assert len(counts) == len(list(combinations(range(6), 2)))
        assert not unlikely(counts, cells=15)

    def test_every_checker_is_equally_likely_for_every_subject(self) -> None:
        six = listed(sizes=(5,), takes=(5,), people=3, seats=1)

        counts = Counter(
            (key, people[0])
            for seed in seeds(20_000)
            for key, people in draw(six, seed, "0317").result.items()
        )

        assert not unlikely(counts, cells=15)

    def test_those_who_may_check_the_same_are_equally_likely(self) -> None:
        barred = (Exclusion(checker="p0", subject="a0", reason="同一单位"),)
        three = listed(sizes=(2,), takes=(2,), people=3, excluded=barred)

        counts = Counter(draw(three, seed, "0317").result["a0"] for seed in seeds(20_000))

        assert set(counts) == {("p1",), ("p2",)}
        assert not unlikely(counts, cells=2)

    def test_a_public_value_nobody_knew_is_as_good_as_a_seed(self) -> None:
        six = listed()

        counts = Counter(tuple(draw(six, SEED, str(value)).result) for value in range(20_000))

        assert not unlikely(counts, cells=15)

    def test_a_word_that_favours_small_remainders_is_thrown_away(self) -> None:
        from bangfu.core.draws.drawing import _below

        assert _below(3, iter([2**64 - 1, 7])) == 1

    def test_the_test_would_notice_a_biased_draw(self) -> None:
        shared = Counter(dict.fromkeys(range(15), 1334))
        shared[0] += 300

        assert unlikely(shared, cells=15)


class TestOrder:
    @settings(max_examples=30)
    @given(order=st.randoms(use_true_random=False))
    def test_of_the_rows_given_never_matters(self, order: random.Random) -> None:
        barred = (
            Exclusion(checker="p0", subject="a1", reason="同一单位"),
            Exclusion(checker="p2", subject="b0", reason="本人申报"),
        )
        straight = listed(sizes=(5, 4), takes=(2, 2), seats=2, excluded=barred)
        fields = {name: getattr(straight, name) for name in straight.__struct_fields__}
        shuffled = DrawList(
            **{
                name: tuple(order.sample(value, len(value))) if isinstance(value, tuple) else value
                for name, value in fields.items()
            }
        )

        assert record_of(shuffled, SEED, "0317") == record_of(straight, SEED, "0317")


class TestSpread:
    def test_no_other_assignment_is_more_even(self) -> None:
        chance = random.Random(7)  # noqa: S311 - cases of a test
        for _ in range(300):
            people = [f"p{n}" for n in range(chance.randint(2, 4))]
            seats = chance.randint(1, 2)
            wanted = {
                f"s{n}": chance.sample(people, chance.randint(seats, len(people)))
                for n in range(chance.randint(1, 5))
            }

            held = spread(wanted, seats)

            assert all(len(set(own)) == seats for own in held.values())
            assert all(set(own) <= set(wanted[key]) for key, own in held.items())
            assert loads(held) == fairest(wanted, seats)

    def test_many_are_shared_out_without_running_out_of_depth(self) -> None:
        people = [f"p{n}" for n in range(300)]
        wanted = {f"s{n}": people[n % 299 : n % 299 + 2] for n in range(900)}

        held = spread(wanted, 1)

        assert max(Counter(one for own in held.values() for one in own).values()) <= 4


def loads(held: dict[str, list[str]]) -> list[int]:
    return sorted(Counter(one for own in held.values() for one in own).values(), reverse=True)


def fairest(wanted: dict[str, list[str]], seats: int) -> list[int]:
    """The most even loads of all assignments, by trying every one."""
    best: list[tuple[int, list[int]]] = []

    def extend(left: list[str], count: Counter[str]) -> None:
        if not left:
            found = sorted(count.values(), reverse=True)
            best.append((sum(load * load for load in found), found))
            return
        for own in combinations(wanted[left[0]], seats):
            extend(left[1:], count + Counter(own))

    extend(list(wanted), Counter())
    return min(best)[1]


class TestCommit:
    def test_hides_the_seed_and_binds_the_list(self) -> None:
        first = commit(listed(), SEED)

        assert SEED.hex() not in (first.commitment, first.list_digest)
        assert commit(listed(), SEED) == first
        assert commit(listed(), bytes(32)).commitment != first.commitment
        assert commit(listed(title="二季度"), SEED).commitment != first.commitment

    def test_takes_a_new_secret_every_time(self) -> None:
        assert fresh_seed() != fresh_seed()
        assert len(fresh_seed()) == 32

    def test_refuses_a_short_seed(self) -> None:
        with pytest.raises(SeedRefused):
            commit(listed(), b"short")

    def test_names_those_nobody_may_check(self) -> None:
        barred = tuple(
            Exclusion(checker=f"p{n}", subject="a3", reason="同一单位") for n in range(3)
        )

        with pytest.raises(ListRefused) as refused:
            commit(listed(people=4, seats=2, excluded=barred), SEED)

        assert "对象a3" in refused.value.zh
        assert "可派1人" in refused.value.zh
        assert "检查员0：同一单位；检查员1：同一单位；检查员2：同一单位" in refused.value.zh

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"sizes": (), "takes": ()}, "没有抽查对象"),
            ({"takes": (7,)}, "“第1组”共6个对象，不能抽取7个"),
            ({"takes": (0,)}, "抽取0个"),
            ({"people": 0}, "可派0人"),
            ({"seats": 0}, "至少1名"),
            ({"public_after": COMMITTED}, "晚于承诺"),
            ({"public_event": " "}, "公共数"),
            ({"people": 301}, "最多300名"),
            ({"sizes": (5001,)}, "最多5000个"),
        ],
    )
    def test_refuses_a_list_that_cannot_be_drawn_from(
        self, changed: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(ListRefused, match=said):
            commit(listed(**changed), SEED)

    def test_refuses_a_key_that_stands_twice(self) -> None:
        twice = (Participant(key="p", name="甲"), Participant(key="p", name="乙"))

        with pytest.raises(ListRefused, match="重复"):
            commit(listed(checkers=twice), SEED)

    def test_refuses_an_exclusion_of_somebody_who_is_not_listed(self) -> None:
        barred = (Exclusion(checker="p9", subject="a0", reason="同一单位"),)

        with pytest.raises(ListRefused, match="前后不一致"):
            commit(listed(excluded=barred), SEED)


class TestPublicValue:
    def test_counts_however_it_is_written(self) -> None:
        assert draw(listed(), SEED, " ０３17 ") == draw(listed(), SEED, "0317")

    def test_cannot_be_left_out(self) -> None:
        with pytest.raises(PublicValueMissing):
            draw(listed(), SEED, "　")
