"""Reports in, what they say out: a pure function of each report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from .. import _crosswire
from .._steps import pipeline

REPORT = [
    "id", "source", "outlet", "url", "title", "authors", "published", "updated", "language", "section",
    "canonical", "live", "record", "sha256", "text", "blocks", "provenance", "problems", "spot",
]
"""The columns of the table `reports`; a report needs no more than `text`."""

CHUNK = 32
"""Reports that a worker extracts at once: what it holds in memory hangs on this."""


def schema(table: str) -> StructType:
    """A table's schema (see `crosswire.columns_of`) as Spark has it: numbers are signed.

    >>> from crosswire.spark import schema
    >>> schema("stories")["story"].dataType.simpleString()
    'bigint'
    """
    return spark_schema(arrow_schema(table))


def arrow_schema(table: str) -> pa.Schema:
    """The same as Arrow has it, numbers signed."""
    return pa.schema([signed(field) for field in pa.schema(_crosswire.Table.empty(table))])


def spark_schema(of: pa.Schema) -> StructType:
    """Spark's schema of an Arrow one."""
    made: StructType = from_arrow_schema(of)
    return made


def signed(field: pa.Field) -> pa.Field:
    """A column whose numbers have a sign."""
    return pa.field(field.name, _signed(field.type), field.nullable)


def _signed(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_unsigned_integer(kind):
        return pa.int64()
    if pa.types.is_list(kind):
        return pa.list_(signed(kind.value_field))
    if pa.types.is_struct(kind):
        return pa.struct([signed(kind.field(at)) for at in range(kind.num_fields)])
    return kind


def extracted_schema() -> pa.Schema:
    """What `annotate_and_extract` gives: the table `reports`, quotations and statements of each, its
    minute of publication, and its annotation, packed."""

    def rows(name: str, table: str) -> pa.Field:
        item = pa.field("item", pa.struct(list(arrow_schema(table))), nullable=False)
        return pa.field(name, pa.list_(item), nullable=False)

    return pa.schema([
        *arrow_schema("reports"),
        rows("quotes", "quotes"),
        rows("statements", "statements"),
        pa.field("minute", pa.int64(), nullable=True),
        pa.field("annotation", pa.binary(), nullable=False),
    ])


def rows_of(batch: pa.RecordBatch) -> list[str]:
    """Each row as JSON: of the column `value` as it is, else of the columns of a report."""
    if "value" in batch.schema.names:
        return [value if value is not None else "" for value in batch.column("value").to_pylist()]
    return [json.dumps(row, default=str) for row in batch.select(
        [name for name in batch.schema.names if name in REPORT]
    ).to_pylist()]


def reports_of(df: DataFrame) -> DataFrame:
    """The columns that tell of a report, and no more: less to move."""
    if "value" in df.columns and "text" not in df.columns:
        return df.select("value")
    if "text" not in df.columns:
        raise ValueError(
            f"reports need a column `text`, or `value` with JSON; there are {', '.join(df.columns)}"
        )
    return df.select([name for name in df.columns if name in REPORT])


def annotate_and_extract(df: DataFrame, *, model: str | None = None) -> DataFrame:
    """Annotates every report and finds what it says: one row a report, whatever it holds.

    The model is loaded once a worker process. Give `df` about as many partitions as three times the
    cores, and no partition more reports than a core does in some minutes (a core does some ten a
    second): a task that is lost is done again from its beginning.
    """
    wanted = extracted_schema()

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        nlp = pipeline(model)
        for batch in batches:
            for at in range(0, batch.num_rows, CHUNK):
                found = pa.table(_crosswire.extracted(nlp, rows_of(batch.slice(at, CHUNK))))
                yield from found.cast(wanted).to_batches()

    return reports_of(df).mapInArrow(work, spark_schema(wanted))


def read_listing(paths: DataFrame) -> DataFrame:
    """The reports of files that a column `path` names, in any format that `crosswire.read` takes (WARC
    too), each file read by one worker; a file that cannot be read is a row with its problem."""
    wanted = arrow_schema("reports")

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for batch in batches:
            for path in batch.column("path").to_pylist():
                found = _crosswire.Reports._read([path], None, None, False)
                failed = [_failed(path, error) for error in found.errors if error.is_failure]
                read = pa.table(found.table()).cast(wanted)
                for table in (read, pa.Table.from_pylist(failed, schema=wanted)):
                    yield from table.to_batches(max_chunksize=1024)

    return paths.select("path").mapInArrow(work, spark_schema(wanted))


def _failed(path: str, error: Any) -> dict[str, Any]:
    """A row that stands for what could not be read."""
    problem = {"kind": "bad_record", "message": error.message, "mend": error.mend}
    return {
        "id": str(error.place), "source": path, "text": "", "sha256": "", "live": False, "authors": [],
        "blocks": [], "provenance": [], "problems": [problem],
    }
