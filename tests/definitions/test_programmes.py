"""The five programmes, figure by figure, against the documents they come from."""

from datetime import date
from typing import Any

import pytest

from bangfu.core.programmes import Definition, load_all, measurable, shipped, shipped_kinds
from bangfu.core.programmes.parties import DocumentRole
from bangfu.core.programmes.problems import dotted, sections
from bangfu.core.programmes.quota_rules import (
    ByLevel,
    Coverage,
    Number,
    OnPostBy,
    Paired,
    RankFloor,
    Rule,
    TierQuota,
)
from bangfu.core.programmes.vocabulary import Each, Form, PartyRole, Per, Rank, Unit
from bangfu.core.programmes.vocabulary_review import Channel, Method, ProblemAxis
from bangfu.core.programmes.work import Target

PROGRAMMES = load_all(shipped())


def rules(definition: Definition, kind: type[Rule]) -> list[Any]:
    assert definition.dispatch is not None
    return [rule for rule in definition.dispatch.rules if isinstance(rule, kind)]


def party_codes(definition: Definition, role: PartyRole) -> list[str]:
    assert definition.parties is not None
    return [party.code for party in definition.parties.members if party.role is role]


def target(definition: Definition, indicator: str) -> Target:
    (found,) = [t for t in definition.targets if t.indicator == indicator]
    return found


class TestEveryProgramme:
    def test_there_are_five_and_each_file_is_named_for_its_code(self) -> None:
        assert sorted(PROGRAMMES) == sorted(file.stem for file in shipped().glob("*.toml"))
        assert sorted(PROGRAMMES) == [
            "dongying_clinical_deputies",
            "fukang_mulei_support",
            "jinzhou_party_building",
            "shengli_dongying_group",
            "wolong_half_year_review",
        ]

    @pytest.mark.parametrize("code", PROGRAMMES)
    def test_every_figure_says_where_it_stands(self, code: str) -> None:
        """A basis document or a named assumption: no figure comes from nowhere."""
        unsourced = [
            dotted(path)
            for path, table in sections(PROGRAMMES[code])
            if "source" in table.__struct_fields__ and not getattr(table, "source", None)
        ]

        assert unsourced == []

    @pytest.mark.parametrize("code", PROGRAMMES)
    def test_every_assumption_and_document_is_used(self, code: str) -> None:
        definition = PROGRAMMES[code]
        used = {getattr(table, "source", None) for _path, table in sections(definition)}
        known = {assumption.code for assumption in definition.assumptions}
        known |= {
            document.code
            for document in definition.basis.documents
            if document.role is not DocumentRole.LEGAL_BASIS  # it bears the programme as a whole
        }

        assert known - used == set()

    @pytest.mark.parametrize("code", PROGRAMMES)
    def test_every_text_is_there_in_english_too(self, code: str) -> None:
        missing = [
            dotted((*path, name))
            for path, table in sections(PROGRAMMES[code])
            for name in table.__struct_fields__
            if name == "en" and not getattr(table, name)
        ]

        assert missing == []


class TestDongyingClinicalDeputies:
    definition = PROGRAMMES["dongying_clinical_deputies"]

    def test_fourteen_are_nine_from_tertiary_and_five_from_secondary_hospitals(self) -> None:
        (quota,) = rules(self.definition, TierQuota)
        assert quota.exactly == ByLevel(tertiary=9, secondary=5)
        assert quota.exactly.total == 14
        assert Number(exactly=14, source="kickoff_report") in rules(self.definition, Number)

    def test_each_of_fourteen_hosts_receives_one(self) -> None:
        assert self.definition.parties is not None
        hosts = self.definition.parties.by_code("weak_township_hospitals")
        assert hosts is not None
        assert hosts.count == 14
        assert any(n.exactly == 1 and n.each is Each.HOST for n in rules(self.definition, Number))

    def test_two_years_from_the_day_all_are_on_post(self) -> None:
        assert self.definition.term is not None
        assert (self.definition.term.starts_on, self.definition.term.ends_before) == (
            date(2019, 8, 23),
            date(2021, 8, 23),
        )
        assert rules(self.definition, OnPostBy)[0].on == date(2019, 8, 23)

    def test_three_aims_and_four_things_to_build_at_each_host(self) -> None:
        assert len(self.definition.aims) == 3
        assert self.definition.tasks is not None
        built = [task.code for task in self.definition.tasks.items if task.each]
        assert built == ["rules", "specialty", "backbone", "green_channel"]

    def test_leading_group_and_over_seventy_at_the_kick_off(self) -> None:
        parties = self.definition.parties
        assert parties is not None
        assert "领导小组" in parties.leading_groups[0].title.zh
        assert (parties.meetings[0].people, parties.meetings[0].or_more) == (70, True)


class TestWolongHalfYearReview:
    definition = PROGRAMMES["wolong_half_year_review"]

    def test_does_without_dispatch(self) -> None:
        assert self.definition.dispatch is None
        assert self.definition.duty is None

    def test_half_the_tasks_are_due_at_half_the_year(self) -> None:
        for found in self.definition.targets:
            assert [(point.by, point.share) for point in found.pace] == [
                (date(2015, 6, 30), 0.5),
                (date(2015, 12, 31), 1.0),
            ]

    def test_the_review_was_held_on_the_tenth_of_july(self) -> None:
        assert self.definition.appraisal is not None
        assert self.definition.appraisal.rounds[0].held_on == date(2015, 7, 10)

    def test_five_reform_projects(self) -> None:
        assert self.definition.tasks is not None
        projects = [
            task
            for task in self.definition.tasks.items
            if task.project and task.project.zh == "医改五项重点工程"
        ]
        assert len(projects) == 5

    def test_problems_are_sorted_on_two_axes(self) -> None:
        assert self.definition.tasks is not None
        assert set(self.definition.tasks.problems) == set(ProblemAxis)

    def test_points_may_be_added_and_results_serve_units_leaderships_and_cadres(self) -> None:
        appraisal = self.definition.appraisal
        assert appraisal is not None
        assert appraisal.scheme is not None
        assert appraisal.scheme.may_exceed
        assert [str(use) for use in appraisal.uses] == [
            "unit_rating",
            "leadership_rating",
            "cadre_rating",
        ]
        assert appraisal.flag is not None

    def test_the_flag_was_won_twice_and_two_alliance_units_improved(self) -> None:
        assert [(result.value, result.unit) for result in self.definition.results] == [
            (2, Unit.TIMES),
            (2, Unit.INSTITUTIONS),
        ]

    def test_private_hospitals_are_under_three_rules(self) -> None:
        assert self.definition.appraisal is not None
        (supervision,) = self.definition.appraisal.supervision
        assert [rule.zh for rule in supervision.rules] == ["能进能出", "动态考评", "日常督导"]


class TestFukangMuleiSupport:
    definition = PROGRAMMES["fukang_mulei_support"]

    def test_five_units_support(self) -> None:
        assert party_codes(self.definition, PartyRole.SENDER) == [
            "city_hospital",
            "tcm_hospital",
            "disease_control",
            "maternal_station",
            "supervision",
        ]

    def test_at_least_ten_person_times_a_year(self) -> None:
        (number,) = rules(self.definition, Number)
        assert (number.at_least, str(number.of), number.per) == (10, "person_times", Per.YEAR)

    def test_two_posts_rotate_and_are_never_uncovered(self) -> None:
        assert self.definition.dispatch is not None
        posts = self.definition.dispatch.posts
        assert [(group.senders, group.count) for group in posts] == [
            (("city_hospital",), 1),
            (("tcm_hospital",), 1),
        ]
        assert all(group.form is Form.ROTATING and group.never_uncovered for group in posts)
        assert all(group.handover and group.handover.same_day for group in posts)
        (coverage,) = rules(self.definition, Coverage)
        assert (coverage.at_least, coverage.each) == (1, Each.SENDER)

    def test_attending_doctors_or_above(self) -> None:
        (floor,) = rules(self.definition, RankFloor)
        assert floor.rank is Rank.INTERMEDIATE

    def test_one_free_clinic_and_medicine_worth_six_thousand_yuan_in_late_may(self) -> None:
        clinic = target(self.definition, "free_clinic.times")
        medicine = target(self.definition, "medicine.value")
        assert (clinic.at_least, medicine.at_least, medicine.unit) == (1, 6000, Unit.YUAN)
        assert clinic.due == medicine.due == date(2009, 5, 31)

    def test_one_training_or_lecture_by_each_hospital(self) -> None:
        training = target(self.definition, "training.times")
        assert training.together_with == ("lecture.times",)
        assert [(share.party, share.at_least) for share in training.cascade] == [
            ("city_hospital", 1),
            ("tcm_hospital", 1),
        ]

    def test_half_year_year_end_and_irregular_checks_by_visit_and_telephone(self) -> None:
        assert self.definition.appraisal is not None
        half, year, irregular = self.definition.appraisal.rounds
        assert (half.ends_before, year.ends_before) == (date(2009, 7, 1), date(2010, 1, 1))
        assert irregular.methods == (Method.RANDOM_VISIT, Method.TELEPHONE)

    def test_rests_on_the_citys_arrangement_and_has_two_annexes(self) -> None:
        numbers = [document.number for document in self.definition.basis.documents]
        assert "阜党办〔2009〕48号" in numbers
        kinds = [str(document.kind) for document in self.definition.documents]
        assert kinds[:2] == ["work_rules", "registration_form"]
        kept_by = self.definition.documents[1].kept_by
        assert kept_by is not None
        assert kept_by.zh == "所在单位"


class TestJinzhouPartyBuilding:
    definition = PROGRAMMES["jinzhou_party_building"]

    def test_reported_results_are_not_targets(self) -> None:
        """The source is a report: what it counts is done, and nothing of it was planned."""
        assert [result.value for result in self.definition.results] == [
            25,
            40,
            6,
            3,
            15,
            50,
            40,
            200,
            150_000,
            15,
        ]
        assert [found.indicator for found in self.definition.targets] == ["branch_coverage"]

    def test_four_levels_rate_the_branches(self) -> None:
        assert self.definition.appraisal is not None
        assert [level.title.zh for level in self.definition.appraisal.levels] == [
            "党支部自评",
            "院党委考评",
            "局党办审核",
            "市委组织部审定",
        ]

    def test_stars_one_to_five_with_a_limit_on_the_top(self) -> None:
        assert self.definition.appraisal is not None
        stars = self.definition.appraisal.stars
        assert [star.from_score for star in stars] == [90, 80, 70, 60, 0]
        assert stars[0].share_at_most == 0.3

    def test_six_small_hospitals_form_three_joint_branches(self) -> None:
        parties = self.definition.parties
        assert parties is not None
        small, joint = parties.by_code("small_hospitals"), parties.by_code("joint_branches")
        assert small is not None
        assert joint is not None
        assert (small.count, joint.count) == (6, 3)

    def test_guidance_committees_at_city_and_county(self) -> None:
        assert self.definition.parties is not None
        assert len(self.definition.parties.leading_groups) == 2

    def test_public_requests_come_by_website_wechat_and_code(self) -> None:
        assert self.definition.voice is not None
        assert {Channel.WEBSITE, Channel.WECHAT, Channel.QR_CODE} == set(
            self.definition.voice.channels
        )
        assert self.definition.voice.answer_working_days == 5


class TestShengliDongyingGroup:
    definition = PROGRAMMES["shengli_dongying_group"]

    def test_seventy_one_experts_are_seventeen_resident_and_fifty_four_with_clinics(self) -> None:
        assert self.definition.dispatch is not None
        posts = self.definition.dispatch.posts
        assert [(group.form, group.count) for group in posts] == [
            (Form.RESIDENT, 17),
            (Form.VISITING, 54),
        ]
        (batch,) = self.definition.dispatch.batches
        assert batch.people == 17 + 54 == 71
        assert batch.starts_on == date(2025, 3, 17)

    def test_departments_are_paired_between_two_hospitals(self) -> None:
        (pairing,) = rules(self.definition, Paired)
        assert pairing.one_to_one
        assert pairing.departments
        assert party_codes(self.definition, PartyRole.SENDER) == ["lead_hospital"]
        assert party_codes(self.definition, PartyRole.HOST) == ["host_hospital"]

    def test_clinical_heads_are_appointed_by_document(self) -> None:
        assert self.definition.dispatch is not None
        resident = self.definition.dispatch.posts[0]
        assert [role.code for role in resident.roles] == ["department_clinical_head"]
        assert "appointment" in [str(document.kind) for document in self.definition.documents]

    def test_government_of_county_and_town_take_part(self) -> None:
        assert party_codes(self.definition, PartyRole.GOVERNMENT) == ["county_government", "town"]


class TestActivityKinds:
    def test_every_counter_that_reports_share_is_there(self) -> None:
        shared = {
            "outpatient", "inpatient", "operation", "consultation", "case_discussion",
            "teaching_round", "operation_teaching", "training", "training_class", "lecture",
            "free_clinic",
            "trainee", "rules_built", "technique", "project", "specialty_built", "medicine",
            "equipment", "teleconsultation", "referral_up", "referral_down",
        }  # fmt: skip

        assert shared <= set(shipped_kinds())

    def test_each_measure_is_an_indicator(self) -> None:
        for kind in shipped_kinds().values():
            for measure in kind.measures:
                meant = measurable(f"{kind.code}.{measure.code}", shipped_kinds())
                assert meant is not None
                assert (meant.unit, meant.title.en != "") == (measure.unit, True)
