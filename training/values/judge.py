"""What two values are to each other: trained on labelled pairs, cross-validated by story.

    python3 training/values/judge.py DUMP FOLDER PAIRS.jsonl...

DUMP is what `dump_values met` wrote for the pairs. FOLDER receives `judge-0.forest` and so on, each trained
without the stories of its part, and `judge.forest`, trained on all, calibrated on what was held out.
"""

import collections
import sys

import lightgbm
import numpy as np
from sklearn.metrics import average_precision_score

import labels
from common import FOLDS, fold, rows

sys.path.insert(0, __file__.rsplit("/", 2)[0])
import forest

CLASSES = ["N", "E", "R", "P", "C", "U"]
PARAMS = forest.PARAMS | {"num_threads": 1, "objective": "multiclass", "num_class": len(CLASSES), "num_leaves": 12,
                          "learning_rate": 0.03, "min_data_in_leaf": 20, "feature_fraction": 0.4,
                          "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5}
TREES = 200
KEPT = ["group", "unit", "part", "change", "background", "negative", "factual", "titled", "sentence_story", "around_story",
        "near_story", "owner", "owner_words", "sentence_names", "noun", "verb", "event", "rarest"]
"""Of the likeness of surroundings only what the slot score does not say already: the rest is learned by heart."""


MOVED = forest.PARAMS | {"num_threads": 1, "objective": "binary", "num_leaves": 8, "learning_rate": 0.06, "min_data_in_leaf": 10,
                         "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3,
                         "is_unbalance": True}
MOVED_TREES = 80
TELLS_MOVED = ["days_between", "ordered", "grows", "group", "tense_first", "tense_last", "at_first", "at_last", "ratio",
               "difference", "least", "most", "gap_days", "disjoint", "small_whole", "digits_least", "one_digit", "blunt",
               "sharp", "factuality_first", "factuality_last", "said_most", "holders_most", "reports", "slot",
               "told_anew_first", "told_anew_last", "after_telling_first", "after_telling_last", "weekday_same",
               "relative", "part", "titled"]
"""What tells an update from a conflict: the order of telling, which way the value goes, of what kind it is."""
CUT = 0.4
"""The chance of having moved at which a parting is called an update; as MOVED in judge/values/mod.rs."""


def labelled(paths):
    return [pair for pair in labels.read(paths) if pair.get("label", "X") in CLASSES]


def matched(pairs, keys):
    """For each pair the row whose values meet its own best; -1 for none."""
    of = collections.defaultdict(list)
    for i, key in enumerate(keys):
        _, one, titled_one, a, b, two, titled_two, c, d, _ = key
        of[one, titled_one, two, titled_two].append((i, int(a), int(b), int(c), int(d)))

    def shared(a, b, c, d):
        return max(0, min(b, d) - max(a, c)) / max(b - a, d - c, 1)

    found = []
    for pair in pairs:
        best = (0.0, -1)
        for x, y in (("a", "b"), ("b", "a")):
            places = [part for side in (x, y) for part in (pair[side]["report"], str(int(pair[side]["in_title"])))]
            for i, a, b, c, d in of[tuple(places)]:
                one = shared(a, b, pair[x]["start"], pair[x]["end"])
                two = shared(c, d, pair[y]["start"], pair[y]["end"])
                if one and two:
                    best = max(best, (one + two, i))
        found.append(best[1])
    return np.array(found)


def reliability(truth, score):
    """A line a band of confidence: how many, how likely they were held to be, how many were right."""
    part = np.isin(truth, [4, 5])
    edges = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01]
    for low, high in zip(edges, edges[1:]):
        at = (score >= low) & (score < high)
        if at.any():
            print(f"  {low:.2f} to {min(high, 1):.2f}: {at.sum()} pairs, held {score[at].mean():.2f}, were {part[at].mean():.2f}")


def report(truth, chance, pairs):
    part = np.isin(truth, [4, 5])
    score = chance[:, 4] + chance[:, 5]
    print(f"conflict or update: average precision {average_precision_score(part, score):.3f} (base {part.mean():.3f})")
    order = np.argsort(-score)
    print("  precision of the first", " ".join(f"{n}: {part[order[:n]].mean():.2f}" for n in (20, 40, 60, 80, 120, 160)))
    same = truth > 0
    print(f"same question: {average_precision_score(same, 1 - chance[:, 0]):.3f} (base {same.mean():.3f})")
    moved = truth[part] == 5
    share = chance[part, 5] / np.maximum(score[part], 1e-9)
    told = ((share > CUT)[moved].mean() + (share <= CUT)[~moved].mean()) / 2
    print(f"update told from conflict: balanced accuracy {told:.3f} ({moved.sum()} updates)")
    for name, of in (("corpus", lambda p: p["corpus"]), ("kind", lambda p: p["kind"]), ("wide", lambda p: str("ranks" in p))):
        groups = np.array([of(pair) for pair in pairs])
        for one in sorted(set(groups)):
            at = groups == one
            if part[at].sum() >= 5:
                print(f"  {name} {one}: {average_precision_score(part[at], score[at]):.3f} (base {part[at].mean():.3f}, {at.sum()})")


def main():
    dump, folder, *paths = sys.argv[1:]
    names, data, keys = rows(dump)
    pairs = labelled(paths)
    row = matched(pairs, keys)
    lost = collections.Counter(pair["label"] for pair, at in zip(pairs, row) if at < 0)
    print(f"{len(pairs)} pairs, not met: {dict(lost)}")
    truth = np.array([CLASSES.index(pair["label"]) for pair in pairs])
    part = np.array([fold(pair["story"]) for pair in pairs])
    own = {pair["pair"] for pair in labels.own()}
    met = row >= 0
    other = data[row]
    likeness = names.index("slot")
    unused = [i for i in range(likeness) if names[i] not in KEPT]
    data[:, unused] = np.nan
    x = data[row]
    chance = np.zeros((len(pairs), len(CLASSES)))
    chance[:, 0] = 1

    def fit(at):
        return lightgbm.train(PARAMS, lightgbm.Dataset(x[at], truth[at]), TREES)

    parts = met & np.isin(truth, [4, 5])
    other[:, [i for i in range(len(names)) if names[i] not in TELLS_MOVED]] = np.nan

    def fit_moved(at):
        data = lightgbm.Dataset(other[at], (truth[at] == 5).astype(int))
        return lightgbm.train(MOVED, data, MOVED_TREES)

    for held in range(FOLDS):
        booster = fit(met & (part != held))
        at = met & (part == held)
        chance[at] = booster.predict(x[at])
        forest.write(booster, names, CLASSES, f"{folder}/judge-{held}.forest")
        booster = fit_moved(parts & (part != held))
        share, both = booster.predict(other[at]), chance[at][:, 4:].sum(axis=1)
        chance[at, 4], chance[at, 5] = both * (1 - share), both * share
        forest.write(booster, names, ["moved"], f"{folder}/moved-{held}.forest")
    given = np.array(["question" in pair or pair["pair"] not in own for pair in pairs])
    print("the shared pairs:")
    report(truth[given], chance[given], [pair for pair, is_shared in zip(pairs, given) if is_shared])
    print("with our own:")
    report(truth, chance, pairs)
    print("reliability, held out:")
    reliability(truth, chance[:, 4] + chance[:, 5])
    with open(f"{folder}/judge-held.tsv", "w") as out:
        for pair, row_of in zip(pairs, chance):
            out.write("\t".join([pair["pair"], pair["label"], *(f"{value:.4f}" for value in row_of)]) + "\n")
    booster = fit(met)
    forest.write(booster, names, CLASSES, f"{folder}/values.forest")
    forest.write(fit_moved(parts), names, ["moved"], f"{folder}/moved.forest")
    gain = booster.feature_importance("gain")
    print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:40]))


if __name__ == "__main__":
    main()
