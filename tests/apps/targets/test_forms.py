"""Forms of targets: shared out, reported, explained, answered, reviewed; pressed twice too."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.targets.conftest import (
    CLINICS,
    MEMBERS,
    TALKS,
    TODAY,
    City,
    at,
)

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.journal.models import Entry
from bangfu.apps.supervision.models import Problem
from bangfu.apps.targets import actions
from bangfu.apps.targets.models import LagNote, ReportedFigure, Review, Sharing
from bangfu.core.targets.lags import Cause

pytestmark = pytest.mark.django_db
ASKED = {"programme": "county_support", "on": "2025-06-30"}
NOTE = {
    "cause": "objective",
    "why": "汛期道路中断",
    "measures": "改为远程讲座",
    "responsible": "医务科负责人",
    "new_due": "2025-09-30",
}


class TestForms:
    def test_the_clerk_shares_out_by_a_proposal(
        self, client: Client, here: City, clerk: User
    ) -> None:
        client.force_login(clerk)
        address = f"/targets/share/?programme=county_support&on=2025-06-30&target={CLINICS}"
        page = client.get(address + "&way=evenly").content.decode()
        assert page.count('value="6"') == 2
        names = [f"amount_{place.pk}" for place in here.senders]

        refused = client.post(address, {names[0]: "-1"})
        answer = client.post(address + "&way=evenly", dict.fromkeys(names, "6"))

        assert refused.status_code == 422
        assert answer.status_code == 302
        assert Sharing.objects.get().way == "evenly"
        detail = client.get(answer["Location"]).content.decode()
        assert "与目标一致" in detail

    def test_a_part_of_nothing_and_the_same_parts_again_are_taken(
        self, client: Client, here: City, clerk: User
    ) -> None:
        client.force_login(clerk)
        address = f"/targets/share/?programme=county_support&on=2025-06-30&target={CLINICS}"
        given = {f"amount_{here.senders[0].pk}": "0", f"amount_{here.senders[1].pk}": "12"}

        answers = [client.post(address, given) for _time in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Sharing.objects.count() == 1
        for path in ("/targets/", "/targets/lags/", "/targets/one/", "/targets/export/"):
            assert client.get(path, {**ASKED, "target": CLINICS}).status_code == 200
        assert client.get("/targets/matrix/county_support/2025-06-30/").status_code == 200

    def test_a_host_shares_its_own_part_within(
        self, client: Client, here: City, host_office: User
    ) -> None:
        client.force_login(host_office)
        address = f"/targets/share/?programme=county_support&on=2025-06-30&target={TALKS}"

        given = {"amount_doctors": "7", "department_0": "内科", "part_0": "3"}
        answer = client.post(address, given)

        assert answer.status_code == 302
        row = Sharing.objects.get()
        assert row.institution == here.hosts[0]
        assert row.parts.count() == 2

    def test_a_sender_reports_for_itself_alone(
        self, client: Client, here: City, sender_office: User
    ) -> None:
        client.force_login(sender_office)
        address = f"/targets/report/?programme=county_support&on=2025-06-30&target={MEMBERS}"
        given = {"on": "2025-06-01", "amount": "2", "document": "组织部门统计表"}

        other = client.post(address, {**given, "institution": here.senders[1].pk})
        whole = client.post(address, given)
        own = client.post(address, {**given, "institution": here.senders[0].pk})

        assert (other.status_code, whole.status_code, own.status_code) == (422, 422, 302)
        assert ReportedFigure.objects.get().institution == here.senders[0]

    def test_a_file_shows_a_figure_to_those_who_see_the_figure(
        self, client: Client, here: City, sender_office: User, host_office: User, clerk: User
    ) -> None:
        client.force_login(sender_office)
        address = f"/targets/report/?programme=county_support&on=2025-06-30&target={MEMBERS}"
        given = {"on": "2025-06-01", "amount": "2", "document": "组织部门统计表"}
        sheet = SimpleUploadedFile("统计表.csv", "单位,人数\n一院,2\n".encode())

        refused = client.post(address, {**given, "amount": "-1", "proofs": [sheet]})
        held = re.search(r'name="proofs_held" value="([^"]+)"', refused.content.decode())
        assert held is not None
        own = {**given, "institution": here.senders[0].pk, "proofs_held": [held[1]]}
        assert client.post(address, own).status_code == 302

        row = ReportedFigure.objects.get()
        (file,) = attachments_on(row)
        path = f"/targets/report/{row.pk}/files/{file.pk}/"
        page = client.get("/targets/one/", {**ASKED, "target": MEMBERS}).content.decode()
        assert f'href="{path}"' in page
        statuses = []
        for reader in (sender_office, clerk, host_office):
            client.force_login(reader)
            statuses.append(client.get(path).status_code)
        assert statuses == [200, 200, 404]
        assert "统计表.csv" in str(Entry.objects.get(verb="target.reported").facts["files"])

    def test_the_same_figure_sent_twice_stands_once(
        self, client: Client, here: City, sender_office: User
    ) -> None:
        client.force_login(sender_office)
        address = f"/targets/report/?programme=county_support&on=2025-06-30&target={MEMBERS}"
        given = {"on": "2025-06-01", "amount": "2", "document": "组织部门统计表"}
        own = {**given, "institution": here.senders[0].pk}

        statuses = [client.post(address, own).status_code for _time in range(2)]

        assert statuses == [302, 302]
        assert ReportedFigure.objects.count() == 1

    def test_a_figure_is_taken_back_by_who_may(
        self, client: Client, here: City, sender_office: User, host_office: User
    ) -> None:
        row = actions.report_figure(
            programme=here.programme,
            key=MEMBERS,
            institution=here.senders[0],
            on=TODAY,
            amount=Decimal(2),
            document="统计表",
            by=None,
            at=at(),
            today=TODAY,
        )
        path = f"/targets/report/{row.pk}/withdraw/"

        client.force_login(host_office)
        assert client.post(path, {"reason": "错"}).status_code == 404
        client.force_login(sender_office)
        assert client.post(path, {"reason": "填错"}).status_code == 302

        row.refresh_from_db()
        assert row.reason == "填错"
        again = client.post(path, {"reason": "又一次"}, follow=True)
        assert "已经撤回" in again.content.decode()
        assert Entry.objects.filter(verb="target.withdrawn").count() == 1

    def test_a_host_explains_and_the_clerk_answers(
        self, client: Client, here: City, host_office: User, clerk: User
    ) -> None:
        client.force_login(host_office)
        address = "/targets/lags/explain/?programme=county_support&on=2025-06-30"
        mine = f"{address}&target={TALKS}&institution={here.hosts[0].pk}"
        others = f"{address}&target={TALKS}&institution={here.hosts[1].pk}"

        assert client.post(others, NOTE).status_code == 404
        assert client.post(mine, {**NOTE, "why": ""}).status_code == 422
        assert client.post(mine, NOTE).status_code == 302
        note = LagNote.objects.get()
        answer = client.post(f"/targets/lags/{note.pk}/", {"comment": "同意"})
        assert answer.status_code == 404
        assert client.post(f"/targets/lags/{note.pk}/ledger/").status_code == 403

        client.force_login(clerk)
        assert client.post(f"/targets/lags/{note.pk}/", {"comment": "同意"}).status_code == 302
        assert client.post(f"/targets/lags/{note.pk}/ledger/").status_code == 302
        page = client.get("/targets/lags/", ASKED).content.decode()
        assert "汛期道路中断" in page
        assert "已列入问题清单" in page

    def test_who_does_not_lag_is_told_so_and_led_back(
        self, client: Client, here: City, host_office: User
    ) -> None:
        here.did("lecture.times", 9, host=0)
        client.force_login(host_office)
        address = f"/targets/lags/explain/?programme=county_support&on=2025-06-30&target={TALKS}"
        mine = f"{address}&institution={here.hosts[0].pk}"

        answer = client.get(mine, follow=True)
        typed = client.post(mine, NOTE)

        assert answer.redirect_chain[0][0].startswith("/targets/lags/?")
        assert "没有滞后，不用说明" in answer.content.decode()
        assert typed.status_code == 422
        assert "汛期道路中断" in typed.content.decode()

    def test_what_a_review_asked_may_be_answered_and_put_right_when_nothing_lags(
        self, client: Client, here: City, host_office: User
    ) -> None:
        actions.keep_review(
            programme=here.programme, on=TODAY, title="点评", by=None, at=at(), today=TODAY
        )
        here.did("lecture.times", 10, host=0)
        client.force_login(host_office)
        address = f"/targets/lags/explain/?programme=county_support&on=2025-06-30&target={TALKS}"
        mine = f"{address}&institution={here.hosts[0].pk}"

        assert client.get(mine).status_code == 200
        for why in ("汛期", "汛期道路中断"):
            assert client.post(mine, {**NOTE, "why": why}).status_code == 302
        assert client.post(mine, {**NOTE, "why": "汛期道路中断"}).status_code == 302

        assert LagNote.objects.count() == 2

    def test_a_lag_taken_to_the_ledger_twice_shows_what_it_became(
        self, client: Client, here: City, clerk: User
    ) -> None:
        note = actions.explain_lag(
            programme=here.programme,
            key=TALKS,
            institution=here.hosts[0],
            on=TODAY,
            by=None,
            at=at(),
            **{**NOTE, "cause": Cause.OBJECTIVE, "new_due": date(2025, 9, 1)},  # type: ignore[arg-type]
        )
        client.force_login(clerk)
        path = f"/targets/lags/{note.pk}/ledger/"
        client.post(path)
        problem = Problem.objects.get()

        again = client.post(path, follow=True)

        assert again.redirect_chain[0][0] == f"/tasks/problems/{problem.pk}/"
        assert "已列入问题清单，无需重复办理" in again.content.decode()
        assert Problem.objects.count() == 1
        page = client.get(f"/targets/lags/{note.pk}/").content.decode()
        assert f'href="/tasks/problems/{problem.pk}/"' in page

    def test_a_note_is_absent_for_other_institutions(
        self, client: Client, here: City, sender_office: User
    ) -> None:
        note = actions.explain_lag(
            programme=here.programme,
            key=TALKS,
            institution=here.hosts[0],
            on=TODAY,
            cause=Cause.OBJECTIVE,
            why="汛期",
            measures="远程",
            responsible="医务科",
            new_due=date(2025, 9, 1),
            by=None,
            at=at(),
        )
        client.force_login(sender_office)

        assert client.get(f"/targets/lags/{note.pk}/").status_code == 404

    def test_the_clerk_keeps_a_review_and_a_host_reads_its_part(
        self, client: Client, here: City, clerk: User, host_office: User
    ) -> None:
        address = "/targets/reviews/?programme=county_support&on=2025-06-30"
        client.force_login(host_office)
        given = {"on": "2025-03-31", "title": "一季度点评"}
        assert client.post(address, given).status_code == 404
        client.force_login(clerk)
        answer = client.post(address, given)
        assert answer.status_code == 302
        here.did("lecture.times", 4, host=1, on=date(2025, 2, 2))

        full = client.get(answer["Location"]).content.decode()
        client.force_login(host_office)
        own = client.get(answer["Location"]).content.decode()

        assert "受援1卫生院" in full
        assert "与摘要不符" not in full
        assert "受援1卫生院" not in own
        assert "受援0卫生院" in own

    def test_changed_figures_are_found_out(self, client: Client, here: City, clerk: User) -> None:
        review = actions.keep_review(
            programme=here.programme, on=TODAY, title="点评", by=None, at=at(), today=TODAY
        )
        figures = review.figures
        figures[0]["whole"]["done"] = "99"
        Review.objects.filter(pk=review.pk).update(figures=figures)
        client.force_login(clerk)

        assert "与摘要不符" in client.get(f"/targets/reviews/{review.pk}/").content.decode()
