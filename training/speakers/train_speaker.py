"""Train the choice of speaker: python3.11 training/speakers/train_speaker.py ROWS.jsonl ATTRIBUTIONS.jsonl.gz REPORTS.jsonl OUT [FOLDS]

ROWS is what the example `speaker_rows` prints. Prints the figures with each outlet held out in turn, then writes
OUT/speaker.forest, trained on all.
"""

import json
import sys

import lightgbm
import numpy as np

sys.path.insert(0, __file__.rsplit("/", 2)[0])
import forest
from attributions import gold, matches, opened, right

PARAMS = {**forest.PARAMS, "objective": "binary", "num_leaves": 23, "learning_rate": 0.1, "max_bin": 63, "min_data_in_leaf": 40,
          "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3.0}
ROUNDS = 160


def load(rows_path, gold_path, reports_path):
    """Rows, labels, what each belongs to, and for each asked quotation its candidates."""
    outlets = {r["id"]: r["outlet"] for r in map(json.loads, opened(reports_path))}
    marked = gold(gold_path)
    X, y, weight, group, outlet, asked, quote_kind, pick = [], [], [], [], [], [], [], []
    lines = opened(rows_path)
    features = json.loads(next(lines))["features"]
    n = 0
    for line in map(json.loads, lines):
        rows = marked.get(line["report"], [])
        for i, j in sorted(matches(rows, line["quotes"]).items()):
            quote, row = line["quotes"][j], rows[i]
            n += 1
            candidates = quote["candidates"]
            by_name = [right(row, c["name"]) for c in candidates]
            source = [(s["start"], s["end"]) for s in row["source"]]
            # An acronym, a description or a pronoun stands for whom its mention refers to.
            by_place = [any(s <= a and b <= e for a, b in c["mentions"] for s, e in source) for c in candidates]
            is_asked = bool(by_name) and by_name[0] is not None
            # The scorer goes by a shared word with a capital; else, and where no candidate has it, the place tells.
            capital = is_asked and any(w[:1].isupper() for s in row["source"] for w in s["text"].split())
            by_word = capital and any(by_name)
            for c, name, place in zip(candidates, by_name, by_place):
                X.append([np.nan if v is None else v for v in c["row"]])
                y.append(int(name if by_word else place))
                weight.append(1.0 if is_asked else 0.5)
                group.append(n)
                outlet.append(outlets[line["report"]])
                asked.append(name)
                quote_kind.append(row["direct"])
                pick.append((line["report"], j))
    return (features, np.array(X, np.float32), np.array(y), np.array(weight), np.array(group), np.array(outlet),
            asked, np.array(quote_kind), pick)


def main():
    rows_path, gold_path, reports_path, out = sys.argv[1:5]
    features, X, y, weight, group, outlet, asked, direct, pick = load(rows_path, gold_path, reports_path)
    print(len(y), "candidates of", len(set(group)), "quotations; positive", y.sum())
    raw = np.zeros(len(y))
    names = sorted(set(outlet))
    n_folds = int(sys.argv[5]) if len(sys.argv) > 5 else len(names)
    for held in (names[i::n_folds] for i in range(n_folds)):
        test = np.isin(outlet, held)
        data = lightgbm.Dataset(X[~test], y[~test], weight=weight[~test], feature_name=features)
        raw[test] = lightgbm.train(PARAMS, data, ROUNDS).predict(X[test])
    report(raw, features, X, y, group, outlet, asked, direct)
    if out != "-":
        data = lightgbm.Dataset(X, y, weight=weight, feature_name=features)
        booster = lightgbm.train(PARAMS, data, ROUNDS)
        forest.write(booster, features, ["speaks"], f"{out}/speaker.forest")


def report(raw, features, X, y, group, outlet, asked, direct):
    rule = X[:, features.index("rule")] == 1
    ends = np.flatnonzero(np.diff(group)) + 1
    sure = []
    table = {}
    for rows in np.split(np.arange(len(y)), ends):
        if asked[rows[0]] is None:
            continue
        best = rows[np.argmax(raw[rows])]
        ruled = [asked[r] for r in rows if rule[r]]
        cell = table.setdefault((outlet[rows[0]], bool(direct[rows[0]])), [0, 0, 0, 0])
        cell[0] += 1
        cell[1] += bool(ruled and ruled[0])
        cell[2] += bool(asked[best])
        cell[3] += any(asked[r] for r in rows)
        sure.append((raw[best], bool(asked[best]), bool(direct[rows[0]])))
    for kind in (True, False):
        means = []
        for (held, of), (n, ruled, chosen, can) in sorted(table.items()):
            if of == kind:
                means.append((ruled / n, chosen / n, can / n))
                print(f"  {held:14s} {'direct' if of else 'indirect':8s} {n:5d} rule {ruled / n:.3f} chosen {chosen / n:.3f} possible {can / n:.3f}")
        print("  mean", " ".join(f"{v:.3f}" for v in np.mean(means, axis=0)))
    sure = np.array([(a, b) for a, b, _ in sure])
    for at in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        over = sure[:, 0] >= at
        print(f"  chance >= {at}: share {over.mean():.3f} right {sure[over, 1].mean():.3f}")


if __name__ == "__main__":
    main()
