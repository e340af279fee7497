"""Write a LightGBM model as the small file that crates/forest reads (layout: crates/forest/src/parse.rs).

    import forest
    forest.write(booster, FEATURES, ["conflict"], "crates/compare/data/conflict.forest", calibration=[points])

`booster` is a lightgbm.Booster with numerical features only, objective binary, multiclass, regression
or a ranking one. `calibration`: a class, [(raw probability, true share)] with raw rising (see `isotonic`).
Prints the file's size and sha256. Run as a command, it writes the fixture of crates/forest's tests.
"""

import hashlib
import struct
import sys

import numpy as np

PARAMS = {"deterministic": True, "force_row_wise": True, "num_threads": 2, "seed": 1, "verbosity": -1}
"""What every model is trained with, so that the same data gives the same bytes."""


def below(threshold):
    """The largest float32 that is at most the float64 threshold: `x <= it` is the same for every float32 x."""
    as32 = np.float32(threshold)
    return as32 if float(as32) <= threshold else np.nextafter(as32, np.float32(-np.inf))


def name(text):
    data = text.encode()
    return struct.pack("<B", len(data)) + data


def tree(structure, share=1.0):
    """The bytes of one tree of `dump_model`, its branches renumbered so that each leads to later ones, its leaves
    worth this share of what they say."""
    branches, leaves = [], []

    def walk(node):
        if "leaf_value" in node:
            leaves.append(node["leaf_value"] * share)
            return -len(leaves)
        at = len(branches)
        branches.append(None)
        assert node["decision_type"] == "<=", node["decision_type"]
        missing = {"None": 0, "NaN": 1 if node["default_left"] else 2}[node["missing_type"]]
        left, right = walk(node["left_child"]), walk(node["right_child"])
        branches[at] = struct.pack("<HBfhh", node["split_feature"], missing, below(node["threshold"]), left, right)
        return at

    walk(structure)
    packed = struct.pack("<H", len(branches)) + b"".join(branches)
    return packed + struct.pack(f"<H{len(leaves)}f", len(leaves), *leaves)


def write(booster, features, classes, path, calibration=None):
    """`booster` may be a list of boosters: the forest then says what they say on average, before its link."""
    models = [one.dump_model() for one in (booster if isinstance(booster, list) else [booster])]
    model = models[0]
    assert model["max_feature_idx"] + 1 == len(features), "a name a feature"
    kind = model["objective"].split()[0] if "objective" in model else "regression"
    link = {"binary": 1, "multiclass": 2}.get(kind, 0)
    data = b"CWFOREST1" + struct.pack("<H", len(features)) + b"".join(map(name, features))
    data += struct.pack("<B", len(classes)) + b"".join(map(name, classes)) + struct.pack("<B", link)
    trees = [one for model in models for one in model["tree_info"]]
    data += struct.pack("<H", len(trees)) + b"".join(tree(one["tree_structure"], 1 / len(models)) for one in trees)
    data += struct.pack("<B", calibration is not None)
    for points in calibration or []:
        data += struct.pack("<H", len(points)) + b"".join(struct.pack("<ff", *point) for point in points)
    with open(path, "wb") as file:
        file.write(data)
    print(f"{path}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def isotonic(raw, true, points=24):
    """Calibration points from held-out chances and what was true (0 or 1): isotonic regression, thinned."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, true)
    x = np.unique(np.quantile(raw, np.linspace(0, 1, points)).astype(np.float32))
    return [(float(a), float(b)) for a, b in zip(x, fitted.predict(x))]


def fixture(folder):
    """A small forest of three classes with missing values, and what LightGBM says of some rows."""
    import lightgbm

    rng = np.random.default_rng(7)
    rows = rng.normal(size=(400, 3)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.1] = np.nan
    rows[:, 0] = np.nan_to_num(rows[:, 0])
    labels = (np.nan_to_num(rows[:, 0]) > 0.3).astype(int) + (np.nan_to_num(rows[:, 1] * rows[:, 2], nan=1) > 0.2)
    data = lightgbm.Dataset(rows, labels)
    booster = lightgbm.train({**PARAMS, "objective": "multiclass", "num_class": 3, "num_leaves": 6}, data, 8)
    write(booster, ["length", "width", "age"], ["low", "middle", "high"], f"{folder}/small.forest")
    with open(f"{folder}/small.tsv", "w") as file:
        for row, chances in zip(rows[:60], booster.predict(rows[:60])):
            file.write("\t".join([*(repr(float(v)) for v in row), *(f"{c:.7f}" for c in chances)]) + "\n")


if __name__ == "__main__":
    fixture(sys.argv[1] if len(sys.argv) > 1 else "crates/forest/tests/data")
