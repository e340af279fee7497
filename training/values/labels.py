"""Labelled pairs of values, from files of pairs (`.jsonl`) and from `labels.tsv`, in one shape.

    python3 training/values/labels.py OUT.jsonl PAIRS.jsonl...

writes all of them, without any text, for `dump_values met`.
"""

import json
import os
import sys

OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "labels.tsv")


def own(path=OWN):
    """The pairs that were labelled for this project beside the shared ones."""
    pairs = []
    for line in open(path):
        if line.startswith("#"):
            continue
        pair, label, corpus, story, kind, one, titled_one, a, b, two, titled_two, c, d, _ = line.rstrip("\n").split("\t")
        pairs.append({"pair": pair, "label": label, "corpus": corpus, "story": story, "kind": kind,
                      "a": {"report": one, "in_title": titled_one == "1", "start": int(a), "end": int(b)},
                      "b": {"report": two, "in_title": titled_two == "1", "start": int(c), "end": int(d)}})
    return pairs


def shared(path):
    """The pairs of a shared file."""
    pairs = [json.loads(line) for line in open(path)]
    for pair in pairs:
        for side in "ab":
            pair[side] = {key: pair[side].get(key, False) for key in ("report", "in_title", "start", "end")}
    return pairs


def read(paths):
    """All pairs of the files, and our own."""
    return [pair for path in paths for pair in shared(path)] + own()


if __name__ == "__main__":
    with open(sys.argv[1], "w") as out:
        for pair in read(sys.argv[2:]):
            out.write(json.dumps(pair) + "\n")
