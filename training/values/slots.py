"""Which values answer one question: trained on values that two reports of a story share.

    python3 training/values/slots.py DUMP FOLDER

DUMP is what `dump_values slots` wrote. FOLDER receives `slots-0.forest` and so on, each trained without the
stories of its part, and `slots.forest`, trained on all. Prints how often the right counterpart comes first.
"""

import sys

import lightgbm
import numpy as np

from common import FOLDS, fold, rows

sys.path.insert(0, __file__.rsplit("/", 2)[0])
import forest

PARAMS = forest.PARAMS | {"num_threads": 1, "objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "min_data_in_leaf": 60,
                          "feature_fraction": 0.7, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5}
TREES = 150
COPIED = 0.95
"""Sentences this much alike are copies: they teach nothing about how a question is put twice."""


def first(scores, right, queries):
    """Share of queries whose right counterpart has the best score."""
    best = {}
    for score, is_right, query in zip(scores, right, queries):
        held = best.get(query)
        if held is None or score > held[0]:
            best[query] = (score, is_right)
    return float(np.mean([is_right for _, is_right in best.values()]))


def main():
    dump, folder = sys.argv[1:]
    names, data, keys = rows(dump)
    story = np.array([fold(key[0]) for key in keys])
    right = np.array([int(key[2]) for key in keys])
    queries = np.array([f"{key[0]} {key[1]}" for key in keys])
    group = np.array([key[3] for key in keys])
    sentence = data[:, names.index("sentence")]
    copied = {query for query, alike, is_right in zip(queries, sentence, right) if is_right and alike > COPIED}
    kept = np.array([query not in copied for query in queries])
    data, story, right, queries, group = (x[kept] for x in (data, story, right, queries, group))
    print(f"{len(set(queries))} shared values, {len(data)} pairs; {len(copied)} copies left out")

    def fit(part):
        return lightgbm.train(PARAMS, lightgbm.Dataset(data[part], right[part]), TREES)

    scores = np.zeros(len(data))
    for held in range(FOLDS):
        if "--full" in sys.argv:
            break
        booster = fit(story != held)
        scores[story == held] = booster.predict(data[story == held])
        forest.write(booster, names, ["same"], f"{folder}/slots-{held}.forest")
    print(f"right first: {first(scores, right, queries):.3f}")
    overlap = np.nan_to_num(data[:, names.index("sentence")]) + np.nan_to_num(data[:, names.index("around")])
    print(f"  by overlap: {first(overlap, right, queries):.3f}; by chance: {right.mean():.3f}")
    for one in sorted(set(group)):
        part = group == one
        print(f"  {one}: {first(scores[part], right[part], queries[part]):.3f} of {len(set(queries[part]))}")
    booster = fit(slice(None))
    forest.write(booster, names, ["same"], f"{folder}/slots.forest")
    gain = booster.feature_importance("gain")
    print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:25]))


main()
