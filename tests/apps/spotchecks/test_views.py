"""The pages of spot checks: who sees what, what is offered, what is said where it is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.intake import world
from tests.apps.spotchecks.conftest import NOW, TODAY, VALUE_AT, County

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.journal.models import Entry
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.models import Check, Draw, Finding, Presence, Tie
from bangfu.apps.spotchecks.queries.due import matters
from bangfu.core.draws import verify
from bangfu.core.spotchecks.finding_life import Side
from bangfu.core.spotchecks.presence import Found

Open = Callable[..., Any]
Asked = Callable[[User, str], int]
SCHEME = "programme=deputies&subjects=hosts&way=visit&strata_by=county&seats=1"


@pytest.fixture
def seen(client: Client) -> Open:
    """``seen(user, path)``: the page as that user is shown it; with fields it is submitted."""

    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given, follow=True) if given else client.get(path)

    return open_page


@pytest.fixture
def asked(client: Client) -> Asked:
    """How many queries a page asks once its reader is signed in."""

    def count(user: User, path: str) -> int:
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count


def text(answer: Any) -> str:
    return str(answer.content.decode())


def new_draw(county: County, seen: Open, **changed: Any) -> Any:
    given = {
        "title": "一季度在岗抽查",
        "public_event": "某期公开摇号",
        "public_after": f"{timezone.localtime() + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "checkers": [county.assessor.pk, county.second.pk],
    }
    path = f"/spot-checks/draws/new/?{SCHEME}&as_of={TODAY}"
    return seen(county.clerk, path, **(given | changed))


class TestDraws:
    def test_are_held_from_the_pages(self, county: County, seen: Open) -> None:
        assert "生成名单" in text(seen(county.clerk, "/spot-checks/draws/new/"))
        preview = text(seen(county.clerk, f"/spot-checks/draws/new/?{SCHEME}&as_of={TODAY}"))
        assert "河口镇卫生院" in preview
        assert "共2个，抽取1个" in preview

        answer = new_draw(county, seen)

        draw = Draw.objects.get()
        assert answer.redirect_chain[-1][0] == f"/spot-checks/draws/{draw.pk}/"
        assert draw.commitment in text(answer)
        assert draw.seed not in text(answer)
        assert "公共数产生后，在此录入" in text(answer)

    def test_are_revealed_and_published(self, county: County, seen: Open) -> None:
        draw = county.committed()
        path = f"/spot-checks/draws/{draw.pk}/"

        assert "录入公共数" in text(seen(county.clerk, path))
        shown = text(seen(county.clerk, f"{path}reveal/", value="03 17"))
        assert "记录复核通过" in shown
        county.recorded(draw.checks.in_full().get())
        assert "公开结果" in text(seen(county.clerk, path))
        seen(county.clerk, f"{path}publish/", go="1")

        assert Draw.objects.get().state == Draw.State.PUBLISHED

    def test_say_what_is_wrong_beside_the_form(self, county: County, seen: Open) -> None:
        answer = new_draw(county, seen, public_after="2020-01-01T08:00")
        assert answer.status_code == 422
        assert "晚于承诺" in text(answer)

        draw = county.committed()
        answer = seen(county.clerk, f"/spot-checks/draws/{draw.pk}/reveal/", value="　 ")
        assert answer.status_code == 422

        answer = seen(county.clerk, f"/spot-checks/draws/{draw.pk}/publish/", go="1")
        assert "不能办理此事项" in text(answer)

    def test_refuse_rows_that_are_none_and_days_too_far(self, county: County, seen: Open) -> None:
        for wrong in ("9" * 20, "x", county.host.pk):
            answer = new_draw(county, seen, checkers=[wrong])
            assert answer.status_code == 422
            assert "不在可选范围内" in text(answer)
        answer = new_draw(county, seen, public_after="2199-01-01T08:00")
        assert "请核对年份" in text(answer)

        assert not Draw.objects.exists()

    def test_say_what_is_too_early_or_too_late(self, county: County, seen: Open) -> None:
        """Where the form does not stand, the sentence stands on the page of the draw."""
        early = county.committed(public_after=NOW + timedelta(days=1))
        answer = seen(county.clerk, f"/spot-checks/draws/{early.pk}/reveal/", value="12")
        assert "公共数尚未产生" in text(answer)

        draw = county.drawn()
        answer = seen(county.clerk, f"/spot-checks/draws/{draw.pk}/reveal/", value="12")
        assert "不能办理此事项" in text(answer)
        county.recorded(draw.checks.in_full().get())
        answer = seen(county.clerk, f"/spot-checks/draws/{draw.pk}/ask/", reason="重抽")
        assert "已有检查结果" in text(answer)

    @pytest.mark.parametrize(
        "query", ["programme=none", "programme=deputies&seats=99", "replaces=9&programme=x"]
    )
    def test_take_no_nonsense_in_the_address(self, county: County, seen: Open, query: str) -> None:
        assert seen(county.clerk, f"/spot-checks/draws/new/?{query}").status_code in (404, 422)

    def test_hide_the_outcome_until_the_checks_are_done(self, county: County, seen: Open) -> None:
        draw = county.drawn()
        path = f"/spot-checks/draws/{draw.pk}/"
        for reader in (county.host, county.sender, county.assessor):
            shown = text(seen(reader, path))
            assert "检查完成后公开" in shown
            assert "抽取结果</h2>" not in shown
            assert draw.seed not in shown
            assert seen(reader, f"{path}record.json").status_code == 404

        county.recorded(draw.checks.in_full().get())
        actions.publish_draw(draw=draw, by=county.clerk, at=NOW)

        record = seen(county.host, f"{path}record.json")
        assert verify(json.loads(record.content), published=draw.commitment) == []
        assert draw.seed in text(seen(county.host, path))

    def test_warn_of_a_record_that_was_altered(self, county: County, seen: Open) -> None:
        draw = county.drawn()
        assert draw.record
        Draw.objects.filter(pk=draw.pk).update(record={**draw.record, "result": []})

        assert "记录复核不通过" in text(seen(county.clerk, f"/spot-checks/draws/{draw.pk}/"))

    def test_are_redrawn_by_two(self, county: County, seen: Open) -> None:
        draw = county.drawn()
        path = f"/spot-checks/draws/{draw.pk}/"

        seen(county.clerk, f"{path}ask/", reason="名单漏列")
        assert "同意作废" not in text(seen(county.clerk, path))
        assert "另一名经办人" in text(seen(county.clerk, f"{path}agree/", go="1"))
        assert Draw.objects.get().state == Draw.State.DRAWN
        assert "同意作废" in text(seen(county.deputy, path))
        seen(county.deputy, f"{path}agree/", go="1")
        again = f"/spot-checks/draws/new/?{SCHEME}&as_of={TODAY}&replaces={draw.pk}"
        assert "替代已作废的" in text(seen(county.clerk, again))

        assert Draw.objects.get().state == Draw.State.REPLACED
        assert "本次抽取已作废" in text(seen(county.host, path))

    def test_are_out_of_sight_elsewhere(self, county: County, seen: Open) -> None:
        draw = county.drawn()
        stranger = world.user("stranger", "commission_clerk", area="650102")

        assert seen(stranger, f"/spot-checks/draws/{draw.pk}/").status_code == 404
        assert seen(stranger, f"/spot-checks/draws/{draw.pk}/publish/", go="1").status_code == 404
        assert draw.title not in text(seen(stranger, "/spot-checks/"))

    def test_are_held_by_organisers_alone(self, county: County, seen: Open) -> None:
        draw = county.drawn()

        assert seen(county.assessor, "/spot-checks/draws/new/").status_code == 403
        path = f"/spot-checks/draws/{draw.pk}/ask/"
        assert seen(county.assessor, path, reason="x").status_code == 403

    def test_show_anybody_the_commitment_and_no_name(self, county: County, client: Client) -> None:
        draw = county.drawn()

        answer = client.get(f"/draws/{draw.commitment[:32]}/")

        shown = text(answer)
        assert draw.commitment in shown
        assert "noindex" in answer.headers["X-Robots-Tag"]
        for hidden in ("河口镇卫生院", "林知远", draw.seed, county.assessor.name):
            assert hidden not in shown
        assert client.get("/draws/none/").status_code == 404
        assert client.get(f"/draws/{draw.commitment[:4]}/").status_code == 404


class TestChecks:
    def test_of_ones_own_are_listed_and_recorded(self, county: County, seen: Open) -> None:
        check = county.check()
        who = county.who(check)
        assert check.host.name in text(seen(who, "/spot-checks/mine/"))
        path = f"/spot-checks/{check.pk}/record/"
        posting = next(one for one in county.postings if one.host_id == check.host_id)
        assert posting.worker.name in text(seen(who, path))
        given = {
            "on": TODAY,
            "half": "am",
            f"found_{posting.pk}": "absent",
            f"reason_{posting.pk}": "外出",
            "asked_roster_posted": "no",
            "asked_leave_book": "yes",
            "asked_work_seen": "unclear",
            "proofs": SimpleUploadedFile("note.csv", "项,值\n甲,1\n".encode()),
        }

        answer = seen(who, path, **given)

        check.refresh_from_db()
        assert check.state == Check.State.RECORDED
        assert Presence.objects.get().reason == "外出"
        assert files_on(check).count() == 1
        assert "派驻公示不完整" in text(answer)
        file = files_on(check).get()
        assert seen(who, f"/spot-checks/{check.pk}/files/{file.pk}/").status_code == 200
        assert seen(county.sender, f"/spot-checks/{check.pk}/files/{file.pk}/").status_code == 404

    def test_sent_twice_are_recorded_once(self, county: County, seen: Open) -> None:
        check = county.check()
        posting = next(one for one in county.postings if one.host_id == check.host_id)
        given = {"on": TODAY, "half": "am", f"found_{posting.pk}": "on_post"}
        given |= {f"asked_{c}": "yes" for c in ("roster_posted", "leave_book", "work_seen")}
        who, path = county.who(check), f"/spot-checks/{check.pk}/record/"

        seen(who, path, **given)
        again = seen(who, path, **given)

        assert again.status_code == 422
        assert "不能重复记录" in text(again)
        assert Presence.objects.count() == 1

    def test_say_what_was_left_out(self, county: County, seen: Open) -> None:
        check = county.check()

        answer = seen(county.who(check), f"/spot-checks/{check.pk}/record/", on=TODAY, half="am")

        assert answer.status_code == 422
        assert not Presence.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [({"half": "zz"}, "无法识别，请重新选择"), ({"found_999": "absent"}, "派驻人员有变化")],
    )
    def test_say_what_no_visible_field_says(
        self, county: County, seen: Open, changed: dict[str, str], said: str
    ) -> None:
        check = county.check()
        given = {"on": f"{TODAY}", "half": "am"} | changed

        answer = seen(county.who(check), f"/spot-checks/{check.pk}/record/", **given)

        assert answer.status_code == 422
        assert said in text(answer)

    def test_of_others_cannot_be_recorded(self, county: County, seen: Open) -> None:
        check = county.check()
        other = county.second if county.who(check) == county.assessor else county.assessor

        assert seen(other, f"/spot-checks/{check.pk}/record/").status_code == 404
        assert seen(other, f"/spot-checks/{check.pk}/").status_code == 404
        assert seen(county.host, f"/spot-checks/{check.pk}/").status_code == 404

    def test_are_seen_by_the_unit_once_recorded(self, county: County, seen: Open) -> None:
        check = county.recorded(county.check(), Found.ABSENT)
        unit = world.user("unit", "host_office", at=check.host.code)
        far = world.user("far", "host_office", at="FAR")

        assert "不在岗" in text(seen(unit, f"/spot-checks/{check.pk}/"))
        assert seen(county.sender, f"/spot-checks/{check.pk}/").status_code == 200
        assert seen(far, f"/spot-checks/{check.pk}/").status_code == 404

    def test_are_dropped_by_an_organiser(self, county: County, seen: Open) -> None:
        check = county.check()

        assert (
            seen(county.who(check), f"/spot-checks/{check.pk}/drop/", reason="路断").status_code
            == 403
        )
        seen(county.clerk, f"/spot-checks/{check.pk}/drop/", reason="路断")

        assert Check.objects.get().dropped_reason == "路断"


class TestFindings:
    def test_go_from_the_check_to_the_end(self, county: County, seen: Open) -> None:
        check = county.recorded(county.check(), Found.ABSENT)
        unit = world.user("unit", "host_office", at=check.host.code)
        who = county.who(check)
        seen(
            who,
            f"/spot-checks/{check.pk}/finding/",
            kind="absent",
            title="检查时不在岗",
            institution=check.host_id,
        )
        finding = Finding.objects.get()
        path = f"/spot-checks/findings/{finding.pk}/"
        assert "答复" in text(seen(unit, path))

        promised = TODAY + timedelta(9)
        seen(unit, f"{path}reply/", words="外出", measures="登记", promised=promised)
        seen(unit, f"{path}remedy/", words="已建登记本")
        answer = seen(who, f"{path}look_again/", holds="yes", words="齐全")

        assert "已办结" in text(answer)
        assert Finding.objects.get().state == "closed"

    @pytest.mark.parametrize("promised", ["2020-01-01", "2199-01-01"])
    def test_are_promised_for_a_day_that_can_be_missed(
        self, county: County, seen: Open, promised: str
    ) -> None:
        row = county.finding()
        unit = world.user("unit", "host_office", at=row.institution.code)

        answer = seen(
            unit,
            f"/spot-checks/findings/{row.pk}/reply/",
            words="开会",
            measures="登记",
            promised=promised,
        )

        assert answer.status_code == 422
        assert "整改期限应" in text(answer)

    def test_become_tasks_linked_both_ways(self, county: County, seen: Open) -> None:
        finding = county.finding()
        path = f"/spot-checks/findings/{finding.pk}/"

        answer = seen(county.clerk, f"{path}task/", due=TODAY + timedelta(20), measures="建立制度")

        finding.refresh_from_db()
        assert finding.task
        assert f"/tasks/{finding.task_id}/" in text(answer)
        assert path in text(seen(county.clerk, f"/tasks/{finding.task_id}/"))

    def test_offer_a_step_only_to_those_who_take_it(self, county: County, seen: Open) -> None:
        finding = county.finding()
        path = f"/spot-checks/findings/{finding.pk}/"

        assert seen(county.clerk, f"{path}reply/").status_code == 403
        assert seen(county.clerk, f"{path}unheard/").status_code == 404
        assert seen(county.clerk, f"{path}look_again/").status_code == 302
        assert seen(county.sender, path).status_code == 404

    @pytest.mark.parametrize("state", ["", "standing", "late", "open", "closed"])
    def test_are_narrowed_and_exported(self, county: County, seen: Open, state: str) -> None:
        county.finding()

        listed = text(seen(county.clerk, f"/spot-checks/findings/?state={state}&words=检查"))
        exported = seen(county.clerk, f"/spot-checks/findings/export/?state={state}&as=csv")

        there = state in ("", "standing", "open")
        assert ("检查时无人在岗" in listed) is there
        content = b"".join(exported.streaming_content).decode("utf-8-sig")
        assert ("检查时无人在岗" in content) is there
        assert Entry.objects.latest("number").verb == "list.exported"


class TestTies:
    def test_are_declared_by_oneself_and_ended_by_an_office(
        self, county: County, seen: Open
    ) -> None:
        given = {"account": county.assessor.pk, "institution": "NORTH", "kind": "relative"}
        assert "近亲属" in text(seen(county.assessor, "/spot-checks/ties/", **given))
        tie = Tie.objects.get()
        assert seen(county.assessor, f"/spot-checks/ties/{tie.pk}/end/", go=1).status_code == 403

        seen(county.clerk, f"/spot-checks/ties/{tie.pk}/end/", go=1)

        assert Tie.objects.get().ended_by == county.clerk
        again = seen(county.clerk, f"/spot-checks/ties/{tie.pk}/end/", go=1)
        assert "已经解除" in text(again)

    def test_are_declared_for_nobody_else(self, county: County, seen: Open) -> None:
        given = {"account": county.second.pk, "institution": "NORTH", "kind": "relative"}

        assert seen(county.assessor, "/spot-checks/ties/", **given).status_code == 422
        assert not Tie.objects.exists()


class TestQueries:
    def test_of_lists_do_not_grow_with_their_rows(self, county: County, asked: Asked) -> None:
        draw = county.drawn()
        check = county.recorded(draw.checks.in_full().get(), Found.ABSENT)
        county.finding(check)
        pages = ("/spot-checks/", "/spot-checks/findings/", f"/spot-checks/draws/{draw.pk}/")
        few = [asked(county.clerk, path) for path in pages]

        for number in range(20):
            county.finding(check, title=f"问题{number}")
            county.committed(seed=None)

        assert [asked(county.clerk, path) for path in pages] == few

    def test_of_ones_own_checks_do_not_grow(self, county: County, asked: Asked) -> None:
        county.drawn(checkers=[county.assessor])
        few = asked(county.assessor, "/spot-checks/mine/")
        for _ in range(5):
            county.drawn(checkers=[county.assessor], seed=None)

        assert asked(county.assessor, "/spot-checks/mine/") == few


class TestDue:
    def test_tells_everybody_what_waits_for_them(self, county: County) -> None:
        draw = county.committed()

        def urls(user: User) -> list[str]:
            return [row.url for row in matters(User.objects.get(pk=user.pk), on=TODAY)]

        assert urls(county.clerk) == ["/spot-checks/?state=committed"]
        drawn = actions.reveal_draw(draw=draw, value="1", by=county.clerk, at=VALUE_AT)
        check = drawn.checks.in_full().get()
        who = county.who(check)
        assert urls(who) == ["/spot-checks/mine/"]
        finding = county.finding(county.recorded(check, Found.ABSENT))
        unit = world.user("unit", "host_office", at=check.host.code)
        assert urls(unit) == ["/spot-checks/findings/?state=open"]
        county.remedied(county.replied(finding))
        assert urls(county.clerk) == ["/spot-checks/findings/?state=remedied"]
        assert urls(county.sender) == []


class TestWithdrawn:
    def test_finding_ends_its_way_where_it_was_withdrawn(self, county: County, seen: Open) -> None:
        finding = county.replied(county.finding())
        actions.withdraw_finding(
            finding=finding,
            words="重复登记",
            side=Side.AUTHORITY,
            by=county.clerk,
            on=TODAY,
            at=NOW,
        )

        page = text(seen(county.clerk, f"/spot-checks/findings/{finding.pk}/"))

        way = page.split('<ol class="bf-path">')[1].split("</ol>")[0]
        assert [
            name for name in ("发现问题", "答复", "报告整改", "复查办结", "已撤销") if name in way
        ] == [
            "发现问题",
            "答复",
            "已撤销",
        ]
        assert way.count("<small>—</small>") == 0
        assert "btn-danger" not in page
