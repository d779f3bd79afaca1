"""What waits for somebody in appraisals: on the first page, and on the page it leads to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Objection, Statement, Subject
from bangfu.apps.appraisal.queries.due import matters
from bangfu.apps.appraisal.queries.waiting import recheck_due
from bangfu.core.programmes.vocabulary_review import ResultUse

from .conftest import TODAY, Appraisal, at
from .test_results_views import client_of, publish, words

pytestmark = pytest.mark.database


def what(user: User, *, days: int = 0) -> dict[str, int]:
    return {one.what: one.count for one in matters(user, on=TODAY + timedelta(days))}


class TestSheets:
    def test_a_level_waits_for_the_side_whose_turn_it_is(self, appraisal: Appraisal) -> None:
        assert what(appraisal.north) == {"考核评分": 1}
        assert what(appraisal.assessor) == {}

        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)

        assert what(appraisal.north) == {}
        assert what(appraisal.assessor) == {"考核评审": 1}
        assert what(appraisal.south()) == {"考核评分": 1}

    def test_a_returned_sheet_says_so_until_it_is_closed_again(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        actions.send_back(
            subject=appraisal.subject(), reason="请补交食宿照片", by=appraisal.assessor, at=at()
        )

        assert what(appraisal.north) == {"重新评分": 1}
        page = words(client_of(appraisal.north).get("/sheets/waiting/"))
        assert "请补交食宿照片" in page

        appraisal.close("self", by=appraisal.north)
        assert what(appraisal.north) == {}

    def test_who_closed_a_level_is_not_asked_for_the_next(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        Subject.objects.filter(pk=appraisal.subject().pk).update(turn="unit")

        assert what(appraisal.north) == {}


class TestResults:
    def test_announced_results_wait_to_be_read_until_something_is_said(
        self, appraisal: Appraisal
    ) -> None:
        appraisal.announced()
        assert what(appraisal.north) == {"核对考核结果": 1}
        assert what(appraisal.north, days=6) == {}

        actions.state_own(
            subject=appraisal.subject(),
            sort=Statement.Sort.OPINION,
            text="同意",
            agrees=True,
            by=appraisal.north,
            at=at(),
        )
        assert what(appraisal.north) == {}

    def test_objections_wait_for_two_and_then_for_a_third(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        objection = actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )

        assert what(appraisal.assessor) == {}
        assert what(appraisal.second) == {"复核考核异议": 1}
        actions.recheck(objection=objection, opinion="无误", by=appraisal.second, at=at())
        assert what(appraisal.second) == {}
        actions.recheck(objection=objection, opinion="无误", by=appraisal.third, at=at())

        assert what(appraisal.third) == {}
        assert what(appraisal.clerk) == {"决定考核异议": 1}

    def test_the_page_tells_the_last_day_for_an_objection(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )
        due = recheck_due(Objection.objects.get().at)

        page = words(client_of(appraisal.second).get("/sheets/waiting/"))

        assert due - TODAY >= timedelta(40)
        assert f"{due.year}年{due.month}月{due.day}日" in page
        assert "已超期" not in page


class TestRounds:
    def test_each_step_waits_for_the_office_in_turn(self, appraisal: Appraisal) -> None:
        assert what(appraisal.clerk) == {}
        appraisal.close_all()
        assert what(appraisal.clerk) == {"审定考核结果": 1}
        actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())
        assert what(appraisal.clerk) == {"公示考核结果": 1}
        actions.announce_round(
            round=appraisal.round, until=TODAY + timedelta(1), by=appraisal.clerk, on=TODAY
        )
        assert what(appraisal.clerk) == {}
        assert what(appraisal.clerk, days=2) == {"公布考核结果": 1}

    def test_published_results_wait_to_be_used(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        assert what(appraisal.clerk) == {"结果运用": 1}

        actions.record_use(
            subject=appraisal.subject(),
            sort=ResultUse.COMMENDATION,
            text="表扬",
            on=TODAY,
            by=appraisal.clerk,
            at=at(),
        )
        assert what(appraisal.clerk) == {}


class TestFirstPage:
    @pytest.mark.parametrize("who", ["north", "assessor", "clerk"])
    def test_tells_it_within_its_queries(self, appraisal: Appraisal, who: str) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        client = client_of(getattr(appraisal, who))
        client.get("/")

        with CaptureQueriesContext(connection) as found:
            page = words(client.get("/"))

        assert len(found) <= 12
        assert ("等待评审" in page) == (who != "north")

    def test_the_page_asks_as_much_for_many(self, appraisal: Appraisal) -> None:
        client = client_of(appraisal.north)

        def asked() -> int:
            client.get("/sheets/waiting/")
            with CaptureQueriesContext(connection) as found:
                client.get("/sheets/waiting/")
            return len(found)

        few = asked()
        pattern = appraisal.subject()
        for number in range(60):
            pattern.pk, pattern.ref, pattern.key = None, 9000 + number, f"受援单位{number}"
            pattern.save(force_insert=True)

        assert asked() == few <= 12
