"""Entering work: who may, between whom, and that nothing typed is lost."""

import io
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.activities.queries import entering, grounds
from bangfu.apps.activities.queries.entering import Asked, Choice, Where
from bangfu.apps.activities.queries.reach import side_of
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.journal.models import Entry as JournalEntry
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Pairing, Party
from bangfu.core.activities import Side

from . import now
from .conftest import World, at
from .now import typed

CLINIC = "/activities/new/free_clinic/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def here(db: None) -> World:
    return now.county()


@pytest.fixture
def posting(here: World) -> Posting:
    return now.post(here, "林知远")


@pytest.fixture
def worker(posting: Posting) -> User:
    return now.account_of(posting)


@pytest.fixture
def client(worker: User) -> Client:
    return signed_in(worker)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def photo(name: str = "义诊.jpg") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def video() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 64, "video/mp4")


def where_of(user: User, **asked: str) -> Where | Choice | None:
    found = grounds.grounds_of(user, on=now.today())
    ground = grounds.chosen(found, asked.get("at", ""))
    return entering.place_in(ground, Asked(**asked), on=now.today()) if ground else None


class TestPeople:
    def test_fold_away_what_a_phone_does_not_show_at_a_glance(
        self, here: World, worker: User, client: Client
    ) -> None:
        for number in range(12):
            now.post(here, f"同行者{number:02}")

        page = client.get(CLINIC).content.decode()

        open_first, folded = page.split("其余4人", 1)
        assert open_first.count('name="workers"') == 9
        assert open_first.count("checked") == 1
        assert folded.count('name="workers"') == 4


class TestWhere:
    def test_a_posted_worker_is_asked_nothing(self, worker: User, posting: Posting) -> None:
        where = where_of(worker)

        assert isinstance(where, Where)
        assert (where.giver, where.host) == (posting.home, posting.host)
        assert where.ground.side == Side.GIVER

    def test_a_host_with_one_partner_is_asked_nothing(self, here: World, posting: Posting) -> None:
        where = where_of(world.user("host", "host_office", at="NORTH"))

        assert isinstance(where, Where)
        assert (where.giver, where.host) == (here.places.sender, here.places.north)
        assert where.ground.side == Side.HOST

    def test_a_sender_chooses_among_the_hosts_it_is_paired_with(self, here: World) -> None:
        sender = world.user("sender", "sender_office", at="SENDER")
        for host in (here.places.north, here.places.south):
            Pairing.objects.create(
                programme=here.programme,
                sender=here.places.sender,
                host=host,
                starts_on=now.today() - timedelta(days=9),
            )

        choice = where_of(sender)
        chosen = where_of(sender, host="SOUTH")

        assert isinstance(choice, Choice)
        assert {place.code for place in choice.places} == {"NORTH", "SOUTH"}
        assert isinstance(chosen, Where)
        assert chosen.host == here.places.south

    def test_a_clerk_enters_on_behalf_of_both(self, here: World, posting: Posting) -> None:
        clerk = world.user("clerk", "commission_clerk", area="3705")

        choice = where_of(clerk)
        where = where_of(clerk, host="NORTH")

        assert isinstance(choice, Choice)
        assert choice.asks == "host"
        assert isinstance(where, Where)
        assert (where.giver, where.ground.side) == (here.places.sender, Side.AUTHORITY)

    def test_a_member_unit_enters_what_it_did_by_itself(self, here: World) -> None:
        Party.objects.update(role="member")
        where = where_of(world.user("office", "sender_office", at="SENDER"))

        assert isinstance(where, Where)
        assert (where.giver, where.host) == (here.places.sender, None)

    def test_nobody_helps_themselves(self, here: World) -> None:
        for place, role in ((here.places.sender, "host"), (here.places.north, "sender")):
            Party.objects.create(
                programme=here.programme,
                institution=place,
                role=role,
                starts_on=now.today() - timedelta(days=9),
            )
        sender = world.user("sender", "sender_office", at="SENDER")

        as_sender = where_of(sender, at="county_support.sender.SENDER", host="SENDER")
        as_host = where_of(sender, at="county_support.host.SENDER", giver="SENDER")

        assert (as_sender, as_host) == (None, None)

    def test_speaks_for_the_side_that_the_ledger_takes_it_for(
        self, here: World, worker: User
    ) -> None:
        people = [
            worker,
            world.user("host", "host_office", at="NORTH"),
            world.user("sender", "sender_office", at="SENDER"),
            world.user("clerk", "commission_clerk", area="3705"),
        ]
        for user in people:
            where = where_of(user, host="NORTH")

            assert isinstance(where, Where)
            assert where.ground.side == side_of(user, giver="SENDER", host="NORTH")

    def test_ends_a_quarter_after_the_posting(self, worker: User, posting: Posting) -> None:
        lately = now.today() - timedelta(days=30)
        Posting.objects.update(ends_before=lately, planned_ends_before=lately)
        assert isinstance(where_of(worker), Where)

        posting.starts_on -= timedelta(days=100)
        long_ago = now.today() - timedelta(days=93)
        Posting.objects.update(
            starts_on=posting.starts_on, ends_before=long_ago, planned_ends_before=long_ago
        )
        assert where_of(worker) is None

    def test_is_nowhere_without_a_grant(self, here: World, posting: Posting) -> None:
        nobody = User.objects.create(username="nobody", name="无权限")

        assert grounds.grounds_of(nobody, on=now.today()) == []
        assert signed_in(nobody).get("/activities/new/").status_code == 403

    def test_takes_as_many_queries_for_many_programmes(self, here: World) -> None:
        client = signed_in(world.user("clerk", "commission_clerk", area="3705"))

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get("/activities/new/?at=county_support&host=NORTH")
            return len(captured)

        few = queries()
        for number in range(10):
            now.another_programme(here, f"support_{number}")

        assert queries() == few <= 12


class TestEnter:
    def test_shows_kinds_by_theme_and_those_entered_most_first(
        self, here: World, client: Client, worker: User, posting: Posting
    ) -> None:
        plain = client.get("/activities/new/").content.decode()
        here.record(here.work("lecture", {"times": 1, "people": 9}, posting=posting), by=worker)
        usual = client.get("/activities/new/").content.decode()

        assert "常用" not in plain
        assert usual.index("常用") < usual.index("专家讲座") < usual.index("公益服务")

    def test_leads_to_what_stays_behind_whoever_may_enter_it(
        self, here: World, client: Client
    ) -> None:
        office = signed_in(world.user("office", "party_office", area="3705"))
        Party.objects.filter(role="host").exclude(institution=here.places.north).delete()

        assert "师带徒" in client.get("/activities/new/").content.decode()
        page = office.get("/activities/new/").content.decode()
        assert "义诊" in page
        assert "师带徒" not in page

    def test_refuses_a_place_out_of_reach(self, client: Client, here: World) -> None:
        other = now.post(here, "沈若谷", host=here.places.south)

        assert client.get(f"/activities/new/?at=posting.{other.pk}").status_code == 404
        assert client.get("/activities/new/?at=county_support").status_code == 404


class TestEnterKind:
    def test_proposes_today_the_host_the_usual_figures_and_the_reader(
        self, here: World, client: Client, posting: Posting
    ) -> None:
        now.post(here, "沈若谷")

        page = client.get(CLINIC).content.decode()

        assert f'value="{now.today().isoformat()}"' in page
        assert 'value="河口镇卫生院"' in page
        assert 'name="figure_times" id="id_figure_times" value="1"' in page
        assert f'value="{posting.worker_id}" checked' in page
        assert "沈若谷" in page

    def test_leaves_others_out_of_what_lies_in_the_browser(
        self, here: World, client: Client
    ) -> None:
        now.post(here, "沈若谷")

        page = client.get(CLINIC + "?cached=1").content.decode()

        assert "沈若谷" not in page
        assert 'name="key" value=""' in page

    def test_enters_with_a_photo_in_one_journal_entry(
        self, client: Client, worker: User, posting: Posting
    ) -> None:
        before = JournalEntry.objects.count()

        answer = client.post(CLINIC, typed(workers=posting.worker_id, proof=photo()))

        activity = Activity.objects.get()
        assert answer.status_code == 302
        assert f"done={activity.pk}" in answer["Location"]
        assert activity.posting == posting
        assert activity.confirming == Side.HOST
        assert [each.name for each in activity.participants.all()] == ["林知远"]
        assert [each.name for each in attachments_on(activity)] == ["义诊.jpg"]
        assert JournalEntry.objects.count() == before + 1
        assert "已登记，等待受援方确认。" in client.get(answer["Location"]).content.decode()

    def test_sent_twice_is_entered_once(self, client: Client) -> None:
        sent = typed()

        first, second = client.post(CLINIC, sent), client.post(CLINIC, sent)

        assert first["Location"] == second["Location"]
        assert Activity.objects.count() == 1

    def test_another_entry_under_a_used_number_is_shown_again_under_a_fresh_one(
        self, client: Client
    ) -> None:
        sent = typed()
        client.post(CLINIC, sent)

        answer = client.post(CLINIC, sent | {"figure_people": "81"})

        page = answer.content.decode()
        assert answer.status_code == 409
        assert str(sent["key"]) not in page
        assert 'value="81"' in page
        assert Activity.objects.count() == 1

    def test_takes_a_donation_line_by_line_and_adds_it_up(
        self, here: World, posting: Posting
    ) -> None:
        client = signed_in(world.user("host", "host_office", at="NORTH"))
        lines = {
            "line-TOTAL_FORMS": "3",
            "line-INITIAL_FORMS": "0",
            "line-0-name": "降压药",
            "line-0-quantity": "20盒",
            "line-0-value": "800",
            "line-1-name": "血压计",
            "line-1-quantity": "５台",
            "line-1-value": "0.12万元",
        }

        answer = client.post(
            "/activities/new/medicine/", {"key": str(uuid.uuid4()), "on": now.today()} | lines
        )

        activity = Activity.objects.get()
        assert answer.status_code == 302
        assert activity.figures.get().amount == Decimal(2000)
        assert [(each.name, each.quantity, each.unit) for each in activity.items.all()] == [
            ("降压药", Decimal(20), "盒"),
            ("血压计", Decimal(5), "台"),
        ]

    def test_adds_a_line_without_scripts_and_keeps_what_was_typed(
        self, here: World, posting: Posting
    ) -> None:
        client = signed_in(world.user("host", "host_office", at="NORTH"))
        lines = {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "line-2-name": "听诊器"}

        page = client.post("/activities/new/medicine/", typed(more="1") | lines).content.decode()

        assert 'name="line-3-name"' in page
        assert 'value="听诊器"' in page
        assert not Draft.objects.exists()

    def test_one_more_line_keeps_the_files_chosen(self, here: World, posting: Posting) -> None:
        client = signed_in(world.user("host", "host_office", at="NORTH"))
        lines = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-name": "听诊器"}
        sent = typed(more="1", proof=photo("收据.jpg")) | lines

        page = client.post("/activities/new/medicine/", sent).content.decode()

        assert "收据.jpg" in page
        assert [each.name for each in attachments_on(Draft.objects.get())] == ["收据.jpg"]

    def test_takes_referrals_without_the_patient(self, client: Client) -> None:
        lines = {
            "line-TOTAL_FORMS": "1",
            "line-INITIAL_FORMS": "0",
            "line-0-asked_on": now.today().isoformat(),
            "line-0-answered_on": now.today().isoformat(),
            "line-0-department": "心内科",
            "line-0-by_channel": "on",
        }

        client.post("/activities/new/referral_up/", typed(figure_patients="3") | lines)

        case = Activity.objects.get().cases.get()
        assert (case.department, case.by_channel) == ("心内科", True)


class TestRefusals:
    """What cannot stand is told beside its field, and kept as a draft."""

    @pytest.mark.parametrize(
        ("changed", "field", "said"),
        [
            ({"on": (now.today() + timedelta(days=1)).isoformat()}, "on", "日期在今天之后"),
            ({"figure_people": "0"}, "figure_people", "应大于0"),
            ({"figure_people": "-3"}, "figure_people", "应大于0"),
            ({"figure_people": "80台次"}, "figure_people", "与本项单位不符"),
            ({"figure_people": "很多"}, "figure_people", "不是数字"),
            ({"figure_people": ""}, "figure_people", "请填写"),
            ({"figure_people": "1.5"}, "figure_people", "应为整数"),
        ],
    )
    def test_tell_what_is_wrong_and_keep_what_was_typed(
        self, client: Client, changed: dict[str, str], field: str, said: str
    ) -> None:
        answer = client.post(CLINIC, typed(note="镇中心广场") | changed, **JSON)

        problems = {one["field"]: one["said"] for one in answer.json()["problems"]}
        draft = Draft.objects.get()
        assert answer.status_code == 422
        assert said in problems[field]
        assert draft.typed["note"] == ["镇中心广场"]
        assert answer.json()["draft"] == f"/activities/drafts/{draft.pk}/"
        assert not Activity.objects.exists()

    def test_tell_everything_at_once(self, client: Client) -> None:
        sent = typed(figure_times="0", figure_people="80台次", proof=video())

        problems = client.post(CLINIC, sent, **JSON).json()["problems"]

        assert {one["field"] for one in problems} == {"figure_times", "figure_people", "proof"}

    def test_ask_for_a_word_about_more_people_than_a_village_has(
        self, here: World, client: Client
    ) -> None:
        here.places.north.population_served = 1200
        here.places.north.save()
        sent = typed(figure_people="1万人次")

        page = client.post(CLINIC, sent).content.decode()
        answer = client.post(CLINIC, sent | {"explained": "与邻县联合义诊"})

        assert 'name="explained"' in page
        assert answer.status_code == 302
        assert Activity.objects.get().explained == "与邻县联合义诊"
        assert not Draft.objects.exists()

    def test_keep_the_good_files_and_name_the_video(self, client: Client) -> None:
        sent = typed(proof=[photo(), video()])

        answer = client.post(CLINIC, sent)

        draft = Draft.objects.get()
        assert "这是视频文件" in answer.content.decode()
        assert [each.name for each in attachments_on(draft)] == ["义诊.jpg"]
        assert f"/activities/drafts/{draft.pk}/files/" in answer.content.decode()

        opened = client.get(f"/activities/drafts/{draft.pk}/").content.decode()
        assert "上次提交时：文件“现场.mp4”不能上传" in opened
        assert "现在可以提交了" in opened

        client.post(CLINIC, {**sent, "proof": []})
        activity = Activity.objects.get()
        assert [each.name for each in attachments_on(activity)] == ["义诊.jpg"]
        assert not Draft.objects.exists()

    def test_keep_nine_files_of_a_whole_album(self, client: Client) -> None:
        album = [SimpleUploadedFile(f"{each}.txt", b"%d" % each) for each in range(300)]

        answer = client.post(CLINIC, typed(proof=album))

        assert answer.status_code == 422
        assert "一次最多上传9个文件，现选了300个" in answer.content.decode()
        assert len(attachments_on(Draft.objects.get())) == 9

    def test_keep_an_entry_of_a_locked_month_and_say_whom_to_ask(
        self, here: World, client: Client
    ) -> None:
        before = now.today().replace(day=1) - timedelta(days=1)
        actions.lock_month(
            programme=here.programme, month=before, by=None, at=at(), today=now.today()
        )

        page = client.post(CLINIC, typed(on=before.isoformat())).content.decode()

        assert "已锁定" in page
        assert "联系卫生健康行政部门解锁" in page
        assert Draft.objects.count() == 1

    def test_hold_the_day_against_the_posting(self, client: Client, posting: Posting) -> None:
        before = posting.starts_on - timedelta(days=1)

        answer = client.post(CLINIC, typed(on=before.isoformat()))

        assert "日期不在您的派驻期间" in answer.content.decode()

    def test_keep_nothing_where_nothing_was_typed(self, client: Client, posting: Posting) -> None:
        sent = typed(figure_people="", workers=posting.worker_id)

        answer = client.post(CLINIC, sent, **JSON)

        assert answer.status_code == 422
        assert answer.json()["draft"] == ""
        assert not Draft.objects.exists()

    def test_know_no_kind_that_nobody_defined(self, client: Client) -> None:
        assert client.post("/activities/new/karaoke/", typed()).status_code == 404
        assert client.get("/activities/new/party_day/").status_code == 404

    def test_keep_an_entry_of_a_kind_the_programme_dropped(self, client: Client) -> None:
        page = client.post("/activities/new/party_day/", typed(figure_times="2")).content.decode()

        assert "本项目的台账不登记“主题党日”" in page
        assert Draft.objects.count() == 1

    def test_leave_the_number_of_another_account_alone(self, here: World, client: Client) -> None:
        sent = typed()
        client.post(CLINIC, sent | {"figure_people": "0"})
        other = signed_in(now.account_of(now.post(here, "沈若谷"), "other"))

        other.post(CLINIC, sent | {"figure_people": "0"})
        assert Draft.objects.count() == 2
        other.post(CLINIC, sent)

        assert Draft.objects.filter(key=sent["key"], saved_by__username="worker").exists()
        answer = client.post(CLINIC, sent, **JSON)
        assert answer.status_code == 409
        assert Activity.objects.count() == 1

    def test_take_nothing_that_waited_for_another_account(self, client: Client) -> None:
        answer = client.post(CLINIC, typed(account="999"), **JSON)

        assert answer.status_code == 403
        assert not Activity.objects.exists()

    def test_find_no_place_of_others(self, here: World, client: Client) -> None:
        other = now.post(here, "沈若谷", host=here.places.south)
        host = signed_in(world.user("host", "host_office", at="NORTH"))

        assert client.post(f"{CLINIC}?at=posting.{other.pk}", typed()).status_code == 404
        for asked in ("at=county_support", "at=county_support.host.SOUTH", "giver=FAR"):
            assert host.post(f"{CLINIC}?{asked}", typed()).status_code == 404
        assert not Activity.objects.exists()

    def test_take_part_only_who_was_there(self, here: World, client: Client) -> None:
        stranger = world.worker("陌生人", here.places.far)

        answer = client.post(CLINIC, typed(workers=stranger.pk))

        assert answer.status_code == 422
        assert not Activity.objects.exists()


class TestDrafts:
    def test_are_listed_continued_and_entered(self, client: Client) -> None:
        sent = typed(figure_people="0", note="赶集日")
        client.post(CLINIC, sent)
        draft = Draft.objects.get()

        listed = client.get("/activities/drafts/").content.decode()
        page = client.get(f"/activities/drafts/{draft.pk}/").content.decode()
        client.post(CLINIC, sent | {"figure_people": "60"})

        assert "应大于0" in listed
        assert 'value="赶集日"' in page
        assert str(draft.key) in page
        assert not Draft.objects.exists()
        assert Activity.objects.get().note == "赶集日"

    def test_are_nobody_elses(self, here: World, client: Client) -> None:
        client.post(CLINIC, typed(figure_people="0", proof=photo()))
        draft = Draft.objects.get()
        file = attachments_on(draft)[0]
        other = signed_in(now.account_of(now.post(here, "沈若谷"), "other"))

        for path in ("", "discard/", f"files/{file.pk}/"):
            assert other.get(f"/activities/drafts/{draft.pk}/{path}").status_code == 404
        assert client.get(f"/activities/drafts/{draft.pk}/files/{file.pk}/").status_code == 200

    def test_are_thrown_away_after_a_question(self, client: Client) -> None:
        client.post(CLINIC, typed(figure_people="0", proof=photo()))
        path = f"/activities/drafts/{Draft.objects.get().pk}/discard/"

        assert "不能恢复" in client.get(path).content.decode()
        client.post(path)

        assert not Draft.objects.exists()
        assert JournalEntry.objects.filter(verb="activity.discarded").count() == 1

    def test_stay_readable_when_their_place_is_gone(self, client: Client, posting: Posting) -> None:
        client.post(CLINIC, typed(figure_people="0", note="赶集日"))
        posting.worker.account = None
        posting.worker.save()

        page = client.get(f"/activities/drafts/{Draft.objects.get().pk}/").content.decode()

        assert "不在您的办理范围内" in page
        assert "赶集日" in page


class TestOutbox:
    def test_tells_who_is_signed_in_and_what_became_of_entries(
        self, client: Client, worker: User
    ) -> None:
        arrived, kept, unknown = typed(), typed(figure_people="0"), str(uuid.uuid4())
        client.post(CLINIC, arrived)
        client.post(CLINIC, kept)

        told = client.get(
            "/activities/outbox/", {"key": [arrived["key"], kept["key"], unknown]}
        ).json()

        assert told["account"] == worker.pk
        assert told["token"]
        assert (told["arrived"], told["drafts"]) == ([arrived["key"]], [kept["key"]])

    def test_answers_the_script_in_json(self, client: Client) -> None:
        answer = client.post(CLINIC, typed(), **JSON)

        assert answer.status_code == 201
        assert "done=" in answer.json()["url"]

    def test_serves_the_worker_where_its_scope_begins(self, client: Client) -> None:
        answer = client.get("/activities/worker.js")

        assert answer["Content-Type"].startswith("text/javascript")
        assert b"addEventListener" in answer.content
