"""Registering institutions and changing what is known of them."""

from dataclasses import replace
from datetime import date

import pytest

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.registry import actions
from bangfu.apps.registry.drafts import DepartmentDraft, draft_of_institution
from bangfu.apps.registry.models import Institution, Worker

from .conftest import LONG_AGO, NORTH, SOUTH, TODAY, hospital, physician

pytestmark = pytest.mark.django_db


def last_entry() -> Entry:
    return Entry.objects.latest("number")


class TestRegisterInstitution:
    def test_spells_the_name_and_writes_the_journal(self, areas: None, clerk: User) -> None:
        row = actions.register_institution(
            draft=hospital(NORTH, "广饶县人民医院", "370523"), on=TODAY, by=clerk
        )

        assert row.name_pinyin == "guangraoxianrenminyiyuan"
        assert row.name_initials == "grxrmyy"
        assert row.valid_from == TODAY
        entry = last_entry()
        assert (entry.verb, entry.area_code) == ("institution.registered", "370523")

    def test_takes_a_code_that_fails_its_check(self, areas: None) -> None:
        draft = hospital("91350211M0000XUF46", "民营医院", "370523")

        assert actions.register_institution(draft=draft, on=TODAY, by=None).pk

    def test_finds_a_parent_among_those_registered_together(self, areas: None) -> None:
        below, above = (
            hospital(SOUTH, "分院", "370523", parent_code=NORTH),
            hospital(NORTH, "总院", "370502"),
        )

        made = actions.register_institutions(drafts=[below, above], on=TODAY, by=None)

        assert made[0].parent == made[1]

    def test_opens_departments_with_it(self, areas: None) -> None:
        row = actions.register_institution(
            draft=hospital(NORTH, "医院", "370502"),
            on=TODAY,
            by=None,
            departments=[
                DepartmentDraft(name="内科", subject_code="03", staff=12, minimum_staff=9)
            ],
        )

        assert row.departments.get().minimum_staff == 9

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"code": NORTH}, actions.CodeTaken),
            ({"area_code": "370599"}, actions.UnknownArea),
            ({"category": "palace"}, actions.UnknownKind),
            ({"level": 4}, actions.UnknownKind),
            ({"grade": "特"}, actions.UnknownKind),
            ({"name": "  "}, actions.UnknownKind),
            ({"parent_code": "nobody"}, actions.UnknownInstitution),
            ({"parent_code": SOUTH}, actions.UnknownInstitution),
        ],
    )
    def test_refuses_and_leaves_nothing(
        self, north: Institution, change: dict[str, object], refusal: type[Exception]
    ) -> None:
        written = Entry.objects.count()

        with pytest.raises(refusal):
            actions.register_institutions(
                drafts=[
                    hospital("12370502MB00000045", "西关医院", "370502"),
                    replace(hospital(SOUTH, "南湖医院", "370523"), **change),
                ],
                on=TODAY,
                by=None,
            )

        assert list(Institution.objects.all()) == [north]
        assert Entry.objects.count() == written

    def test_refuses_a_place_outside_the_clerks_area(self, areas: None, clerk: User) -> None:
        with pytest.raises(actions.OutOfReach):
            actions.register_institution(
                draft=hospital(NORTH, "锦州医院", "210702"), on=TODAY, by=clerk
            )


class TestRenameInstitution:
    def test_keeps_the_former_name_with_its_dates(self, north: Institution) -> None:
        actions.rename_institution(
            institution=north, name="东营区中心医院", on=date(2020, 6, 1), by=None
        )
        actions.rename_institution(institution=north, name="东营市第三医院", on=TODAY, by=None)

        north.refresh_from_db()
        assert (north.name, north.name_initials) == ("东营市第三医院", "dysdsyy")
        kept = north.former_names.order_by("valid_from")
        assert [(f.name, f.valid_from, f.valid_to) for f in kept] == [
            ("东营区北辰医院", LONG_AGO, date(2020, 6, 1)),
            ("东营区中心医院", date(2020, 6, 1), TODAY),
        ]
        assert last_entry().verb == "institution.renamed"
        assert last_entry().facts["name"] == ["东营区中心医院", "东营市第三医院"]

    def test_counts_as_a_correction_on_the_first_day(self, north: Institution) -> None:
        actions.rename_institution(institution=north, name="北辰医院", on=LONG_AGO, by=None)

        assert not north.former_names.exists()

    def test_refuses_a_day_before_the_name_began(self, north: Institution) -> None:
        with pytest.raises(actions.DayTooEarly):
            actions.rename_institution(
                institution=north, name="新名", on=date(2014, 12, 31), by=None
            )


class TestRecodeInstitution:
    def test_keeps_the_former_code_which_nobody_else_may_take(self, north: Institution) -> None:
        actions.recode_institution(institution=north, code=SOUTH, on=TODAY, by=None)

        assert north.former_codes.get().code == NORTH
        with pytest.raises(actions.CodeTaken):
            actions.register_institution(
                draft=hospital(NORTH, "后来者", "370502"), on=TODAY, by=None
            )


class TestReviseInstitution:
    def test_writes_nothing_where_nothing_differs(self, north: Institution) -> None:
        written = Entry.objects.count()

        changed = actions.revise_institutions(
            pairs=[(north, draft_of_institution(north))], on=TODAY, by=None
        )

        assert changed == 0
        assert Entry.objects.count() == written

    def test_refuses_to_move_it_out_of_reach(self, north: Institution, clerk: User) -> None:
        draft = replace(draft_of_institution(north), area_code="210702")

        with pytest.raises(actions.OutOfReach):
            actions.revise_institution(institution=north, draft=draft, on=TODAY, by=clerk)


class TestMergeInstitution:
    def test_moves_workers_and_keeps_where_they_were(
        self, north: Institution, south: Institution
    ) -> None:
        actions.register_worker(draft=physician(south, "0001"), on=LONG_AGO, by=None)
        moved = actions.register_worker(
            draft=physician(north, "0001", name="单明"), on=LONG_AGO, by=None
        )

        actions.merge_institution(institution=north, into=south, on=TODAY, by=None)

        north.refresh_from_db()
        moved = Worker.objects.get(pk=moved.pk)
        assert (north.valid_to, north.merged_into) == (TODAY, south)
        assert (moved.home, moved.staff_number) == (south, "0001-0010")
        assert moved.department is not None
        assert moved.department.institution == south
        first, last = moved.employments.order_by("starts_on")
        assert (first.institution, first.ends_before) == (north, TODAY)
        assert (last.institution, last.starts_on, last.ends_before) == (south, TODAY, None)

    def test_takes_the_institutions_below_along(
        self, north: Institution, south: Institution
    ) -> None:
        below = actions.register_institution(
            draft=hospital("12370502MB00000045", "分院", "370502", parent_code=north.code),
            on=LONG_AGO,
            by=None,
        )

        actions.merge_institution(institution=north, into=south, on=TODAY, by=None)

        below.refresh_from_db()
        assert below.parent == south

    def test_refuses_a_second_end_and_itself(self, north: Institution, south: Institution) -> None:
        with pytest.raises(actions.MergeWithItself):
            actions.merge_institution(institution=north, into=north, on=TODAY, by=None)
        actions.merge_institution(institution=north, into=south, on=TODAY, by=None)
        north.refresh_from_db()

        with pytest.raises(actions.AlreadyEnded):
            actions.merge_institution(institution=north, into=south, on=TODAY, by=None)


class TestCloseInstitution:
    def test_refuses_while_somebody_works_there(self, doctor: Worker) -> None:
        with pytest.raises(actions.StillStaffed, match="在册人员1人"):
            actions.close_institution(institution=doctor.home, on=TODAY, by=None)

    def test_ends_it_and_keeps_the_row(self, north: Institution) -> None:
        actions.close_institution(institution=north, on=TODAY, by=None)

        assert not Institution.objects.valid_on(TODAY).exists()
        assert Institution.objects.valid_on(date(2025, 3, 16)).get() == north
