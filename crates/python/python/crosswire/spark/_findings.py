"""The findings of each story, compared by one task a story."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema

from .. import _crosswire
from ._extract import REPORT, arrow_schema, spark_schema

COMPARED = 48
"""Reports of a story that are laid side by side: the last published, as a ledger has it."""


def findings(df: DataFrame, *, most: int = COMPARED) -> DataFrame:
    """Compares the reports of each story: the table `findings`, one row a finding.

    `df` is what `annotate_and_extract` gives, with a column `story` (and `label`, if it has one) that
    says which reports belong together; reports whose `story` is null are left out. Of a story of more
    than `most` reports the last `most` are compared, before they are moved: one of five thousand costs
    what one of forty-eight does. Reports whose words cannot be read are silent.
    """
    label = F.col("label") if "label" in df.columns else F.col("story").cast("string")
    columns = [name for name in REPORT if name in df.columns]
    told = df.where(F.col("story").isNotNull()).select(
        F.col("story").cast("string").alias("_story"), label.alias("_label"), "minute", "annotation", *columns
    )
    last = Window.partitionBy("_story").orderBy(
        F.col("minute").desc_nulls_first(), F.col("id").desc()
    )
    told = told.withColumn("_rank", F.row_number().over(last)).where(F.col("_rank") <= most)
    given = spark_schema(arrow_schema("findings"))
    # Spark wants a group's columns to the letter as it would write them itself.
    wanted = to_arrow_schema(given)

    def work(key: Any, story: pa.Table) -> pa.Table:
        rows = [json.dumps(row, default=str) for row in story.select(columns).to_pylist()]
        labels = story.column("_label").to_pylist()
        annotations = story.column("annotation").to_pylist()
        return pa.table(_crosswire.compared(labels[0] or "", rows, annotations)).cast(wanted)

    return told.groupBy("_story").applyInArrow(work, given)
