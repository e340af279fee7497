"""What is reported: the forest of clauses, and the rates of words that it looks up."""

import collections
import json
import math
import re

import lightgbm
import numpy as np

import forest
from attributions import matches

PARAMS = {**forest.PARAMS, "num_threads": 1, "objective": "binary", "num_leaves": 63, "learning_rate": 0.05, "max_bin": 63, "min_data_in_leaf": 40,
          "feature_fraction": 0.25, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 10.0}
ROUNDS = 300
SMOOTH = 8.0
SEEN = 5
"""A rate is kept of words that were candidates so often."""
RATES = ["rate_cue", "rate_tie", "rate_source", "rate_head", "rate_above", "rate_pair", "rate_form"]


def fits(clause, direct, spans):
    """Whether a stretch matches a marked one as the scorer has it."""
    a, b = clause["start"], clause["end"]
    of = min if direct else max
    return any(2 * (min(y, b) - max(x, a)) >= of(y - x, b - a) and min(y, b) > max(x, a) for x, y in spans)


def spans_of(row):
    a, b = min(x["start"] for x in row["content"]), max(x["end"] for x in row["content"])
    return [(a, b)] + [(x["start"], x["end"]) for x in row["content"]]


def labels(line, marked):
    """Which clauses of a report people marked, beyond what stands in marks."""
    quotes = [q for q in line["quotes"] if q["kind"] in ("direct", "mixed")]
    taken = matches(marked, quotes)
    left = [(row["direct"], spans_of(row)) for i, row in enumerate(marked) if i not in taken]
    return [int(any(fits(clause, *one) for one in left)) for clause in line["clauses"]]


def names(reports):
    """Words that mostly stand with a capital: names, of which no rate is kept."""
    small, capital = collections.Counter(), collections.Counter()
    for report in reports:
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

    def of(self, key, without=None):
        if key.split()[-1] in self.names or key.split()[1] in self.names:
            return math.nan
        n, true = self.sums.get(key, (0, 0))
        if without is not None and key in self.n:
            n -= self.n[key][without]
            true -= self.true[key][without]
        if n < SEEN:
            return math.nan
        return (true + SMOOTH * self.prior) / (n + SMOOTH)

    def table(self, keys, outlet):
        """The rates of each row's keys, as outlets other than the row's own have them."""
        out = np.full((len(keys), len(RATES)), np.nan, np.float32)
        known = {}
        for i, (own, where) in enumerate(zip(keys, outlet)):
            for k, key in enumerate(own):
                at = (key, where)
                if at not in known:
                    known[at] = self.of(*at)
                out[i, k] = known[at]
        return out

    def write(self, path):
        with open(path, "w") as file:
            file.write("# How often what hangs on a word is reported speech, where people marked it.\n"
                       "# Source: fitted by training/speakers/train. Licence: that of the project (MIT OR Apache-2.0).\n"
                       "# Columns, by tabs: key; rate in thousandths.\n")
            for key in sorted(self.n, key=str.encode):
                rate = self.of(key)
                if not math.isnan(rate):
                    file.write(f"{key}\t{round(rate * 1000)}\n")


class Clauses:
    """All clauses of the corpus with their features and labels."""

    def __init__(self, rows, marked, reports):
        self.features, self.values = rows.features + RATES, rows.values
        self.lines = rows.lines
        self.names = names(reports.values())
        self.keys = [clause["keys"] for line in rows.lines for clause in line["clauses"]]
        self.outlet = np.array([reports[line["report"]]["outlet"] for line in rows.lines for _ in line["clauses"]])
        self.labels = np.array([label for line in rows.lines for label in labels(line, marked.get(line["report"], []))])

    def train(self, outlets, folder):
        """Trains on some outlets and writes the weights."""
        own = np.flatnonzero(np.isin(self.outlet, sorted(outlets)))
        keys, y, outlet = [self.keys[i] for i in own], self.labels[own], self.outlet[own]
        rates = Rates(keys, y, outlet, self.names)
        X = np.hstack([self.values[own], rates.table(keys, outlet)])
        booster = lightgbm.train(PARAMS, lightgbm.Dataset(X, y, feature_name=self.features), ROUNDS)
        forest.write(booster, self.features, ["reported"], f"{folder}/clause.forest")
        rates.write(f"{folder}/clause-rates.tsv")
