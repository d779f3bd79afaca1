"""Computes snapshots on Spark and prints them; started by ``test_engines``."""

import json
import sys
from pathlib import Path

from tests.core.indicators.made_facts import chosen

from bangfu.core.indicators.engines import on_spark


def main(folder: Path, codes: list[str]) -> None:
    """Two cores of this machine stand for a cluster."""
    from pyspark.sql import SparkSession  # tests are collected where Spark is not

    building = SparkSession.builder.master("local[2]")
    quiet = {
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "2",
        # Many small steps of few rows: compiling each to Java costs more than it gives.
        "spark.sql.codegen.wholeStage": "false",
    }
    for key, value in quiet.items():
        building = building.config(key, value)
    with building.getOrCreate() as session:
        found = on_spark(session, folder, chosen(*codes), first=202412, last=202501)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
