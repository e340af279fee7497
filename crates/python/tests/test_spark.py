"""Spark with two workers: the same findings, the same digests whatever the partitions."""

import collections
import doctest
import gzip
import json
import pathlib

import crosswire
import pytest

pytest.importorskip("pyspark")

from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402

import crosswire.spark as cs  # noqa: E402
from crosswire.spark import _extract, job  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local-cluster[2,1,1536]").appName("crosswire")
        .config("spark.ui.enabled", "false").config("spark.driver.memory", "2g")
        .config("spark.executor.memory", "1g")
        .config("spark.sql.shuffle.partitions", "4").config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_examples_of_the_documentation_hold():
    done = doctest.testmod(_extract)
    assert done.attempted > 1 and done.failed == 0


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


def tables_of(spark, folder):
    return {name: spark.read.parquet(str(folder / name)).toArrow().to_pylist()
            for name in ("reports", "quotes", "statements", "stories", "findings")}


def test_a_job_writes_tables_and_a_bad_row_is_a_row(spark, tmp_path):
    ferry = (ROOT / "examples/ferry/reports.jsonl").read_text()
    lines = ferry + 'no JSON\nnor this\n{"id": "z"}\n{"id": "e", "text": ""}\n'
    (tmp_path / "in.jsonl").write_text(lines)
    job.run(spark, spark.read.text(str(tmp_path / "in.jsonl")), str(tmp_path / "out"), partitions=3)
    tables = tables_of(spark, tmp_path / "out")
    for name, rows in tables.items():
        assert list(rows[0]) == crosswire.columns_of(name)
    problems = {row["id"]: [problem["kind"] for problem in row["problems"]] for row in tables["reports"]}
    # Four reports, four rows that are none, each under an id of its own.
    assert len(problems) == len(tables["reports"]) == 8
    assert problems["z"] == ["bad_record"] and "empty" in problems["e"]
    assert [kinds for kinds in problems.values()].count(["bad_record"]) == 3
    # Grouping and all: what the package finds on one machine.
    wanted = crosswire.check(crosswire.read(ROOT / "examples/ferry/reports.jsonl"))
    assert by_story(tables["findings"]) == by_story(wanted.table().to_arrow().to_pylist())

    # A copy counts once, another report under a known id gets one of its own; the order means nothing.
    one, two = ferry.splitlines()[:2]
    other = json.dumps({**json.loads(two), "id": json.loads(one)["id"]})
    seen = set()
    for turn, rows in enumerate(([one, one, other, two], [two, other, one, one])):
        frame = spark.createDataFrame([(row,) for row in rows], ["value"]).repartition(turn + 1)
        found = cs.unique(frame, 2).toArrow().to_pylist()
        assert len(found) == len({row["id"] for row in found}) == 3
        assert [problem["kind"] for row in found for problem in row["problems"]].count("repeated_id") == 1
        # In which row of its file a report stood is not what it is.
        seen.add(json.dumps(sorted((row["id"], row["sha256"]) for row in found)))
    assert len(seen) == 1


def test_a_job_reads_parquet_and_listings(spark, tmp_path):
    ferry = crosswire.read(ROOT / "examples/ferry")
    ferry.table().write_parquet(tmp_path / "ferry.parquet")
    archive = ROOT / "crates/read/tests/corpus/crawl.warc"
    (tmp_path / "listing").write_text(f"{ROOT}/examples/ferry/reports.jsonl\n{archive}\n/no/such.warc\n")
    listed = crosswire.read([ROOT / "examples/ferry/reports.jsonl", archive])
    for given, reports in (("parquet", ferry), ("listing", listed)):
        path = tmp_path / ("ferry.parquet" if given == "parquet" else "listing")
        job.main([f"--{given}", str(path), "--output", str(tmp_path / f"of-{given}"), "--partitions", "2"])
        spark = SparkSession.builder.getOrCreate()
        tables = tables_of(spark, tmp_path / f"of-{given}")
        sets = collections.defaultdict(list)
        for row in tables["stories"]:
            sets[row["label"]].append(row["report"])
        known = {report.id for report in reports}
        sets = {label: ids for label, ids in sets.items() if known.issuperset(ids)}
        wanted = crosswire.check(reports, sets=sets).table().to_arrow().to_pylist()
        assert wanted and by_story(tables["findings"]) == by_story(wanted)
    # Each file is read on a worker; one that is not there is a row that says so, to the last table.
    missing = [row for row in tables["reports"] if row["source"] == "/no/such.warc"]
    assert [problem["kind"] for problem in missing[0]["problems"]] == ["bad_record"]
    assert "no such file" in missing[0]["problems"][0]["message"]
    assert [row["text"] for row in tables["reports"] if row["source"].startswith(str(archive))]


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
    day = "2031-03-{:02}T{:02}:{:02}Z"
    rows = [{"id": f"{at:05}", "text": f"{text} Report {at}.", "outlet": f"Paper {at}",
             "published": day.format(1 + at // 1440, at // 60 % 24, at % 60)} for at in range(5000)]
    lines = spark.createDataFrame([(json.dumps(row),) for row in rows], ["value"])
    extracted = cs.annotate_and_extract(lines).withColumn("story", F.lit("one"))
    found = cs.findings(extracted).toArrow().to_pylist()
    last = [row for row in rows[-48:]]
    wanted = crosswire.check(crosswire.reports(last), sets={"one": [row["id"] for row in last]}).table().to_arrow().to_pylist()
    assert written(found) == written(wanted) and found


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_stories_are_those_of_the_one_stream_but_for_little(spark, tmp_path):
    lines = gzip.open(SHARED / "data/stories/politics.jsonl.gz", "rt").read().splitlines()
    rows = [json.loads(line) for line in lines]
    rows = [{**row, "story": None} for row in rows if row.get("published")][:600]
    (tmp_path / "reports.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    one = crosswire.stories(crosswire.read(tmp_path / "reports.jsonl")).to_dicts()
    several = cs.stories(spark.read.text(str(tmp_path / "reports.jsonl"))).toArrow().to_pylist()
    assert b_cubed(one, several) > 0.97, b_cubed(one, several)


def b_cubed(gold, said):
    """B-cubed F1 of one grouping beside another."""
    def members(rows):
        stories = collections.defaultdict(set)
        for row in rows:
            stories[row["story"]].add(row["report"])
        return {report: story for story in stories.values() for report in story}

    gold, said = members(gold), members(said)
    assert gold.keys() == said.keys()
    shared = [len(gold[report] & said[report]) for report in gold]
    precision = sum(n / len(said[report]) for n, report in zip(shared, gold)) / len(gold)
    recall = sum(n / len(gold[report]) for n, report in zip(shared, gold)) / len(gold)
    return 2 * precision * recall / (precision + recall)
