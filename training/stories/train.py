"""Train the two forests by which reports are gathered into stories (crates/group: pair.rs, nearness.rs).

    python3.11 training/stories/train.py [--shared ../shared] [--work /tmp/stories] [--folds]

Builds the examples `pairs` and `decisions` of crates/group first, from which alone the features come. With --folds it also prints
what forests trained without a fold's stories make of them: B-cubed figures, and how often a story that begins takes up one of its happening.
"""

import argparse
import collections
import concurrent.futures
import datetime
import gzip
import hashlib
import json
import pathlib
import struct
import subprocess
import sys

import lightgbm
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))
import forest  # noqa: E402

FOLDS = [0, 1, 2, 3, 4]
CONTINUES, RETURNS, OWN, NEARLY_ALL, HARDLY, ALIKE, SOON = 0.3, 0.45, 0.15, 0.9, 0.02, 0.05, 14
"""When a story that begins takes up another: as in crates/group/src/grouper.rs."""
JOIN = 0.64
"""What crates/group joins at."""
ALONE, JOINED = 0.4, 0.62
"""What the streams join at from which the second forest learns: those of pairs alone, and those of an earlier self."""
PAIR = {**forest.PARAMS, "num_threads": 1, "objective": "binary", "learning_rate": 0.06, "num_leaves": 24,
        "min_data_in_leaf": 60, "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10}
ROUNDS = 150
EARLIER = {**PAIR, "learning_rate": 0.05, "num_leaves": 12, "feature_fraction": 0.5}
EARLIER_ROUNDS = 120
# The second forest is the mean of several that see other rows and features: which report joins hangs on few
# words, and every report that joins moves the next, so what one forest says of a stream is partly chance.
NEARNESS = [{**EARLIER, "learning_rate": 0.07, "feature_fraction": 0.35, "bagging_fraction": 0.5, "seed": seed}
            for seed in (10, 11, 12, 13, 20, 21, 22, 23)]
NEARNESS_ROUNDS = 100
# How much each corpus counts, whatever its size.
PAIR_WEIGHTS = {"politics": 2, "politics-clustered": 1, "incidents-all": 2, "ecb": 1, "rumours": 0.5, "news": 0.5}
STORY_WEIGHTS = {"politics": 2, "politics-clustered": 1, "incidents": 1.5, "incidents-wide": 1, "ecb": 2, "rumours": 0.5,
                 "news": 1.05}
# A corpus is streamed as a whole and in so many parts, each with some of its stories: a word that half a month of
# news shares is one story's own in a morning's.
PARTS = {"politics": 12, "politics-clustered": 12, "incidents": 10, "incidents-wide": 3, "ecb": 4, "rumours": 8, "news": 2}
# Of the stories that share hardly anything with a report, these stand for all.
FAR_KEPT = 0.15


def spread(story, salt, n):
    """Stories part by a hash; the look-alike happenings of an ecb topic stay together."""
    key = story[:-1] if story.startswith("ecb-") else story
    return int(hashlib.sha256((salt + key).encode()).hexdigest(), 16) % n


def fold(story):
    return spread(story, "", len(FOLDS))


def prepare(shared, work):
    """The corpora as files, and the story of each report."""
    corpora = {name: [json.loads(line) for line in gzip.open(shared / f"data/stories/{name}.jsonl.gz", "rt")]
               for name in ("politics", "politics-clustered", "incidents", "ecb", "rumours")}
    gold = dict(line.rstrip("\n").split("\t")[:2] for line in open(shared / "data/news/open-stories.tsv") if line.strip())
    corpora["news"] = [{**report, "story": gold[report["id"]]} for report
                       in map(json.loads, open(shared / "data/news/open.jsonl")) if report["id"] in gold]
    days = collections.defaultdict(list)
    for report in corpora["incidents"]:
        days[report["story"]].append(datetime.date.fromisoformat(report["published"][:10]))
    wide = {story for story, days in days.items() if (max(days) - min(days)).days > 30}
    corpora["incidents-all"] = corpora["incidents"]
    corpora["incidents-wide"] = [report for report in corpora["incidents-all"] if report["story"] in wide]
    corpora["incidents"] = [report for report in corpora["incidents-all"] if report["story"] not in wide]
    stories = {}
    with open(work / "folds.tsv", "w") as folds:
        for name, reports in corpora.items():
            stories[name] = {report["id"]: report["story"] for report in reports}
            folds.writelines(f"{id}\t{fold(story)}\n" for id, story in stories[name].items())
            files = collections.defaultdict(list)
            for report in reports:
                kept = {key: report.get(key) for key in ("id", "outlet", "url", "title", "published", "text")}
                files[name].append(json.dumps(kept) + "\n")
                if name in PARTS:
                    files[f"{name}.{spread(report['story'], 'part', PARTS[name])}"].append(files[name][-1])
            for file, lines in files.items():
                (work / f"{file}.jsonl").write_text("".join(lines))
    dated = {report["id"] for name in ("politics", "politics-clustered") for report in corpora[name] if report["published"]}
    return stories, dated


def example(name, *arguments):
    subprocess.run([ROOT / "target/release/examples" / name, *map(str, arguments)], check=True)


def pair_rows(name, stories, work):
    """Features, whether one happening, the folds of both reports, and weights: of the hardly alike a few stand for many."""
    example("pairs", work / f"pairs-{name}", work / f"{name}.jsonl")
    ids = (work / f"pairs-{name}.ids").read_text().split()
    names = (work / f"pairs-{name}.names").read_text().split("\n")
    raw = np.fromfile(work / f"pairs-{name}.bin", np.uint32).reshape(-1, len(names) + 2)
    rows, of = raw[:, 2:].copy().view(np.float32), np.array([stories[id] for id in ids])
    same = of[raw[:, 0]] == of[raw[:, 1]]
    folds = np.array([fold(story) for story in of])
    near = same | (rows[:, names.index("all")] > 0.12)
    use = near | (np.random.default_rng(1).random(len(rows)) < 0.06)
    weights = np.where(near, 1.0, 1 / 0.06) * 1000 * PAIR_WEIGHTS[name] / same.sum()
    return (rows[use], same[use], folds[raw[use, 0]], folds[raw[use, 1]], weights[use]), names


def story_rows(path, stories):
    """The same of a report and each story it could have joined in a stream, without weights."""
    ids = [line.split("\t")[0] for line in open(f"{path}.tsv")]
    names = pathlib.Path(f"{path}.names").read_text().split("\n")
    of, raw, at = np.array([stories[id] for id in ids]), np.fromfile(f"{path}.bin", np.uint32), 0
    folds = np.array([fold(story) for story in of])
    rows, joins, new, old = [], [], [], []
    while at < len(raw):
        report, n = raw[at], raw[at + 3]
        members = raw[at + 4:at + 4 + n]
        at += 4 + n
        rows.append(raw[at:at + len(names)])
        at += len(names)
        joins.append(2 * (of[members] == of[report]).sum() >= n)
        new.append(folds[report])
        old.append(folds[members[0]])
    rows = np.array(rows, np.uint32).view(np.float32).reshape(-1, len(names))
    return (rows, np.array(joins, bool), np.array(new, int), np.array(old, int)), names


def streams(work, prefix, forests, join, stories):
    """The rows of all corpora, as wholes and in parts, judged by these forests."""
    files = [(name, file) for name in STORY_WEIGHTS for file in [name, *(f"{name}.{at}" for at in range(PARTS[name]))]]

    def stream(file):
        example("decisions", work / f"{prefix}-{file}", work / "folds.tsv", forests, join, work / f"{file}.jsonl")

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(stream, [file for _, file in files]))
    told, names = {}, []
    for name, file in files:
        part, names = story_rows(work / f"{prefix}-{file}", stories[name])
        told.setdefault((name, "." in file), []).append(part)
    parts = []
    for (name, _), of in told.items():
        rows, joins, new, old = (np.concatenate(columns) for columns in zip(*of))
        far = (rows[:, names.index("all_most")] < 0.08) & (rows[:, names.index("most")] < 0.1) & ~joins
        use = ~far | (np.random.default_rng(3).random(len(rows)) < FAR_KEPT)
        weights = np.where(far, 1 / FAR_KEPT, 1.0) * 1000 * STORY_WEIGHTS[name] / joins.sum()
        parts.append((rows[use], joins[use], new[use], old[use], weights[use]))
    return parts, names


def train(parts, names, models, rounds, classes, path, without=""):
    """A forest of all rows that touch no story of the fold `without`: the mean of one for each of the models' parameters."""
    kept = [[column[(part[2] != without) & (part[3] != without)] if without != "" else column for column in part]
            for part in parts]
    rows, labels, _, _, weights = (np.concatenate(columns) for columns in zip(*kept))
    data = [lightgbm.Dataset(rows, labels.astype(int), weight=weights) for _ in models]
    forest.write([lightgbm.train(model, one, rounds) for model, one in zip(models, data)], names, classes, path)


def b_cubed(gold, said, ids):
    of_gold, of_said = collections.Counter(gold[id] for id in ids), collections.Counter(said[id] for id in ids)
    both = collections.Counter((gold[id], said[id]) for id in ids)
    precision = sum(n * n / of_said[s] for (_, s), n in both.items()) / len(ids)
    recall = sum(n * n / of_gold[g] for (g, _), n in both.items()) / len(ids)
    return f"{precision:.3f} {recall:.3f} {2 * precision * recall / (precision + recall):.3f}"


def ecb_pairs(gold, said):
    """Pairs of reports of a topic: look-alike happenings kept apart, one happening kept together."""
    right, all_ = collections.Counter(), collections.Counter()
    ids = sorted(gold)
    for at, one in enumerate(ids):
        for other in ids[:at]:
            if gold[one][:-1] == gold[other][:-1]:
                same = gold[one] == gold[other]
                all_[same] += 1
                right[same] += (said[one] == said[other]) == same
    return f"apart {right[False] / all_[False]:.3f} together {right[True] / all_[True]:.3f}"


def taken_up(name, gold, said, work):
    """Of the stories that begin and take up another: how many take up one of their happening, and how many could have."""
    names = (work / f"told-{name}.names").read_text().split("\n")
    raw, at, best = (work / f"told-{name}.bin").read_bytes(), 0, {}
    members = collections.defaultdict(collections.Counter)
    for id, story in said.items():
        members[story][gold[id]] += 1
    joined = set()
    for line in open(work / f"told-{name}.links"):
        new, first, did, chance = line.rstrip("\n").split("\t")
        n = struct.unpack_from("<4I", raw, at)[3]
        at += 16 + 4 * n
        row = dict(zip(names, np.frombuffer(raw, np.float32, len(names), at)))
        at += 4 * len(names)
        same = members[said[first]].most_common(1)[0][0] == gold[new]
        if did == "true":
            joined.add(new)
        rows = best.setdefault(new, [])
        rows.append((float(chance), row, same))
    begun = [rows for new, rows in best.items() if new not in joined]
    could, took, right = sum(any(row[2] for row in rows) for rows in begun), 0, 0
    for rows in begun:
        chance, row, same = max(rows, key=lambda one: one[0])
        soon = not row["gap_nearest"] > SOON
        if chance >= CONTINUES and row["all_most"] >= ALIKE if soon else chance >= RETURNS and row["own"] >= OWN or (
                row["own_share"] >= NEARLY_ALL and row["own"] >= OWN / 2 and chance >= HARDLY):
            took, right = took + 1, right + same
    return f"continues: {right} of {took} take up their happening, of {could} that could"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/stories"))
    arguments.add_argument("--folds", action="store_true")
    arguments = arguments.parse_args()
    build = ["cargo", "build", "--release", "-p", "crosswire-group", "--example", "pairs", "--example", "decisions"]
    subprocess.run(build, check=True, cwd=ROOT)
    work, data = arguments.work, ROOT / "crates/group/data"
    first, last = work / "first", work / "last"
    for folder in (first, last):
        folder.mkdir(parents=True, exist_ok=True)
    stories, dated = prepare(arguments.shared, work)
    parts, names = zip(*(pair_rows(name, stories[name], work) for name in PAIR_WEIGHTS))
    for without in [*FOLDS, ""]:
        path = first / f"pair-{without}.forest"
        train(parts, names[0], [PAIR], ROUNDS, ["same"], path, without)
        (last / path.name).write_bytes(path.read_bytes())
    # The second forest learns from the streams that it meets: those of pairs alone, then its own.
    rows, names = streams(work, "alone", first, ALONE, stories)
    for without in FOLDS:
        train(rows, names, [EARLIER], EARLIER_ROUNDS, ["joins"], last / f"nearness-{without}.forest", without)
    rows.extend(streams(work, "joined", last, JOINED, stories)[0])
    for without in [*(FOLDS if arguments.folds else []), ""]:
        train(rows, names, NEARNESS, NEARNESS_ROUNDS, ["joins"], last / f"nearness-{without}.forest", without)
    for name in ("pair", "nearness"):
        (data / f"{name}.forest").write_bytes((last / f"{name}-.forest").read_bytes())
    if not arguments.folds:
        return
    for name in [*STORY_WEIGHTS, "incidents-all"]:
        example("decisions", work / f"told-{name}", work / "folds.tsv", last, JOIN, work / f"{name}.jsonl")
        said = dict(line.rstrip("\n").split("\t") for line in open(work / f"told-{name}.tsv"))
        ids = [id for id in said if not name.startswith("politics") or id in dated]
        more = f"  {ecb_pairs(stories[name], said)}" if name == "ecb" else ""
        print(f"{name}: B3 {b_cubed(stories[name], said, ids)}{more}  {taken_up(name, stories[name], said, work)}", flush=True)


main()
