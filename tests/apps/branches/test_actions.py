"""Branches are founded, re-set, led, counted and ended; what was so stays on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.branches import actions
from bangfu.apps.branches.models import Branch, Coverage, Development, MemberCount, Seat, Turn
from bangfu.apps.branches.queries import base_file
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.registry.models import Department
from bangfu.core.branches import settings as branch_settings
from bangfu.core.branches import shipped
from bangfu.core.evidence import Clean, Kind
from bangfu.core.reasons import ReasonMissing

from .county import FOUNDED, County, ago, today


def acting() -> dict[str, Any]:
    return {"by": None, "at": timezone.now(), "today": today()}


def re_set(branch: Branch, here: County, **changed: Any) -> Branch:
    stated: dict[str, Any] = {
        "on": ago(30),
        "reason": "科室调整",
        "departments": [here.rooms[0], here.rooms[1]],
    }
    return actions.re_set_branch(branch=branch, **(stated | acting() | changed))


class TestFoundBranch:
    def test_keeps_departments_secretary_and_members(self, here: County) -> None:
        branch = here.found()

        assert [one.department.name for one in branch.coverages.all()] == ["内科"]
        assert [str(one) for one in branch.secretaries.all()] == ["陈小满"]
        assert [(one.full, one.probationary) for one in branch.counts.all()] == [(12, 1)]
        assert [one.kind for one in branch.turns.all()] == [Turn.Kind.FOUNDED]
        entry = Entry.objects.get()
        assert (entry.verb, entry.area_code) == ("branch.founded", "370502")
        assert first_break() is None

    def test_refuses_a_day_to_come(self, here: County) -> None:
        with pytest.raises(actions.DayWrong):
            here.found(founded_on=today() + timedelta(1))

    def test_refuses_a_department_of_another_institution(self, here: County) -> None:
        elsewhere = Department.objects.create(institution=here.north, name="内科")

        with pytest.raises(actions.DepartmentElsewhere, match="河口镇卫生院"):
            here.found(departments=[elsewhere])

        assert not Branch.objects.exists()

    def test_refuses_a_department_another_branch_covers(self, here: County) -> None:
        here.found()

        with pytest.raises(actions.DepartmentTaken, match="内科党支部"):
            here.found(name="第二党支部")

    def test_refuses_the_same_name_at_the_same_institution(self, here: County) -> None:
        here.found()

        with pytest.raises(actions.AlreadyKnown):
            here.found(departments=[])

    def test_refuses_numbers_below_nothing(self, here: County) -> None:
        with pytest.raises(actions.FigureWrong):
            here.found(full=-1)

    def test_warns_of_few_members_by_default_and_refuses_where_set(
        self, here: County, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here.found(name="小支部", full=2, departments=[])
        text = (branch_settings.FOLDER / "branches" / "settings.toml").read_text(encoding="utf-8")
        strict = branch_settings.read(text.replace("refuse  = false", "refuse  = true"))
        assert strict != shipped()
        monkeypatch.setattr("bangfu.apps.branches.actions.founding.shipped", lambda: strict)

        with pytest.raises(actions.TooFewMembers, match="联合党支部"):
            here.found(name="另一个小支部", full=2, departments=[])


class TestJoinInstitutions:
    def test_counts_each_institution_for_itself(self, here: County) -> None:
        branch = here.join()

        assert branch.is_joint
        assert branch.institution == here.north
        rows = MemberCount.objects.filter(branch=branch).values_list("institution__code", "full")
        assert dict(rows) == {"NORTH": 2, "SOUTH": 1}
        assert [entry.verb for entry in Entry.objects.all()] == ["branch.joint_founded"]

    def test_refuses_one_institution_alone(self, here: County) -> None:
        with pytest.raises(actions.JointNeedsSeveral):
            here.join(institutions=[here.north, here.north])

    def test_refuses_who_is_in_another_joint_branch(self, here: County) -> None:
        here.join()

        with pytest.raises(actions.AlreadyJoined, match="清水镇卫生院"):
            here.join(name="另一联合党支部", institutions=[here.city, here.south], counts={})

    def test_takes_in_a_third_and_lets_the_lead_leave(self, here: County) -> None:
        branch = here.join()
        actions.join_one(
            branch=branch, institution=here.city, on=ago(60), reason="就近就便", **acting()
        )

        left = actions.leave_joint(
            branch=branch, institution=here.north, on=ago(10), reason="人数已满三人", **acting()
        )

        assert left.institution == here.south
        still = Seat.objects.filter(branch=branch, ends_before__isnull=True)
        assert {one.institution for one in still} == {here.south, here.city}
        kinds = [one.kind for one in branch.turns.order_by("pk")]
        assert kinds == [Turn.Kind.FOUNDED, Turn.Kind.JOINED, Turn.Kind.LEFT]

    def test_of_two_nobody_leaves(self, here: County) -> None:
        branch = here.join()

        with pytest.raises(actions.JointNeedsSeveral):
            actions.leave_joint(
                branch=branch, institution=here.south, on=ago(10), reason="x", **acting()
            )


class TestReSetBranch:
    def test_keeps_what_was_so(self, here: County) -> None:
        branch = here.found()

        changed = re_set(branch, here, name="大内科党支部", departments=[here.rooms[1]])

        assert changed.name == "大内科党支部"
        former = branch.former_names.get()
        assert (former.name, former.starts_on, former.ends_before) == (
            "内科党支部",
            FOUNDED,
            ago(30),
        )
        ended = branch.coverages.get(department=here.rooms[0])
        assert ended.ends_before == ago(30)
        assert branch.coverages.get(ends_before__isnull=True).department == here.rooms[1]
        entry = Entry.objects.order_by("-number")[0]
        assert (entry.verb, entry.facts["reason"]) == ("branch.re_set", "科室调整")

    def test_wants_a_reason(self, here: County) -> None:
        with pytest.raises(ReasonMissing):
            re_set(here.found(), here, reason=" ")

    def test_refuses_to_change_nothing(self, here: County) -> None:
        with pytest.raises(actions.NothingChanges):
            re_set(here.found(), here, departments=[here.rooms[0]])

    def test_refuses_a_day_before_what_it_changes(self, here: County) -> None:
        with pytest.raises(actions.DayWrong):
            re_set(here.found(), here, on=FOUNDED)

    def test_refuses_a_dissolved_branch(self, here: County) -> None:
        branch = here.found()
        actions.dissolve_branch(branch=branch, on=ago(40), reason="撤并", **acting())

        with pytest.raises(actions.BranchEnded):
            re_set(branch, here)


class TestChangeSecretary:
    def test_keeps_who_led_before(self, here: County) -> None:
        branch = here.found()
        worker = world.worker("林知远", here.city)

        draft = actions.SecretaryDraft(name="林知远", worker=worker, is_head=True)
        actions.change_secretary(branch=branch, secretary=draft, on=ago(5), by=None, today=today())

        before, after = branch.secretaries.order_by("starts_on")
        assert (before.name, before.ends_before) == ("陈小满", ago(5))
        assert (after.name, after.ends_before, after.is_head) == ("林知远", None, True)

    def test_refuses_a_worker_of_elsewhere(self, here: County) -> None:
        stranger = world.worker("周晚晴", here.north)

        with pytest.raises(actions.NotOfThisBranch):
            actions.change_secretary(
                branch=here.found(),
                secretary=actions.SecretaryDraft(name="周晚晴", worker=stranger),
                on=ago(5),
                by=None,
                today=today(),
            )


class TestCountMembers:
    def test_a_day_counted_before_wants_a_reason(self, here: County) -> None:
        branch = here.found()
        stated = {"branch": branch, "on": FOUNDED, "counts": {here.city: (13, 0)}}

        with pytest.raises(ReasonMissing):
            actions.count_members(**stated, **acting())
        actions.count_members(**stated, reason="漏计1名", **acting())

        assert branch.counts.get().full == 13
        entry = Entry.objects.order_by("-number")[0]
        assert (entry.facts["before"], entry.facts["full"]) == ("12+1", 13)

    def test_an_institution_without_branch_is_counted_too(self, here: County) -> None:
        actions.count_members(branch=None, on=ago(3), counts={here.south: (2, 0)}, **acting())

        assert MemberCount.objects.get().branch is None
        assert Entry.objects.get().area_code == here.south.area_code

    def test_refuses_an_institution_that_is_not_in_it(self, here: County) -> None:
        with pytest.raises(actions.NotOfThisBranch):
            actions.count_members(
                branch=here.found(), on=ago(3), counts={here.south: (2, 0)}, **acting()
            )


class TestRecordDevelopment:
    def test_is_brought_to_what_it_is_by_now(self, here: County) -> None:
        branch = here.found()
        year = today().year

        for admitted in (1, 2):
            actions.record_development(
                branch=branch,
                year=year,
                figures={"admitted": admitted, "admitted_backbone": 1},
                **acting(),
            )

        row = Development.objects.get()
        assert (row.admitted, row.admitted_backbone) == (2, 1)
        assert Entry.objects.order_by("-number")[0].facts["admitted"] == 2

    @pytest.mark.parametrize(
        "figures", [{"admitted": 1, "admitted_backbone": 2}, {"applicants": -1}]
    )
    def test_refuses_what_cannot_be(self, here: County, figures: dict[str, int]) -> None:
        with pytest.raises(actions.FigureWrong):
            actions.record_development(
                branch=here.found(), year=today().year, figures=figures, **acting()
            )

    def test_the_same_figures_again_change_nothing(self, here: County) -> None:
        branch, figures = here.found(), {"admitted": 0}
        actions.record_development(branch=branch, year=today().year, figures=figures, **acting())
        entries = Entry.objects.count()

        with pytest.raises(actions.NothingChanges):
            actions.record_development(
                branch=branch, year=today().year, figures=figures, **acting()
            )

        assert Entry.objects.count() == entries

    def test_refuses_a_year_to_come(self, here: County) -> None:
        with pytest.raises(actions.FigureWrong):
            actions.record_development(
                branch=here.found(), year=today().year + 1, figures={}, **acting()
            )


class TestEnding:
    def test_a_merged_branch_hands_over_its_departments(self, here: County) -> None:
        ending = here.found()
        taking = here.found(name="外科党支部", departments=[here.rooms[1]])

        actions.merge_branch(branch=ending, into=taking, on=ago(7), reason="人数减少", **acting())

        ending.refresh_from_db()
        assert (ending.ended_on, ending.successor) == (ago(7), taking)
        standing = Coverage.objects.filter(ends_before__isnull=True)
        assert {(one.branch, one.department) for one in standing} == {
            (taking, here.rooms[0]),
            (taking, here.rooms[1]),
        }
        assert taking.turns.filter(kind=Turn.Kind.RECEIVED).exists()
        assert Entry.objects.filter(verb="branch.merged").count() == 1

    def test_refuses_a_branch_of_another_institution(self, here: County) -> None:
        with pytest.raises(actions.MergedElsewhere):
            actions.merge_branch(
                branch=here.found(), into=here.join(), on=ago(7), reason="x", **acting()
            )

    def test_a_dissolved_branch_frees_its_departments(self, here: County) -> None:
        actions.dissolve_branch(branch=here.found(), on=ago(7), reason="撤并", **acting())

        again = here.found(founded_on=ago(5))

        assert again.name == "内科党支部"

    def test_nothing_is_ended_twice(self, here: County) -> None:
        branch = here.found()
        actions.dissolve_branch(branch=branch, on=ago(7), reason="撤并", **acting())

        with pytest.raises(actions.BranchEnded):
            actions.dissolve_branch(branch=branch, on=ago(6), reason="再撤", **acting())


class TestElections:
    def test_an_election_begins_a_term(self, here: County) -> None:
        branch = here.found()

        row = actions.hold_election(
            branch=branch, on=ago(90), committee=[("组织委员", "周晚晴")], **acting()
        )

        assert row.committee == [["组织委员", "周晚晴"]]
        with pytest.raises(actions.AlreadyKnown):
            actions.hold_election(branch=branch, on=ago(90), committee=[], **acting())


class TestPapers:
    def keep(self, branch: Branch, **changed: Any) -> Any:
        content = b"%PDF-1.4 plan"
        clean = Clean(
            name="计划.pdf",
            kind=Kind.PDF,
            content=content,
            digest="a" * 64,
            upload_digest="a" * 64,
        )
        year = changed.pop("year", ago(400).year)
        stated: dict[str, Any] = {"kind": "plan", "on": ago(400), "files": [clean]}
        draft = actions.PaperDraft(**(stated | changed))
        return actions.keep_papers(branch=branch, year=year, papers=[draft], **acting())[0]

    def test_a_kept_paper_is_no_longer_missing(self, here: County) -> None:
        branch, year = here.found(), ago(400).year
        before = {one.paper.code: one.missing for one in base_file(branch, year, on=today())}

        self.keep(branch)

        after = {one.paper.code: one.missing for one in base_file(branch, year, on=today())}
        assert (before["plan"], after["plan"]) == (1, 0)
        assert before["report"] == after["report"] == 1
        entry = Entry.objects.order_by("-number")[0]
        assert (entry.verb, entry.facts["files"]) == ("branch.paper_kept", "计划.pdf")

    def test_a_paper_taken_back_is_missing_again(self, here: County) -> None:
        branch = here.found()
        paper = self.keep(branch)

        actions.remove_paper(paper=paper, reason="传错", by=None, at=timezone.now())

        missing = {one.paper.code: one.missing for one in base_file(branch, paper.year, on=today())}
        assert missing["plan"] == 1
        with pytest.raises(actions.NoSuchPaper):
            actions.remove_paper(paper=paper, reason="再撤", by=None, at=timezone.now())

    @pytest.mark.parametrize("changed", [{"kind": "nothing"}, {"files": []}, {"year": 2019}])
    def test_refuses_what_is_no_paper(self, here: County, changed: dict[str, Any]) -> None:
        with pytest.raises(actions.NoSuchPaper):
            self.keep(here.found(), **changed)

    def test_the_same_paper_is_kept_once(self, here: County) -> None:
        branch = here.found()
        paper = self.keep(branch)

        with pytest.raises(actions.NothingChanges):
            self.keep(branch)
        self.keep(branch, note="补充页")
        actions.remove_paper(paper=paper, reason="传错", by=None, at=timezone.now())
        self.keep(branch)

    def test_refuses_a_paper_of_another_time(self, here: County) -> None:
        with pytest.raises(actions.DayWrong):
            self.keep(here.found(), year=today().year, on=ago(1100))
