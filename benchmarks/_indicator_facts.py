"""Ten million generated facts of indicators, in Parquet: 2,000 hosts of the nation, five years.

Amounts come from hashes of the row's number, so the same size is the same files everywhere. One
institution stands in each of 2,000 counties, counted through the table of areas.
"""

import shutil
from pathlib import Path

from bangfu.core.indicators.facts import TABLES
from bangfu.definitions import FOLDER

INSTITUTIONS, FIRST, MONTHS = 2_000, 202101, 60
LAST = 202512
ROWS = {
    "duty": 1_500_000,
    "people": 1_500_000,
    "places": 500_000,
    "work": 5_700_000,
    "lasting": 300_000,
    "promises": 380_000,
    "opinions": 0,
    "statistics": 120_000,
}
KINDS = {
    "form": ("resident", "clinic_days", "rotation"),
    "measure": (
        "lecture.times",
        "free_clinic.people",
        "operation.operations",
        "referral_up.patients",
        "referral_down.patients",
        "outpatient.visits",
        "teaching_round.times",
        "consultation.times",
    ),
    "sort": ("technique", "task", "target", "pupil", "entry", "referral"),
    "step": ("begun", "alone", "built"),
    "item": ("residents", "visits_county"),
}
MOST = {"rank": 4, "doctor": 1, "present": 1, "first": 1, "stay_months": 24, "confirmed": 9_000}

_TURN = f"(r.n // {INSTITUTIONS})"
_MONTH = f"(({FIRST // 100} + {_TURN} % {MONTHS} // 12) * 100 + {_TURN} % 12 + 1)::INTEGER AS month"


def made(folder: Path) -> Path:
    """The folder of the facts, generated unless it is there."""
    if (folder / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        areas = str(FOLDER / "areas" / "areas.csv")
        connection.execute(
            "CREATE TABLE hosts AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, "  # noqa: S608
            "'H' || lpad(row_number() OVER (ORDER BY code)::VARCHAR, 5, '0') AS institution, "
            f"code AS area FROM read_csv('{areas}', all_varchar=true) "
            f"WHERE length(code) = 6 ORDER BY code LIMIT {INSTITUTIONS}"
        )
        for name in TABLES:
            target = str(folder / f"{name}.parquet")
            connection.execute(
                f"COPY ({_rows(name)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )
    (folder / "ready").touch()
    return folder


def _rows(name: str) -> str:
    table = TABLES[name]
    columns = [
        "'host' AS side",
        "h.institution",
        "h.area",
        "'' AS programme",
        _MONTH,
    ]
    columns += [f"{_chosen(kind, place)} AS {kind}" for place, kind in enumerate(table.kinds)]
    columns += [
        f'(hash(r.n * 31 + {place}) % {MOST.get(amount, 40) + 1})::BIGINT AS "{amount}"'
        for place, amount in enumerate(table.amounts)
    ]
    return (
        f"SELECT {', '.join(columns)} FROM range({ROWS[name]}) AS r(n) "  # noqa: S608
        f"JOIN hosts AS h ON h.n = r.n % {INSTITUTIONS}"
    )


def _chosen(kind: str, place: int) -> str:
    values = KINDS[kind]
    listed = ", ".join(f"'{value}'" for value in values)
    return f"[{listed}][1 + (hash(r.n * 17 + {place}) % {len(values)})::INTEGER]"
