"""A block scored at once, what was established lifted again, words and files kept."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Exemption, Mark, Objection, Subject, VetoFact
from bangfu.apps.evidence.queries import attachments_of
from bangfu.apps.journal.models import Entry

from .conftest import TABLE, Appraisal, at
from .test_results_views import client_of, scored_by, words

pytestmark = pytest.mark.database

RULE = 'rule   = { kind = "judgement" }'
WITH_EVIDENCE = TABLE.replace(RULE, 'rule   = { kind = "judgement", evidence = 1 }', 1)


def photo(name: str = "评议票.jpg") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def block(appraisal: Appraisal, by: User, code: str = "care", **given: Any) -> Any:
    return client_of(by).post(f"/sheets/{appraisal.subject().pk}/blocks/{code}/", given)


class TestBlock:
    def test_points_of_a_block_with_one_entry(self, appraisal: Appraisal) -> None:
        before = Entry.objects.count()

        answer = block(
            appraisal,
            appraisal.north,
            **{"lodging-points": "36", "lodging-reason": "食堂未开放", "lodging-seen": "0"},
        )

        assert answer.status_code == 302
        assert Mark.objects.get().points == 36
        assert appraisal.subject().total == 90
        assert Entry.objects.count() == before + 1
        assert Entry.objects.latest("pk").facts["items"] == "食宿保障 36"

    def test_a_level_above_changes_only_what_it_changed(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        client = client_of(appraisal.assessor)
        page = f"/sheets/{appraisal.subject().pk}/blocks/duty/"

        same = client.post(page, {"presence-points": "54", "presence-seen": "0"})
        assert same.status_code == 422
        assert "没有改动任何一项" in words(same)

        client.post(
            page,
            {"presence-points": "57", "presence-reason": "半天在培训", "presence-seen": "0"},
        )
        assert appraisal.subject().total == 97

    def test_above_the_cap_is_told_beside_its_row_and_keeps_the_words(
        self, appraisal: Appraisal
    ) -> None:
        answer = block(
            appraisal,
            appraisal.north,
            **{"lodging-points": "41", "lodging-reason": "超额保障", "lodging-seen": "0"},
        )

        assert answer.status_code == 422
        assert "“河口镇卫生院”项目“食宿保障”最高40分，不能评41分" in words(answer)
        assert "超额保障" in words(answer)
        assert not Mark.objects.exists()

    def test_who_was_overtaken_is_told_and_overwrites_nothing(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")

        answer = block(
            appraisal,
            appraisal.north,
            **{"lodging-points": "30", "lodging-reason": "另有意见", "lodging-seen": "0"},
        )

        assert "刚由他人评为40分" in words(answer)
        assert Mark.objects.standing().get().points == 40

    def test_out_of_turn_there_is_no_form(self, appraisal: Appraisal) -> None:
        page = f"/sheets/{appraisal.subject().pk}/blocks/care/"

        assert client_of(appraisal.assessor).get(page).status_code == 302
        assert client_of(appraisal.north).get(page.replace("care", "none")).status_code == 404


class TestEvidence:
    """Points that rest on papers: the appraisal by members and by the public of the star table."""

    def page(self, appraisal: Appraisal) -> str:
        return f"/sheets/{appraisal.subject().pk}/items/lodging/"

    def test_points_without_their_paper_are_refused_in_words(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, WITH_EVIDENCE)

        answer = client_of(appraisal.north).post(
            self.page(appraisal), {"points": "38", "reason": "测评汇总", "seen": "0"}
        )

        assert answer.status_code == 422
        assert "“食宿保障”须附至少1份佐证材料，现有0份" in words(answer)
        assert "测评汇总" in words(answer)

    def test_with_it_they_stand_and_it_is_carried_on(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, WITH_EVIDENCE)
        client = client_of(appraisal.north)

        client.post(
            self.page(appraisal),
            {"points": "38", "reason": "测评汇总", "seen": "0", "proofs": photo()},
        )
        first = Mark.objects.standing().get()
        client.post(
            self.page(appraisal), {"points": "39", "reason": "重新计票", "seen": str(first.pk)}
        )
        second = Mark.objects.standing().get()

        assert second.points == 39
        assert [one.name for one in attachments_of([second])[second.pk]] == ["评议票.jpg"]
        assert appraisal.subject().total == 93

    def test_a_refused_form_keeps_the_file(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, WITH_EVIDENCE)

        answer = client_of(appraisal.north).post(
            self.page(appraisal),
            {"points": "50", "reason": "测评汇总", "seen": "0", "proofs": photo()},
        )

        assert answer.status_code == 422
        assert "评议票.jpg" in words(answer)
        assert 'name="proofs_held"' in words(answer)

    def test_a_block_takes_files_where_they_are_asked_for(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, WITH_EVIDENCE)

        refused = block(
            appraisal,
            appraisal.north,
            **{"lodging-points": "38", "lodging-reason": "测评", "lodging-seen": "0"},
        )
        assert "须附至少1份佐证材料" in words(refused)

        block(
            appraisal,
            appraisal.north,
            **{
                "lodging-points": "38",
                "lodging-reason": "测评",
                "lodging-seen": "0",
                "lodging-proofs": photo(),
            },
        )
        assert Mark.objects.standing().get().points == 38

    def test_no_points_need_no_paper(self, appraisal: Appraisal) -> None:
        scored_by(appraisal, WITH_EVIDENCE)

        client_of(appraisal.north).post(
            self.page(appraisal), {"points": "0", "reason": "未开展测评", "seen": "0"}
        )

        assert Mark.objects.standing().get().points == 0


class TestLifting:
    def test_an_exemption_is_lifted_with_its_reason(self, appraisal: Appraisal) -> None:
        client, page = client_of(appraisal.assessor), f"/sheets/{appraisal.subject().pk}/"
        client.post(
            f"{page}steps/exempt/", {"exempt-what": "lodging", "exempt-reason": "不提供食宿"}
        )
        row = Exemption.objects.get()
        assert "撤销不适用认定" in words(client.get(page))

        nothing_said = client.post(
            f"{page}steps/lift-exemption/", {"lift_exemption-what": str(row.pk)}
        )
        assert nothing_said.status_code == 422
        client.post(
            f"{page}steps/lift-exemption/",
            {"lift_exemption-what": str(row.pk), "lift_exemption-reason": "六月起提供食宿"},
        )

        assert Exemption.objects.get().ended_reason == "六月起提供食宿"
        assert appraisal.subject().awaiting == 1

    def test_a_veto_is_lifted_with_its_reason(self, appraisal: Appraisal) -> None:
        client, page = client_of(appraisal.assessor), f"/sheets/{appraisal.subject().pk}/"
        client.post(f"{page}steps/veto/", {"veto-what": "false_attendance", "veto-reason": "代签"})
        row = VetoFact.objects.get()

        client.post(
            f"{page}steps/lift-veto/",
            {"lift_veto-what": str(row.pk), "lift_veto-reason": "经查为补签"},
        )

        assert VetoFact.objects.get().ended_reason == "经查为补签"
        assert Entry.objects.latest("pk").facts["veto"] == "考勤弄虚作假"

    def test_twice_lifted_is_told(self, appraisal: Appraisal) -> None:
        actions.exempt_item(
            subject=appraisal.subject(),
            item="lodging",
            reason="不提供食宿",
            by=appraisal.assessor,
            at=at(),
        )
        row = Exemption.objects.get()
        given: Any = {"exemption": row, "reason": "有误", "by": appraisal.assessor, "at": at()}
        actions.lift_exemption(**given)

        with pytest.raises(actions.AlreadySo):
            actions.lift_exemption(**given)

    def test_the_appraised_lifts_nothing(self, appraisal: Appraisal) -> None:
        actions.exempt_item(
            subject=appraisal.subject(),
            item="lodging",
            reason="不提供食宿",
            by=appraisal.assessor,
            at=at(),
        )

        with pytest.raises(actions.NotYours):
            actions.lift_exemption(
                exemption=Exemption.objects.get(), reason="有误", by=appraisal.north, at=at()
            )


class TestObjectionForms:
    def test_a_refused_objection_keeps_words_and_file(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        client, page = client_of(appraisal.north), f"/sheets/{appraisal.subject().pk}"
        given: dict[str, Any] = {"item": "presence", "text": "两个半天为培训"}
        client.post(f"{page}/steps/object/", given)

        again = client.post(f"{page}/steps/object/", given | {"proofs": photo("通知.jpg")})

        assert again.status_code == 422
        assert "正在复核" in words(again)
        assert "两个半天为培训" in words(again)
        assert "通知.jpg" in words(again)

    def test_a_refused_recheck_keeps_its_opinion(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/steps/object/",
            {"item": "presence", "text": "两个半天为培训"},
        )
        page = f"/objections/{Objection.objects.get().pk}/"

        answer = client_of(appraisal.second).post(
            page, {"step": "recheck", "opinion": "查阅签到，属实", "points": "61"}
        )

        assert answer.status_code == 422
        assert "最高60分，不能评61分" in words(answer)
        assert "查阅签到，属实" in words(answer)

    def test_who_scored_is_offered_no_recheck(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/steps/object/",
            {"item": "", "text": "请复核"},
        )
        page = f"/objections/{Objection.objects.get().pk}/"

        assert "提交复核意见" not in words(client_of(appraisal.assessor).get(page))
        assert "提交复核意见" in words(client_of(appraisal.second).get(page))


def test_a_table_with_its_own_term_holds_the_office_to_it(appraisal: Appraisal) -> None:
    scored_by(appraisal, TABLE + "\n[objections]\nworking_days = 7\n")
    appraisal.close_all()
    actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())
    client, page = client_of(appraisal.clerk), f"/rounds/{appraisal.round.pk}/"

    assert "考核表规定异议期不少于7个工作日" in words(client.get(page))
    answer = client.post(f"{page}steps/announce/", {"until": f"{at().date()}"}, follow=True)

    assert "考核表规定异议期不少于7个工作日，请改为" in words(answer)
    assert Subject.objects.filter(round__state="decided").exists()
