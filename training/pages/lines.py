"""Train the choice of a page's lines (crates/read/data/lines.forest), or measure it out of fold.

    cargo run --release -p crosswire-read --example page_lines ../shared/data/pages2/pages/*.gz ../shared/data/pages/*.gz > lines.jsonl
    python3.11 training/pages/lines.py lines.jsonl            # three folds by page, and the half that was not looked at
    python3.11 training/pages/lines.py lines.jsonl WEIGHTS    # on everything, written to WEIGHTS

A line is the article's if a stretch that the gold gives the article is in it, or if its words are in the article's
body; what no gold speaks of counts a little, as extraction has it.
"""

import hashlib, json, pathlib, re, sys

import lightgbm as lgb
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import forest

SHARED = pathlib.Path(__file__).resolve().parent.parent.parent.parent / "shared/data"
ROUNDS, WEAK, CUT = 200, 0.05, 0.6
PARAMS = dict(forest.PARAMS, objective="binary", learning_rate=0.06, num_leaves=15, min_data_in_leaf=20,
              max_bin=63, feature_fraction=0.4, bagging_fraction=0.8, bagging_freq=1, lambda_l2=5.0)


def fold(text):
    return re.sub(r"\s+", " ", text or "").strip()


def seen(page):
    return hashlib.sha256(page.encode()).digest()[0] < 128


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, n=3):
    w = words(text)
    return [tuple(w[i:i + n]) for i in range(max(1, len(w) - n + 1))] if w else []


def read(path):
    """For each page: name, rows, texts, labels (1, 0 or -1 for none)."""
    marked, bodies = json.load(open(SHARED / "pages2/gold.json")), json.load(open(SHARED / "pages/open-gold.json"))
    pages = []
    with open(path) as lines:
        features = json.loads(next(lines))["features"]
        for line in lines:
            page = json.loads(line)
            name = pathlib.Path(page["page"]).name.removesuffix(".gz")
            rows = np.array([r for _, r in page["lines"]], dtype=np.float32)
            texts = [fold(t) for t, _ in page["lines"]]
            labels = np.full(len(texts), -1)
            if name in marked:
                g = marked[name]
                for kind, label in (("with", 1), ("without", 0)):
                    for w in map(fold, g[kind]):
                        for i, t in enumerate(texts):
                            if w in t or len(t) > 20 and t in w:
                                labels[i] = label if labels[i] in (-1, label) else 1
            elif name.split(".")[0] in bodies:
                body = bodies[name.split(".")[0]]["articleBody"]
                known, whole = set(runs(body)), {" ".join(words(l)) for l in body.split("\n")}
                for i, t in enumerate(texts):
                    r = runs(t)
                    labels[i] = bool(r) and (sum(x in known for x in r) / len(r) >= 0.6 if len(words(t)) > 4 else " ".join(words(t)) in whole)
            else:
                continue
            if len(texts):
                pages.append((name, rows, texts, labels))
    return features, pages


def told(page):
    """The lines that teach: those that extraction gave or passed by closely, what gold speaks of, and some others."""
    name, rows, texts, labels = page
    near = np.nanmax(np.nan_to_num(rows[:, :5]), axis=1) > 0
    some = np.array([hashlib.md5(t.encode()).digest()[0] < 30 for t in texts])
    of_body = re.fullmatch(r"[0-9a-f]{64}.html", name) is not None
    keep = near | some | ((labels == 1) if of_body else (labels >= 0))
    return name, rows[keep], [t for t, k in zip(texts, keep) if k], labels[keep]


def fit(pages, features):
    pages = [told(p) for p in pages]
    rows = np.concatenate([p[1] for p in pages])
    labels = np.concatenate([p[3] for p in pages])
    # A stretch of the marked pages counts more than a line of a page of which every line is known.
    weight = np.concatenate([np.where(p[3] < 0, WEAK, 1.0 if re.fullmatch(r"[0-9a-f]{64}.html", p[0]) else 1.0) for p in pages])
    target = np.where(labels < 0, rows[:, 0] >= 0.5, labels)
    # Lines that neither gold nor extraction nor their neighbours speak for tell nothing new.
    data = lgb.Dataset(rows, target, weight=weight, feature_name=features, free_raw_data=False)
    return lgb.train(PARAMS, data, ROUNDS)


def simplified(text):
    return fold(text)


def score(pages, kept):
    """The scorers' figures if just these lines were the text."""
    marked, bodies = json.load(open(SHARED / "pages2/gold.json")), json.load(open(SHARED / "pages/open-gold.json"))
    tp = fn = fp = 0
    ps, rs = [], []
    import collections
    for (name, _, texts, _), keep in zip(pages, kept):
        text = fold(" ".join(t for t, k in zip(texts, keep) if k))
        if name in marked:
            g = marked[name]
            for w in g["with"]:
                tp, fn = (tp + 1, fn) if fold(w) in text else (tp, fn + 1)
            fp += sum(fold(w) in text for w in g["without"])
        else:
            c = lambda t: collections.Counter(tuple(x) for x in runs(t, 4))
            g, s = c(bodies[name.split(".")[0]]["articleBody"]), c(text)
            both = sum((g & s).values())
            if s: ps.append(both / sum(s.values()))
            if g: rs.append(both / sum(g.values()))
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    out = f"marked P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"
    if ps:
        P, R = sum(ps) / len(ps), sum(rs) / len(rs)
        out += f" | bodies P {P:.3f} R {R:.3f} F1 {2 * P * R / (P + R):.3f}"
    return out


def main():
    features, pages = read(sys.argv[1])
    print(len(pages), "pages", sum(len(p[2]) for p in pages), "lines", len(features), "features")
    if len(sys.argv) > 2 and sys.argv[2] != "--folds":
        if "--seen" in sys.argv:
            pages = [p for p in pages if seen(p[0])]
        booster = fit(pages, features)
        forest.write(booster, features, ["article"], sys.argv[2])
        return
    halves = [[p for p in pages if seen(p[0]) == side] for side in (True, False)]
    print("extraction alone   ", score(pages, [p[1][:, 0] >= 0.5 for p in pages]))
    print("  unseen           ", score(halves[1], [p[1][:, 0] >= 0.5 for p in halves[1]]))
    booster = fit(halves[0], features)
    chances = [booster.predict(p[1]) for p in halves[1]]
    for cut in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        print(f"half to half, {cut:.2f} ", score(halves[1], [c >= cut for c in chances]))
    if "--folds" not in sys.argv:
        return
    chances = {}
    for k in range(3):
        part = lambda p: hashlib.sha256(p[0].encode()).digest()[1] % 3 == k
        booster = fit([p for p in pages if not part(p)], features)
        for p in pages:
            if part(p):
                chances[p[0]] = booster.predict(p[1])
    for cut in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        print(f"three folds, {cut:.2f}   ", score(pages, [chances[p[0]] >= cut for p in pages]))
        print("   of them unseen  ", score(halves[1], [chances[p[0]] >= cut for p in halves[1]]))
    gain = sorted(zip(booster.feature_importance("gain"), features), reverse=True)[:30]
    print(", ".join(f"{n} {g:.0f}" for g, n in gain))


main()
