"""Train what is reported: python3.11 training/speakers/train_clauses.py ROWS.jsonl ATTRIBUTIONS.jsonl.gz REPORTS.jsonl OUT [FOLDS]

ROWS is what the example `clause_rows` prints. Prints the figures with each outlet held out in turn, then writes
OUT/clause.forest and OUT/clause-rates.tsv, trained on all.
"""

import collections
import json
import math
import re
import sys

import lightgbm
import numpy as np

sys.path.insert(0, __file__.rsplit("/", 2)[0])
import forest
from attributions import gold, matches, opened

PARAMS = {**forest.PARAMS, "objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "max_bin": 63, "min_data_in_leaf": 60,
          "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0}
ROUNDS = 160
SMOOTH = 8.0
SEEN = 5
"""A rate is kept of words that were candidates so often."""


class Report:
    """One report: what the rules found, the clauses, what people marked."""

    def __init__(self, line, rows):
        self.id, self.rows = line["report"], rows
        # What the rules find without marks is among the clauses too, and judged like them.
        self.quotes = [q for q in line["quotes"] if q["kind"] in ("direct", "mixed")]
        self.clauses = line["clauses"]
        taken = matches(rows, self.quotes)
        self.left = [row for i, row in enumerate(rows) if i not in taken]
        spans = []
        for row in self.left:
            a, b = min(x["start"] for x in row["content"]), max(x["end"] for x in row["content"])
            spans.append((row["direct"], [(a, b)] + [(x["start"], x["end"]) for x in row["content"]]))
        self.labels = [int(any(fits(c, *span) for span in spans)) for c in self.clauses]


def fits(clause, direct, spans):
    a, b = clause["start"], clause["end"]
    of = min if direct else max
    return any(2 * (min(y, b) - max(x, a)) >= of(y - x, b - a) and min(y, b) > max(x, a) for x, y in spans)


def names(reports_path):
    """Words that mostly stand with a capital: names, of which no rate is kept."""
    small, capital = collections.Counter(), collections.Counter()
    for report in map(json.loads, opened(reports_path)):
        for word in re.findall(r"[^\W\d_]+", report["text"]):
            (capital if word[0].isupper() else small)[word.lower()] += 1
    return {word for word in capital if capital[word] > small[word]}


class Rates:
    """How often a key's clauses are reported speech, by outlet."""

    def __init__(self, keys, y, outlet, names):
        self.names = names
        self.n, self.true = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
        self.prior = y.mean()
        for own, label, where in zip(keys, y, outlet):
            for key in own:
                self.n[key][where] += 1
                self.true[key][where] += label
        self.sums = {key: (sum(self.n[key].values()), sum(self.true[key].values())) for key in self.n}

    def of(self, key, without):
        if key.split()[-1] in self.names or key.split()[1] in self.names:
            return math.nan
        n, true = self.sums.get(key, (0, 0))
        for where in without:
            if key in self.n:
                n -= self.n[key][where]
                true -= self.true[key][where]
        if n < SEEN:
            return math.nan
        return (true + SMOOTH * self.prior) / (n + SMOOTH)


def encode(rates, keys, outlet, held):
    out = np.full((len(keys), 4), np.nan, np.float32)
    memo = {}
    for i, (own, where) in enumerate(zip(keys, outlet)):
        for k, key in enumerate(own):
            at = (key, where)
            if at not in memo:
                memo[at] = rates.of(key, {where} | held)
            out[i, k] = memo[at]
    return out


def choose(report, chances, least):
    """The clauses said to be reported: the likeliest first, one a cue, none twice."""
    chosen = []
    order = sorted(range(len(chances)), key=lambda i: (-chances[i], i))
    for i in order:
        if chances[i] < least:
            break
        clause = report.clauses[i]
        a, b = clause["start"], clause["end"]
        clash = any(c["cue"] == clause["cue"] or shared(a, b, c) > 0.5 for c in chosen)
        if not clash:
            chosen.append(dict(clause, kind="indirect", chance=chances[i]))
    return chosen


def shared(a, b, other):
    common = min(b, other["end"]) - max(a, other["start"])
    return common / max(b - a, other["end"] - other["start"])


def score(reports, chances, outlets, least):
    table = {}
    for report, own in zip(reports, chances):
        n = table.setdefault(outlets[report.id], collections.Counter())
        said = choose(report, own, least)
        quotes = report.quotes + said
        taken = matches(report.rows, quotes)
        n["said"] += len(said)
        n["matched"] += sum(j >= len(report.quotes) for j in taken.values())
        n["gold"] += sum(not row["direct"] for row in report.rows)
        n["found"] += sum(not report.rows[i]["direct"] for i in taken)
    return {o: (n["found"] / n["gold"], n["matched"] / max(1, n["said"])) for o, n in sorted(table.items())}


def main():
    rows_path, gold_path, reports_path, out = sys.argv[1:5]
    outlets = {r["id"]: r["outlet"] for r in map(json.loads, opened(reports_path))}
    marked = gold(gold_path)
    lines = opened(rows_path)
    features = json.loads(next(lines))["features"] + ["rate_cue", "rate_tie", "rate_source", "rate_head"]
    reports = [Report(line, marked[line["report"]]) for line in map(json.loads, lines) if line["report"] in marked]
    base = np.array([[np.nan if v is None else v for v in c["row"]] for r in reports for c in r.clauses], np.float32)
    keys = [c["keys"] for r in reports for c in r.clauses]
    y = np.array([label for r in reports for label in r.labels])
    outlet = np.array([outlets[r.id] for r in reports for _ in r.clauses])
    print(len(y), "clauses,", y.sum(), "reported")
    most = [sum(not row["direct"] for row in r.left) for r in reports]
    can = sum(sum(any(fits(c, row["direct"], [(min(x["start"] for x in row["content"]), max(x["end"] for x in row["content"]))] + [(x["start"], x["end"]) for x in row["content"]]) for c in r.clauses) for row in r.left if not row["direct"]) for r in reports)
    print("indirect left", sum(most), "within reach", can)
    rates = Rates(keys, y, outlet, names(reports_path))
    raw = np.zeros(len(y))
    every = sorted(set(outlet))
    n_folds = int(sys.argv[5]) if len(sys.argv) > 5 else len(every)
    for held in (every[i::n_folds] for i in range(n_folds)):
        test = np.isin(outlet, held)
        X = np.hstack([base, encode(rates, keys, outlet, set(held))])
        data = lightgbm.Dataset(X[~test], y[~test], feature_name=features)
        raw[test] = lightgbm.train(PARAMS, data, ROUNDS).predict(X[test])
    ends = np.cumsum([len(r.clauses) for r in reports])[:-1]
    chances = np.split(raw, ends)
    for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        table = score(reports, chances, outlets, least)
        print(f"  from {least}: recall {np.mean([a for a, _ in table.values()]):.3f} precision {np.mean([b for _, b in table.values()]):.3f}",
              " ".join(f"{o[:5]} {a:.2f}/{b:.2f}" for o, (a, b) in table.items()))
    if out != "-":
        X = np.hstack([base, encode(rates, keys, outlet, set())])
        booster = lightgbm.train(PARAMS, lightgbm.Dataset(X, y, feature_name=features), ROUNDS)
        forest.write(booster, features, ["reported"], f"{out}/clause.forest")
        with open(f"{out}/clause-rates.tsv", "w") as file:
            file.write("# How often what hangs on a word is reported speech, where people marked it.\n"
                       "# Source: fitted by training/speakers/train_clauses.py. Licence: that of the project (MIT OR Apache-2.0).\n"
                       "# Columns, by tabs: key; rate in thousandths.\n")
            for key in sorted(rates.n, key=str.encode):
                rate = rates.of(key, ())
                if not math.isnan(rate):
                    file.write(f"{key}\t{round(rate * 1000)}\n")


if __name__ == "__main__":
    main()
