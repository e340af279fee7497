"""The package beside the command, and what Python alone can get wrong."""

import datetime
import doctest
import json
import os
import signal
import subprocess
import sys
import threading
import time
import warnings

import crosswire
import crosswire._crosswire
import crosswire._steps
import pytest

FERRY = "examples/ferry"


@pytest.mark.parametrize("module", [crosswire, crosswire._steps])
def test_examples_of_the_documentation_hold(module):
    done = doctest.testmod(module)
    assert done.attempted > 20 and done.failed == 0


def lean(value):
    """Without what is null: a column has a null where an object lacks a member."""
    if isinstance(value, dict):
        return {name: lean(member) for name, member in value.items() if member is not None}
    return [lean(item) for item in value] if isinstance(value, list) else value


def printed(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_check_gives_the_bytes_of_the_command(binary):
    reports = crosswire.read([FERRY, "evals/gold/slots-reports.jsonl"])
    one_story = crosswire.check(crosswire.read(FERRY), one_story=True)
    assert one_story.to_json() == printed(binary, "check", "--one-story", "--format", "json", FERRY)
    assert one_story.to_html() == printed(binary, "check", "--one-story", "--format", "html", FERRY)
    grouped = crosswire.check(reports, threads=2)
    paths = [FERRY, "evals/gold/slots-reports.jsonl"]
    assert grouped.to_json() == printed(binary, "check", "--format", "json", *paths)
    assert grouped.to_text() == printed(binary, "check", *paths)
    sets = json.load(open("evals/gold/slots-sets.json"))
    given = crosswire.check(crosswire.read("evals/gold/slots-reports.jsonl"), sets=sets)
    assert given.to_json() == printed(
        binary, "check", "--format", "json", "--sets", "evals/gold/slots-sets.json", "evals/gold/slots-reports.jsonl"
    )
    against = crosswire.check(crosswire.read(FERRY), reference="examples/briefing.txt")
    assert against.to_json() == printed(
        binary, "check", "--format", "json", "--reference", "examples/briefing.txt", FERRY
    )


def test_the_module_is_the_command(binary):
    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    module = (sys.executable, "-m", "crosswire")
    for arguments in (["check", FERRY], ["--help"], ["check", "no-such-file"], ["nonsense"],
                      ["check", "--fail-on", "conflict", FERRY]):
        assert run(*module, *arguments) == run(binary, *arguments)


def test_tables_go_into_every_engine(tmp_path, binary):
    import duckdb
    import polars
    import pyarrow
    import pyarrow.parquet

    result = crosswire.check(crosswire.read(FERRY))
    table = result.table()
    rows = table.to_dicts()
    assert lean(pyarrow.table(table).to_pylist()) == lean(rows)
    assert polars.DataFrame(table).height == len(rows) == len(table.to_pandas())
    findings = table
    assert duckdb.sql("select count(*) from findings").fetchall() == [(len(rows),)]
    assert findings is table
    assert pyarrow.schema(table).metadata[b"crosswire.table"] == b"findings"
    table.write_parquet(tmp_path / "findings.parquet")
    assert lean(pyarrow.parquet.read_table(tmp_path / "findings.parquet").to_pylist()) == lean(rows)
    table.write_arrow(tmp_path / "findings.arrow")
    command = subprocess.run([binary, "check", "--format", "arrow", FERRY], capture_output=True, check=True)
    assert (tmp_path / "findings.arrow").read_bytes() == command.stdout
    # The stream gives the table's own columns, not copies of them.
    address = lambda: pyarrow.table(table).column("id").chunk(0).buffers()[2].address  # noqa: E731
    assert address() == address()
    found = crosswire.extract(crosswire.read(FERRY))
    for name in ("reports", "tokens", "times", "quantities", "quotes", "statements", "undertakings"):
        made = found.table(name)
        assert lean(pyarrow.table(made).to_pylist()) == lean(made.to_dicts()), name
        assert len(made) > 0 and "<table>" in made._repr_html_()


def test_reports_come_from_any_table():
    import pandas
    import polars

    rows = [json.loads(line) for line in open(f"{FERRY}/reports.jsonl")]
    wanted = crosswire.check(crosswire.reports(rows)).table().to_dicts()
    for table in (pandas.DataFrame(rows), polars.DataFrame(rows)):
        assert crosswire.check(crosswire.reports(table)).table().to_dicts() == wanted


def test_reports_are_a_sequence():
    reports = crosswire.read(FERRY)
    ids = [report.id for report in reports]
    for part in (slice(1, 3), slice(None, None, -1), slice(9, 12), slice(-2, None)):
        assert [report.id for report in reports[part]] == ids[part]
    assert reports[-1].id == ids[-1]
    with pytest.raises(IndexError, match="report 9 of"):
        reports[9]
    dated = crosswire.Report("The ferry sank on Monday.", published=datetime.date(2031, 3, 5))
    assert dated.published == "2031-03-05"


def test_bad_input_never_aborts_good(tmp_path):
    lines = '{"id": "a", "text": "The ferry sank."}\nno JSON\n{"id": "b", "text": "It sank."}\n'
    (tmp_path / "reports.jsonl").write_text(lines)
    with pytest.warns(crosswire.ReadWarning, match=r"reports.jsonl:2: not JSON"):
        reports = crosswire.read([tmp_path / "reports.jsonl", tmp_path / "missing"])
    assert [report.id for report in reports] == ["a", "b"]
    assert sorted(error.kind for error in reports.errors) == ["bad_record", "missing"]
    assert all(error.mend for error in reports.errors)
    with pytest.raises(crosswire.ReadError, match="check the path"):
        crosswire.read(tmp_path / "missing")
    assert [report.place.rsplit("/")[-1] for report in reports] == ["reports.jsonl:1 (a)", "reports.jsonl:3 (b)"]
    with pytest.warns(crosswire.ReadWarning, match=r"rows:1: "):
        assert len(crosswire.reports([{"id": "a"}, {"id": "b", "text": "It sank."}])) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        empty = crosswire.reports([{"id": "e", "text": ""}])
    assert "empty" in [problem["kind"] for problem in empty[0].problems]
    assert len(crosswire.check(empty).findings) == 0


def test_errors_say_what_to_do(tmp_path):
    with pytest.raises(TypeError, match=r"crosswire\.read\(path\)"):
        crosswire.check("examples/ferry")
    with pytest.raises(crosswire.ModelError, match="folder|model"):
        crosswire.Pipeline(tmp_path)
    with pytest.raises(ValueError, match="give one of them"):
        crosswire.check([], one_story=True, sets={})
    with pytest.raises(ValueError, match="2031-03-06"):
        crosswire.read(FERRY, published="soon")
    (tmp_path / "no.db").write_text("no ledger at all, but text that is long enough to be looked at")
    with pytest.raises(crosswire.LedgerError, match="not a ledger"):
        crosswire.Ledger(tmp_path / "no.db")
    with pytest.raises(TypeError, match=r"nlp\(text\)"):
        crosswire.pipeline().pipe("one text")
    with pytest.raises(crosswire.CrosswireError, match="no-such-folder.*check the folder"):
        crosswire.times(crosswire.read(FERRY)).write_parquet(tmp_path / "no-such-folder" / "times.parquet")
    with pytest.raises(ValueError, match="newest, disputed"):
        crosswire.Ledger(tmp_path / "a.db").stories(sort="oldest")


def test_a_document_counts_characters_and_is_spacys():
    pytest.importorskip("spacy")
    text = "Zoë’s ferry “Aurelia” sank – late – on Monday.\nNobody was hurt 😀 there."
    nlp = crosswire.pipeline()
    doc = nlp(text)
    assert all(text[token.start:token.end] == token.text for token in doc)
    for span in [*doc.sents, *doc.ents, *doc.noun_chunks]:
        assert text[span.start:span.end] == span.text
    theirs = doc.to_spacy()
    assert theirs.text == text and theirs.to_json() == doc.to_json()
    assert [span.text for span in theirs.noun_chunks] == [span.text for span in doc.noun_chunks]
    assert [token.i for token in doc[2:5]] == [2, 3, 4] and doc[-1].text == "."
    with pytest.raises(IndexError):
        doc[len(doc)]


def test_a_ledger_adds_asks_marks_and_remembers(tmp_path, binary):
    ledger = crosswire.Ledger(tmp_path / "news.db")
    reports = crosswire.read(FERRY)
    assert {added["outcome"] for added in ledger.add(list(reports)[:2])} == {"new"}
    then = datetime.datetime.now(datetime.timezone.utc)
    before = ledger.findings()
    time.sleep(0.01)
    assert [added["outcome"] for added in ledger.add(reports)].count("known") == 2
    assert ledger.as_of(then).findings() == before and ledger.as_of(then).stats()["reports"] == 2
    assert ledger.stats()["reports"] == 4
    story = ledger.stories()[0]
    assert ledger.story(story["id"])["label"] == story["label"]
    found = ledger.findings(kind=["conflict"])[0]
    marked = ledger.mark(found["id"], "confirmed", name="Ann", note="seen")
    assert marked["marks"][0]["word"] == "confirmed"
    assert any(hit["found"] == "quotation" for hit in ledger.search("recover kind:quotation"))
    lines = printed(binary, "export", "findings", "--ledger", ledger.path).splitlines()
    assert ledger.export("findings").to_dicts() == [json.loads(line) for line in lines]
    assert ledger.verify() and len(ledger.stories(limit=0)) == 0
    with pytest.raises(crosswire.LedgerError, match="no story"):
        ledger.story("999")
    # Two threads may use one ledger.
    threads = [threading.Thread(target=ledger.search, args=("ferry",)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]


def test_others_run_while_it_works():
    reports = list(crosswire.read(FERRY))
    texts = ["The ferry sank off Port Maren on Monday, and nobody was hurt. " * 40] * 60
    nlp, ticks = crosswire.pipeline(), 0
    done = threading.Event()

    def work():
        list(nlp.pipe(texts, threads=1))
        nlp.extract(reports)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        ticks += 1
        time.sleep(0.005)
    thread.join()
    assert ticks > 5


def test_ctrl_c_ends_long_work():
    code = (
        "import crosswire, sys\n"
        "nlp = crosswire.pipeline()\n"
        "text = 'The ferry sank off Port Maren on Monday, and nobody was hurt. ' * 60\n"
        "reports = [crosswire.Report(text, id=str(at)) for at in range(20000)]\n"
        "print('working', flush=True)\n"
        "try:\n    nlp.extract(reports)\n"
        "except KeyboardInterrupt:\n    print('ended', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "working\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "ended\n"


def test_a_forked_process_works_on():
    nlp = crosswire.pipeline()
    assert [len(doc) for doc in nlp.pipe(["The ferry sank."] * 3, threads=2)] == [4] * 3
    child = os.fork()
    if child == 0:
        right = [len(doc) for doc in nlp.pipe(["The ferry sank."] * 3, threads=2)] == [4] * 3
        os._exit(0 if right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_notebooks_show_the_page():
    result = crosswire.check(crosswire.read(FERRY))
    story = result.stories[0]
    for shown in (result, story, story.findings[0]):
        html = shown._repr_html_()
        assert html.startswith("<iframe srcdoc=") and "data-finding" in html
    alone = story.findings[0]._repr_html_()
    assert alone.count("data-finding=&quot;") == 1
