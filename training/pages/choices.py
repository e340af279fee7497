"""Train the choice among the days or the lists of authors that a page names (crates/read/data/days.forest,
writers.forest), or measure it out of fold.

    cargo run --release -p crosswire-read --example page_choices ../shared/data/pages2/pages/*.gz ../shared/data/pages/*.gz > choices.jsonl
    python3.11 training/pages/choices.py choices.jsonl days            # ten folds by site, and half to half
    python3.11 training/pages/choices.py choices.jsonl days WEIGHTS    # on everything, written to WEIGHTS

and `writers` for `days`. A day or list is right if it is the gold's. Of a page without one in the gold nothing is
learned, except of the 91 pages whose dates were looked at by hand (evals/pages-checked.tsv): there the rules' day is right.
"""

import hashlib, json, pathlib, re, sys

import lightgbm as lgb
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import forest

SHARED = pathlib.Path(__file__).resolve().parent.parent.parent.parent / "shared/data"
ROUNDS, AHEAD, FOLDS = 250, 0.02, 10
PARAMS = dict(forest.PARAMS, objective="binary", learning_rate=0.05, num_leaves=8, min_data_in_leaf=8, max_bin=63,
              feature_fraction=0.25, bagging_fraction=0.8, bagging_freq=1, lambda_l2=3.0)


def digest(name):
    return hashlib.sha256(name.encode()).digest()


def names(value):
    """As score-marked-pages compares them."""
    parts = value if isinstance(value, list) else [value or ""]
    return {"".join(c for c in a.casefold() if c.isalnum()) for x in parts for a in re.split(r";|, ", x)} - {""}


def read(path, what):
    """Feature names, and pages: name, options, rows, right (or None where gold says nothing)."""
    gold, pages = json.load(open(SHARED / "pages2/gold.json")), []
    with open(path) as lines:
        features = json.loads(next(lines))[what]
        for line in lines:
            page = json.loads(line)
            name = pathlib.Path(page["page"]).name.removesuffix(".gz")
            options = [o for o, _ in page[what]]
            rows = np.array([r for _, r in page[what]], dtype=np.float32)
            if name in gold:
                field, is_right = {"days": ("date", lambda o, g: o == g[:10]), "writers": ("author", lambda o, g: names(o) == names(g))}[what]
                right = [is_right(o, gold[name][field]) for o in options] if gold[name].get(field) else None
            else:
                right = [r[0] > 0 for _, r in page[what]] if what == "days" else None
            if right is not None:
                pages.append((name, options, rows, np.array(right, dtype=bool)))
    return features, pages


def fit(pages, features):
    pages = [p for p in pages if p[3].any()]
    rows = np.concatenate([p[2] for p in pages])
    right = np.concatenate([p[3] for p in pages])
    return lgb.train(PARAMS, lgb.Dataset(rows, right, feature_name=features, free_raw_data=False), ROUNDS)


def choose(booster, page, features):
    """Whether what is chosen is right, as `days/mod.rs` and `writers/mod.rs` choose."""
    name, options, rows, right = page
    if not len(options):
        return False
    chances = booster.predict(rows) + AHEAD * (rows[:, 0] > 0)
    if "n_names" in features and (rows[:, 0] > 0).any():
        only_elsewhere = (rows[:, features.index("elsewhere")] > 0) & (rows[:, features.index("sources")] == 1)
        chances = np.where(only_elsewhere, -1, chances)
    return bool(right[int(np.argmax(chances))])


def report(name, pages, ok):
    of = lambda test: [o for p, o in zip(pages, ok) if test(p[0])]
    marked = lambda n: not re.fullmatch(r"[0-9a-f]{64}.html", n)
    parts = {"seen": lambda n: marked(n) and digest(n)[0] < 128, "unseen": lambda n: marked(n) and digest(n)[0] >= 128,
             "all": marked, "unseen, B": lambda n: marked(n) and digest(n)[0] >= 128 and not digest(n)[0] & 64,
             "checked": lambda n: not marked(n)}
    print(f"{name:12}", "  ".join(f"{k} {sum(of(t))}/{len(of(t))} = {sum(of(t)) / max(1, len(of(t))):.3f}" for k, t in parts.items()))


def main():
    what = sys.argv[2]
    features, pages = read(sys.argv[1], what)
    if len(sys.argv) > 3 and sys.argv[3] != "--wrong":
        forest.write(fit(pages, features), features, ["right"], sys.argv[3])
        return
    report("rules", pages, [bool((p[3] & (p[2][:, 0] > 0)).any()) if len(p[1]) else False for p in pages])
    report("named", pages, [bool(p[3].any()) for p in pages])
    ok = {}
    for k in range(FOLDS):
        mine = [p for p in pages if digest(p[0])[2] % FOLDS == k]
        booster = fit([p for p in pages if digest(p[0])[2] % FOLDS != k], features)
        ok.update((p[0], choose(booster, p, features)) for p in mine)
    report("ten folds", pages, [ok[p[0]] for p in pages])
    for side in (True, False):
        half = lambda p: (digest(p[0])[0] < 128) == side
        booster = fit([p for p in pages if half(p)], features)
        rest = [p for p in pages if not half(p)]
        report("half to half", rest, [choose(booster, p, features) for p in rest])
    gain = sorted(zip(booster.feature_importance("gain"), features), reverse=True)[:24]
    print(", ".join(f"{n} {g:.0f}" for g, n in gain))
    if "--wrong" in sys.argv:
        for p in pages:
            b = digest(p[0])[0]
            if not ok[p[0]] and (b < 128 or b & 64):
                print(p[0], "named" if p[3].any() else "-")


if __name__ == "__main__":
    main()
