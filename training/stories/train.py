"""Train the two forests by which reports are gathered into stories (crates/group: pair.rs, nearness.rs).

    python3.11 training/stories/train.py [--shared ../shared] [--work /tmp/stories] [--folds]

Builds the examples `pairs` and `decisions` of crates/group first, from which alone the features come. With --folds it also prints
what forests trained without a fold's stories make of them: B-cubed figures, and how often a story that begins takes up one of its happening.
"""

import argparse
import collections
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
CONTINUES, RETURNS, OWN, NEARLY_ALL, HARDLY, SOON = 0.3, 0.45, 0.15, 0.9, 0.05, 14
"""When a story that begins takes up another: as in crates/group/src/grouper.rs."""
JOIN = 0.62
"""What crates/group joins at; the first rows are of a stream that joins where pairs say 0.4 on average."""
PAIR = {**forest.PARAMS, "num_threads": 1, "objective": "binary", "learning_rate": 0.06, "num_leaves": 24,
        "min_data_in_leaf": 60, "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10}
NEARNESS = {**PAIR, "learning_rate": 0.05, "num_leaves": 12, "feature_fraction": 0.5}
ROUNDS = 150
# How much each corpus counts, whatever its size.
PAIR_WEIGHTS = {"politics": 2, "politics-clustered": 1, "incidents-all": 2, "ecb": 1, "rumours": 0.5, "news": 0.5}
STORY_WEIGHTS = {"politics": 2, "politics-clustered": 1, "incidents": 1.5, "incidents-wide": 1, "ecb": 1, "rumours": 0.5,
                 "news": 0.7}


def fold(story):
    """Stories part into folds by a hash; the look-alike happenings of an ecb topic share one."""
    key = story[:-1] if story.startswith("ecb-") else story
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(FOLDS)


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
            with open(work / f"{name}.jsonl", "w") as out:
                for report in reports:
                    kept = {key: report.get(key) for key in ("id", "outlet", "url", "title", "published", "text")}
                    out.write(json.dumps(kept) + "\n")
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


def story_rows(name, stories, work, prefix, forests, join):
    """The same of a report and each story it could have joined in the stream."""
    example("decisions", work / f"{prefix}-{name}", work / "folds.tsv", forests, join, work / f"{name}.jsonl")
    ids = [line.split("\t")[0] for line in open(work / f"{prefix}-{name}.tsv")]
    names = (work / f"{prefix}-{name}.names").read_text().split("\n")
    of, raw, at = [stories[id] for id in ids], (work / f"{prefix}-{name}.bin").read_bytes(), 0
    rows, joins, new, old = [], [], [], []
    while at < len(raw):
        report, _, _, n = struct.unpack_from("<4I", raw, at)
        members = struct.unpack_from(f"<{n}I", raw, at + 16)
        at += 16 + 4 * n
        rows.append(np.frombuffer(raw, np.float32, len(names), at))
        at += 4 * len(names)
        joins.append(2 * sum(of[member] == of[report] for member in members) >= n)
        new.append(fold(of[report]))
        old.append(fold(of[members[0]]))
    joins = np.array(joins)
    weights = np.full(len(joins), 1000 * STORY_WEIGHTS[name] / joins.sum())
    return (np.array(rows), joins, np.array(new), np.array(old), weights), names


def train(parts, names, parameters, classes, path, without=""):
    """A forest of all rows that touch no story of the fold `without`."""
    kept = [[column[(part[2] != without) & (part[3] != without)] if without != "" else column for column in part]
            for part in parts]
    rows, labels, _, _, weights = (np.concatenate(columns) for columns in zip(*kept))
    data = lightgbm.Dataset(rows, labels.astype(int), weight=weights)
    forest.write(lightgbm.train(parameters, data, ROUNDS), names, classes, path)


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
        if chance >= CONTINUES if soon else chance >= RETURNS and row["own"] >= OWN or (
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
        train(parts, names[0], PAIR, ["same"], path, without)
        (last / path.name).write_bytes(path.read_bytes())
    # The second forest learns from the streams that it meets: those of pairs alone, then its own.
    streams = []
    for prefix, folder, join in (("alone", first, 0.4), ("joined", last, JOIN)):
        parts, names = zip(*(story_rows(name, stories[name], work, prefix, folder, join) for name in STORY_WEIGHTS))
        streams.extend(parts)
        for without in [*FOLDS, ""]:
            train(streams, names[0], NEARNESS, ["joins"], last / f"nearness-{without}.forest", without)
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
