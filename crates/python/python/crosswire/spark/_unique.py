"""Every report once, under an id of its own: what one machine sees to while it reads."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .. import _crosswire
from ._extract import arrow_schema, reports_of, rows_of, spark_schema


def unique(df: DataFrame, partitions: int | None = None) -> DataFrame:
    """Reads the rows of `df`: the table `reports`, each report once, each under an id of its own.

    A copy of another (the same id, text, title, outlet, address and date) is left out. Another report
    under the same id gets a new one, `ID#` and digits of what it holds, and the problem `repeated_id`.
    On one machine the first to come keeps the id; here, where rows have no order, what they hold
    decides. All is spread anew over `partitions` (three a core where nothing is said), by id.
    """
    wanted = pa.schema([*arrow_schema("reports"), pa.field("_content", pa.string(), nullable=False)])

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for batch in batches:
            table, contents = _crosswire.told(rows_of(batch))
            told = pa.table(table).cast(arrow_schema("reports"))
            yield from told.append_column(wanted.field("_content"), pa.array(contents)).to_batches()

    spread = partitions or 3 * df.sparkSession.sparkContext.defaultParallelism
    told = reports_of(df).mapInArrow(work, spark_schema(wanted)).repartition(spread, "id")
    of_id = Window.partitionBy("id")
    # Of copies the one that is kept is told by where it stood, which a row says of itself.
    told = told.withColumn("_copy", F.row_number().over(
        Window.partitionBy("id", "_content").orderBy("source", "record", "sha256")
    )).where(F.col("_copy") == 1)
    told = told.withColumn("_other", F.row_number().over(of_id.orderBy("_content")) > 1)
    renamed = F.concat("id", F.lit("#"), F.substring("_content", 1, 8))
    problem = F.struct(
        F.lit("repeated_id").alias("kind"),
        F.concat(
            F.lit('another report already has the id "'), F.col("id"),
            F.lit('"; this one is "'), renamed, F.lit('"'),
        ).alias("message"),
        F.lit("give every report an id of its own").alias("mend"),
    )
    changed = {
        "id": F.when(F.col("_other"), renamed).otherwise(F.col("id")),
        "problems": F.when(F.col("_other"), F.concat("problems", F.array(problem))).otherwise(F.col("problems")),
    }
    columns = [changed.get(name, F.col(name)).alias(name) for name in arrow_schema("reports").names]
    return told.select(columns)
