"""Drafts: they load, every value leads to its sentence, the past is no target, nobody is named."""

import os
import re
from pathlib import Path

import pytest
from benchmarks._notice_scores import notices, stated, text_of

from bangfu.core.notices import Reading, read_notice, read_text
from bangfu.core.programmes import Definition, as_toml, read
from bangfu.core.programmes.quota_rules import TierQuota

ALL = notices()


@pytest.fixture(scope="module", params=ALL)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_text(text_of(request.param))


def drafted(text: str) -> Definition:
    return read(read_text(text).draft.toml, file="draft.toml")


class TestDrafts:
    def test_load_and_are_written_back_the_same(self, reading: Reading) -> None:
        definition = read(reading.draft.toml, file="draft.toml")

        assert read(as_toml(definition), file="again.toml") == definition

    def test_link_every_value_to_facts(self, reading: Reading) -> None:
        for field in reading.draft.fields:
            assert field.facts, field
            assert all(0 <= number < len(reading.facts) for number in field.facts)

    def test_name_places_that_are_there(self, reading: Reading) -> None:
        for field in reading.draft.fields:
            holder: object = reading.draft.definition
            for name, index in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", field.place):
                assert isinstance(holder, dict)
                assert name in holder, field.place
                holder = holder[name]
                if index:
                    assert isinstance(holder, list)
                    holder = holder[int(index) - 1]

    def test_name_nobody(self, reading: Reading) -> None:
        people = {str(f.value) for f in reading.facts if f.kind == "person"}

        assert [name for name in people if name in reading.draft.toml] == []

    def test_invent_no_day(self, reading: Reading) -> None:
        years = set(re.findall(r"(\d{4})-\d\d-\d\d", reading.draft.toml))
        written = set(re.findall(r"(?:19|20)\d\d", reading.notice.text.text))
        # The last day of a year is covered up to the first of the next.
        following = {str(int(year) + 1) for year in written}

        assert years <= written | following | {"2026"}


class TestReports:
    @pytest.mark.parametrize("name", [n for n in ALL if stated(n).get("kind") == "report"])
    def test_make_results_and_no_targets(self, name: str) -> None:
        definition = drafted(text_of(name))

        assert definition.targets == ()
        assert definition.dispatch is None
        assert definition.results

    def test_are_told_apart(self) -> None:
        assert not read_text(text_of("results_report")).draft.is_programme
        assert read_text(text_of("county_plan")).draft.is_programme


class TestCountyPlan:
    def test_becomes_its_programme(self) -> None:
        definition = drafted(text_of("county_plan"))

        assert definition.edition == 2024
        assert definition.issuer
        assert definition.issuer.zh == "云屏县卫生健康局"
        assert definition.basis.documents[0].number == "云卫发〔2024〕17号"
        assert definition.parties
        roles = [party.role.value for party in definition.parties.members]
        assert (roles.count("sender"), roles.count("host")) >= (3, 5)
        assert definition.dispatch
        assert [posts.count for posts in definition.dispatch.posts] == [12]
        wanted = {target.indicator: target.at_least for target in definition.targets}
        assert wanted["free_clinic.times"] == 1
        assert wanted["medicine.value"] == 20000
        assert definition.appraisal
        assert {r.kind.value for r in definition.appraisal.rounds} == {"half_year", "year_end"}


class TestTerm:
    def test_is_taken_where_both_days_are_written(self) -> None:
        definition = drafted(text_of("city_announcement"))

        assert definition.term
        assert str(definition.term.starts_on) == "2023-07-01"
        assert str(definition.term.ends_before) == "2024-07-01"

    def test_is_a_gap_where_only_its_length_is(self) -> None:
        reading = read_text("某市选派方案\n某市选派医师3名到乡镇卫生院任职，为期两年。")

        assert read(reading.draft.toml, file="draft.toml").term is None
        assert any("期限2年" in gap.zh for gap in reading.draft.gaps)


class TestPosts:
    def test_are_one_for_each_form_where_the_parts_name_them(self) -> None:
        text = (
            "专家欢迎仪式举行\n中心医院派驻到某县医院的专家共71名，其中常驻专家17名、坐诊专家54名。"
        )
        definition = drafted(text)

        assert definition.dispatch
        shown = [(posts.form.value, posts.count) for posts in definition.dispatch.posts]
        assert shown == [("resident", 17), ("visiting", 54)]

    def test_carry_the_share_of_each_level(self) -> None:
        text = "支医方案\n从全市三级医院选派9名、二级医院选派5名共14名骨干到14个乡镇卫生院。"
        definition = drafted(text)

        assert definition.dispatch
        (quota,) = [rule for rule in definition.dispatch.rules if isinstance(rule, TierQuota)]
        assert quota.exactly
        assert (quota.exactly.tertiary, quota.exactly.secondary) == (9, 5)

    def test_are_of_each_sender_where_each_sends(self) -> None:
        text = "某市支医方案\n市人民医院、市中医院各选派1名主治医师以上职称的医师到乡镇卫生院坐诊。"
        definition = drafted(text)

        assert definition.dispatch
        assert [posts.count for posts in definition.dispatch.posts] == [1, 1]

    def test_are_left_out_where_the_sum_fails(self) -> None:
        definition = drafted(text_of("conflicting_plan"))

        assert definition.dispatch
        assert all(posts.count != 12 for posts in definition.dispatch.posts)


OTHERS = os.environ.get("BANGFU_NOTICES", "")


@pytest.mark.skipif(not OTHERS, reason="BANGFU_NOTICES names no folder of other notices")
def test_notices_from_elsewhere_give_drafts_that_load() -> None:
    for file in sorted(Path(OTHERS).glob("*.txt")):
        reading = read_notice(file.read_bytes(), file.name)
        definition = read(reading.draft.toml, file=file.name)
        if not reading.draft.is_programme:
            assert definition.targets == ()
