"""What hangs together within a definition: choices, references, sums."""

import pytest

from bangfu.core.programmes import DefinitionRefused, Located, read

HEAD = 'code = "x"\nedition = 1\ntitle = { zh = "甲" }\n'
PARTIES = """
[[parties.members]]
code = "senders"
role = "sender"
title = { zh = "派出医院" }
[[parties.members]]
code = "hosts"
role = "host"
title = { zh = "卫生院" }
count = 14
"""


def posts(count: str = "count = 14", extra: str = "", form: str = "leadership") -> str:
    return f"""
        [dispatch]
        forms = ["{form}"]
        [[dispatch.posts]]
        code = "dean"
        title = {{ zh = "业务院长" }}
        form = "{form}"
        senders = ["senders"]
        hosts = ["hosts"]
        {count}
        {extra}
    """


def problems(text: str) -> tuple[Located, ...]:
    with pytest.raises(DefinitionRefused) as refused:
        read(HEAD + text, file="x.toml")
    return refused.value.problems


def only(text: str) -> Located:
    (problem,) = problems(text)
    return problem


def rule(body: str) -> str:
    return f"[[dispatch.rules]]\n{body}\n"


class TestSums:
    def test_nine_and_five_are_fourteen(self) -> None:
        nine_and_five = rule('kind = "tier_quota"\nexactly = { tertiary = 9, secondary = 5 }')

        read(HEAD + PARTIES + posts() + nine_and_five)

    def test_nine_and_four_are_not(self) -> None:
        nine_and_four = rule('kind = "tier_quota"\nexactly = { tertiary = 9, secondary = 4 }')

        problem = only(PARTIES + posts() + nine_and_four)

        assert problem.place == "dispatch.rules[1].exactly"
        assert "9 + 4 = 13" in problem.zh
        assert "14" in problem.zh

    def test_a_number_must_be_that_of_the_posts_it_names(self) -> None:
        problem = only(PARTIES + posts() + rule('kind = "number"\nexactly = 15\nposts = ["dean"]'))

        assert problem.place == "dispatch.rules[1].exactly"

    def test_people_who_rotate_may_be_more_than_their_posts(self) -> None:
        read(
            HEAD
            + PARTIES
            + posts("count = 1", form="rotating")
            + rule('kind = "number"\nexactly = 6\nposts = ["dean"]')
        )

    def test_posts_per_host_times_hosts_is_the_count(self) -> None:
        problem = only(PARTIES + posts("count = 15\nper_host = 1"))

        assert problem.place == "dispatch.posts[1].count"
        assert "14" in problem.zh

    def test_a_batch_has_as_many_people_as_its_posts(self) -> None:
        batch = """
            [[dispatch.batches]]
            code = "first"
            title = { zh = "首批" }
            starts_on = 2025-03-17
            ends_before = 2026-03-17
            people = 70
        """

        problem = only(PARTIES + posts(extra='batch = "first"') + batch)

        assert problem.place == "dispatch.batches[1].people"

    def test_shares_of_places_stay_within_the_total(self) -> None:
        shares = rule(
            'kind = "place_quota"\ntotal = 9000\nshares = ['
            '{ places = ["county_hospital"], at_least = 5000 },'
            '{ places = ["village_clinic"], at_least = 5000 }]'
        )

        assert only(PARTIES + posts() + shares).place == "dispatch.rules[1].total"

    @pytest.mark.parametrize(("bound", "parts"), [("at_least", (1, 0)), ("exactly", (2, 1))])
    def test_the_parts_of_a_target_make_the_whole(self, bound: str, parts: tuple[int, int]) -> None:
        target = f"""
            [[targets]]
            indicator = "people_posted"
            {bound} = 2
            cascade = [
                {{ party = "senders", at_least = {parts[0]} }},
                {{ party = "hosts", at_least = {parts[1]} }},
            ]
        """

        assert only(PARTIES + target).place == "targets[1].cascade"

    def test_parts_of_a_floor_may_be_more(self) -> None:
        read(
            HEAD + PARTIES + '[[targets]]\nindicator = "people_posted"\nat_least = 2\n'
            'cascade = [{ party = "senders", at_least = 3 }]'
        )

    def test_days_lie_within_the_term(self) -> None:
        text = PARTIES + (
            "[term]\nstarts_on = 2009-01-01\nends_before = 2010-01-01\n"
            '[[targets]]\nindicator = "people_posted"\nat_least = 1\ndue = 2010-01-01\n'
        )

        assert only(text).place == "targets[1].due"

    def test_named_institutions_are_not_more_than_counted(self) -> None:
        text = """
            [[parties.members]]
            code = "units"
            role = "member"
            title = { zh = "医联体" }
            count = 1
            institutions = [{ title = { zh = "甲院" } }, { title = { zh = "乙院" } }]
        """

        assert only(text).place == "parties.members[1].count"

    def test_stars_fall_from_high_to_low(self) -> None:
        text = """
            [appraisal]
            subjects = ["branch"]
            stars = [
                { code = "four", title = { zh = "四星" }, from_score = 80 },
                { code = "five", title = { zh = "五星" }, from_score = 90 },
            ]
        """

        assert only(text).place == "appraisal.stars"


class TestReferences:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (
                'aims = [{ code = "a", title = { zh = "甲" }, source = "nowhere" }]',
                "aims[1].source",
            ),
            (PARTIES + posts(extra='batch = "second"'), "dispatch.posts[1].batch"),
            (
                PARTIES + posts() + rule('kind = "full_time"\nposts = ["deam"]'),
                "dispatch.rules[1].posts[1]",
            ),
            (
                PARTIES + posts() + rule('kind = "full_time"\nsenders = ["hosts"]'),
                "dispatch.rules[1].senders[1]",
            ),
            (
                PARTIES + posts() + rule('kind = "full_time"\nhosts = ["senders"]'),
                "dispatch.rules[1].hosts[1]",
            ),
            (
                PARTIES
                + '[[targets]]\nindicator = "people_posted"\nat_least = 1\nparty = "sender"',
                "targets[1].party",
            ),
            (
                PARTIES
                + '[[targets]]\nindicator = "people_posted"\nat_least = 1\npersons = "dean"',
                "targets[1].persons",
            ),
            ('[[targets]]\nindicator = "on_post_rat"\nat_least = 1', "targets[1].indicator"),
            ('[[targets]]\nindicator = "lecture.times"\nat_least = 1', "targets[1].indicator"),
            ('activities = { kinds = ["lectur"] }', "activities.kinds[1]"),
            ('duty = { not_counted = ["lectures"] }', "duty.not_counted[1]"),
            (
                (
                    'dispatch = { forms = ["resident"] }\n'
                    'duty = { counts = [{ form = "visiting", unit = "days" }] }'
                ),
                "duty.counts[1].form",
            ),
            (
                'tasks = { items = [{ code = "t", title = { zh = "甲" }, party = "x" }] }',
                "tasks.items[1].party",
            ),
            (
                (
                    '[appraisal]\nsubjects = ["unit"]\n'
                    'levels = [{ code = "l", title = { zh = "甲" }, party = "x" }]'
                ),
                "appraisal.levels[1].party",
            ),
        ],
    )
    def test_a_code_that_nothing_carries_is_refused_at_its_place(
        self, text: str, place: str
    ) -> None:
        problem = only(text)

        assert problem.place == place
        assert problem.line is not None

    def test_suggests_the_nearest_code(self) -> None:
        text = PARTIES + posts() + rule('kind = "full_time"\nposts = ["deam"]')

        assert "是否应为“dean”" in only(text).zh

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (PARTIES + PARTIES, "parties.members[3].code"),
            (
                '[[aims]]\ncode = "a"\ntitle = { zh = "甲" }\n' * 2,
                "aims[2].code",
            ),
            (
                (
                    '[[basis.documents]]\ncode = "d"\nrole = "report"\ntitle = { zh = "甲" }\n'
                    '[[assumptions]]\ncode = "d"\nwhat = { zh = "甲" }\nwhy = { zh = "乙" }'
                ),
                "assumptions[1].code",
            ),
        ],
    )
    def test_a_code_given_twice_is_refused(self, text: str, place: str) -> None:
        assert place in [problem.place for problem in problems(text)]

    def test_a_target_is_counted_in_the_unit_of_its_indicator(self) -> None:
        text = '[[targets]]\nindicator = "people_posted"\nat_least = 1\nunit = "days"'

        assert "“人”" in only(text).zh


class TestChoices:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (PARTIES + posts() + rule('kind = "number"'), "dispatch.rules[1]"),
            (
                PARTIES + posts() + rule('kind = "number"\nexactly = 14\nat_least = 3'),
                "dispatch.rules[1].exactly",
            ),
            (
                PARTIES + posts() + rule('kind = "number"\nat_least = 9\nat_most = 3'),
                "dispatch.rules[1].at_least",
            ),
            (
                PARTIES + posts() + rule('kind = "minimum_stay"\nmonths = 6\ndays = 180'),
                "dispatch.rules[1]",
            ),
            (PARTIES + posts() + rule('kind = "tier_quota"'), "dispatch.rules[1]"),
            (PARTIES + posts(extra="stint = {}"), "dispatch.posts[1].stint"),
            (
                PARTIES
                + posts()
                + rule(
                    'kind = "conversion"\nform = "leadership"\namount = 0\nunit = "years"\n'
                    'counts = 3\ncounts_unit = "months"'
                ),
                "dispatch.rules[1].amount",
            ),
            (
                PARTIES + posts(extra="clinic = { sessions_a_week = 1 }"),
                "dispatch.posts[1].clinic",
            ),
            (PARTIES + posts(count=""), "dispatch.posts[1]"),
            (
                "[term]\nstarts_on = 2010-01-01\nends_before = 2010-01-01",
                "term.ends_before",
            ),
            ('[[targets]]\nindicator = "on_post_rate"', "targets[1]"),
            (
                '[[targets]]\nindicator = "on_post_rate"\nat_least = 90\nunit = "percent"',
                "targets[1].at_least",
            ),
            (
                (
                    '[[targets]]\nindicator = "people_posted"\nat_least = 1\npace = ['
                    "{ by = 2009-06-30, share = 0.5 }, { by = 2009-05-31, share = 1.0 }]"
                ),
                "targets[1].pace[2]",
            ),
        ],
    )
    def test_too_much_too_little_or_crossed_is_refused_at_its_place(
        self, text: str, place: str
    ) -> None:
        assert only(text).place == place


class TestPassages:
    NOTICE = """
        [[basis.documents]]
        code = "notice"
        role = "issued"
        title = { zh = "选派通知" }
        [[basis.passages]]
        code = "%s"
        document = "%s"
        quotes = ["选派14名业务院长。"]
        [[aims]]
        code = "skill"
        title = { zh = "提升能力" }
        source = "%s"
    """

    def test_a_table_may_name_a_passage_as_its_source(self) -> None:
        definition = read(HEAD + self.NOTICE % ("words", "notice", "words"))

        document = definition.basis.document_of(definition.aims[0].source)
        assert document is not None
        assert document.title.zh == "选派通知"

    def test_a_passage_is_of_a_document_that_is_listed(self) -> None:
        problem = only(self.NOTICE % ("words", "notise", "words"))

        assert problem.place == "basis.passages[1].document"
        assert "是否应为“notice”" in problem.zh

    def test_a_passage_has_a_code_of_its_own(self) -> None:
        problem = only(self.NOTICE % ("notice", "notice", "notice"))

        assert problem.place == "basis.passages[1].code"

    def test_a_source_that_nothing_carries_is_named(self) -> None:
        problem = only(self.NOTICE % ("words", "notice", "wards"))

        assert problem.place == "aims[1].source"
        assert "原文摘录" in problem.zh
