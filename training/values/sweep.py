"""How many findings of typed values are right at each confidence.

    python3 training/values/sweep.py REPORTS.jsonl GOLD.jsonl FOUND.jsonl

The greedy match of `score-findings`, over all disagreements and those about quantity and time.
"""

import collections
import json
import sys


def spans(report, quote):
    found = []
    for titled, text in ((True, report["title"] or ""), (False, report["text"])):
        at = text.find(quote)
        while at >= 0:
            found.append((titled, at, at + len(quote)))
            at = text.find(quote, at + 1)
    return found


def overlap(gold, system):
    return sum(any(g[0] == s[0] and 2 * (min(g[2], s[2]) - max(g[1], s[1])) >= min(g[2] - g[1], s[2] - s[1]) > 0
                   for g in places for s in system.get(report, ())) for report, places in gold.items())


def load(reports, gold, found):
    reports = {r["id"]: r for r in map(json.loads, open(reports))}
    golds = collections.defaultdict(list)
    for f in map(json.loads, open(gold)):
        if f["kind"] in ("conflict", "update"):
            where = collections.defaultdict(list)
            for e in f["evidence"]:
                where[e["report"]] += spans(reports[e["report"]], e["quote"])
            golds[f["set"]].append((f, where))
    said = collections.defaultdict(list)
    for row in map(json.loads, open(found)):
        for f in row["findings"]:
            where = collections.defaultdict(list)
            for e in f["evidence"]:
                where[e["report"]] = [(bool(e["in_title"]), e["start"], e["end"])]
            said[row["set"]].append((f, where))
    return reports, golds, said


def match(golds, said):
    """For each finding said: the gold finding that it meets, if any."""
    met = {}
    for name in said:
        pairs = sorted(((overlap(gw, sw), i, j) for i, (_, gw) in enumerate(golds[name])
                        for j, (_, sw) in enumerate(said[name])), key=lambda p: (-p[0], p[2], p[1]))
        used = set()
        for n, i, j in pairs:
            if n >= 2 and i not in used and (name, j) not in met:
                used.add(i)
                met[name, j] = i
    return met


def main():
    reports, golds, said = load(*sys.argv[1:4])
    total = sum(map(len, golds.values()))
    typed = sum(g["about"] in ("quantity", "time") for row in golds.values() for g, _ in row)
    print(f"{total} gold, {typed} about quantity and time")
    for least in (0.12, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        kept = {name: [x for x in rows if x[0]["confidence"] >= least] for name, rows in said.items()}
        met = match(golds, kept)
        n = sum(map(len, kept.values()))
        right = sum(golds[name][i][0]["about"] in ("quantity", "time") for (name, _), i in met.items())
        kinds = sum(golds[name][i][0]["kind"] == kept[name][j][0]["kind"] for (name, j), i in met.items())
        print(f"  at {least}: said {n}, right {len(met)} ({right} quantity and time), precision {len(met) / max(n, 1):.2f}, kind right {kinds}")
    if len(sys.argv) > 4:
        met = match(golds, said)
        out = []
        for name, rows in said.items():
            for j, (f, _) in enumerate(rows):
                out.append((f["confidence"], "RIGHT" if (name, j) in met else "-----", name, f))
        for confidence, mark, name, f in sorted(out, key=lambda x: -x[0])[:int(sys.argv[4])]:
            print(f"{mark} {confidence:.2f} {f['kind']} {name} {f['question']}")
            for e in f["evidence"]:
                print(f"      {e['value']!r}: {e['text']!r}")


if __name__ == "__main__":
    main()
