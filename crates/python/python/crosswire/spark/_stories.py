"""Reports grouped into stories by keys, so that no process sees them all.

The steps are those of `crosswire_group::keyed`: terms counted period by period, reports brought together
under keys, pairs measured, parts connected within a bound, each part gathered by the program's own
decision. Every step is a function of its rows alone, and rows are put in order wherever order matters.
"""

from __future__ import annotations

import array
import itertools
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.types import LongType, StructField, StructType

from .. import _crosswire
from ._extract import arrow_schema, reports_of, rows_of, spark_schema

LIKEST = 8
"""Earlier reports that a report is connected with at most."""

CHUNK = 2048
"""Rows that are sketched at once."""


def stories(
    df: DataFrame, *, periods: int = 64, most: int = 1000, least: float = 0.07
) -> DataFrame:
    """Groups reports into stories: the table `stories`, one row a report of a story.

    `periods` is into how many stretches of time the corpus is counted (what a word weighs is told to
    so fine), `most` bounds the reports that are gathered together (and so the largest story), `least`
    is how alike two reports must be to be brought together. Works on the text alone; annotation is not
    needed. `df` is gone over three times: persist it, or read it from a file.

    The stories differ from those of the one stream where a part was cut, or words were counted
    within a period; `docs/spark.md` says by how much. The order of rows and partitions never matters.
    """
    spark = df.sparkSession
    reports = _placed(reports_of(df))
    frequencies = _frequencies(reports, periods)
    known = spark.sparkContext.broadcast(frequencies)
    keyed = reports.mapInArrow(
        _keyed(known), "key bigint, report bigint, minute bigint, terms binary"
    )
    pairs = (
        keyed.repartition(_partitions(df), "key")
        .sortWithinPartitions("key", F.col("minute").asc_nulls_last(), "report")
        .mapInArrow(_paired(least), "earlier bigint, later bigint, likeness float")
        .groupBy("earlier", "later")
        .agg(F.max("likeness").alias("likeness"))
    )
    rank = F.row_number().over(
        Window.partitionBy("later").orderBy(F.col("likeness").desc(), "earlier")
    )
    pairs = pairs.withColumn("rank", rank).where(F.col("rank") <= LIKEST)
    met = pairs.select("earlier", "later", "likeness").toArrow()
    # Earlier and later go by publication where a key says so, and two keys may hold a pair of one
    # minute both ways: the order of the pairs does not matter to what is connected.
    earlier, later, likeness = (
        met.column(name).to_pylist() for name in ("earlier", "later", "likeness")
    )
    places, parts = _crosswire.connect(earlier, later, likeness, most)
    connected = spark.createDataFrame(
        pa.table({"place": pa.array(places, pa.int64()), "connected": pa.array(parts, pa.int64())})
    )
    parted = (
        reports.join(connected, "place", "left")
        .withColumn("part", F.coalesce("connected", "place"))
        .drop("connected")
        .repartition(_partitions(df), "part")
        .sortWithinPartitions("part", "place")
    )
    wanted = pa.schema([pa.field("part", pa.int64()), *arrow_schema("stories")])
    grouped = parted.mapInArrow(_grouped(known, wanted), spark_schema(wanted))
    return _numbered(grouped).select([field.name for field in arrow_schema("stories")])


def _partitions(df: DataFrame) -> int:
    """So many that a shuffle's partitions are neither many and small nor few and large."""
    return max(int(str(df.sparkSession.conf.get("spark.sql.shuffle.partitions"))), 1)


def _placed(reports: DataFrame) -> DataFrame:
    """Each report with its number, `place`."""

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for batch in batches:
            places = pa.array(_crosswire.places(rows_of(batch)), pa.int64())
            yield pa.RecordBatch.from_arrays([*batch.columns, places], names=[*batch.schema.names, "place"])

    return reports.mapInArrow(work, StructType([*reports.schema, StructField("place", LongType())]))


def _frequencies(reports: DataFrame, periods: int) -> tuple[list[int], list[int], bytes]:
    """Into which periods the corpus falls, and in how many reports of each every term stands."""

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for rows, _ in _chunks(batches):
            _, minutes, terms = zip(*_crosswire.terms(rows))
            yield pa.record_batch(
                [pa.array(minutes, pa.int64()), pa.array(terms, pa.list_(pa.int64()))],
                names=["minute", "terms"],
            )

    sketched = reports.mapInArrow(work, "minute bigint, terms array<bigint>").persist()
    try:
        by_minute = sketched.groupBy("minute").count().toArrow().to_pylist()
        dated = sorted((row["minute"], row["count"]) for row in by_minute if row["minute"] is not None)
        bounds = _bounds(dated, periods)
        # As `Frequencies.period` has it: the undated are of a period of their own, the last.
        of = F.when(F.col("minute").isNull(), F.lit(len(bounds) + 1))
        if bounds:
            before = F.filter(F.array(*map(F.lit, bounds)), lambda bound: bound <= F.col("minute"))
            of = of.otherwise(F.size(before))
        else:
            of = of.otherwise(F.lit(0))
        counted = (
            sketched.select(of.cast("bigint").alias("period"), F.explode("terms").alias("term"))
            .groupBy("term", "period")
            .agg(F.count("*").alias("reports"))
            .groupBy("term")
            .agg(F.collect_list(F.struct("period", "reports")).alias("rows"), F.sum("reports").alias("all"))
            # A term of one report is met nowhere before it.
            .where(F.col("all") > 1)
            .select("term", F.explode("rows").alias("row"))
            .select("term", "row.period", "row.reports")
        ).toArrow()
    finally:
        sketched.unpersist()
    numbers = array.array("I", itertools.chain.from_iterable(zip(
        *(counted.column(name).to_pylist() for name in ("term", "period", "reports"))
    )))
    if sys.byteorder == "big":
        numbers.byteswap()
    reports_in = [0] * (len(bounds) + 2)
    for row in by_minute:
        minute = row["minute"]
        period = len(bounds) + 1 if minute is None else sum(bound <= minute for bound in bounds)
        reports_in[period] += row["count"]
    return bounds, reports_in, numbers.tobytes()


def _bounds(dated: list[tuple[int, int]], periods: int) -> list[int]:
    """The first minutes of periods that hold about as many reports each."""
    total = sum(count for _, count in dated)
    bounds: list[int] = []
    before = 0
    for minute, count in dated:
        if before * periods >= (len(bounds) + 1) * total and before:
            bounds.append(minute)
        before += count
    return bounds


def _chunks(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[list[str], list[int]]]:
    """Rows with their places."""
    for batch in batches:
        for at in range(0, batch.num_rows, CHUNK):
            part = batch.slice(at, CHUNK)
            yield rows_of(part), part.column("place").to_pylist()


_made: dict[tuple[int, ...], Any] = {}


def _known(broadcast: Any) -> Any:
    """The frequencies, made once a worker process."""
    bounds, reports, rows = broadcast.value
    key = (len(rows), hash(rows), *reports)
    if key not in _made:
        _made.clear()
        _made[key] = _crosswire.Frequencies(bounds, reports, rows)
    return _made[key]


def _keyed(known: Any) -> Any:
    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        frequencies = _known(known)
        for rows, places in _chunks(batches):
            columns: tuple[list[int], list[int], list[int | None], list[bytes]] = ([], [], [], [])
            for place, (_, minute, keys, terms) in zip(places, _crosswire.keys(rows, frequencies)):
                columns[0].extend(keys)
                columns[1].extend([place] * len(keys))
                columns[2].extend([minute] * len(keys))
                columns[3].extend([terms] * len(keys))
            kinds = (pa.int64(), pa.int64(), pa.int64(), pa.binary())
            yield pa.record_batch(
                [pa.array(column, kind) for column, kind in zip(columns, kinds)],
                names=["key", "report", "minute", "terms"],
            )

    return work


def _paired(least: float) -> Any:
    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        meeting = _crosswire.Meeting(least)
        for batch in batches:
            earlier, later, likeness = meeting.meet(
                batch.column("key").to_pylist(),
                batch.column("report").to_pylist(),
                batch.column("terms").to_pylist(),
            )
            yield pa.record_batch(
                [pa.array(earlier, pa.int64()), pa.array(later, pa.int64()), pa.array(likeness, pa.float32())],
                names=["earlier", "later", "likeness"],
            )

    return work


def _grouped(known: Any, wanted: pa.Schema) -> Any:
    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        frequencies = _known(known)

        def gathered(part: int, rows: list[str]) -> pa.Table:
            found = pa.table(_crosswire.grouped(rows, frequencies)).cast(arrow_schema("stories"))
            return found.add_column(0, wanted.field("part"), pa.array([part] * len(found), pa.int64()))

        held: list[pa.Table] = []
        rows = (
            (part, row)
            for batch in batches
            for part, row in zip(batch.column("part").to_pylist(), rows_of(batch))
        )
        for part, own in itertools.groupby(rows, key=lambda row: row[0]):
            held.append(gathered(part, [row for _, row in own]))
            if len(held) >= 256:
                yield from pa.concat_tables(held).combine_chunks().to_batches()
                held = []
        if held:
            yield from pa.concat_tables(held).combine_chunks().to_batches()

    return work


def _numbered(grouped: DataFrame) -> DataFrame:
    """Stories numbered over all parts, in the order of their first reports."""
    of_story = Window.partitionBy("part", "story")
    first = F.min(F.struct(F.coalesce("published", F.lit("~")), "report")).over(of_story)
    grouped = grouped.withColumn("begins", first)
    heads = grouped.select("part", "story", "begins").distinct()
    # One small row a story goes through one task; reports never do.
    number = F.row_number().over(Window.orderBy("begins", "part", "story")) - 1
    heads = heads.select("part", "story", number.cast("bigint").alias("number"))
    earlier = heads.select(
        "part", F.col("story").alias("continues"), F.col("number").alias("continued")
    )
    return (
        grouped.join(heads, ["part", "story"])
        .join(earlier, ["part", "continues"], "left")
        .withColumn("story", F.col("number"))
        .withColumn("continues", F.col("continued"))
    )
