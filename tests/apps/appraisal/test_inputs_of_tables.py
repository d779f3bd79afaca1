"""Where each input of the shipped tables comes from: nothing a table asks for is lost."""

import pytest

from bangfu.apps.appraisal.queries.figures import Supply, supply_of
from bangfu.core.appraisal import shipped

INPUTS = {
    "party_branch_stars": {
        "records": {
            "base_file_share",
            "branch_meetings",
            "committee_meetings",
            "members_developed",
            "party_day.times",
            "party_lessons",
            "tasks_closed_in_time",
            "tasks_late",
        },
        "reported": {"complaints_upheld", "discipline_cases", "volunteer_service.times"},
    },
    "performance_thousand_points": {
        "indicator": {
            "in_county_share",
            "on_post_rate",
            "pupils_taken",
            "referral_down_share",
            "target_attainment",
            "tasks_closed_in_time",
            "techniques_done_alone",
        },
        "reported": {"complaints_upheld", "patient_satisfaction", "staff_satisfaction"},
    },
    "posting_evaluation": {
        "records": {
            "clinic_half_days",
            "consultation.times",
            "leave_irregular",
            "pupils_taken",
            "teaching_round.times",
            "techniques_done_alone",
            "weeks_expected",
            "weeks_served",
        },
    },
    "posting_pair_default": {
        "indicator": {
            "in_county_share",
            "needs_met",
            "on_post_rate",
            "pupils_taken",
            "referral_down_share",
            "spot_check_findings",
            "teaching_round.times",
            "techniques_done_alone",
            "uncovered_post_days",
        },
        "records": {
            "agreement_signed",
            "host_evaluation",
            "leave_irregular",
            "need_list_kept",
            "rank_met_share",
            "specialty_met_share",
        },
        "reported": {
            "commendations_city",
            "patient_satisfaction",
            "plan_issued",
            "responsible_named",
            "staff_satisfaction",
        },
    },
    "wolong_performance": {
        "indicator": {"spot_check_findings", "target_attainment", "tasks_closed_in_time"},
        "records": {"reports_late", "targets_lagging"},
        "reported": {"commendations_city", "complaints_upheld", "meetings_hosted"},
    },
}


@pytest.mark.parametrize("code", sorted(INPUTS))
def test_every_input_of_a_table_has_its_source(code: str) -> None:
    scheme = shipped()[code]
    found: dict[str, set[str]] = {}
    for name in scheme.needs:
        found.setdefault(supply_of(name, scheme.kind).value, set()).add(name)
    assert found == INPUTS[code]


def test_every_shipped_table_is_listed() -> None:
    assert INPUTS.keys() == shipped().keys()


def test_a_closed_list_of_supplies() -> None:
    assert {one.value for one in Supply} == {"indicator", "records", "reported"}
