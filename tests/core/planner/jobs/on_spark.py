"""Does the jobs of the tests on Spark and writes their results; started by ``test_spark``."""

import sys
from pathlib import Path

import msgspec
from tests.core.planner.jobs.test_jobs import JOBS, mistaken

from bangfu.core.planner.jobs import Job, JobFailed, solve_jobs
from bangfu.core.planner.jobs.spark import Spark


def main(target: Path) -> None:
    """Two cores of this machine stand for a cluster."""
    from pyspark import SparkConf, SparkContext  # tests are collected where Spark is not

    quiet = {"spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    settings = SparkConf().setMaster("local[2]").setAll(list(quiet.items()))
    with SparkContext(conf=settings) as context:
        results = solve_jobs(JOBS, executor=Spark(context), seed=3)
        try:
            solve_jobs([*JOBS, Job(name="丁省", problem=mistaken)], executor=Spark(context))
            said = "nothing"
        except JobFailed as failed:
            said = failed.zh
    target.write_bytes(msgspec.json.encode({"results": results, "failure": said}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
