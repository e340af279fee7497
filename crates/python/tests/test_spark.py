"""Spark in one process of two threads: the same findings, the same digests whatever the partitions."""

import collections
import json
import pathlib

import crosswire
import pytest

pytest.importorskip("pyspark")

from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402

import crosswire.spark as cs  # noqa: E402
from crosswire.spark import job  # noqa: E402

SHARED = pathlib.Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]").appName("crosswire")
        .config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
        .config("spark.sql.shuffle.partitions", "4").config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def written(rows):
    """Rows as text, in the order in which a table is compared: by story and place within it."""
    return [json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows]


def by_story(rows):
    stories = collections.defaultdict(list)
    for row in rows:
        stories[row["label"]].append(json.dumps(row, sort_keys=True, ensure_ascii=False))
    return dict(stories)


def with_sets(extracted, spark, sets):
    rows = [(id, label) for label, ids in sets.items() for id in ids]
    return extracted.join(spark.createDataFrame(rows, ["id", "story"]), "id").withColumn("label", F.col("story"))


def sets_are_the_same(spark, path, sets):
    reports = spark.read.text(str(path)).repartition(3)
    extracted = cs.annotate_and_extract(reports).persist()
    found = cs.findings(with_sets(extracted, spark, sets)).toArrow().to_pylist()
    wanted = crosswire.check(crosswire.read(path), sets=sets).table().to_arrow().to_pylist()
    assert len(wanted) > 50
    assert by_story(found) == by_story(wanted)
    assert cs.schema("findings").names == crosswire.columns_of("findings")
    extracted.unpersist()


def test_findings_are_the_rows_of_the_command_where_the_grouping_is_given(spark):
    sets = json.load(open("evals/gold/slots-sets.json"))
    sets_are_the_same(spark, "evals/gold/slots-reports.jsonl", sets)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_findings_of_news_are_the_rows_of_the_command(spark):
    news = SHARED / "data/news"
    sets_are_the_same(spark, news / "open.jsonl", json.load(open(news / "open-sets.json")))


def test_a_job_writes_tables_and_a_bad_row_is_a_row(spark, tmp_path):
    lines = open("examples/ferry/reports.jsonl").read() + 'no JSON\n{"id": "z"}\n{"id": "e", "text": ""}\n'
    (tmp_path / "in.jsonl").write_text(lines)
    job.run(spark, spark.read.text(str(tmp_path / "in.jsonl")), str(tmp_path / "out"), partitions=3)
    tables = {name: spark.read.parquet(str(tmp_path / "out" / name)) for name in
              ("reports", "quotes", "statements", "stories", "findings")}
    for name, table in tables.items():
        assert table.columns == crosswire.columns_of(name)
        assert table.count() > 0
    problems = {row["id"]: [problem["kind"] for problem in row["problems"]] for row in tables["reports"].collect()}
    assert problems[""] == problems["z"] == ["bad_record"] and "empty" in problems["e"]
    # A list of files is read on the workers; one that is not there is a row too.
    listed = spark.createDataFrame([("examples/ferry/reports.jsonl",), ("no/such.warc",)], ["path"])
    listed = cs.read_listing(listed).toArrow().to_pylist()
    assert [len(row["problems"]) for row in listed if row["id"] == "no/such.warc"] == [1]
    ferry = crosswire.read("examples/ferry").table().to_dicts()
    listed = [row for row in listed if row["text"]]
    assert sorted(row["sha256"] for row in listed) == sorted(row["sha256"] for row in ferry)
    found = cs.findings(
        cs.annotate_and_extract(spark.createDataFrame(listed, cs.schema("reports"))).withColumn("story", F.lit("s"))
    )
    assert found.count() == len(crosswire.check(crosswire.read("examples/ferry"), one_story=True).findings)


def test_stories_do_not_hang_on_partitions(spark):
    reports = spark.read.text("evals/gold/slots-reports.jsonl")
    digests = set()
    for partitions in (1, 5):
        rows = cs.stories(reports.repartition(partitions)).orderBy("story", "report").toArrow().to_pylist()
        digests.add(json.dumps(rows, sort_keys=True))
    assert len(digests) == 1
    stories = {row["story"] for row in rows}
    assert stories == set(range(len(stories)))
    assert len(rows) == reports.count()


def test_a_story_of_many_reports_costs_what_one_of_48_does(spark):
    text = "Three people died when the ferry Aurelia struck a pier at Port Maren on Monday, police said."
    day = "2031-03-{:02}T10:{:02}Z"
    rows = [{"id": f"{at:05}", "text": f"{text} Report {at}.", "outlet": f"Paper {at}",
             "published": day.format(1 + at // 60, at % 60)} for at in range(300)]
    lines = spark.createDataFrame([(json.dumps(row),) for row in rows], ["value"])
    extracted = cs.annotate_and_extract(lines).withColumn("story", F.lit("one"))
    found = cs.findings(extracted).toArrow().to_pylist()
    last = [row for row in rows[-48:]]
    wanted = crosswire.check(crosswire.reports(last), sets={"one": [row["id"] for row in last]}).table().to_arrow().to_pylist()
    assert written(found) == written(wanted) and found
