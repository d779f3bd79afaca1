"""What indicators and appraisals read of spot checks."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.spotchecks.conftest import NOW, OFFICE, TODAY, County

from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.models import Presence
from bangfu.apps.spotchecks.queries.facts import SpotFact, by_institution, spot_facts
from bangfu.core.spotchecks.presence import Found


def facts(**more: Any) -> dict[str, SpotFact]:
    given = {"starts_on": TODAY - timedelta(40), "ends_before": TODAY + timedelta(1), "on": TODAY}
    return by_institution(spot_facts(**(given | more)))


def as_on_post_day(county: County, found: Found) -> str:
    """A check of somebody who was expected, whatever day of the week it is; the host's code."""
    check = county.recorded(county.check(), found)
    off = found in (Found.ABSENT, Found.LEAVE_IRREGULAR)
    Presence.objects.update(expected="on_post", off_post=off)
    return str(check.host.code)


class TestSpotFacts:
    def test_count_for_the_host_and_for_who_sent_them(self, county: County) -> None:
        host = as_on_post_day(county, Found.ABSENT)

        found = facts()

        assert (found[host].checks, found[host].people, found[host].off_post) == (1, 1, 1)
        assert (found["SENDER"].checks, found["SENDER"].people, found["SENDER"].off_post) == (
            0,
            1,
            1,
        )

    def test_leave_out_who_could_not_be_found_out_about(self, county: County) -> None:
        host = as_on_post_day(county, Found.NOT_REACHED)

        assert facts()[host].people == 0

    def test_judge_findings_when_they_are_due(self, county: County) -> None:
        finding = county.finding()
        code = finding.institution.code

        assert (facts()[code].findings, facts()[code].due) == (1, 0)
        late = facts(on=TODAY + timedelta(60))[code]
        assert (late.due, late.in_time) == (1, 0)
        county.closed(finding)
        closed = facts(on=TODAY + timedelta(60))[code]
        assert (closed.findings, closed.due, closed.in_time) == (1, 1, 1)

    def test_forget_what_was_withdrawn(self, county: County) -> None:
        finding = county.finding()
        actions.withdraw_finding(
            finding=finding, words="核实在岗", side=OFFICE, by=county.clerk, on=TODAY, at=NOW
        )

        assert facts()[finding.institution.code].findings == 0

    def test_are_narrowed_by_days_and_programme(self, county: County) -> None:
        as_on_post_day(county, Found.ON_POST)

        assert facts(programme="deputies")
        assert not facts(programme="other")
        assert not facts(ends_before=TODAY)

    def test_ask_three_times(self, county: County) -> None:
        as_on_post_day(county, Found.ON_POST)

        with CaptureQueriesContext(connection) as asked:
            facts()

        assert len(asked) == 3
