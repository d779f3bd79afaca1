"""Grades and stars: bands, gates, vetoes, quotas with ties, no level skipped."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.appraisal.tables import INPUTS, JUDGED, SMALL, subject, table

from bangfu.core.appraisal import RoundResult, Subject, score_round
from bangfu.core.appraisal.grading import NoPreviousRating, UnknownRating

STARS = (
    SMALL
    + """
[[stars]]
code       = "three"
title      = { zh = "三星", en = "three" }
from_score = 80

[[stars]]
code       = "two"
title      = { zh = "二星", en = "two" }
from_score = 60

[[stars]]
code       = "one"
title      = { zh = "一星", en = "one" }
from_score = 0

[[vetoes]]
fact    = "papers_missing"
title   = { zh = "缺少档案", en = "papers missing" }
ladder  = "stars"
at_most = "two"

[[climbs]]
ladder = "stars"
"""
)


def points(key: str, total: float, /, **rest: object) -> Subject:
    """A subject with this total: 60 for what is basic, the rest judged and done."""
    beyond = Decimal(str(total)) - 60
    judged = min(Decimal(15), max(Decimal(0), beyond))
    done = (beyond - judged) * 10 / 25
    typed = {"judged": replace(JUDGED, points=judged)}
    return subject(key, weeks=52, lectures=0, done=done, typed=typed, **rest)


def result(*subjects: Subject, text: str = SMALL) -> RoundResult:
    return score_round(table(text), subjects, inputs=INPUTS)


def grades(*subjects: Subject, text: str = SMALL) -> dict[str, str | None]:
    return {sheet.key: sheet.grade for sheet in result(*subjects, text=text).sheets}


class TestQuotas:
    def test_are_rounded_down_and_go_to_the_best(self) -> None:
        found = grades(*(points(str(n), 90 + n) for n in range(7)))  # 30 % of 7 is 2

        assert [key for key, grade in found.items() if grade == "excellent"] == ["5", "6"]

    def test_equals_at_the_end_all_fall_below(self) -> None:
        ranked = [points("a", 97), points("b", 95), points("c", 95)]
        rest = [points(str(n), 70) for n in range(5)]  # 30 % of 8 is 2

        assert [key for key, g in grades(*ranked, *rest).items() if g == "excellent"] == ["a"]

    def test_or_all_stay_where_the_table_says_so(self) -> None:
        text = SMALL.replace("[[grades]]", '[ranking]\nties = "above"\n\n[[grades]]', 1)
        ranked = [points("a", 97), points("b", 95), points("c", 95)]
        rest = [points(str(n), 70) for n in range(5)]

        found = grades(*ranked, *rest, text=text)

        assert [key for key, grade in found.items() if grade == "excellent"] == ["a", "b", "c"]

    def test_tie_breakers_part_equals_first(self) -> None:
        text = SMALL.replace("[[grades]]", '[ranking]\ntie_breakers = ["judged"]\n\n[[grades]]', 1)
        judged = {
            done: {"judged": replace(JUDGED, points=Decimal(given))}
            for done, given in ((10, 10), (8, 15))
        }
        low, high = (
            subject(key, weeks=52, lectures=0, done=done, typed=judged[done])
            for key, done in (("low", 10), ("high", 8))
        )
        rest = [points(str(n), 70) for n in range(2)]

        found = grades(low, high, *rest, text=text)  # both 95; 30 % of 4 is 1

        assert (found["high"], found["low"]) == ("excellent", "good")

    def test_may_be_counted_in_each_group_of_peers(self) -> None:
        text = SMALL.replace("[[grades]]", "[ranking]\nper_group = true\n\n[[grades]]", 1)
        city = [points(f"c{n}", 91 + n, group="city") for n in range(4)]
        town = [points(f"t{n}", 70, group="town") for n in range(4)]

        assert list(grades(*city, *town).values()).count("excellent") == 2
        assert list(grades(*city, *town, text=text).values()).count("excellent") == 1

    def test_whoever_a_veto_holds_down_takes_no_place(self) -> None:
        vetoed = points("a", 99, facts={"false_records": "查实"})
        rest = [points(str(n), 91 + n) for n in range(3)]

        found = result(vetoed, *rest)

        assert found.sheet("a").grade == "failed"
        assert found.sheet("2").grade == "excellent"
        said = [reason.in_language("zh") for reason in found.sheet("a").reasons]
        assert said == ["总分99分，为“优秀”", "一票否决：弄虚作假（查实），定为“不合格”"]


class TestGates:
    def test_a_grade_asks_more_than_the_total(self) -> None:
        text = SMALL.replace("share_at_most = 0.3", 'gates = [{ block = "work", at_least = 38 }]')

        found = result(points("a", 97), points("b", 99), text=text)

        assert found.sheet("a").grade == "good"
        assert found.sheet("b").grade == "excellent"
        assert found.sheet("a").reasons[-1].in_language("zh") == (
            "“优秀”要求“工作”不低于38分，实得37分，降为“合格”"
        )


class TestStars:
    def test_rise_one_level_at_a_time(self) -> None:
        found = result(
            points("a", 95, last_star="one"),
            points("b", 95, last_star="two"),
            points("c", 65, last_star="three"),
            text=STARS,
        )

        assert [sheet.star for sheet in found.sheets] == ["two", "three", "two"]
        assert found.sheet("a").reasons[-1].in_language("zh") == (
            "上次“一星”，不得越级，本次最高“二星”"
        )

    def test_need_a_rating_before_or_a_rule_for_the_first(self) -> None:
        with pytest.raises(NoPreviousRating, match="“a”没有上次评定结果"):
            result(points("a", 95), text=STARS)
        with pytest.raises(UnknownRating, match="上次评为“nine”"):
            result(points("a", 95, last_star="nine"), text=STARS)

        first = STARS.replace("[[climbs]]\n", '[[climbs]]\nfirst  = "two"\n')
        assert result(points("a", 95), text=first).sheet("a").star == "two"

    def test_a_veto_caps_and_raises_nobody(self) -> None:
        missing = {"papers_missing": "缺工作计划"}
        found = result(
            points("a", 95, last_star="three", facts=missing),
            subject("b", signed=0, weeks=0, done=0, last_star="three", facts=missing),
            text=STARS,
        )

        assert [sheet.star for sheet in found.sheets] == ["two", "one"]
