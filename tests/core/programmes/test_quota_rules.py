"""Every row of the provincial rules the product must express, written as a clerk would write it."""

# ruff: noqa: E501  (a rule is read on one line)

import pytest

import bangfu.core.programmes.recognition_wording  # noqa: F401  (registers its sentences)
from bangfu.core.programmes import read
from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.dispatch import Dispatch
from bangfu.core.programmes.quota_rules import (
    ByLevel,
    Conversion,
    Coverage,
    Exemption,
    MinimumStay,
    Number,
    Presence,
    QuotaRule,
    RankFloor,
    SenderCap,
    ServiceBeforeTitle,
    TierQuota,
    YearlyDays,
)
from bangfu.core.programmes.recognition import AnyRecognition, Points
from bangfu.core.programmes.rule_wording import rule_sentence, worded
from bangfu.core.programmes.vocabulary import DutyUnit, Each, Form, Per, Rank

PARTIES = """
code = "row"
edition = 1
title = { zh = "一行规则" }
[[parties.members]]
code = "tertiary_hospitals"
role = "sender"
title = { zh = "三级医院" }
[[parties.members]]
code = "tcm_hospitals"
role = "sender"
title = { zh = "中医医院" }
[[parties.members]]
code = "county_hospitals"
role = "host"
title = { zh = "县医院" }
[[parties.members]]
code = "township_hospitals"
role = "host"
title = { zh = "乡镇卫生院" }
[dispatch]
forms = ["resident", "leadership", "part_time", "pairing", "team", "village", "visiting"]
"""

ROWS: dict[str, str] = {
    "Shandong clinical deputies 2018-2019": """
        rules = [
            { kind = "rank_floor", rank = "intermediate" },
            { kind = "qualification", requires = ["management_experience"] },
            { kind = "number", exactly = 1, each = "host" },
            { kind = "minimum_stay", months = 24 },
            { kind = "full_time" },
        ]
        recognition = [
            { kind = "counts_before_title" },
            { kind = "outside_post_quota", after_years = 5 },
            { kind = "subsidy", paid_by = "sender" },
        ]
    """,
    "Shandong ten thousand to the countryside 2024-2026": """
        rules = [
            { kind = "number", at_least = 10000, per = "year" },
            { kind = "place_quota", per = "year", total = 10000, shares = [
                { places = ["county_hospital"], at_least = 3000 },
                { places = ["township_hospital", "community_health_centre"], at_least = 3000 },
                { places = ["village_clinic"], at_least = 4000 },
            ] },
            { kind = "minimum_stay", months = 12 },
        ]
    """,
    "Hebei teams to 2020": """
        rules = [
            { kind = "number", at_least = 5, each = "host", senders = ["tertiary_hospitals"] },
            { kind = "number", at_least = 3, each = "host", senders = ["tcm_hospitals"] },
            { kind = "rank_floor", rank = "associate_senior", members = 1 },
            { kind = "minimum_stay", months = 12, of = "batch" },
        ]
    """,
    "Fujian 2019-2020": """
        rules = [
            { kind = "number", exactly = 516, per = "year", senders = ["tertiary_hospitals"], hosts = ["county_hospitals"] },
            { kind = "number", exactly = 484, per = "year", hosts = ["township_hospitals"] },
            { kind = "yearly_days", at_least = 180, unbroken = true },
            { kind = "same_unit" },
            { kind = "designated_hosts" },
        ]
    """,
    "Gansu": 'rules = [{ kind = "yearly_days", at_least = 180, working_days = true }]',
    "Qinghai 2011": """
        rules = [
            { kind = "rank_floor", rank = "intermediate", members = 1 },
            { kind = "minimum_stay", months = 6 },
        ]
    """,
    "Guizhou 2016": """
        rules = [
            { kind = "qualification", requires = ["licensed_doctor"] },
            { kind = "number", at_least = 2, per = "year", each = "host", hosts = ["township_hospitals"] },
            { kind = "minimum_stay", months = 12 },
            { kind = "on_post_by", on = 2016-05-30 },
        ]
    """,
    "Anhui 2008-2010 and 2019": """
        rules = [
            { kind = "number", exactly = 1000, per = "year" },
            { kind = "number", about = 100 },
            { kind = "minimum_stay", months = 24 },
        ]
        posts = [{ code = "village", title = { zh = "驻村医师" }, form = "village", count = 100, roles = [{ code = "deputy_head", title = { zh = "卫生院副院长" } }] }]
    """,
    "Kaiping": """
        rules = [
            { kind = "number", exactly = 8 },
            { kind = "presence", at_least = 8, unit = "days", per = "month" },
        ]
    """,
    "Beijing community centres 2007": """
        rules = [
            { kind = "rank_floor", rank = "intermediate" },
            { kind = "qualification", requires = ["clinical_department"] },
            { kind = "yearly_days", at_least = 15 },
        ]
    """,
    "Taiyuan 2015": """
        rules = [
            { kind = "number", exactly = 1000 },
            { kind = "pairing", persons = true, count = 1000 },
            { kind = "conversion", form = "pairing", amount = 12, unit = "months", counts = 3, counts_unit = "months" },
        ]
    """,
    "Shanxi title rule": """
        rules = [
            { kind = "service_before_title", title = "associate_senior", months = 12, of_which = [{ place = "poor_county", months = 6 }] },
            { kind = "service_before_title", title = "senior", months = 6, of_which = [{ place = "poor_county", months = 3 }] },
        ]
    """,
    "Hunan 2016 and later": """
        rules = [
            { kind = "minimum_stay", months = 6 },
            { kind = "service_before_title", title = "associate_senior", months = 12, each_stay_months = 6 },
            { kind = "exemption", age_at_least = 50 },
            { kind = "exemption", served_years = 5, served_at = ["county_or_below"] },
        ]
    """,
    "Sichuan": """
        rules = [{ kind = "minimum_stay", months = 12 }]
        recognition = [
            { kind = "earlier_application", years = 1, after_years = 1 },
            { kind = "points", by_class = [
                { area_classes = [6], passed = 3, excellent = 4 },
                { area_classes = [4, 5], passed = 2, excellent = 3 },
                { area_classes = [2, 3], passed = 1, excellent = 2 },
            ] },
            { kind = "fewer_papers", papers = 1, only_excellent = true },
            { kind = "no_further_training" },
        ]
    """,
    "Zhejiang to Guizhou": 'rules = [{ kind = "pairing", one_to_one = true, count = 41 }]',
    "Wuming": """
        batches = [{ code = "one", title = { zh = "第一批" }, starts_on = 2023-03-02, ends_before = 2024-03-02, people = 22 }]
        posts = [
            { code = "heads", title = { zh = "业务副院长" }, form = "leadership", count = 7, batch = "one", handover = { same_day = true } },
            { code = "experts", title = { zh = "专家" }, form = "resident", count = 15, batch = "one", handover = { same_day = true } },
        ]
        steps = [{ title = { zh = "年末需求调查" }, month = 12 }, { title = { zh = "确定人选" }, month = 1 }]
    """,
    "Zhumadian 2025": """
        rules = [
            { kind = "number", exactly = 27 },
            { kind = "specialties", different_at_least = 18 },
            { kind = "minimum_stay", months = 12 },
        ]
    """,
    "National 2009: batches of six months": """
        rules = [{ kind = "minimum_stay", months = 6, of = "batch", unbroken = true }]
    """,
    "National 2023: present all year": """
        rules = [
            { kind = "number", at_least = 5, per = "year", each = "sender" },
            { kind = "minimum_stay", months = 6 },
            { kind = "coverage", at_least = 1, each = "host" },
        ]
    """,
    "National 2024: three working days a week": """
        rules = [
            { kind = "number", at_least = 3, each = "host" },
            { kind = "presence", at_least = 3, unit = "working_days", per = "week" },
        ]
    """,
    "A department keeps its minimum": """
        rules = [
            { kind = "sender_cap", each = "department", at_most = 2, keeps_at_least = 6 },
            { kind = "sender_cap", each = "sender", share_at_most = 0.14, categories = ["township_hospital"] },
        ]
    """,
}


def row(name: str) -> Definition:
    return read(PARTIES + ROWS[name], file="row.toml")


def dispatch(name: str) -> Dispatch:
    found = row(name).dispatch
    assert found is not None
    return found


class TestRowsOfTheField:
    @pytest.mark.parametrize("name", ROWS)
    def test_each_row_can_be_written_and_is_said_in_both_languages(self, name: str) -> None:
        definition = row(name)
        assert definition.dispatch is not None

        said = [rule_sentence(rule, definition) for rule in definition.dispatch.rules]
        said += [worded(gain) for gain in definition.dispatch.recognition]

        assert said or definition.dispatch.posts
        for text in said:
            assert "None" not in text.zh + text.en
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.en.split("(for")[0])

    def test_numbers_keep_their_scope(self) -> None:
        general, tcm, *_others = dispatch("Hebei teams to 2020").rules

        assert general == Number(at_least=5, each=Each.HOST, senders=("tertiary_hospitals",))
        assert tcm == Number(at_least=3, each=Each.HOST, senders=("tcm_hospitals",))

    def test_a_rank_floor_may_bind_one_member_only(self) -> None:
        rules = dispatch("Hebei teams to 2020").rules

        assert RankFloor(rank=Rank.ASSOCIATE_SENIOR, members=1) in rules
        assert Rank.ASSOCIATE_SENIOR.digit == 2

    def test_days_of_a_year_are_calendar_or_working(self) -> None:
        assert YearlyDays(at_least=180, unbroken=True) in dispatch("Fujian 2019-2020").rules
        assert dispatch("Gansu").rules == (YearlyDays(at_least=180, working_days=True),)

    def test_a_year_of_pairing_counts_three_months(self) -> None:
        conversion = dispatch("Taiyuan 2015").rules[-1]

        assert isinstance(conversion, Conversion)
        assert (conversion.form, conversion.amount, conversion.counts) == (Form.PAIRING, 12, 3)

    def test_presence_is_by_week_or_month(self) -> None:
        monthly = dispatch("Kaiping").rules[-1]

        assert isinstance(monthly, Presence)
        assert (monthly.at_least, monthly.per) == (8, Per.MONTH)

    def test_title_rules_ask_for_a_part_at_a_place(self) -> None:
        before_associate, before_senior = dispatch("Shanxi title rule").rules

        assert isinstance(before_associate, ServiceBeforeTitle)
        assert before_associate.of_which[0].months == 6
        assert isinstance(before_senior, ServiceBeforeTitle)
        assert before_senior.months == 6

    def test_exemptions_are_by_age_or_history(self) -> None:
        *_others, by_age, by_history = dispatch("Hunan 2016 and later").rules

        assert isinstance(by_age, Exemption)
        assert by_age.age_at_least == 50
        assert isinstance(by_history, Exemption)
        assert by_history.served_years == 5

    def test_points_differ_by_class_of_area(self) -> None:
        points = dispatch("Sichuan").recognition[1]

        assert isinstance(points, Points)
        assert [(part.passed, part.excellent) for part in points.by_class] == [
            (3, 4),
            (2, 3),
            (1, 2),
        ]

    def test_coverage_holds_at_every_moment(self) -> None:
        assert Coverage(at_least=1) in dispatch("National 2023: present all year").rules

    def test_caps_bind_departments_and_senders(self) -> None:
        department, sender = dispatch("A department keeps its minimum").rules

        assert isinstance(department, SenderCap)
        assert (department.at_most, department.keeps_at_least) == (2, 6)
        assert isinstance(sender, SenderCap)
        assert sender.share_at_most == 0.14


class TestWording:
    @pytest.mark.parametrize(
        ("rule", "zh", "en"),
        [
            (Number(exactly=14), "派驻14人", "Exactly 14 people posted"),
            (
                Number(at_least=2, per=Per.YEAR, each=Each.HOST),
                "每个受援单位每年派驻不少于2人",
                "At least 2 people posted for each host a year",
            ),
            (
                TierQuota(exactly=ByLevel(tertiary=9, secondary=5)),
                "由三级医院9人、二级医院5人派出，共14人",
                "Exactly 9 from tertiary hospitals and 5 from secondary hospitals, 14 in all",
            ),
            (
                MinimumStay(months=24),
                "每人连续服务不少于2年",
                "Each person at least 2 years without a break",
            ),
            (
                Conversion(
                    form=Form.PAIRING,
                    amount=1,
                    unit=DutyUnit.YEARS,
                    counts=3,
                    counts_unit=DutyUnit.MONTHS,
                ),
                "结对帮扶1年折算为3个月",
                "1 year of one-to-one pairing count as 3 months",
            ),
            (
                Coverage(),
                "每个受援单位任何时候在岗不少于1人，不得空岗",
                "At least 1 person on post at every moment for each host, never a gap",
            ),
            (
                Exemption(age_at_least=50),
                "年满50周岁的可免予派驻",
                "Exempt: people aged 50 or more",
            ),
        ],
    )
    def test_says_what_the_rule_says(self, rule: QuotaRule, zh: str, en: str) -> None:
        assert (worded(rule).zh, worded(rule).en) == (zh, en)

    def test_every_kind_of_rule_and_recognition_has_a_sentence(self) -> None:
        kinds = [*QuotaRule.__args__, *AnyRecognition.__args__]

        missing = [kind for kind in kinds if kind not in worded.registry]

        assert missing == []
