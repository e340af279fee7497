"""Fit and measure what tells round-ups (crates/group/src/roundup.rs) on reports labelled by reading.

    python3.11 training/stories/roundups.py [--shared ../shared]

Builds the example `roundups` of crates/group, from which alone the features come. The weights are of the labels of
evals/gold/round-ups.tsv whose digest is odd (the reports that nobody read count a little as others); printed is also what the program
says of either half, and which reports beside the labelled ones it takes for round-ups: these are to be read.
"""

import argparse
import collections
import gzip
import hashlib
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from scipy.optimize import minimize

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNREAD = 0.3
RIDGE = 0.15


def reports(shared):
    for name in ("politics", "politics-clustered", "incidents", "ecb", "rumours"):
        yield from map(json.loads, gzip.open(shared / f"data/stories/{name}.jsonl.gz", "rt"))
    yield from map(json.loads, open(shared / "data/news/open.jsonl"))


def fit(rows, yes, weights):
    """Logistic regression whose weights are not negative."""
    def loss(values):
        z = rows @ values[:-1] + values[-1]
        wrong = weights * (1 / (1 + np.exp(-z)) - yes)
        return ((weights * (np.logaddexp(0, z) - yes * z)).sum() + RIDGE * (values[:-1] ** 2).sum(),
                np.append(rows.T @ wrong + 2 * RIDGE * values[:-1], wrong.sum()))

    bounds = [(0, None)] * rows.shape[1] + [(None, None)]
    return minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    shared = arguments.parse_args().shared
    subprocess.run(["cargo", "build", "--locked", "--release", "-p", "crosswire-group", "--example", "roundups"], check=True, cwd=ROOT)
    lines = [line.rstrip("\n").split("\t") for line in open(ROOT / "evals/gold/round-ups.tsv") if not line.startswith("#")]
    verdicts = {(id, digest): verdict for id, digest, verdict in lines}
    halves, told, of = {}, {}, {}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for report in reports(shared):
            digest = hashlib.sha256(report["text"].encode()).hexdigest()
            halves[report["id"]] = int(digest, 16) % 2
            of[report["id"]] = report.get("title")
            told[report["id"]] = verdicts.get((report["id"], digest[:16]), "unread")
            kept = {key: report.get(key) for key in ("id", "outlet", "url", "title", "published", "text")}
            file.write(json.dumps(kept) + "\n")
        file.flush()
        run = [ROOT / "target/release/examples/roundups", file.name]
        names, *rows = [line.split("\t") for line in subprocess.run(run, check=True, capture_output=True, text=True).stdout.splitlines()]
    assert len(verdicts) == sum(told[row[0]] != "unread" for row in rows), "a labelled report is not what it was"
    # What is called a round-up is one without being weighed.
    used = [row for row in rows if halves[row[0]] and told[row[0]] != "doubt"]
    values = np.array([row[2:-1] for row in used], float)
    yes = np.array([told[row[0]] == "yes" for row in used])
    weights = np.where([told[row[0]] == "unread" for row in used], UNREAD, 1.0)
    fitted = fit(values, yes, weights)
    print("fitted:", *(f"{name} {value:.2f}" for name, value in zip([*names[2:-1], "offset"], fitted)))
    for half, name in ((1, "fitted"), (0, "held")):
        of_half = [row for row in rows if halves[row[0]] == half]
        said = collections.Counter(told[row[0]] for row in of_half if row[1] == "true")
        all_yes = sum(told[row[0]] == "yes" for row in of_half)
        print(f"{name}: said of {sum(said.values())}: {dict(said)}; recall {said['yes']} of {all_yes}")
    for row in rows:
        if (row[1] == "true") != (told[row[0]] == "yes") and told[row[0]] != "unread" or row[1] == "true" and told[row[0]] == "unread":
            print(f"  {row[0]} {told[row[0]]}, said {row[1]}: {(of[row[0]] or '')[:60]}")


main()
