"""Which agreements, refinements and contradictions are true and worth telling: training and cross-validation.

    python3 training/worth/train.py FOLDER DUMP...

A DUMP is what `dump_worth` wrote of sets in labels.tsv. Cross-validated by story in five parts; prints, by kind, how true and how
worth telling what is kept above a chance would be, and how the chances given match what came true. Then trains on all and writes
worth.forest (agreements and refinements) and parts.forest (conflicts and updates) into FOLDER.
"""

import sys
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.metrics import average_precision_score

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
import forest
import labels

CLASSES = ["false", "idle", "worth"]
WORTH, PARTS = ["agreement", "refinement"], ["conflict", "update"]
PARAMS = forest.PARAMS | {"num_threads": 1, "objective": "multiclass", "num_class": 3, "num_leaves": 10, "learning_rate": 0.03,
                          "min_data_in_leaf": 20, "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5}
TREES = 200
PARTING = PARAMS | {"objective": "binary", "num_class": 1, "num_leaves": 16, "learning_rate": 0.02}
PARTING_TREES = 400
FOLDS = 5
CUTS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def fold(story):
    value = 0x811C9DC5
    for byte in story.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return (value >> 8) % FOLDS


def dumped(paths):
    """Names of the columns, all rows, and the key of each."""
    tables, keys = [], []
    for path in paths:
        names = Path(f"{path}.names").read_text().split("\n")
        tables.append(np.fromfile(f"{path}.f32", np.float32).reshape(-1, len(names)))
        keys += [line.rstrip("\n").split("\t") for line in open(f"{path}.tsv")]
    return names, np.concatenate(tables), keys


def report(kinds, kind, truth, true):
    for one in kinds:
        of = kind == one
        print(f"{one}: {of.sum()}, true {(truth[of] > 0).mean():.3f}, worth telling {(truth[of] == 2).mean():.3f}; "
              f"average precision of true {average_precision_score(truth[of] > 0, true[of]):.3f}")
        for cut in CUTS:
            kept = of & (true >= cut)
            if kept.any():
                print(f"  from {cut:.1f}: {kept.sum() / of.sum():.2f} kept, true {(truth[kept] > 0).mean():.3f}, "
                      f"worth {(truth[kept] == 2).mean():.3f}")
    print("  reliability, held out:")
    for low in np.arange(0, 1, 0.1):
        of = np.isin(kind, kinds) & (true >= low) & (true < low + 0.1)
        if of.any():
            print(f"  {low:.1f} to {low + 0.1:.1f}: {of.sum()} findings, held {true[of].mean():.2f}, true {(truth[of] > 0).mean():.2f}")


def main():
    folder, *dumps = sys.argv[1:]
    names, data, keys = dumped(dumps)
    given = labels.read()
    at, truth = labels.matched(given, keys)
    print(f"{len(given)} labelled findings, {len(at)} of them found by the program as it is")
    x, part = data[at], np.array([fold(keys[i][0]) for i in at])
    kind = np.array([keys[i][1] for i in at])

    def worth(chosen):
        return lightgbm.train(PARAMS, lightgbm.Dataset(x[chosen], truth[chosen]), TREES)

    def parts(chosen):
        return lightgbm.train(PARTING, lightgbm.Dataset(x[chosen], (truth[chosen] > 0).astype(int)), PARTING_TREES)

    for kinds, fit, classes, name in ((WORTH, worth, CLASSES, "worth"), (PARTS, parts, ["true"], "parts")):
        of = np.isin(kind, kinds)
        true = np.zeros(len(at))
        for held in range(FOLDS):
            test = of & (part == held)
            chance = fit(of & (part != held)).predict(x[test])
            true[test] = 1 - chance[:, 0] if chance.ndim == 2 else chance
        report(kinds, kind, truth, true)
        booster = fit(of)
        gain = booster.feature_importance("gain")
        print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:25]))
        forest.write(booster, names, classes, f"{folder}/{name}.forest")


main()
