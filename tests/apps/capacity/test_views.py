"""Pages of what stays behind: who sees what, forms, figures that open their rows, query counts."""

import io
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.translation import override
from PIL import Image
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions as activities
from bangfu.apps.activities.models import Activity, ReferredCase
from bangfu.apps.capacity import actions
from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import entering, four, single, waiting
from bangfu.apps.capacity.queries.channels import use_of_channel
from bangfu.apps.duty.queries.due import counted
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.journal.models import Entry as JournalEntry
from bangfu.core.activities import CaseLine, Entry
from bangfu.core.activities import Side as LedgerSide

from . import county
from .county import WITNESS, County, ago, now, today

CHANNEL = {"departments": "心内科", "contact": "医务科 0546-0000000", "days_to_answer": "1"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def typed(here: County, **changed: object) -> dict[str, object]:
    proposed: dict[str, object] = {
        "key": str(uuid.uuid4()),
        "between": f"posting-{here.posting.pk}",
        "person": "陈小满",
        "title": "心血管常见病",
        "begun_on": ago(30).isoformat(),
        "department": "内科",
        "skills": "心电图判读\n\n动态血压监测",
        "asked_pupil_phone": "",
        "asked_village_doctor": "吴田野",
        "asked_village_phone": "0546-0000001",
    }
    return proposed | changed


class TestEntering:
    def test_a_posted_worker_enters_a_pupil(self, here: County) -> None:
        pupil = world.worker("陈小满", here.places.north)

        answer = signed_in(here.worker).post("/capacity/new/pupil/", typed(here))

        item = Item.objects.get()
        assert answer.headers["Location"] == f"/capacity/{item.pk}/"
        assert item.person == pupil
        assert [skill.title for skill in item.skills.all()] == ["心电图判读", "动态血压监测"]
        assert item.details == {"village_doctor": "吴田野", "village_phone": "0546-0000001"}
        assert Activity.objects.get().entered_by == LedgerSide.GIVER

    def test_the_host_enters_rules_without_a_posting(self, here: County, host: User) -> None:
        tie = f"tie-{here.programme.pk}-{here.places.sender.pk}-{here.places.north.pk}"
        sent = {
            "key": str(uuid.uuid4()),
            "between": tie,
            "title": "查对制度",
            "begun_on": ago(9).isoformat(),
            "asked_scope": "全院",
        }

        answer = signed_in(host).post("/capacity/new/rules_built/", sent)

        assert answer.status_code == 302
        assert Item.objects.get().posting is None

    def test_says_beside_the_day_what_the_ledger_refuses(self, here: County) -> None:
        answer = signed_in(here.worker).post(
            "/capacity/new/pupil/", typed(here, begun_on=ago(300).isoformat())
        )

        assert answer.status_code == 422
        assert "日期早于项目开始日期" in answer.content.decode()
        assert "心电图判读" in answer.content.decode()
        assert Item.objects.count() == 0

    def test_keeps_a_photo_of_the_agreement(self, here: County) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
        photo = SimpleUploadedFile("协议.jpg", picture.getvalue(), "image/jpeg")
        client = signed_in(here.worker)

        client.post("/capacity/new/pupil/", typed(here, evidence=photo))

        item = Item.objects.get()
        page = client.get(f"/capacity/{item.pk}/").content.decode()
        assert "协议.jpg" in page
        address = page.partition(f"/capacity/{item.pk}/files/")[2].partition('"')[0]
        assert client.get(f"/capacity/{item.pk}/files/{address}").status_code == 200
        far = world.user("far", "host_office", at="FAR")
        assert signed_in(far).get(f"/capacity/{item.pk}/files/{address}").status_code == 404

    def test_a_refused_form_offers_its_files_again(self, here: County) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
        photo = SimpleUploadedFile("协议.jpg", picture.getvalue(), "image/jpeg")
        client = signed_in(here.worker)
        refused = client.post(
            "/capacity/new/pupil/",
            typed(here, evidence=photo, begun_on=ago(300).isoformat()),
        ).content.decode()
        held = refused.partition('name="evidence_held" value="')[2].partition('"')[0]

        client.post("/capacity/new/pupil/", typed(here, evidence_held=held))

        assert [each.name for each in attachments_on(Item.objects.get())] == ["协议.jpg"]

    @pytest.mark.parametrize(
        ("skills", "said"),
        [("心" * 81, "每行不超过80个字"), ("\n".join(map(str, range(31))), "一次最多30项")],
    )
    def test_a_list_too_long_is_said_and_kept(self, here: County, skills: str, said: str) -> None:
        answer = signed_in(here.worker).post("/capacity/new/pupil/", typed(here, skills=skills))

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert skills.splitlines()[-1] in answer.content.decode()

    def test_leads_to_what_was_entered_before(self, here: County) -> None:
        item = here.record("pupil", title="心血管常见病")

        answer = signed_in(here.worker).post("/capacity/new/pupil/", typed(here))

        assert answer.status_code == 422
        assert f'href="/capacity/{item.pk}/"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("written", "stands"),
        [("0546-0000001", True), ("(0546) 000 0001转12", True), ("甲", False), ("12", False)],
    )
    def test_takes_as_a_telephone_what_can_be_dialled(
        self, here: County, written: str, stands: bool
    ) -> None:
        sent = typed(here, asked_village_phone=written)

        answer = signed_in(here.worker).post("/capacity/new/pupil/", sent)

        assert (answer.status_code == 302) == stands
        assert ("请填写电话号码" in answer.content.decode()) != stands

    def test_a_skill_listed_twice_is_said(self, here: County) -> None:
        item = here.record("pupil")
        client = signed_in(here.worker)

        answer = client.post(f"/capacity/{item.pk}/skills/", {"title": "心电图判读"}, follow=True)

        assert "已在清单中" in answer.content.decode()
        assert item.skills.count() == 1

    def test_nonsense_in_the_address_breaks_nothing(self, here: County, clerk: User) -> None:
        client = signed_in(clerk)

        for path in (
            "/capacity/?alone_from=nie&host=nowhere&lasting=x&page=99",
            "/capacity/new/technique/?host=nowhere&at=posting.x&giver=nobody",
            "/capacity/hosts/?programme=nothing",
        ):
            assert client.get(path).status_code == 200

    def test_leads_from_the_ledger_to_its_form(self, here: County) -> None:
        at = f"posting.{here.posting.pk}"

        answer = signed_in(here.worker).get(f"/capacity/new/?kind=technique&at={at}")

        assert answer.headers["Location"].startswith("/capacity/new/technique/?at=posting.")

    def test_offers_only_what_the_programme_keeps(self, here: County, host: User) -> None:
        kinds = entering.kinds_of(host)

        assert set(kinds) == {
            "pupil",
            "technique",
            "rules_built",
            "specialty_built",
            "referral_channel",
            "trainee",
        }
        assert signed_in(host).get("/capacity/new/project/").status_code == 404
        far = world.user("far", "host_office", at="FAR")
        assert entering.ties_of(far, on=today()) == []

    def test_lists_ties_as_each_kind_needs_them(self, here: County, host: User) -> None:
        kinds = entering.kinds_of(host)
        ties = entering.ties_of(host, on=today())

        def fit(kind: str) -> list[bool]:
            return [tie.posting is not None for tie in entering.fitting(ties, kinds[kind])]

        assert fit("pupil") == [True]
        assert fit("trainee") == [False]
        assert fit("technique") == [False, True]

    def test_finds_a_tie_by_the_hosts_name_among_many(self, here: County, clerk: User) -> None:
        county.posted(here.places, here.programme, "苏南行", here.places.south, ends_before=today())

        found = entering.ties_of(clerk, on=today(), words="清水")

        assert {tie.host.code for tie in found} == {"SOUTH"}


class TestItem:
    def test_is_absent_out_of_reach(self, here: County, host: User, clerk: User) -> None:
        item = here.record("pupil")
        south = world.user("south", "host_office", at="SOUTH")

        for user, status in ((host, 200), (clerk, 200), (here.worker, 200), (south, 404)):
            assert signed_in(user).get(f"/capacity/{item.pk}/").status_code == status
        assert signed_in(south).post(f"/capacity/{item.pk}/withdraw/").status_code == 404

    def test_an_assessor_reads_and_changes_nothing(self, here: County) -> None:
        item = here.record("pupil")
        client = signed_in(world.user("assessor", "assessor", area="3705"))

        assert "登记：" not in client.get(f"/capacity/{item.pk}/").content.decode()
        assert client.get(f"/capacity/{item.pk}/stop/").status_code == 403
        assert client.get(f"/capacity/{item.pk}/verify/").status_code == 403

    def test_the_host_confirms_a_skill_with_one_press(self, here: County, host: User) -> None:
        item = here.record("pupil")
        skill = item.skills.get()
        signed_in(here.worker).post(
            f"/capacity/{item.pk}/skills/{skill.pk}/alone/",
            {"on": ago(1).isoformat(), "witness_name": "周见山", "witness_function": "主任"},
        )
        client = signed_in(host)
        path = f"/capacity/{item.pk}/confirm/skill/{skill.pk}/"

        assert path in client.get(f"/capacity/{item.pk}/").content.decode()
        assert path not in signed_in(here.worker).get(f"/capacity/{item.pk}/").content.decode()
        client.post(path)

        skill.refresh_from_db()
        assert skill.is_alone

    def test_a_teacher_as_witness_is_said_in_the_form(self, here: County) -> None:
        item = here.record("pupil")
        skill = item.skills.get()

        answer = signed_in(here.worker).post(
            f"/capacity/{item.pk}/skills/{skill.pk}/alone/",
            {"on": ago(1).isoformat(), "witness_name": "林知远", "witness_function": "医师"},
        )

        assert answer.status_code == 422
        assert "不能为自己见证" in answer.content.decode()

    def test_milestones_go_on_and_back_through_pages(self, here: County, host: User) -> None:
        item = here.record()
        client = signed_in(host)
        base = f"/capacity/{item.pk}"

        client.post(f"{base}/reach/first_case/", {"on": ago(9).isoformat()})
        assert (
            client.post(
                f"{base}/reach/cases_with_expert/", {"on": ago(8).isoformat(), "cases": "3"}
            ).status_code
            == 422
        )
        client.post(
            f"{base}/correct/first_case/", {"on": ago(10).isoformat(), "reason": "日期写错"}
        )
        item.refresh_from_db()
        assert item.activity is not None
        assert item.activity.happened_on == ago(10)
        client.post(f"{base}/undo/first_case/", {"reason": "登记有误"})
        item.refresh_from_db()
        assert item.activity is None
        client.post(f"{base}/plan/", {"due_first_case": (today() + timedelta(9)).isoformat()})
        assert "计划" in client.get(f"{base}/").content.decode()
        client.post(f"{base}/stop/", {"on": today().isoformat(), "reason": "设备未到"})
        assert "设备未到" in client.get(f"{base}/").content.decode()
        client.post(f"{base}/resume/")
        client.post(f"{base}/withdraw/", {"reason": "重复"})
        item.refresh_from_db()
        assert item.state == Item.State.WITHDRAWN

    def test_the_authority_verifies(self, here: County, host: User, clerk: User) -> None:
        item = here.alone(here.record(begun_on=ago(190)), host=host, on=ago(189))

        answer = signed_in(clerk).post(
            f"/capacity/{item.pk}/verify/",
            {"on": today().isoformat(), "found": "weakened", "cases": "2", "note": "病例减少"},
        )

        assert answer.status_code == 302
        assert "病例减少" in signed_in(clerk).get(f"/capacity/{item.pk}/").content.decode()
        assert signed_in(host).get(f"/capacity/{item.pk}/verify/").status_code == 403


class TestList:
    @pytest.mark.parametrize(
        ("state", "found"),
        [("under_way", 2), ("to_witness", 1), ("built", 0), ("stopped", 0), ("", 2)],
    )
    def test_is_narrowed_by_state(self, here: County, clerk: User, state: str, found: int) -> None:
        item = here.record()
        here.reach(item, "first_case")
        here.reach(item, "cases_with_expert", cases=5)
        here.reach(item, "alone", witness=WITNESS)
        here.record("pupil")

        answer = signed_in(clerk).get(f"/capacity/?state={state}")

        assert len(answer.context["page"].leaf.object_list) == found

    def test_opens_the_rows_behind_the_indicator(
        self, here: County, host: User, clerk: User
    ) -> None:
        item = here.alone(here.record(), host=host)
        here.record(title="另一项")
        path = f"/capacity/?lasting=technique&alone_from={ago(9)}&alone_before={today()}"

        rows = signed_in(clerk).get(path).context["page"].leaf.object_list

        assert [row.pk for row in rows] == [item.pk]

    def test_asks_as_much_for_ten_rows_as_for_one(self, here: County, clerk: User) -> None:
        client = signed_in(clerk)
        here.record("pupil")
        few = queries_of(client, "/capacity/")
        for number in range(9):
            here.record("pupil", person_name=f"徒弟{number}")

        assert queries_of(client, "/capacity/") == few
        assert few <= 12

    @pytest.mark.django_db(transaction=True)
    def test_comes_as_a_workbook(self, here: County, clerk: User) -> None:
        here.record("pupil")

        answer = signed_in(clerk).get("/capacity/export/?as=csv")

        text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
        assert "陈小满" in text
        assert text.count("\n") == 2
        taken = JournalEntry.objects.get(verb="list.exported")
        assert (taken.facts["page"], taken.facts["rows"]) == ("capacity_list", 1)

    def test_lists_who_teaches_whom_down_to_the_village(self, here: County, clerk: User) -> None:
        here.record("pupil", details={"village_doctor": "吴田野", "village_phone": "123"})

        page = signed_in(clerk).get("/capacity/pupils/").content.decode()

        assert "1+1+1" in page
        assert "吴田野" in page

    def test_of_pupils_is_narrowed_and_asks_as_much_for_many(
        self, here: County, clerk: User
    ) -> None:
        here.record("pupil")
        client = signed_in(clerk)
        few = queries_of(client, "/capacity/pupils/")
        for number in range(9):
            here.record("pupil", person_name=f"徒弟{number}")

        assert queries_of(client, "/capacity/pupils/") == few <= 12
        for words, lines in (("徒弟3", 1), ("河口", 10), ("不存在", 0)):
            answer = client.get("/capacity/pupils/", {"words": words})
            assert len(answer.context["page"].leaf.object_list) == lines
        other = client.get("/capacity/pupils/", {"programme": "county_support"})
        assert len(other.context["page"].leaf.object_list) == 10

    @pytest.mark.django_db(transaction=True)
    def test_of_pupils_comes_as_a_file_with_telephones(self, here: County, clerk: User) -> None:
        here.record("pupil", details={"village_doctor": "吴田野", "village_phone": "123"})

        answer = signed_in(clerk).get("/capacity/pupils/export/?as=csv&words=陈小满")

        text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
        assert "村医电话" in text.splitlines()[0]
        assert "吴田野" in text.splitlines()[1]
        assert JournalEntry.objects.get(verb="list.exported").facts["page"] == "capacity_chains"

    @pytest.mark.parametrize("path", ["/capacity/", "/capacity/hosts/", "/capacity/pupils/"])
    def test_keeps_its_filters_under_a_title(self, here: County, clerk: User, path: str) -> None:
        client = signed_in(clerk)
        kept = {"page": resolve(path).url_name, "query": "words=河口", "title": "河口各项"}

        assert "保存当前筛选" in client.get(path, {"words": "河口"}).content.decode()
        client.post("/saved-views/new/", kept)

        assert "河口各项" in client.get(path).content.decode()


class TestTrail:
    def test_is_told_in_the_readers_language(self, here: County) -> None:
        item = here.record("specialty_built", title="中医康复科")
        due = {"equipped": ago(-30), "accepted": ago(-90)}
        actions.plan_milestones(item=item, due=due, by=None)

        def told(language: str) -> tuple[str, str]:
            with override(language):
                newest = single.trail(item)[0]
                return newest.actor, newest.detail

        course = item.taken_course
        assert course is not None
        titles = [course.milestone(code).title for code in due]  # type: ignore[union-attr]
        assert told("zh-hans") == ("系统", "、".join(title.zh for title in titles))
        assert told("en") == ("System", ", ".join(title.in_language("en") for title in titles))


class TestFourThings:
    def test_shows_every_host_and_opens_its_rows(
        self, here: County, clerk: User, host: User
    ) -> None:
        rules = here.record("rules_built", title="查对制度")
        here.reach(rules, "issued", answers={"document": "镇卫发〔2026〕3号"})
        here.reach(rules, "in_force")
        here.record()
        client = signed_in(clerk)

        matrix = client.get("/capacity/hosts/").context["page"].matrix

        assert [thing.lasting.value for thing in matrix.things] == ["rules", "technique"]
        stands = {row.code: [cell.standing.value for cell in row.cells] for row in matrix.rows}
        assert stands == {
            "NORTH": ["built", "under_way"],
            "SOUTH": ["not_begun", "not_begun"],
        }
        built = "/capacity/?lasting=rules&amp;state=built&amp;programme=county_support"
        assert built in client.get("/capacity/hosts/").content.decode()
        there = client.get(built.replace("&amp;", "&")).context["page"]
        assert [row.pk for row in there.leaf.object_list] == [rules.pk]
        opened = client.get("/capacity/?host=NORTH&lasting=rules&programme=county_support")
        assert [row.pk for row in opened.context["page"].leaf.object_list] == [rules.pk]

    @pytest.mark.django_db(transaction=True)
    def test_comes_as_a_file_of_the_hosts_shown(self, here: County, clerk: User) -> None:
        rules = here.record("rules_built", title="查对制度")
        here.reach(rules, "issued", answers={"document": "镇卫发〔2026〕3号"})
        here.reach(rules, "in_force")

        answer = signed_in(clerk).get("/capacity/hosts/export/?as=csv&words=河口")

        heading, *rows = b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
        assert heading.startswith("受援单位,")
        assert [row.split(",")[:3] for row in rows] == [["河口镇卫生院", "已建成", "1"]]

    def test_says_that_no_host_has_that_name(self, here: County, clerk: User) -> None:
        page = signed_in(clerk).get("/capacity/hosts/?words=不存在").content.decode()

        assert "没有符合条件的受援单位" in page

    def test_a_host_sees_itself_alone(self, here: County, host: User) -> None:
        matrix = four.matrix_of(host, here.programme, on=today())

        assert [row.code for row in matrix.rows] == ["NORTH"]

    def test_a_posted_worker_sees_their_host(self, here: County) -> None:
        matrix = four.matrix_of(here.worker, here.programme, on=today())

        assert [row.code for row in matrix.rows] == ["NORTH"]

    def test_asks_as_much_for_two_hosts_as_for_ten(self, here: County, clerk: User) -> None:
        client = signed_in(clerk)
        few = queries_of(client, "/capacity/hosts/")
        for number in range(8):
            place = world.institution(f"H{number}", f"卫生院{number}", "370523")
            here.programme.parties.create(
                institution=place, role="host", party_code="hosts", starts_on=ago(200)
            )

        assert queries_of(client, "/capacity/hosts/") == few


class TestChannel:
    def test_its_use_comes_from_the_ledger(self, here: County) -> None:
        item = here.record("referral_channel", details=CHANNEL, begun_on=ago(90))
        assert use_of_channel(item) is None
        here.reach(item, "opened", on=ago(60))
        self.refer(here, [(ago(70), ago(70)), (ago(20), ago(20)), (ago(10), ago(7))])

        use = use_of_channel(item)

        assert use is not None
        assert (use.cases, use.late, use.median_days) == (2, 1, 1.5)
        assert ReferredCase.objects.count() == 3

    @staticmethod
    def refer(here: County, cases: list[tuple[date, date]]) -> None:
        lines = tuple(CaseLine(asked_on=a, answered_on=b, by_channel=True) for a, b in cases)
        work = activities.Work(
            programme=here.programme,
            kind="referral_up",
            giver=here.places.sender,
            host=here.places.north,
            entry=Entry(on=ago(5), figures={"patients": Decimal(len(lines))}),
            lines=lines,
        )
        activities.record_activity(
            key=uuid.uuid4(),
            work=work,
            side=LedgerSide.HOST,
            by=None,
            at=now(),
            today=today(),
        )


class TestWaiting:
    def test_tells_each_side_what_is_theirs(
        self, here: County, host: User, clerk: User, sender: User
    ) -> None:
        item = here.alone(here.record(begun_on=ago(190)), host=host, on=ago(189))
        here.record("pupil")
        here.posting.ends_before = today() + timedelta(20)
        here.posting.end_reason = "提前"
        here.posting.save()

        assert counted(clerk, waiting(clerk, on=today()))["capacity_verify"] == 1
        assert counted(host, waiting(host, on=today()))["capacity_leaving"] == 1
        assert counted(here.worker, waiting(here.worker, on=today()))["capacity_leaving"] == 1
        assert counted(sender, waiting(sender, on=today()))["capacity_leaving"] == 0
        assert item.activity is not None
        activities.return_activity(activity=item.activity, reason="日期", by=host, at=now())
        assert counted(here.worker, waiting(here.worker, on=today()))["capacity_returned"] == 1


class TestHandOver:
    def test_says_which_skills_nobody_does_alone(self, here: County, host: User) -> None:
        here.record("pupil")
        handover = f"/leaving/{here.posting.pk}/"

        page = signed_in(host).get(handover).content.decode()

        assert "陈小满：心电图判读" in page
