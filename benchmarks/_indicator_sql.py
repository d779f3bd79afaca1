"""The same 20 indicators as a person who knows DuckDB would write them, in one statement."""

CODES = (
    "on_post_rate",
    "duty_confirmed_rate",
    "absence_rate",
    "service_days",
    "person_times",
    "people_posted",
    "people_on_post",
    "senior_share",
    "posted_doctors_per_10000",
    "uncovered_post_days",
    "post_coverage",
    "referral_down_share",
    "lecture.times",
    "free_clinic.people",
    "operation.operations",
    "ledger_confirmed_share",
    "techniques_done_alone",
    "techniques_alone_share",
    "tasks_closed_in_time",
    "target_attainment",
)


def _ladder(name: str, sums: dict[str, str]) -> str:
    """One reading of a table, then every level of the ladder out of its institutions."""
    wide = ", ".join(f"sum({expression}) AS {column}" for column, expression in sums.items())
    again = ", ".join(f"sum({column})::BIGINT AS {column}" for column in sums)
    steps = [("0", "''"), ("2", "left(area, 2)"), ("4", "left(area, 4)"), ("6", "left(area, 6)")]
    areas = [
        f"SELECT side, {level}::INTEGER AS level, {place} AS place, month, {again} "  # noqa: S608
        f"FROM {name}_base WHERE length(area) >= {level} GROUP BY ALL"
        for level, place in steps
    ]
    own = (
        f"SELECT side, 9::INTEGER AS level, institution AS place, month, {again} "  # noqa: S608
        f"FROM {name}_base WHERE institution <> '' GROUP BY ALL"
    )
    return (
        f"{name}_base AS MATERIALIZED (SELECT side, institution, area, month, {wide} "  # noqa: S608
        f"FROM {name} WHERE month BETWEEN 202101 AND 202512 GROUP BY ALL), "
        f"{name}_ladder AS MATERIALIZED ({' UNION ALL '.join([*areas, own])})"
    )


def _when(condition: str, column: str) -> str:
    return f"CASE WHEN {condition} THEN {column} ELSE 0 END"


TABLES = {
    "duty": {
        "served": "served",
        "settled": "expected - waiting",
        "expected": "expected",
        "absent": "absent",
        "arrivals": "arrivals",
    },
    "people": {
        "first_time": '"first"',
        "present": "present",
        "senior": _when("rank BETWEEN 1 AND 2", "present"),
        "posted": _when("rank BETWEEN 1 AND 3 AND stay_months >= 6", "doctor * present"),
    },
    "places": {
        "uncovered": "uncovered_days",
        "covered": "due_days - uncovered_days",
        "due": "due_days",
    },
    "work": {
        "down": _when("measure = 'referral_down.patients'", "confirmed"),
        "referred": _when(
            "measure IN ('referral_up.patients', 'referral_down.patients')", "confirmed"
        ),
        "lectures": _when("measure = 'lecture.times'", "confirmed"),
        "clinics": _when("measure = 'free_clinic.people'", "confirmed"),
        "operations": _when("measure = 'operation.operations'", "confirmed"),
        "confirmed_ones": "confirmed_entries",
        "all_ones": "entries",
    },
    "lasting": {
        "alone": _when("sort = 'technique' AND step = 'alone'", '"count"'),
        "begun": _when("sort = 'technique' AND step = 'begun'", '"count"'),
    },
    "promises": {
        "tasks_in_time": _when("sort = 'task'", "in_time"),
        "tasks_due": _when("sort = 'task'", "due"),
        "targets_kept": _when("sort = 'target'", "kept"),
        "targets_due": _when("sort = 'target'", "due"),
    },
    "statistics": {"residents": _when("item = 'residents'", "amount")},
}
TOLD = {
    "on_post_rate": ("duty", "served", "settled"),
    "duty_confirmed_rate": ("duty", "settled", "expected"),
    "absence_rate": ("duty", "absent", "settled"),
    "service_days": ("duty", "served", "0"),
    "person_times": ("duty", "arrivals", "0"),
    "people_posted": ("people", "first_time", "0"),
    "people_on_post": ("people", "present", "0"),
    "senior_share": ("people", "senior", "present"),
    "uncovered_post_days": ("places", "uncovered", "0"),
    "post_coverage": ("places", "covered", "due"),
    "referral_down_share": ("work", "down", "referred"),
    "lecture.times": ("work", "lectures", "0"),
    "free_clinic.people": ("work", "clinics", "0"),
    "operation.operations": ("work", "operations", "0"),
    "ledger_confirmed_share": ("work", "confirmed_ones", "all_ones"),
    "techniques_done_alone": ("lasting", "alone", "0"),
    "techniques_alone_share": ("lasting", "alone", "begun"),
    "tasks_closed_in_time": ("promises", "tasks_in_time", "tasks_due"),
    "target_attainment": ("promises", "targets_kept", "targets_due"),
}
_LADDERS = ", ".join(_ladder(name, sums) for name, sums in TABLES.items())
_SINGLE = [
    f"SELECT '{code}' AS indicator, side, level, place, month, {above} AS numerator, "  # noqa: S608
    f"{below}::BIGINT AS denominator FROM {table}_ladder WHERE {above} <> 0 OR {below} <> 0"
    for code, (table, above, below) in TOLD.items()
]
_DOCTORS = (
    "SELECT 'posted_doctors_per_10000', side, level, place, month, "
    "coalesce(p.posted, 0), coalesce(s.residents, 0) FROM people_ladder AS p "
    "FULL JOIN statistics_ladder AS s USING (side, level, place, month) "
    "WHERE coalesce(p.posted, 0) <> 0 OR coalesce(s.residents, 0) <> 0"
)
BY_HAND = f"WITH {_LADDERS} {' UNION ALL '.join([*_SINGLE, _DOCTORS])}"
