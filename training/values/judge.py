"""What two values are to each other: trained on labelled pairs, cross-validated by story.

    python training/values/judge.py DUMP FOLDER PAIRS.jsonl...

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
PARAMS = forest.PARAMS | {"num_threads": 1, "objective": "multiclass", "num_class": len(CLASSES), "num_leaves": 8,
                          "learning_rate": 0.05, "min_data_in_leaf": 12, "feature_fraction": 0.4,
                          "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5}
TREES = 120


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
    cut = 0.4
    told = ((share > cut)[moved].mean() + (share <= cut)[~moved].mean()) / 2
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
    met = row >= 0
    x = data[row]
    chance = np.zeros((len(pairs), len(CLASSES)))
    chance[:, 0] = 1

    def fit(at):
        return lightgbm.train(PARAMS, lightgbm.Dataset(x[at], truth[at]), TREES)

    for held in range(FOLDS):
        booster = fit(met & (part != held))
        at = met & (part == held)
        chance[at] = booster.predict(x[at])
        forest.write(booster, names, CLASSES, f"{folder}/judge-{held}.forest")
    report(truth, chance, pairs)
    np.save(f"{folder}/judge-held.npy", chance)
    booster = fit(met)
    forest.write(booster, names, CLASSES, f"{folder}/judge.forest")
    gain = booster.feature_importance("gain")
    print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:40]))


if __name__ == "__main__":
    main()
