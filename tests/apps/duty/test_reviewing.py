"""What an authority writes down: pointers in order, cases decided; years served before."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.duty.conftest import World, at
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import actions
from bangfu.apps.duty.models import CheckedPointer, Confirmation, Decision, TypedException
from bangfu.apps.duty.queries.passbooks import passbook
from bangfu.apps.duty.queries.pointers import pointers
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty import HalfDay
from bangfu.core.duty.days import months_later
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.programmes.vocabulary_review import DutyCase, Measure
from bangfu.core.reasons import ReasonMissing

TODAY = timezone.localdate()
FIRST = months_later(TODAY.replace(day=1), -3)
"""The first day of three whole months before this one."""
BEGAN = months_later(FIRST, -1)
ENDS = TODAY + timedelta(days=100)


@pytest.fixture
def posting(here: World) -> Posting:
    posting = here.post(starts_on=BEGAN, ends_before=ENDS)
    Posting.objects.filter(pk=posting.pk).update(arrived_on=BEGAN)
    return posting


@pytest.fixture
def seen(client: Client) -> Callable[..., Any]:
    def open_page(user: User, path: str, **given: Any) -> Any:
        client.force_login(user)
        return client.post(path, given) if given else client.get(path)

    return open_page


def typed(posting: Posting, day: date, exception: str = "other_work") -> TypedException:
    return TypedException.objects.create(
        posting=posting,
        exception=exception,
        starts_slot=HalfDay(day).slot,
        ends_slot=HalfDay(day).slot + 2,
        typed_at=at(day),
    )


def copied(posting: Posting) -> None:
    """The first Tuesday of three months away on other work."""
    for n in range(3):
        month = months_later(FIRST, n)
        typed(posting, month + timedelta(days=(1 - month.weekday()) % 7))


class TestPointers:
    def test_tell_of_exceptions_copied_from_month_to_month(
        self, clerk: User, posting: Posting
    ) -> None:
        copied(posting)

        (found,), _checked = pointers(clerk, on=TODAY)

        assert found.flag.code == "copied_exceptions"
        assert "建议核对原始考勤" in found.said

    def test_tell_of_days_confirmed_before_the_arrival(self, clerk: User, posting: Posting) -> None:
        Confirmation.objects.create(
            posting=posting,
            starts_on=BEGAN,
            ends_before=BEGAN + timedelta(days=3),
            at=at(TODAY),
            days_late=0,
        )
        Posting.objects.filter(pk=posting.pk).update(arrived_on=BEGAN + timedelta(days=2))

        (found,), _checked = pointers(clerk, on=TODAY)

        assert found.flag.code == "outside_stay"
        assert "到岗前或期满后" in found.said

    def test_disappear_once_looked_into(
        self, seen: Callable[..., Any], clerk: User, posting: Posting
    ) -> None:
        copied(posting)
        (one,) = seen(clerk, "/duty/pointers/").context["page"].pointers

        answer = seen(clerk, "/duty/pointers/check/", pointer=one.name, note="")

        assert answer.status_code == 302
        page = seen(clerk, "/duty/pointers/").context["page"]
        assert page.pointers == []
        assert [row.note for row in page.checked] == ["已核实，无异常"]
        assert Entry.objects.get(verb="pointer.checked").facts["note"] == "已核实，无异常"

    def test_that_nobody_is_shown_cannot_be_noted(
        self, seen: Callable[..., Any], clerk: User, posting: Posting
    ) -> None:
        copied(posting)
        (one,) = seen(clerk, "/duty/pointers/").context["page"].pointers
        elsewhere = world.user("far", "commission_clerk", area="6501")

        seen(elsewhere, "/duty/pointers/check/", pointer=one.name)
        seen(clerk, "/duty/pointers/check/", pointer="copied_exceptions|0|2025-01-01|2025-02-01")

        assert not CheckedPointer.objects.exists()

    def test_are_noted_once(self, here: World, posting: Posting) -> None:
        given = {
            "code": "copied_exceptions",
            "subject": "1",
            "starts_on": FIRST,
            "ends_before": TODAY,
            "host": posting.host,
            "said": "",
            "note": "已看原始考勤",
            "by": None,
            "at": at(TODAY),
        }
        actions.check_pointer(**given)

        with pytest.raises(actions.AlreadyChecked, match="已由他人核实"):
            actions.check_pointer(**given)


class TestOccasions:
    def test_stand_beside_what_the_programme_says(
        self, seen: Callable[..., Any], clerk: User, posting: Posting
    ) -> None:
        typed(posting, FIRST + timedelta(days=(2 - FIRST.weekday()) % 7), "absence")

        answer = seen(clerk, "/duty/occasions/")

        (row,) = answer.context["page"].open
        assert (row.posting, row.case) == (posting.pk, DutyCase.ABSENT_WITHOUT_REASON)
        assert row.fact_said == "登记缺勤1天"
        assert "项目方案未作规定" in answer.content.decode()

    def test_are_decided_and_read_by_everybody_concerned(
        self,
        seen: Callable[..., Any],
        clerk: User,
        host: User,
        sender: User,
        worker: User,
        posting: Posting,
    ) -> None:
        typed(posting, FIRST + timedelta(days=(2 - FIRST.weekday()) % 7), "absence")
        path = f"/duty/occasions/decide/?posting={posting.pk}&case=absent_without_reason"
        assert seen(clerk, path).status_code == 200
        assert seen(clerk, path, finding="upheld", text="").status_code == 422

        answer = seen(clerk, path, finding="not_upheld", text="本人当日就诊，有病历")

        assert answer.status_code == 302
        assert seen(clerk, "/duty/occasions/").context["page"].open == []
        for user in (host, sender):
            page = seen(user, f"/duty/passbooks/{posting.worker_id}/").content.decode()
            assert "本人当日就诊，有病历" in page
        assert "不予认定" in seen(worker, "/duty/passbook/").content.decode()
        assert Entry.objects.get(verb="occasion.decided").facts["case"] == "无故脱岗"

    def test_stand_open_again_once_the_decision_is_taken_back(
        self, seen: Callable[..., Any], clerk: User, posting: Posting
    ) -> None:
        typed(posting, FIRST + timedelta(days=(2 - FIRST.weekday()) % 7), "absence")
        row = decide(posting, fact="登记缺勤1天")

        seen(clerk, f"/duty/decisions/{row.pk}/withdraw/", anything="")

        assert len(seen(clerk, "/duty/occasions/").context["page"].open) == 1
        with pytest.raises(actions.DecisionWithdrawn, match="已撤销"):
            actions.withdraw_decision(row=row, by=None, at=at(TODAY))

    def test_take_only_measures_that_the_programme_provides(self, posting: Posting) -> None:
        with pytest.raises(actions.MeasureNotProvided, match="没有规定“通报批评”"):
            decide(posting, measures=[Measure.CIRCULAR], provided=[Measure.NOT_COUNTED])

        row = decide(posting, measures=[Measure.CIRCULAR], provided=[Measure.CIRCULAR])
        assert row.measures == ["circular"]

    def test_are_decided_once_and_with_a_text(self, posting: Posting) -> None:
        decide(posting)

        with pytest.raises(actions.AlreadyDecided, match="已经认定"):
            decide(posting)
        with pytest.raises(ReasonMissing):
            decide(posting, fact="登记缺勤2天", text=" ")

    def test_of_another_area_are_absent(self, seen: Callable[..., Any], posting: Posting) -> None:
        typed(posting, FIRST + timedelta(days=(2 - FIRST.weekday()) % 7), "absence")
        elsewhere = world.user("far", "commission_clerk", area="6501")
        path = f"/duty/occasions/decide/?posting={posting.pk}&case=absent_without_reason"

        assert seen(elsewhere, "/duty/occasions/").context["page"].open == []
        assert seen(elsewhere, path, finding="upheld", text="x").status_code == 404

    def test_ask_as_much_for_many_as_for_few(
        self, here: World, client: Client, clerk: User, posting: Posting
    ) -> None:
        client.force_login(clerk)

        def queries() -> int:
            client.get("/duty/occasions/")
            with CaptureQueriesContext(connection) as found:
                client.get("/duty/occasions/")
            return len(found)

        typed(posting, BEGAN, "absence")
        few = queries()
        for n in range(6):
            typed(here.post(f"甲{n}", starts_on=BEGAN, ends_before=ENDS), BEGAN, "absence")

        assert queries() == few <= 12


def decide(posting: Posting, **changed: Any) -> Decision:
    given: dict[str, Any] = {
        "posting": posting,
        "case": DutyCase.ABSENT_WITHOUT_REASON,
        "fact": "登记缺勤1天",
        "upheld": True,
        "text": "已向本人和双方单位了解",
        "by": None,
        "at": at(TODAY),
    }
    return actions.decide_occasion(**{**given, **changed})


class TestEarlierService:
    @pytest.fixture
    def hunan(self, here: World, posting: Posting) -> Worker:
        """Hunan exempts who has served five years at or below county level."""
        Institution.objects.filter(pk=here.places.sender.pk).update(area_code="430100")
        return Worker.objects.select_related("home").get(pk=posting.worker_id)

    def titles(self, worker: Worker) -> list[str]:
        shown = passbook(worker, Posting.objects.all(), on=TODAY)
        return [row.state for row in shown.titles]

    def test_exempts_once_the_years_are_enough(self, hunan: Worker) -> None:
        assert self.titles(hunan) == ["未满足"]

        enter(hunan, years=3, proof="乡镇卫生院任职证明一")
        assert self.titles(hunan) == ["未满足"]
        enter(hunan, years=2, place=Place.POOR_COUNTY, proof="支农证明二")

        assert self.titles(hunan) == ["免予"]
        assert Entry.objects.filter(verb="earlier_service.entered").count() == 2

    def test_exempts_no_more_once_taken_back(self, hunan: Worker) -> None:
        row = enter(hunan, years=5)

        actions.withdraw_earlier_service(row=row, by=None, at=at(TODAY))

        assert self.titles(hunan) == ["未满足"]
        with pytest.raises(actions.NotOnRecord, match="已撤销"):
            actions.withdraw_earlier_service(row=row, by=None, at=at(TODAY))

    def test_refuses_without_proof_twice_and_beyond_reason(self, hunan: Worker) -> None:
        with pytest.raises(actions.ProofMissing, match="证明材料"):
            enter(hunan, proof=" ")
        enter(hunan)
        with pytest.raises(actions.AlreadyOnRecord, match="已登记"):
            enter(hunan)
        with pytest.raises(actions.YearsImpossible, match="50年以内"):
            enter(hunan, years=49, proof="另一份")

    def test_is_entered_by_the_own_unit_only(
        self, seen: Callable[..., Any], sender: User, host: User, posting: Posting
    ) -> None:
        given = {"place": "township_hospital", "years": 4, "proof": "任职文件"}
        path = f"/duty/passbooks/{posting.worker_id}/earlier/"
        assert seen(host, path, **given).status_code == 403
        stranger = world.user("stranger", "sender_office", at="FAR")
        assert seen(stranger, path, **given).status_code == 404

        assert seen(sender, path, **given).status_code == 302

        page = seen(sender, f"/duty/passbooks/{posting.worker_id}/").content.decode()
        assert "任职文件" in page
        assert "登记以往基层服务" in page
        assert (
            "登记以往基层服务"
            not in seen(host, f"/duty/passbooks/{posting.worker_id}/").content.decode()
        )


def enter(worker: Worker, **changed: Any) -> Any:
    given: dict[str, Any] = {
        "worker": worker,
        "place": Place.TOWNSHIP_HOSPITAL,
        "years": 2,
        "proof": "乡镇卫生院任职证明",
        "by": None,
        "at": at(TODAY),
    }
    return actions.enter_earlier_service(**{**given, **changed})
