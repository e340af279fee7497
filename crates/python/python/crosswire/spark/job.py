"""From files to Parquet on a cluster, as a script for `spark-submit`:

    spark-submit job.py --jsonl 'reports/*.jsonl' --output found
    spark-submit job.py --parquet reports.parquet --output found
    spark-submit job.py --listing warcs.txt --output found     # a path a line; any format that is read

writes `extracted` (what the other steps work on) and the tables `reports`, `quotes`, `statements`, `stories`
and `findings` into the folder `found`, each step from what the one before it wrote.
"""

from __future__ import annotations

import argparse

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from crosswire.spark import annotate_and_extract, findings, read_listing, stories, unique
from crosswire.spark._extract import REPORT


def main(arguments: list[str] | None = None) -> None:
    """Runs the job that the arguments say."""
    given = _arguments().parse_args(arguments)
    spark = SparkSession.builder.appName("crosswire").getOrCreate()
    if not spark.sparkContext.getConf().contains("spark.sql.shuffle.partitions"):
        # Spark's two hundred are many for a small cluster, where each costs a start, and few for a large one.
        spark.conf.set("spark.sql.shuffle.partitions", given.partitions or 3 * spark.sparkContext.defaultParallelism)
    run(spark, _reports(spark, given), given.output, model=given.model, partitions=given.partitions)


def run(
    spark: SparkSession,
    reports: DataFrame,
    output: str,
    *,
    model: str | None = None,
    partitions: int | None = None,
) -> None:
    """Writes all tables of these reports into a folder."""
    reports = unique(reports, partitions)
    annotate_and_extract(reports, model=model).write.mode("overwrite").parquet(f"{output}/extracted")
    extracted = spark.read.parquet(f"{output}/extracted")
    extracted.select(REPORT).write.mode("overwrite").parquet(f"{output}/reports")
    for table in ("quotes", "statements"):
        rows = extracted.select(F.explode(table).alias("row")).select("row.*")
        rows.write.mode("overwrite").parquet(f"{output}/{table}")
    stories(extracted).write.mode("overwrite").parquet(f"{output}/stories")
    grouped = spark.read.parquet(f"{output}/stories")
    of = grouped.select("story", "label", F.col("report").alias("id"))
    found = findings(extracted.join(of, "id"))
    found.write.mode("overwrite").parquet(f"{output}/findings")


def _reports(spark: SparkSession, given: argparse.Namespace) -> DataFrame:
    if given.jsonl:
        return spark.read.text(given.jsonl)
    if given.parquet:
        return spark.read.parquet(*given.parquet)
    paths = spark.read.text(given.listing).select(F.trim("value").alias("path")).where("path != ''")
    # A file is one task's work, and archives are large.
    return read_listing(paths.repartition(max(paths.count(), 1)))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="job", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--jsonl", nargs="+", metavar="PATH", help="report JSON Lines")
    source.add_argument("--parquet", nargs="+", metavar="PATH", help="Parquet with a column `text`")
    source.add_argument("--listing", nargs="+", metavar="PATH", help="text that names a file a line")
    parser.add_argument("--output", required=True, metavar="FOLDER", help="where the tables are written")
    parser.add_argument("--model", metavar="MODEL", help="md (the default), sm, or a folder that all workers have")
    parser.add_argument("--partitions", type=int, metavar="N", help="spread the reports over so many tasks (three a core)")
    return parser


if __name__ == "__main__":
    main()
