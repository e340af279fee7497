"""Who speaks: the forest that gives each candidate its chance."""

import lightgbm
import numpy as np

import forest
from attributions import matches, right

PARAMS = {**forest.PARAMS, "num_threads": 1, "objective": "binary", "num_leaves": 23, "learning_rate": 0.08, "max_bin": 63, "min_data_in_leaf": 40,
          "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0}
ROUNDS = 200
NEAREST = 12
"""Of each quotation's candidates so many are learned from, the nearest, and whom the rules name."""
INNER = 2
"""Into so many parts the outlets are split to see how often a chance holds."""


class Speakers:
    """All candidates of the quotations that people marked too."""

    def __init__(self, rows, marked, reports):
        self.features = rows.features
        keep, y, weight, group, outlet, asked, direct = [], [], [], [], [], [], []
        at = n = 0
        for line in rows.lines:
            own = marked.get(line["report"], [])
            first = np.cumsum([at] + [len(q["candidates"]) for q in line["quotes"]])
            at = first[-1]
            for i, j in sorted(matches(own, line["quotes"]).items()):
                row, candidates = own[i], line["quotes"][j]["candidates"]
                n += 1
                by_name = [right(row, c["name"]) for c in candidates]
                source = [(s["start"], s["end"]) for s in row["source"]]
                # An acronym, a description or a pronoun stands for whom its mention refers to.
                by_place = [any(s <= a and b <= e for a, b in c["mentions"] for s, e in source) for c in candidates]
                is_asked = bool(by_name) and by_name[0] is not None
                # The scorer goes by a shared word with a capital; else, and where no candidate has it, the place tells.
                capital = is_asked and any(w[:1].isupper() for s in row["source"] for w in s["text"].split())
                by_word = capital and any(by_name)
                for k, (name, place) in enumerate(zip(by_name, by_place)):
                    keep.append(first[j] + k)
                    y.append(int(name if by_word else place))
                    weight.append(1.0 if is_asked else 0.5)
                    group.append(n)
                    outlet.append(reports[line["report"]]["outlet"])
                    asked.append(name)
                    direct.append(row["direct"])
        self.X, self.y = rows.values[keep], np.array(y)
        self.weight, self.group, self.outlet = np.array(weight), np.array(group), np.array(outlet)
        self.asked, self.direct = asked, np.array(direct)
        self.learned = self.near()

    def near(self):
        """Which rows are learned from."""
        distance = np.nan_to_num(self.X[:, self.features.index("plain_words")], nan=0.0)
        keep = self.X[:, self.features.index("rule")] == 1
        for rows in np.split(np.arange(len(self.y)), np.flatnonzero(np.diff(self.group)) + 1):
            keep[rows[np.argsort(distance[rows], kind="stable")[:NEAREST]]] = True
        return keep

    def fit(self, own):
        own = own & self.learned
        data = lightgbm.Dataset(self.X[own], self.y[own], weight=self.weight[own], feature_name=self.features)
        return lightgbm.train(PARAMS, data, ROUNDS)

    def train(self, outlets, folder):
        """Trains on some outlets and writes the weights, calibrated by what each part's likeliest turned out to be."""
        outlets = sorted(outlets)
        raw = np.full(len(self.y), np.nan)
        for k in range(INNER):
            part, rest = outlets[k::INNER], [o for i, o in enumerate(outlets) if i % INNER != k]
            held = np.isin(self.outlet, part)
            raw[held] = self.fit(np.isin(self.outlet, rest)).predict(self.X[held])
        chances, held_true = self.likeliest(raw)
        booster = self.fit(np.isin(self.outlet, outlets))
        points = forest.isotonic(chances, held_true)
        forest.write(booster, self.features, ["speaks"], f"{folder}/speaker.forest", calibration=[points])

    def likeliest(self, raw):
        """Of each asked quotation the likeliest candidate's chance, and whether it is right."""
        chances, true = [], []
        for rows in np.split(np.arange(len(raw)), np.flatnonzero(np.diff(self.group)) + 1):
            if self.asked[rows[0]] is not None and not np.isnan(raw[rows[0]]):
                best = rows[np.argmax(raw[rows])]
                chances.append(raw[best])
                true.append(bool(self.asked[best]))
        return np.array(chances), np.array(true)
