"""Pages around results: preview, groups, ranking, uses, plans, what is shown to everybody."""

import io
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Improvement, Release, Result, Round, Scheme, Subject, Use
from bangfu.apps.appraisal.queries.preview import preview_of
from bangfu.apps.journal.models import Entry
from bangfu.apps.supervision.models import Task
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.core.programmes.vocabulary_review import ResultUse

from .conftest import TABLE, TODAY, Appraisal, at

pytestmark = pytest.mark.database

STARS = """
[[stars]]
code          = "five"
title         = { zh = "五星", en = "five stars" }
from_score    = 90
count_at_most = 1
gates         = [{ block = "duty", at_least = 55 }]

[[stars]]
code       = "four"
title      = { zh = "四星", en = "four stars" }
from_score = 80

[[stars]]
code       = "three"
title      = { zh = "三星", en = "three stars" }
from_score = 0

[[levels]]
code  = "self\""""


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def scored_by(appraisal: Appraisal, text: str) -> None:
    """Another table for the round, before anybody scores."""
    appraisal.edition.text = text
    appraisal.edition.digest = sha256(text.encode()).hexdigest()
    appraisal.edition.save()


def with_stars(appraisal: Appraisal) -> None:
    scored_by(appraisal, TABLE.replace('\n[[levels]]\ncode  = "self"', STARS, 1))


def publish(appraisal: Appraisal) -> Round:
    appraisal.announced(days=1)
    actions.publish_round(
        round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
    )
    return Round.objects.get(pk=appraisal.round.pk)


class TestPreview:
    def test_says_who_falls_by_a_gate_and_why(self, appraisal: Appraisal) -> None:
        with_stars(appraisal)
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.give(40, by=appraisal.south(), to="south", reason="")

        found = preview_of(Round.objects.get())
        north = next(row for row in found.rows if row.pk == appraisal.subject().pk)

        assert (north.total, north.due) == ("94", "五星")
        assert north.result == "合格 · 四星"
        assert "要求“在岗”不低于55分，实得54分" in "".join(north.held)
        assert [(quota.most, quota.taken, quota.beyond) for quota in found.quotas] == [(1, 1, 0)]
        assert dict(found.spread) == {"五星": 1, "四星": 1, "三星": 0}

    def test_says_who_came_too_late_for_a_quota(self, appraisal: Appraisal) -> None:
        with_stars(appraisal)
        scored_by(appraisal, appraisal.edition.text.replace("at_least = 55", "at_least = 50"))
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.give(40, by=appraisal.south(), to="south", reason="")

        page = client_of(appraisal.clerk).get(
            f"/rounds/{appraisal.round.pk}/preview/", {"show": "held"}
        )

        assert "名额1个（参评2个）" in words(page)
        assert "河口镇卫生院" in words(page)
        assert "清水镇卫生院</a>" not in words(page)

    def test_tells_a_fall_against_last_time(self, appraisal: Appraisal) -> None:
        with_stars(appraisal)
        appraisal.round.subjects.update(last_star="five")
        appraisal.give(40, by=appraisal.north, reason="")

        found = preview_of(Round.objects.get())

        assert [row.key for row in found.rows if row.fell] == ["河口镇卫生院"]
        assert found.waiting == 1

    def test_is_of_the_office_that_holds_the_round(self, appraisal: Appraisal) -> None:
        page = f"/rounds/{appraisal.round.pk}/preview/"

        assert client_of(appraisal.north).get(page).status_code == 403
        assert client_of(appraisal.assessor).get(page).status_code == 403

    def test_writes_nothing(self, appraisal: Appraisal) -> None:
        appraisal.close_all()
        before = Entry.objects.count()

        page = client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/preview/")

        assert "审定结果" in words(page)
        assert Entry.objects.count() == before
        assert not Result.objects.exists()


class TestGroups:
    def test_somebody_is_put_in_a_group_and_found_by_it(self, appraisal: Appraisal) -> None:
        client, page = client_of(appraisal.clerk), f"/rounds/{appraisal.round.pk}/groups/"

        client.post(page, {"subjects": [appraisal.subject().pk], "group": "一级医院"})

        assert appraisal.subject().group == "一级医院"
        listed = words(client.get(f"/rounds/{appraisal.round.pk}/", {"group": "一级医院"}))
        assert "河口镇卫生院</a>" in listed
        assert "清水镇卫生院</a>" not in listed

    def test_everybody_a_filter_finds(self, appraisal: Appraisal) -> None:
        client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/groups/",
            {"group": "南片", "everybody": "1"},
            query_params={"words": "清水"},
        )

        assert appraisal.subject("south").group == "南片"
        assert appraisal.subject("north").group == ""

    def test_nobody_ticked_is_told(self, appraisal: Appraisal) -> None:
        page = client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/groups/", {"group": "一级医院"}
        )

        assert page.status_code == 422
        assert "请选择要分组的考核对象" in words(page)
        assert 'value="一级医院"' in words(page)

    def test_a_round_is_opened_in_groups_of_its_counties(self, appraisal: Appraisal) -> None:
        asked = {
            "programme": appraisal.programme.code,
            "edition": appraisal.edition.pk,
            "kind": "half_year",
            "starts_on": f"{TODAY.year}-01-01",
            "last_on": f"{TODAY.year}-06-30",
        }
        client_of(appraisal.clerk).post(
            "/rounds/new/",
            {"title": "分组", "groups": "category", "subjects": [appraisal.places.north.pk]},
            query_params=asked,
        )

        assert Subject.objects.get(round__title="分组").group == "乡镇卫生院"

    def test_a_decided_round_is_not_grouped_anew(self, appraisal: Appraisal) -> None:
        appraisal.close_all()
        actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())

        with pytest.raises(actions.RoundNotOpen):
            actions.group_subjects(
                round=appraisal.round,
                subjects=[appraisal.subject().pk],
                group="一组",
                by=appraisal.clerk,
            )


class TestRanking:
    def test_best_first_and_equals_share_a_place(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        third = appraisal.subject("south")
        result = third.result
        third.pk, third.ref, third.key = None, 9001, "东山镇卫生院"
        third.save(force_insert=True)
        result.pk, result.subject = None, third
        result.save(force_insert=True)

        page = client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/ranking/")
        rows = page.context["page"].leaf.object_list

        assert [(row.place, row.score) for row in rows] == [(1, "100"), (1, "100"), (3, "94")]

    def test_filters_leave_places_as_they_are(self, appraisal: Appraisal) -> None:
        appraisal.announced()

        page = client_of(appraisal.clerk).get(
            f"/rounds/{appraisal.round.pk}/ranking/", {"words": "河口"}
        )

        assert [row.place for row in page.context["page"].leaf.object_list] == [2]

    def test_places_in_a_group(self, appraisal: Appraisal) -> None:
        Subject.objects.filter(pk=appraisal.subject().pk).update(group="海边")
        appraisal.announced()

        page = client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/ranking/")

        assert [row.in_group for row in page.context["page"].leaf.object_list] == [0, 1]

    def test_is_not_there_before_it_is_announced(self, appraisal: Appraisal) -> None:
        appraisal.close_all()
        actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())
        page = f"/rounds/{appraisal.round.pk}/ranking/"

        assert client_of(appraisal.north).get(page).status_code == 404
        assert client_of(appraisal.clerk).get(page).status_code == 200

    def test_persons_are_not_ranked(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        Scheme.objects.update(kind="posting")
        client, page = client_of(appraisal.clerk), f"/rounds/{appraisal.round.pk}/"

        for address in (f"{page}ranking/", f"{page}ranking/export/"):
            assert client.get(address).status_code == 404
        shown = client.get(page)
        assert "ranking" not in words(shown)
        assert [row.key for row in shown.context["page"].leaf.object_list] == sorted(
            row.key for row in shown.context["page"].leaf.object_list
        )

    @pytest.mark.parametrize("page", ["ranking/", "", "uses/"])
    def test_asks_as_much_for_a_hundred_as_for_ten(self, appraisal: Appraisal, page: str) -> None:
        publish(appraisal)
        client, address = client_of(appraisal.clerk), f"/rounds/{appraisal.round.pk}/{page}"

        def asked() -> int:
            client.get(address)
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            return len(found)

        many_more(appraisal, 8)
        few = asked()
        many_more(appraisal, 90)

        assert asked() == few <= 12


class TestUses:
    def use(self, appraisal: Appraisal, **more: Any) -> Any:
        given = {
            "sort": "commendation",
            "text": "全市通报表扬",
            "document": "卫字〔2026〕3号",
            "on": f"{TODAY}",
        }
        return client_of(appraisal.clerk).post(
            f"/sheets/{appraisal.subject().pk}/steps/use/", given | more
        )

    def test_is_recorded_listed_and_taken_back(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        self.use(appraisal, sort="subsidy", amount="1200.50")
        row = Use.objects.get()
        assert row.amount == 120050
        listed = words(client_of(appraisal.north).get(f"/rounds/{appraisal.round.pk}/uses/"))
        assert "全市通报表扬" in listed
        assert "1,200.50元" in listed

        client_of(appraisal.clerk).post(f"/uses/{row.pk}/take-back/", {"reason": "登记有误"})
        assert Use.objects.get().ended_reason == "登记有误"
        sheet = words(client_of(appraisal.north).get(f"/sheets/{appraisal.subject().pk}/"))
        assert "已撤销：登记有误" in sheet

    def test_is_of_published_results_only(self, appraisal: Appraisal) -> None:
        appraisal.announced()

        page = self.use(appraisal)

        assert page.status_code == 422
        assert "现在是“公示中”" in words(page)
        assert "卫字〔2026〕3号" in words(page)

    def test_a_whole_band_at_once(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        before = Entry.objects.count()

        client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/uses/",
            {
                "step": "use",
                "rating": "grades:good",
                "sort": "grade_review",
                "text": "作为等级评审依据",
                "on": f"{TODAY}",
            },
        )

        assert Use.objects.count() == 2
        assert Entry.objects.count() == before + 2

    def test_of_a_band_without_anybody_says_so(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        page = client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/uses/",
            {
                "step": "use",
                "rating": "grades:failed",
                "sort": "criticism",
                "text": "通报",
                "on": f"{TODAY}",
            },
        )

        assert page.status_code == 422
        assert "没有考核对象得到这一等次" in words(page)

    def test_who_does_not_hold_the_round_records_none(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        page = client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/steps/use/",
            {"sort": "commendation", "text": "表扬自己", "on": f"{TODAY}"},
        )

        assert page.status_code == 422
        assert "由组织考核的部门登记" in words(page)
        assert not Use.objects.exists()


class TestPlans:
    def plan(self, appraisal: Appraisal, by: User, **more: Any) -> Any:
        given = {
            "aim": "在岗率达到95%",
            "measures": "排班公示，每周核对",
            "person": "",
            "starts_on": f"{TODAY}",
            "due_on": f"{TODAY + timedelta(90)}",
        }
        return client_of(by).post(f"/sheets/{appraisal.subject().pk}/steps/improve/", given | more)

    def test_opens_a_task_by_tier_with_one_entry(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        before = Entry.objects.count()

        self.plan(appraisal, appraisal.clerk)

        plan, task = Improvement.objects.get(), Task.objects.get()
        assert plan.tier == "example"
        assert plan.task == task
        assert task.title_zh == "示范：在岗率达到95%"
        assert task.institution == appraisal.places.north
        assert Entry.objects.count() == before + 1
        sheet = words(client_of(appraisal.clerk).get(f"/sheets/{plan.subject_id}/"))
        assert f"/tasks/{task.pk}/" in sheet

    def test_the_task_leads_back_to_the_sheet(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        self.plan(appraisal, appraisal.clerk)

        page = client_of(appraisal.clerk).get(f"/tasks/{Task.objects.get().pk}/")

        assert f"/sheets/{appraisal.subject().pk}/" in words(page)

    def test_of_a_failed_one_is_a_remedy(self, appraisal: Appraisal) -> None:
        actions.establish_veto(
            subject=appraisal.subject(),
            veto="false_attendance",
            reason="代签",
            by=appraisal.assessor,
            at=at(),
        )
        publish(appraisal)

        self.plan(appraisal, appraisal.clerk)

        assert Improvement.objects.get().tier == "put_right"
        assert Task.objects.get().listing == Task.Listing.REMEDIES

    def test_the_unit_proposes_its_own(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        self.plan(appraisal, appraisal.north)

        assert Task.objects.get().state == "proposed"

    def test_a_second_one_and_days_reversed_are_refused(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        wrong = self.plan(appraisal, appraisal.clerk, due_on=f"{TODAY - timedelta(1)}")
        assert "完成时限不能早于开始日期" in words(wrong)
        assert "排班公示，每周核对" in words(wrong)
        self.plan(appraisal, appraisal.clerk)
        assert "已制定提升计划" in words(self.plan(appraisal, appraisal.clerk))
        assert Task.objects.count() == 1


class TestForEverybody:
    def release(self, appraisal: Appraisal, lowest: str = "grades:good") -> Any:
        return client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/uses/", {"step": "release", "lowest": lowest}
        )

    def test_nothing_is_shown_before_its_action(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        assert Client().get(f"/results/{appraisal.round.pk}/").status_code == 404
        assert "年度考核" not in words(Client().get("/results/"))

    def test_units_are_named_with_their_rating_and_nothing_else(self, appraisal: Appraisal) -> None:
        with_stars(appraisal)
        appraisal.give(38, by=appraisal.north, reason="张某某未到岗")
        publish(appraisal)
        self.release(appraisal, "stars:four")

        answer = Client().get(f"/results/{appraisal.round.pk}/")
        shown = words(answer)

        assert "河口镇卫生院" in shown
        assert "五星" in shown
        assert "三星" not in shown
        assert "张某某" not in shown
        assert "92" not in shown.replace(Round.objects.get().digest, "")
        assert "<script" not in shown
        assert len(answer.content) < 50 * 1024
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "sessionid" not in answer.cookies
        assert "csrftoken" not in answer.cookies
        assert "Cookie" not in answer.headers["Vary"]

    def test_speaks_english_by_its_address(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        self.release(appraisal)

        assert '<html lang="en">' in words(
            Client().get(f"/results/{appraisal.round.pk}/", {"language": "en"})
        )

    def test_is_taken_down_with_a_reason(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        self.release(appraisal)
        client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/withdraw/", {"reason": "名称有误"}
        )

        assert Client().get(f"/results/{appraisal.round.pk}/").status_code == 404
        assert Release.objects.get().ended_reason == "名称有误"

    def test_asks_as_much_for_many(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        self.release(appraisal)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                Client().get(f"/results/{appraisal.round.pk}/")
            return len(found)

        few = asked()
        many_more(appraisal, 100)

        assert asked() == few <= 4

    def test_a_long_list_is_turned_over_and_every_page_stays_light(
        self, appraisal: Appraisal
    ) -> None:
        publish(appraisal)
        self.release(appraisal)
        many_more(appraisal, 320)
        Subject.objects.filter(key="受援单位300").update(key="很长的受援单位名称" * 3)
        address = f"/results/{appraisal.round.pk}/"

        first, second = Client().get(address), Client().get(address, {"page": "2"})

        assert "322个" in words(first)
        assert words(first).count("<li>") == 300
        assert words(second).count("<li>") == 22
        assert len(first.content) < 50 * 1024
        assert "第2页，共2页" in words(second)

    def test_only_published_rounds_and_their_holder(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        given: Any = {"round": appraisal.round, "ladder": Ladder.GRADES, "lowest": "good"}

        with pytest.raises(actions.RoundNotOpen):
            actions.release_results(**given, by=appraisal.clerk, at=at())
        actions.publish_round(
            round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(6)
        )
        with pytest.raises(actions.NotYours):
            actions.release_results(**given, by=appraisal.assessor, at=at())
        with pytest.raises(actions.UnknownBand):
            actions.release_results(**given | {"lowest": "ninth"}, by=appraisal.clerk, at=at())

    def test_results_of_persons_are_never_shown(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, TABLE.replace('"host"', '"posting"', 1))
        publish(appraisal)

        with pytest.raises(actions.Personal):
            actions.release_results(
                round=appraisal.round,
                ladder=Ladder.GRADES,
                lowest="good",
                by=appraisal.clerk,
                at=at(),
            )


class TestFiles:
    def test_a_round_leaves_as_a_workbook_with_levels_and_reasons(
        self, appraisal: Appraisal
    ) -> None:
        appraisal.give(30, by=appraisal.north)
        answer = client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/export/")

        book = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        rows = book.get_sheet_by_index(0).to_python()

        assert len(rows) == 1 + 2 * 2
        lodging = next(row for row in rows if row[0] == "河口镇卫生院" and row[4] == "食宿保障")
        by_title = dict(zip(rows[0], lodging, strict=True))
        assert by_title["自评"] == 30
        assert by_title["自评理由"] == "食堂未开放"
        assert by_title["总分"] == 84

    def test_the_appraised_take_their_own_rows_only(self, appraisal: Appraisal) -> None:
        answer = client_of(appraisal.north).get(
            f"/rounds/{appraisal.round.pk}/export/", {"as": "csv"}
        )

        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert "河口镇卫生院" in text
        assert "清水镇卫生院" not in text

    def test_the_ranking_leaves_with_its_filters(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        answer = client_of(appraisal.clerk).get(
            f"/rounds/{appraisal.round.pk}/ranking/export/", {"as": "csv", "words": "河口"}
        )

        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
        assert len(lines) == 2
        assert lines[1].startswith("2,")


def many_more(appraisal: Appraisal, count: int) -> None:
    """So many hosts more with a result and a use each."""
    pattern = appraisal.round.subjects.get(key="河口镇卫生院")
    begin = Subject.objects.count()
    for number in range(begin, begin + count):
        pattern.pk, pattern.ref, pattern.key = None, 9000 + number, f"受援单位{number}"
        pattern.save(force_insert=True)
        Result.objects.create(
            subject=pattern, score=Decimal(number), grade="good", decided_at=timezone.now()
        )
        Use.objects.create(
            subject=pattern,
            sort=ResultUse.COMMENDATION.value,
            text="表扬",
            on=TODAY,
            at=timezone.now(),
        )


def test_elsewhere_nothing_is_there(appraisal: Appraisal) -> None:
    publish(appraisal)
    stranger = client_of(world.user("stranger", "commission_clerk", area="65"))

    for page in ("ranking/", "uses/", "groups/", "preview/", "export/", "withdraw/"):
        assert stranger.get(f"/rounds/{appraisal.round.pk}/{page}").status_code == 404
