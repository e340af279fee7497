"""Whether two claims that are set against each other cannot both be true: training and cross-validation.

    python3 training/against/train.py FOLDER TWINS.jsonl DUMP-OF-TWINS DUMP-OF-STORIES

The dumps are what `dump_worth` wrote (`NAME.against.*`). Of the twins (evals/twins) a finding is right where it shows the words of both
reports that part; everything else said of two of their reports is wrong. Of the stories those are used that readers judged (labels.tsv).
Cross-validated in five parts by story; prints average precision and what is kept above a chance. Then trains on all and writes
against.forest into FOLDER.
"""

import sys
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.metrics import average_precision_score

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "worth"), str(HERE.parents[1] / "evals/twins")]
import forest
import labels
import twins

labels.PATH = HERE / "labels.tsv"
labels.CLASS = {"N": 0, "U": 1, "C": 1}
PARAMS = forest.PARAMS | {"num_threads": 1, "objective": "binary", "num_leaves": 6, "learning_rate": 0.03, "min_data_in_leaf": 10,
                          "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5}
TREES = 150
FOLDS = 5
CUTS = [0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8]
OF_STORIES = 2.0
"""What a pair of a story counts for beside one of the twins: what is told there is what people read."""


def fold(story):
    value = 0x811C9DC5
    for byte in story.split(".")[0].encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return (value >> 8) % FOLDS


def dumped(path):
    names = Path(f"{path}.against.names").read_text().split("\n")
    table = np.fromfile(f"{path}.against.f32", np.float32).reshape(-1, len(names))
    keys = [line.rstrip("\n").split("\t") for line in open(f"{path}.against.tsv")]
    return names, table, keys


def sides(key):
    """The shown places of a row, without the values at its end."""
    return [part for part in key[2:] if len(part.split(" ")) == 4 and part.split(" ")[1] in "01" and part.split(" ")[3].isdigit()][:2]


def is_right(items, key):
    """Whether a row of two twins shows the words on which they part."""
    item, which = key[0].split(".")
    if which != "twin":
        return False
    places = [place.split(" ") for place in sides(key)]
    return twins.shows(items[item], [(report, titled == "1", int(start), int(end)) for report, titled, start, end in places])


def main():
    folder, path, of_twins, of_stories = sys.argv[1:]
    items = twins.read(path)
    names, first, keys = dumped(of_twins)
    own = [i for i, key in enumerate(keys) if key[0].split(".")[0] in items]
    truth = [int(is_right(items, keys[i])) for i in own]
    stories = [keys[i][0] for i in own]
    _, second, keys = dumped(of_stories)
    at, told = labels.matched(labels.read(), [key[:2] + sides(key) for key in keys])
    x = np.concatenate([first[own], second[at]])
    truth = np.concatenate([truth, told])
    stories += [keys[i][0] for i in at]
    real = np.arange(len(truth)) >= len(own)
    part = np.array([fold(story) for story in stories])
    print(f"{len(own)} of twins, {truth[~real].mean():.3f} right; {real.sum()} of stories, {truth[real].mean():.3f} right")

    def fit(chosen):
        return lightgbm.train(PARAMS, lightgbm.Dataset(x[chosen], truth[chosen], weight=np.where(real[chosen], OF_STORIES, 1.0)), TREES)

    chance = np.zeros(len(truth))
    for held in range(FOLDS):
        chance[part == held] = fit(part != held).predict(x[part == held])
    for name, of in (("twins", ~real), ("stories", real)):
        print(f"{name}: average precision {average_precision_score(truth[of], chance[of]):.3f}")
        for cut in CUTS:
            kept = of & (chance >= cut)
            if kept.any():
                print(f"  from {cut:.1f}: {kept.sum()} kept, {truth[kept].sum()} right of {truth[of].sum()} ({truth[kept].mean():.3f})")
    booster = fit(np.ones(len(truth), bool))
    gain = booster.feature_importance("gain")
    print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:20]))
    forest.write(booster, names, ["true"], f"{folder}/against.forest")


main()
